import { type Payload } from '@temporalio/common';
import { KeyRing } from '../../keys/keyRing';
import { EncryptingCodec } from '../../keys/payloadCodec';
import { startTestApi, type TestApi } from '../support/api';
import { TEST_KEYS } from '../support/database';

// Temporal's page asks Careway what a workflow carries (remote codec endpoint).
const UI = 'https://temporal.hospital.example';
let api: TestApi;
beforeAll(async () => { api = await startTestApi({ env: { TEMPORAL_UI_ORIGIN: UI } }); });
afterAll(() => api.stop());

const said = Buffer.from('{"encounterId":"8d8ac610-566d-4ef0-9c22-186b2a5ed793"}');
const json = (payload: Payload) => ({
  metadata: Object.fromEntries(Object.entries(payload.metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')])), data: Buffer.from(payload.data ?? []).toString('base64'),
});

async function sealed(ring = TEST_KEYS) {
  const [payload] = await new EncryptingCodec(KeyRing.parse(ring)).encode([{ metadata: { encoding: Buffer.from('json/plain') }, data: said }]);
  return json(payload as Payload);
}

const decode = (payloads: unknown[], headers: Readonly<Record<string, string>>) =>
  fetch(`${api.url}/api/v1/codec/decode`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-namespace': 'default', ...headers }, body: JSON.stringify({ payloads }) });

test('an administrator sees what a workflow carries, and that is on the audit trail', async () => {
  const { token, id } = await api.as('administrator');
  const answer = await decode([await sealed(), { metadata: { encoding: Buffer.from('json/plain').toString('base64') }, data: 'Mg==' }], { authorization: `Bearer ${token}`, origin: UI });
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({ 'access-control-allow-origin': UI, 'access-control-allow-credentials': 'true' });
  const { payloads } = (await answer.json()) as { payloads: { metadata: Record<string, string>; data: string }[] };
  expect(payloads.map(({ data }) => Buffer.from(data, 'base64').toString())).toEqual([said.toString(), '2']);
  const [events] = await api.database.sequelize.query("SELECT outcome FROM audit_events WHERE action = 'workflow.decode' AND actor_id = ?", { replacements: [id] });
  expect(events).toEqual([{ outcome: 'done' }]);
});

test('strangers see nothing: nobody 401, a nurse and a process 403, with a refusal on the trail', async () => {
  const payload = await sealed();
  expect((await decode([payload], {})).status).toBe(401);
  expect((await decode([payload], { authorization: 'Bearer made-up' })).status).toBe(401);
  const nurse = await api.as('nurse', 'physician', 'manager', 'auditor');
  const refused = await decode([payload], { authorization: `Bearer ${nurse.token}`, origin: UI });
  expect(refused.status).toBe(403);
  expect(await refused.text()).not.toContain('encounterId');
  const [events] = await api.database.sequelize.query("SELECT outcome FROM audit_events WHERE action = 'decodePayloads' AND actor_id = ?", { replacements: [nurse.id] });
  expect(events).toEqual([{ outcome: 'denied' }]);
});

test('only the page that was configured may ask from another origin, and for nothing else', async () => {
  const { token } = await api.as('administrator');
  const preflight = (path: string, origin: string) => fetch(`${api.url}${path}`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,x-namespace' } });
  const allowed = await preflight('/api/v1/codec/decode', UI);
  expect([allowed.status, allowed.headers.get('access-control-allow-origin'), allowed.headers.get('access-control-allow-headers')]).toEqual([204, UI, 'authorization, content-type, x-namespace']);
  for (const [path, origin] of [['/api/v1/codec/decode', 'https://evil.example'], ['/api/v1/patients', UI], ['/api/v1/codec/decode', `${UI}.evil.example`]] as const) {
    expect((await preflight(path, origin)).headers.get('access-control-allow-origin')).toBeNull();
  }
  // A cookie travels by itself, so a page of another origin must not make use of it.
  const payload = await sealed();
  expect((await decode([payload], { cookie: `careway=${token}`, origin: 'https://evil.example' })).status).toBe(403);
  expect((await decode([payload], { cookie: `careway=${token}`, origin: UI })).status).toBe(200);
  expect((await fetch(`${api.url}/api/v1/session`, { method: 'DELETE', headers: { cookie: `careway=${token}`, origin: UI } })).status).toBe(403);
});

test('what was changed, or sealed with a key that is not here, is not shown: 422', async () => {
  const { token } = await api.as('administrator');
  const headers = { authorization: `Bearer ${token}` };
  const changed = await sealed();
  const bytes = Buffer.from(changed.data, 'base64');
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  expect((await decode([{ ...changed, data: bytes.toString('base64') }], headers)).status).toBe(422);
  expect((await decode([await sealed(`k9:${Buffer.alloc(32, 1).toString('base64')}`)], headers)).status).toBe(422);
  expect((await decode([{ data: 'not base64!' }], headers)).status).toBe(400);
});
