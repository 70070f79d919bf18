import { type Redis } from 'ioredis';
import { PassThrough } from 'node:stream';
import { type Context } from 'koa';
import { type Deps } from '../deps';
import { type Announcement, type Principal } from '../http/act';
import { unauthenticated } from '../http/problem';
import { findPrincipal } from '../services/sessions';
import { LIVE_CHANNEL } from './announce';

const HEARTBEAT_MS = 15_000;

interface Listener {
  readonly principal: Principal;
  readonly write: (announcement: Announcement) => void;
}

const listeners = new Set<Listener>();
let subscriber: Redis | null = null;

/** Server-sent events for one signed-in listener: which record changed, never what it says. Pages fetch the rest under their own rights. */
export async function liveStream(deps: Deps, ctx: Context): Promise<void> {
  const token = /^Bearer (\S+)$/.exec(ctx.get('authorization'))?.[1] ?? ctx.cookies.get('__Host-careway') ?? ctx.cookies.get('careway');
  const principal = token ? await findPrincipal({ database: deps.database, transaction: null }, token, deps.config.sessionIdleMinutes, deps.clock()) : null;
  if (!principal) throw unauthenticated();
  subscribe(deps);
  const stream = new PassThrough();
  const listener: Listener = { principal, write: (announcement) => stream.write(`event: ${announcement.topic}\ndata: ${announcement.id}\n\n`) };
  const heartbeat = setInterval(() => stream.write(': still here\n\n'), HEARTBEAT_MS);
  listeners.add(listener);
  ctx.req.on('close', () => {
    clearInterval(heartbeat);
    listeners.delete(listener);
    stream.end();
  });
  ctx.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'keep-alive', 'x-accel-buffering': 'no' });
  ctx.status = 200;
  stream.write('retry: 2000\n\n');
  ctx.body = stream;
}

function subscribe(deps: Deps): void {
  if (subscriber || !deps.redis) return;
  subscriber = deps.redis.duplicate();
  subscriber.on('error', () => undefined); // reconnects by itself
  subscriber.subscribe(LIVE_CHANNEL).catch(() => undefined);
  subscriber.on('message', (_channel, message) => {
    for (const announcement of JSON.parse(message) as Announcement[]) for (const listener of listeners) if (concerns(announcement, listener.principal)) listener.write(announcement);
  });
}

function concerns(announcement: Announcement, principal: Principal): boolean {
  if (announcement.userId) return announcement.userId === principal.id;
  if (principal.roles.every((role) => role === 'patient')) return false;
  return !announcement.roles || announcement.roles.some((role) => principal.roles.includes(role)) || principal.roles.some((role) => role === 'manager' || role === 'administrator' || role === 'charge-nurse');
}

/** Close the shared subscription; for shutdown and tests. */
export function stopLive(): void {
  subscriber?.disconnect();
  subscriber = null;
}
