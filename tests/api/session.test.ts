import { contract } from '../../api/client';
import { type TestApi, startTestApi, TEST_PASSWORD } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
beforeAll(async () => { api = await startTestApi(); });
afterAll(() => api.stop());

describe('session', () => {
  test('signs a person in and says who they are', async () => {
    const nurse = await api.as('nurse');
    const signedIn = await api.nobody().call(contract.signIn, { body: { username: nurse.username, password: TEST_PASSWORD } });
    const me = await api.nobody().withToken(signedIn.token).call(contract.readSession, {});
    expect(me).toMatchObject({ id: nurse.id, roles: ['nurse'] });
  });

  test('a wrong password and an unknown name get the same answer', async () => {
    const nurse = await api.as('nurse');
    const wrong = await problemOf(api.nobody().call(contract.signIn, { body: { username: nurse.username, password: 'no' } }));
    const unknown = await problemOf(api.nobody().call(contract.signIn, { body: { username: 'nobody-here', password: 'no' } }));
    expect([wrong.status, wrong.problem.title]).toEqual([unknown.status, unknown.problem.title]);
    expect(wrong.status).toBe(401);
  });

  test('many wrong tries wait, and the wait ends', async () => {
    const nurse = await api.as('nurse');
    for (let tries = 0; tries < 5; tries += 1) await problemOf(api.nobody().call(contract.signIn, { body: { username: nurse.username, password: 'no' } }));
    const refused = await problemOf(api.nobody().call(contract.signIn, { body: { username: nurse.username, password: TEST_PASSWORD } }));
    expect(refused.status).toBe(429);
    await api.database.sequelize.query('UPDATE sign_in_throttles SET locked_until = NOW() - INTERVAL 1 SECOND WHERE account = ?', { replacements: [nurse.id] });
    await api.nobody().call(contract.signIn, { body: { username: nurse.username, password: TEST_PASSWORD } });
  });

  test('disabling a user acts on the next request', async () => {
    const nurse = await api.as('nurse');
    await nurse.client.call(contract.readSession, {});
    await api.database.sequelize.query('UPDATE staff_users SET disabled_at = NOW(3) WHERE id = ?', { replacements: [nurse.id] });
    expect((await problemOf(nurse.client.call(contract.readSession, {}))).status).toBe(401);
  });

  test('signing out ends the session', async () => {
    const nurse = await api.as('nurse');
    await nurse.client.call(contract.signOut, {});
    expect((await problemOf(nurse.client.call(contract.readSession, {}))).status).toBe(401);
  });

  test('malformed input is refused with the field', async () => {
    const refused = await problemOf(api.nobody().call(contract.signIn, { body: { username: 7, password: 'x' } as never }));
    expect(refused.status).toBe(400);
    expect(refused.problem.errors?.[0]?.field).toBe('username');
  });

  test('the OpenAPI document lists every operation', async () => {
    const document = (await (await fetch(`${api.url}/openapi.json`)).json()) as { openapi: string; paths: Record<string, object> };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/api/v1/session');
  });
});
