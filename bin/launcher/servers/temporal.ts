import { mkdirSync } from 'node:fs';
import { composeUp, dockerAnswers } from '../docker';
import { LaunchFailure, messageOf } from '../failure';
import { assertPortsFree } from '../ports';
import { dockerEnvironment } from './containers';
import { type ServerContext } from './context';
import { findTemporal } from './temporal-binary';
import { type TemporalServer } from './types';

const NAMESPACE = 'default';
/** Closed journeys stay readable for a quarter; the development server would forget them after a day. */
const RETENTION_DAYS = 90;

/** Finds or starts Temporal, in the order of docs/runbook.md ("Where servers come from"). */
export async function provisionTemporal(context: ServerContext): Promise<TemporalServer> {
  const given = process.env['TEMPORAL_ADDRESS'];
  const namespace = process.env['TEMPORAL_NAMESPACE'] ?? NAMESPACE;
  if (given) return { origin: 'given', address: given, namespace, version: await checkTemporal(given, namespace, 'TEMPORAL_ADDRESS') };
  const address = `127.0.0.1:${context.ports.temporal}`;
  const uiUrl = `http://127.0.0.1:${context.ports.temporalUi}`;
  const binary = await findTemporal(context);
  const origin = binary ? 'private' : 'docker';
  if (binary) await runPrivately(context, binary, address, namespace);
  else if (await dockerAnswers()) await runContainer(context, address, namespace);
  else throw new LaunchFailure('Temporal was not found: install its command line (https://docs.temporal.io/cli), or python3 with venv so that Careway can fetch it, or start a docker engine, or set TEMPORAL_ADDRESS to a running server.');
  const version = await checkTemporal(address, namespace, binary ?? 'the temporal container');
  await keepClosedJourneys(address, namespace);
  return { origin, address, namespace, version, uiUrl };
}

async function runPrivately(context: ServerContext, binary: string, address: string, namespace: string): Promise<void> {
  const { home, ports, supervisor } = context;
  mkdirSync(home.file('temporal'), { recursive: true, mode: 0o700 });
  await assertPortsFree(ports, ['temporal', 'temporalUi']);
  await supervisor.start({
    name: 'temporal', command: binary, readyTimeoutMs: 60_000, stopGraceMs: 10_000, givesWay: context.durability === 'durable', // not beside tests, which wait for it
    // Collects garbage half as often as Go would by itself: a tenth less processor time for some hundred MiB.
    env: { ...process.env, GOGC: process.env['GOGC'] ?? '200' },
    args: [
      'server', 'start-dev', '--ip', '127.0.0.1', '--port', String(ports.temporal), '--ui-port', String(ports.temporalUi),
      '--db-filename', home.file('temporal', 'temporal.db'), '--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', `synchronous=${context.durability === 'durable' ? 'NORMAL' : 'OFF'}`,
      '--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true',
      // Nobody registers search attributes here: the development server would read them from disk again with every change of a workflow.
      '--dynamic-config-value', 'system.forceSearchAttributesCacheRefreshOnRead=false', '--namespace', namespace, '--log-level', 'error', '--ui-codec-endpoint', `http://127.0.0.1:${ports.api}/api/v1/codec`,
    ],
    isReady: async () => {
      await version(address, namespace);
      return true;
    },
  });
}

/** The image has no health check of its own, so its first answer is waited for here. */
async function runContainer(context: ServerContext, address: string, namespace: string): Promise<void> {
  await composeUp(context.home, 'temporal', dockerEnvironment(context), context.step);
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && !(await version(address, namespace).catch(() => undefined))) {
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** The server's version, or a sentence that says why it cannot be used. */
export async function checkTemporal(address: string, namespace: string, source: string): Promise<string> {
  try {
    return await version(address, namespace);
  } catch (error) {
    throw new LaunchFailure(`Temporal at ${address}, namespace ${namespace} (from ${source}) does not answer (${messageOf(error)}): start it and create the namespace, or correct or unset TEMPORAL_ADDRESS.`);
  }
}

async function version(address: string, namespace: string): Promise<string> {
  return withService(address, async (service) => {
    const info = await service.getSystemInfo({});
    await service.describeNamespace({ namespace });
    return info.serverVersion ?? 'unknown';
  });
}

async function keepClosedJourneys(address: string, namespace: string): Promise<void> {
  await withService(address, (service) => service.updateNamespace({
    namespace, config: { workflowExecutionRetentionTtl: { seconds: RETENTION_DAYS * 86_400 as never } },
  }));
}

type Service = import('@temporalio/client').Connection['workflowService'];

async function withService<T>(address: string, use: (service: Service) => Promise<T>): Promise<T> {
  // Loaded late: the client takes a third of a second to load, and Temporal another second to start.
  const { Connection } = await import('@temporalio/client');
  const connection = await Connection.connect({ address, connectTimeout: 10_000 });
  try {
    return await connection.withDeadline(Date.now() + 10_000, () => use(connection.workflowService));
  } finally {
    await connection.close();
  }
}
