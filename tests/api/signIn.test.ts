import { Secret, TOTP } from 'otpauth';
import { contract } from '../../api/client';
import { StaffUser } from '../../db/models';
import { waitSeconds } from '../../domain/signIn/throttle';
import { type TestApi, type TestUser, startTestApi, TEST_PASSWORD, TEST_TOTP_SECRET } from '../support/api';
import { problemOf } from '../support/problem';

const STEP_MS = 30_000;
let now = Date.now();
let api: TestApi;
beforeAll(async () => { api = await startTestApi({ live: true, clock: () => new Date(now), env: { SECOND_FACTOR_ROLES: 'manager,auditor' } }); });
afterAll(() => api.stop());
beforeEach(() => { now = Date.now(); });

interface More { readonly password?: string; readonly device?: string; readonly rememberDevice?: boolean; readonly totp?: string }
const typeOf = async (asked: Promise<unknown>) => (await problemOf(asked)).problem.type.replace('urn:careway:problem:', '');
/** Signs in from an address of one's own, as the web tells it. */
const from = (address: string, username: string, { password = TEST_PASSWORD, ...more }: More = {}) =>
  fetch(`${api.url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': address, 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0' }, body: JSON.stringify({ username, password, ...more }) });
const statusFrom = async (...args: Parameters<typeof from>) => (await from(...args)).status;
const replyFrom = async (...args: Parameters<typeof from>) => (await (await from(...args)).json()) as { token: string; deviceToken: string | null };
const codeNow = () => new TOTP({ secret: Secret.fromBase32(TEST_TOTP_SECRET) }).generate({ timestamp: now });

async function withAuthenticator(user: TestUser): Promise<TestUser> {
  await StaffUser.update({ totpSecretEnc: api.database.cipher.seal({ table: 'staff_users', column: 'totp_secret_enc', id: user.id }, TEST_TOTP_SECRET), totpConfirmedAt: new Date() }, { where: { id: user.id } });
  return user;
}

describe('wrong tries', () => {
  test('wait longer each time, never more than a quarter of an hour', () => {
    expect([4, 5, 6, 8, 11, 40].map((failures) => waitSeconds('pair', failures))).toEqual([0, 15, 30, 120, 900, 900]);
    expect([49, 50, 53, 500].map((failures) => waitSeconds('account', failures))).toEqual([0, 1, 8, 60]);
  });

  test('of a stranger elsewhere do not keep the owner out', async () => {
    const nurse = await api.as('nurse');
    for (let tries = 0; tries < 6; tries += 1) await from('203.0.113.7', nurse.username, { password: 'no' });
    expect(await statusFrom('203.0.113.7', nurse.username)).toBe(429);
    expect(await statusFrom('198.51.100.4', nurse.username)).toBe(201);
  });

  test('of a stranger at the same address do not keep the owner out of a device they used before', async () => {
    const nurse = await api.as('nurse');
    const { deviceToken } = await replyFrom('203.0.113.8', nurse.username, { rememberDevice: true });
    for (let tries = 0; tries < 5; tries += 1) await from('203.0.113.8', nurse.username, { password: 'no' });
    expect(await statusFrom('203.0.113.8', nurse.username)).toBe(429);
    expect(await statusFrom('203.0.113.8', nurse.username, { device: deviceToken ?? '' })).toBe(201);
    const colleague = await api.as('nurse'); // somebody else's device is a stranger's
    for (let tries = 0; tries < 5; tries += 1) await from('203.0.113.8', colleague.username, { password: 'no', device: deviceToken ?? '' });
    expect(await statusFrom('203.0.113.8', colleague.username, { device: deviceToken ?? '' })).toBe(429);
  });

  test('with a known device wait too', async () => {
    const nurse = await api.as('nurse');
    const { deviceToken } = await replyFrom('203.0.113.9', nurse.username, { rememberDevice: true });
    const device = deviceToken ?? '';
    for (let tries = 0; tries < 5; tries += 1) await from('203.0.113.9', nurse.username, { password: 'no', device });
    expect(await statusFrom('203.0.113.9', nurse.username, { device })).toBe(429);
  });

  test('a name that nobody has waits like any other', async () => {
    for (let tries = 0; tries < 5; tries += 1) expect(await statusFrom('203.0.113.10', 'nobody-at-all', { password: 'no' })).toBe(401);
    expect(await statusFrom('203.0.113.10', 'nobody-at-all', { password: 'no' })).toBe(429);
  });

  test('when a wait is over one try comes through, however many come at that moment', async () => {
    const nurse = await api.as('nurse');
    for (let tries = 0; tries < 5; tries += 1) await from('203.0.113.11', nurse.username, { password: 'no' });
    now += 16_000;
    const statuses = await Promise.all(Array.from({ length: 6 }, () => statusFrom('203.0.113.11', nurse.username, { password: 'no' })));
    expect(statuses.filter((status) => status === 401)).toHaveLength(1);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  });

  test('an address that tries many names waits, and the wait ends', async () => {
    await api.database.sequelize.query("INSERT INTO sign_in_throttles (kind, account, address, failures, last_at) VALUES ('address', '', '203.0.113.12', 99, ?)", { replacements: [new Date(now).toISOString().replace('T', ' ').replace('Z', '')] });
    const nurse = await api.as('nurse');
    expect(await statusFrom('203.0.113.12', 'someone', { password: 'no' })).toBe(401);
    expect(await statusFrom('203.0.113.12', nurse.username)).toBe(429);
    now += 2_000;
    expect(await statusFrom('203.0.113.12', nurse.username)).toBe(201);
  });

  test('are told by the address the web speaks for, not by what the caller writes', async () => {
    const nurse = await api.as('nurse');
    for (let tries = 0; tries < 5; tries += 1) await from(`198.51.100.${tries}, 203.0.113.13`, nurse.username, { password: 'no' });
    expect(await statusFrom('198.51.100.99, 203.0.113.13', nurse.username)).toBe(429);
  });
});

describe('a second factor where the role needs one', () => {
  test('opens nothing else before it is set up, and the session has shown it then', async () => {
    const manager = await api.as('manager');
    const { token } = await replyFrom('203.0.113.20', manager.username);
    const client = api.nobody().withToken(token);
    expect(await client.call(contract.readSession, {})).toMatchObject({ needsSecondFactor: true, mustSetUpSecondFactor: true });
    expect(await typeOf(client.call(contract.listJourneys, { query: { limit: 1 } }))).toBe('second-factor-missing');
    expect((await fetch(`${api.url}/api/v1/live`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(403);
    const { secret } = await client.call(contract.setUpSecondFactor, { body: { currentPassword: TEST_PASSWORD } });
    await client.call(contract.confirmSecondFactor, { body: { totp: new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now }) } });
    await client.call(contract.listJourneys, { query: { limit: 1 } });
    expect(await typeOf(client.call(contract.removeSecondFactor, { body: { currentPassword: TEST_PASSWORD } }))).toBe('second-factor-required');
  });

  test('a session from before somebody got such a role has to show it first', async () => {
    const nurse = await withAuthenticator(await api.as('nurse'));
    await api.database.sequelize.query('UPDATE sessions SET two_factor = 0 WHERE user_id = ?', { replacements: [nurse.id] });
    await api.database.sequelize.query("INSERT INTO staff_roles (user_id, role) VALUES (?, 'auditor')", { replacements: [nurse.id] });
    expect(await nurse.client.call(contract.readSession, {})).toMatchObject({ mustConfirm: true, mustSetUpSecondFactor: false });
    expect(await typeOf(nurse.client.call(contract.listTasks, { query: { limit: 1 } }))).toBe('second-factor-missing');
    expect((await problemOf(nurse.client.call(contract.confirmIdentity, { body: { password: TEST_PASSWORD } }))).problem.errors?.[0]?.field).toBe('totp');
    expect(await typeOf(nurse.client.call(contract.confirmIdentity, { body: { totp: '000000' } }))).toBe('wrong-code');
    const { token } = await nurse.client.call(contract.confirmIdentity, { body: { totp: codeNow() } });
    await api.nobody().withToken(token).call(contract.listTasks, { query: { limit: 1 } });
  });
});

describe('recovery codes', () => {
  test('are ten, each signs in once, also twice at the same moment; its owner is told', async () => {
    const nurse = await withAuthenticator(await api.as('nurse'));
    const { codes } = await nurse.client.call(contract.renewRecoveryCodes, { body: {} });
    expect(new Set(codes).size).toBe(10);
    const [first = '', second = ''] = codes;
    const statuses = await Promise.all([1, 2, 3].map(() => statusFrom('203.0.113.30', nurse.username, { totp: first })));
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(await statusFrom('203.0.113.30', nurse.username, { totp: first })).toBe(401);
    expect(await statusFrom('203.0.113.30', nurse.username, { totp: second.toLowerCase().replace('-', ' ') })).toBe(201);
    expect((await nurse.client.call(contract.readSession, {})).recoveryCodesLeft).toBe(8);
    const { items } = await nurse.client.call(contract.listAlerts, { query: { limit: 10 } });
    expect(items.filter(({ template, data }) => template === 'login-changed' && /recovery code was used/.test(data.deadline ?? ''))).toHaveLength(2);
    const [rows] = await api.database.sequelize.query("SELECT COUNT(*) AS n FROM audit_events WHERE action = 'useRecoveryCode' AND resource_id = ?", { replacements: [nurse.id] });
    expect(rows).toEqual([{ n: 2 }]);
  });

  test('new ones void the old; somebody else’s sign nobody in; none without a second factor; none stands readable', async () => {
    const [nurse, other] = [await withAuthenticator(await api.as('nurse')), await withAuthenticator(await api.as('nurse'))];
    const { codes: [old = ''] } = await nurse.client.call(contract.renewRecoveryCodes, { body: {} });
    const { codes: [fresh = ''] } = await nurse.client.call(contract.renewRecoveryCodes, { body: {} });
    expect(await statusFrom('203.0.113.31', nurse.username, { totp: old })).toBe(401);
    expect(await statusFrom('203.0.113.31', other.username, { totp: fresh })).toBe(401);
    expect(await statusFrom('203.0.113.31', nurse.username, { totp: fresh })).toBe(201);
    expect(await typeOf((await api.as('nurse')).client.call(contract.renewRecoveryCodes, { body: {} }))).toBe('no-second-factor');
    const [rows] = await api.database.sequelize.query('SELECT HEX(code_hash) AS hash FROM recovery_codes WHERE user_id = ?', { replacements: [nurse.id] });
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(fresh.replace('-', '')).toString('hex').toUpperCase());
  });

  test('wrong ones wait like wrong passwords', async () => {
    const nurse = await withAuthenticator(await api.as('nurse'));
    for (let tries = 0; tries < 5; tries += 1) await from('203.0.113.32', nurse.username, { totp: 'AAAAA-AAAAA' });
    expect(await statusFrom('203.0.113.32', nurse.username, { totp: codeNow() })).toBe(429);
  });
});

describe('sessions', () => {
  test('show device, address and how they were opened; one can end them all', async () => {
    const nurse = await withAuthenticator(await api.as('nurse'));
    const { token } = await replyFrom('203.0.113.40', nurse.username, { totp: codeNow() });
    const { items } = await nurse.client.call(contract.listSessions, {});
    expect(items).toContainEqual(expect.objectContaining({ address: '203.0.113.40', method: 'totp', userAgent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0', current: false }));
    expect((await nurse.client.call(contract.endAllSessions, {})).ended).toBe(2);
    for (const client of [nurse.client, api.nobody().withToken(token)]) expect((await problemOf(client.call(contract.readSession, {}))).status).toBe(401);
  });

  test.each([['nurse', 60, 12], ['administrator', 30, 8], ['patient', 30, 4]] as const)('of a %s end after %i unused minutes, and after %i hours at all', async (role, idle, hours) => {
    const person = await withAuthenticator(await api.as(role));
    const signedInAt = now;
    const { token } = await replyFrom('203.0.113.41', person.username, { totp: codeNow() });
    const client = api.nobody().withToken(token);
    now += (idle - 1) * 60_000;
    await client.call(contract.readSession, {});
    now += (idle - 1) * 60_000;
    await client.call(contract.readSession, {});
    now += (idle + 1) * 60_000;
    expect((await problemOf(client.call(contract.readSession, {}))).status).toBe(401);
    now = signedInAt + STEP_MS; // each code signs in once
    const { token: used } = await replyFrom('203.0.113.41', person.username, { totp: codeNow() });
    for (; now < signedInAt + hours * 3_600_000; now += 25 * 60_000) await api.nobody().withToken(used).call(contract.readSession, {});
    now = signedInAt + STEP_MS + hours * 3_600_000;
    expect((await problemOf(api.nobody().withToken(used).call(contract.readSession, {}))).status).toBe(401);
  });

  test.each<[string, (administrator: TestUser, userId: string) => Promise<unknown>]>([
    ['its session', async ({ client }, userId) => expect(await client.call(contract.endUserSessions, { params: { userId } })).toEqual({ ended: 1 })],
    ['the right of its user to be here', ({ client }, userId) => client.call(contract.disableUser, { params: { userId }, body: { version: 1, reason: 'Left the house' } })],
    ['the password it was opened with', ({ client }, userId) => client.call(contract.resetPassword, { params: { userId }, body: {} })],
  ])('an open live stream ends with %s, at once', async (_, end) => {
    const nurse = await api.as('nurse');
    const stream = await fetch(`${api.url}/api/v1/live`, { headers: { authorization: `Bearer ${nurse.token}` } });
    const reader = stream.body?.getReader();
    await reader?.read(); // it is open
    const administrator = await api.as('administrator');
    await end(administrator, nurse.id);
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) expect(Buffer.from(part.value as Uint8Array).toString()).not.toContain('event:');
  });
});

test('a password that is among the first to be tried is refused', async () => {
  const nurse = await api.as('nurse');
  const change = (newPassword: string) => nurse.client.call(contract.changePassword, { body: { currentPassword: TEST_PASSWORD, newPassword } });
  for (const common of ['password1234', 'Passw0rd2024!', 'qwertyuiop12', 'iloveyou1234', `${nurse.username}-2026`]) expect((await problemOf(change(common))).problem.errors?.[0]?.field).toBe('newPassword');
  await change('tulips hum over granite');
});
