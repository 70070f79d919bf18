import { contract } from '../../api/client';
import { type TestApi, type TestUser, startTestApi } from '../support/api';
import { problemOf } from '../support/problem';

let now = Date.now();
let api: TestApi;
let administrator: TestUser;
beforeAll(async () => {
  api = await startTestApi({ clock: () => new Date(now) });
  administrator = await api.as('administrator');
});
afterAll(() => api.stop());
beforeEach(() => { now = Date.now(); });

const statusOf = async (asked: Promise<unknown>) => asked.then(() => 200, async (error: unknown) => (await problemOf(Promise.reject(error as Error))).status);
const make = (name: string, more: object = {}) => administrator.client.call(contract.createServiceToken, { body: { name, ...more } });

test('a token outside its scope opens nothing, also no live stream; one without a scope opens what a service may', async () => {
  const narrow = await make('Status board', { scopes: ['session.read'] });
  expect(narrow.serviceToken.scopes).toEqual(['session.read']);
  const client = api.nobody().withToken(narrow.token);
  expect(await statusOf(client.call(contract.readSession, {}))).toBe(200);
  expect(await statusOf(client.call(contract.listDueDeliveries, {}))).toBe(403);
  expect((await fetch(`${api.url}/api/v1/live`, { headers: { authorization: `Bearer ${narrow.token}` } })).status).toBe(403);
  const wide = await make('Worker');
  expect(await statusOf(api.nobody().withToken(wide.token).call(contract.listDueDeliveries, {}))).toBe(200);
  expect(await statusOf(make('Too much', { scopes: ['patient.read'] }))).toBe(400); // no more than a service may
  expect(await statusOf(make('Nothing', { scopes: [] }))).toBe(400);
});

test('a rotated token changes over: the old one holds for the overlap and no longer; revoking ends both', async () => {
  const { token: first, serviceToken: { id } } = await make('Laboratory bridge');
  const { token: second, serviceToken } = await administrator.client.call(contract.rotateServiceToken, { params: { tokenId: id }, body: { overlapMinutes: 10 } });
  expect(serviceToken.previousUntil).toBe(new Date(now + 600_000).toISOString());
  const read = (token: string) => statusOf(api.nobody().withToken(token).call(contract.readSession, {}));
  expect([await read(first), await read(second)]).toEqual([200, 200]);
  now += 601_000;
  expect([await read(first), await read(second)]).toEqual([401, 200]);
  const { token: third } = await administrator.client.call(contract.rotateServiceToken, { params: { tokenId: id }, body: {} });
  expect([await read(first), await read(second), await read(third)]).toEqual([401, 200, 200]);
  await administrator.client.call(contract.revokeServiceToken, { params: { tokenId: id } });
  expect([await read(second), await read(third)]).toEqual([401, 401]);
  expect(await statusOf(administrator.client.call(contract.rotateServiceToken, { params: { tokenId: id }, body: {} }))).toBe(409);
});

test('when a token was used last is seen, and one that has run out opens nothing', async () => {
  const { token, serviceToken } = await make('Night job', { expiresAt: new Date(now + 3_600_000).toISOString() });
  expect(serviceToken.lastUsedAt).toBeNull();
  await api.nobody().withToken(token).call(contract.readSession, {});
  const found = (await administrator.client.call(contract.listServiceTokens, {})).items.find(({ id }) => id === serviceToken.id);
  expect(found).toMatchObject({ lastUsedAt: new Date(now).toISOString(), active: true });
  now += 3_600_001;
  expect(await statusOf(api.nobody().withToken(token).call(contract.readSession, {}))).toBe(401);
});
