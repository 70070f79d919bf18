import { mkdirSync, writeFileSync } from 'node:fs';
import Redis from 'ioredis';
import { canInstallPackages, installPackages } from '../debian';
import { composeUp, dockerAnswers } from '../docker';
import { LaunchFailure, messageOf } from '../failure';
import { assertPortsFree } from '../ports';
import { dockerEnvironment } from './containers';
import { type ServerContext } from './context';
import { withoutPassword } from './database-address';
import { findProgram, type Program } from './program';
import { type RedisServer } from './types';

const OLDEST = 7;

/** Finds or starts Redis 7, in the order of docs/runbook.md ("Where servers come from"). */
export async function provisionRedis(context: ServerContext): Promise<RedisServer> {
  const given = process.env['REDIS_URL'];
  if (given) return { origin: 'given', url: given, version: await checkRedis(given, 'REDIS_URL') };
  const { binary, refusal } = await findOrInstall(context);
  const url = `redis://:${context.secrets.redisPassword}@127.0.0.1:${context.ports.redis}/0`;
  if (binary) {
    await runPrivately(context, binary, url);
    return { origin: 'private', url, version: await checkRedis(url, binary) };
  }
  if (await dockerAnswers()) {
    await composeUp(context.home, 'redis', dockerEnvironment(context), context.step);
    return { origin: 'docker', url, version: await checkRedis(url, 'the redis container') };
  }
  throw refusal ?? new LaunchFailure('Redis 7 was not found: install redis-server (Debian: apt-get install redis-server), or start a docker engine, or set REDIS_URL to a running server.');
}

async function findOrInstall(context: ServerContext): Promise<Program> {
  const found = await redisProgram();
  if (found.binary || found.refusal || !canInstallPackages()) return found;
  await installPackages(['redis-server'], context.step);
  return redisProgram();
}

/** Redis on this machine. */
export function redisProgram(): Promise<Program> {
  return findProgram(['redis-server'], (said, binary) => {
    judgeRedis(/v=(\S+)/.exec(said)?.[1] ?? '0', binary, 'the PATH');
  });
}

async function runPrivately(context: ServerContext, binary: string, url: string): Promise<void> {
  const folder = context.home.file('redis');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // A file rather than arguments: every user of the machine can read arguments.
  const config = `${folder}/redis.conf`;
  writeFileSync(config, [
    'bind 127.0.0.1', `port ${context.ports.redis}`, `dir ${JSON.stringify(folder)}`, `requirepass ${context.secrets.redisPassword}`,
    'daemonize no', 'appendonly yes', `appendfsync ${context.durability === 'durable' ? 'everysec' : 'no'}`, 'save ""',
    // BullMQ requires it: an evicted key would be a lost job.
    'maxmemory-policy noeviction', '',
  ].join('\n'), { mode: 0o600 });
  await assertPortsFree(context.ports, ['redis']);
  await context.supervisor.start({
    name: 'redis', command: binary, args: [config], readyTimeoutMs: 30_000, stopGraceMs: 10_000,
    isReady: async () => (await ask(url, (client) => client.ping())) === 'PONG',
  });
}

/** Its version, or a sentence that says what is wrong with it. `source` names where the address came from. */
export async function checkRedis(url: string, source: string): Promise<string> {
  const info = await ask(url, (client) => client.info('server')).catch((error: unknown) => {
    throw new LaunchFailure(`Redis at ${withoutPassword(url)} (from ${source}) does not answer (${messageOf(error)}): start it, or correct or unset REDIS_URL.`);
  });
  return judgeRedis(/redis_version:(\S+)/.exec(info)?.[1] ?? '0', withoutPassword(url), source);
}

/** The version, unless it is too old: then a sentence. */
export function judgeRedis(version: string, where: string, source: string): string {
  if (Number(version.split('.')[0]) >= OLDEST) return version;
  const way = source === 'the PATH' ? 'upgrade it, start a docker engine, or set REDIS_URL to a newer server' : `upgrade it, or unset ${source} to let Careway start its own`;
  throw new LaunchFailure(`Redis ${where} (from ${source}) is version ${version} and Careway needs ${OLDEST} or newer: ${way}.`);
}

async function ask<T>(url: string, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null, connectTimeout: 10_000, enableOfflineQueue: false });
  let failure: unknown;
  client.on('error', (error) => { failure = error; });
  try {
    await client.connect();
    return await question(client);
  } catch (error) {
    throw failure ?? error;
  } finally {
    client.disconnect();
  }
}
