import { type AddressInfo } from 'node:net';
import { buildApp } from '../../api/app';
import { countHospital } from '../../api/metrics';
import { buildRoutes } from '../../api/routes';
import { openDatabase } from '../../db/connect';
import { KeyRing } from '../../keys/keyRing';
import { registry } from '../../telemetry/metrics';
import { startTracing, stopTracing } from '../../telemetry/trace';
import { formatTraceparent, parseTraceparent } from '../../telemetry/traceparent';
import { startTestApi } from '../support/api';
import { TEST_KEYS } from '../support/database';
import { Gate } from '../support/gate';
import { PLAYED_PASSWORD, PlayedHospital } from '../support/playedHospital';
import { freePort } from '../support/ports';
import { type CollectedSpan, TraceCollector } from '../support/traceCollector';
import { PlainBrowser, startTestWeb, type TestWeb } from '../support/web';

const FAMILY = 'Quillfeather';
let collector: TraceCollector;
let played: PlayedHospital;
let web: TestWeb;
let metricsPort: number;

beforeAll(async () => {
  collector = await TraceCollector.open();
  metricsPort = await freePort();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, METRICS_PORT: String(metricsPort) };
  played = await PlayedHospital.start(env);
  startTracing('web', env);
  web = await startTestWeb(played.hospital.apiUrl);
});
afterAll(async () => {
  await web?.stop();
  await played?.hospital.stop();
  await collector.close();
});

async function until<T>(what: string, find: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (const deadline = Date.now() + 45_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const found = await find();
    if (found !== undefined) return found;
  }
  throw new Error(`Waited in vain for ${what}`);
}

test('one trace goes from the click through API, outbox and workflow to the activity and the API again', async () => {
  const journeyId = await played.admit({ family: FAMILY });
  const openTask = (type: string) => until(`task ${type}`, async () => (await played.rows<{ id: string; version: number }>("SELECT id, version FROM tasks WHERE journey_id = ? AND type = ? AND is_open = 1", [journeyId, type]))[0]);
  const task = await openTask('register-patient');
  const [registrar] = await played.rows<{ username: string }>("SELECT u.username FROM staff_users u JOIN staff_roles r ON r.user_id = u.id WHERE r.role = 'registrar' ORDER BY u.id LIMIT 1");
  const browser = new PlainBrowser(web.url);
  await browser.signIn(registrar?.username ?? '', PLAYED_PASSWORD);
  await browser.get(`/tasks/${task.id}`);
  const answer = await browser.post(`/tasks/${task.id}`, { _version: String(task.version), _type: 'register-patient', identityConfirmed: 'true', coverage: 'verified' });
  expect(answer.status).toBe(303);
  await openTask('assign-bed');
  await stopTracing();
  const click = await until('the click', () => collector.spans.find(({ name }) => /^click POST \/tasks\/:\w+$/.test(name)));
  const written = await until<CollectedSpan>('the write of the activity', () => collector.spans.find(({ traceId, service, name }) => traceId === click.traceId && service === 'careway-api' && /journeys\/:\w+\/progress/.test(name)));
  const path = await until('the whole path', () => {
    const found = collector.pathFrom(written);
    return found.at(-1)?.spanId === click.spanId ? found : undefined;
  });
  expect(path.map(({ service, name }) => `${service.replace('careway-', '')}: ${name.replace(/:\w+/g, ':id')}`)).toEqual([
    'api: POST /api/v1/internal/journeys/:id/progress', 'worker: activity recordProgress', 'worker: workflow update completeTask', 'api: relay update completeTask', 'api: POST /api/v1/tasks/:id/complete', 'web: click POST /tasks/:id',
  ]);
});

test('how many workflows stand still is left out while Temporal does not say: not known is not none', async () => {
  await countHospital(played.hospital.record.database, null);
  expect(await registry.getSingleMetricAsString('careway_workflows_standing')).not.toMatch(/^careway_workflows_standing/m);
});

test('traces and figures name routes, stages and roles, and nobody', async () => {
  const figures = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const worker = await (await fetch(`${played.hospital.healthUrl('worker')}/metrics`)).text();
  expect(figures).toMatch(/careway_http_request_seconds_count\{[^}]*route="\/api\/v1\/tasks\/:taskId\/complete"[^}]*\} [1-9]/);
  expect(figures).toMatch(/careway_journeys_running\{stage="admission",service="api"\} 1/);
  expect(figures).toMatch(/careway_relay_delivery_seconds_count\{[^}]*kind="update"[^}]*\} [1-9]/);
  expect(figures).toMatch(/careway_tasks_open\{role="[a-z-]+",service="api"\} [1-9]/);
  expect(figures).toMatch(/careway_workflows_standing\{service="api"\} 0/);
  expect(worker).toMatch(/careway_activity_seconds_count\{[^}]*activity="recordProgress"[^}]*\} [1-9]/);
  for (const text of [figures, worker, collector.sent]) expect(text).not.toMatch(new RegExp(FAMILY, 'i'));
  // An ID as a label would be one series for each patient, and a way to follow them.
  for (const text of [figures, worker]) expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/);
  expect((await fetch(`${played.hospital.apiUrl}/metrics`)).status).toBe(404);
  expect((await fetch(`${web.url}/metrics`)).status).toBe(404);
});

test('a process lives and is ready; without the record the API lives and is not', async () => {
  for (const url of [played.hospital.apiUrl, web.url, played.hospital.healthUrl('worker')]) {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  }
  const api = await startTestApi();
  const { host, pathname, username, password } = new URL(api.databaseUrl);
  const gate = await Gate.before(host);
  const database = await openDatabase(`mysql://${username}:${password}@${gate.address}${pathname}`, KeyRing.parse(TEST_KEYS));
  const server = buildApp({ ...api.deps, database }, buildRoutes(api.deps.config, null)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pages = await startTestWeb(url);
  const states = async () => [(await fetch(`${url}/healthz`)).status, (await fetch(`${url}/readyz`)).status, (await fetch(`${pages.url}/healthz`)).status, (await fetch(`${pages.url}/readyz`)).status];
  expect(await states()).toEqual([200, 200, 200, 200]);
  await gate.shut();
  expect(await states()).toEqual([200, 503, 200, 503]);
  await gate.open();
  expect(await states()).toEqual([200, 200, 200, 200]);
  await pages.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await gate.shut();
  await database.close().catch(() => undefined);
  await api.stop();
});

test('a traceparent is read as W3C writes it, and anything else is none', () => {
  const sound = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const read = parseTraceparent(sound);
  expect(read).toEqual({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', sampled: true });
  expect(read && formatTraceparent(read)).toBe(sound);
  for (const bad of ['', 'x', sound.toUpperCase(), `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`, `${sound}-more`]) expect(parseTraceparent(bad)).toBeNull();
});
