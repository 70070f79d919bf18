import { Secret, TOTP } from 'otpauth';
import { contract } from '../../api/client';
import { StaffUser } from '../../db/models';
import { newId } from '../../db/newId';
import { type TestApi, type TestUser, startTestApi, TEST_PASSWORD, TEST_TOTP_SECRET } from '../support/api';
import { problemOf } from '../support/problem';

const STEP_MS = 30_000;
let now = Date.parse('2026-03-02T08:00:10Z');
let api: TestApi;
beforeAll(async () => { api = await startTestApi({ clock: () => new Date(now) }); });
afterAll(() => api.stop());
beforeEach(() => { now += 10 * STEP_MS; });

const codeOf = (secret: string, steps = 0) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now + steps * STEP_MS });
const signIn = (user: TestUser, totp?: string, password = TEST_PASSWORD) => api.nobody().call(contract.signIn, { body: { username: user.username, password, ...(totp ? { totp } : {}) } });
const typeOf = async (asked: Promise<unknown>) => (await problemOf(asked)).problem.type.replace('urn:careway:problem:', '');

async function setUp(user: TestUser): Promise<string> {
  const { secret, uri } = await user.client.call(contract.setUpSecondFactor, { body: { currentPassword: TEST_PASSWORD } });
  expect(uri).toMatch(/^otpauth:\/\/totp\/Careway/);
  await user.client.call(contract.confirmSecondFactor, { body: { totp: codeOf(secret) } });
  now += STEP_MS; // each code signs in once
  return secret;
}

describe('a second factor', () => {
  test('is set up with the password and the first code; after that a password alone does not sign in', async () => {
    const nurse = await api.as('nurse');
    expect(await typeOf(nurse.client.call(contract.setUpSecondFactor, { body: { currentPassword: 'not this one' } }))).toBe('wrong-password');
    const { secret } = await nurse.client.call(contract.setUpSecondFactor, { body: { currentPassword: TEST_PASSWORD } });
    await signIn(nurse); // a secret nobody confirmed asks for nothing
    const wrong = await problemOf(nurse.client.call(contract.confirmSecondFactor, { body: { totp: '000000' } }));
    expect([wrong.status, wrong.problem.errors?.[0]?.field]).toEqual([400, 'totp']);
    const me = await nurse.client.call(contract.confirmSecondFactor, { body: { totp: codeOf(secret) } });
    expect([me.hasSecondFactor, me.mustSetUpSecondFactor]).toEqual([true, false]);
    now += STEP_MS;
    expect(await typeOf(signIn(nurse))).toBe('second-factor-needed');
    expect(await typeOf(signIn(nurse, '123456'))).toBe('sign-in-failed');
    await signIn(nurse, codeOf(secret));
  });

  test('only who knows the password learns that a code is asked for', async () => {
    const nurse = await api.as('nurse');
    await setUp(nurse);
    expect(await typeOf(signIn(nurse, undefined, 'wrong'))).toBe('sign-in-failed');
  });

  test('a code signs in once, also when it comes twice at the same moment', async () => {
    const nurse = await api.as('nurse');
    const secret = await setUp(nurse);
    const code = codeOf(secret);
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => signIn(nurse, code)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await typeOf(signIn(nurse, code))).toBe('sign-in-failed');
    expect(await typeOf(signIn(nurse, codeOf(secret, -1)))).toBe('sign-in-failed'); // nor one from before it
  });

  test('a clock one step off is taken, two are not', async () => {
    const nurse = await api.as('nurse');
    const secret = await setUp(nurse);
    expect(await typeOf(signIn(nurse, codeOf(secret, 2)))).toBe('sign-in-failed');
    await signIn(nurse, codeOf(secret, 1));
  });

  test('wrong codes make it wait like wrong passwords', async () => {
    const nurse = await api.as('nurse');
    await setUp(nurse);
    for (let tries = 0; tries < 5; tries += 1) await problemOf(signIn(nurse, '000000'));
    expect(await typeOf(signIn(nurse, '000000'))).toBe('too-many-tries');
  });

  test('its owner takes it off with the password; an administrator when the telephone is lost, and sessions end', async () => {
    const [nurse, administrator] = [await api.as('nurse'), await api.as('administrator')];
    await setUp(nurse);
    expect((await nurse.client.call(contract.removeSecondFactor, { body: { currentPassword: TEST_PASSWORD } })).hasSecondFactor).toBe(false);
    await signIn(nurse);
    await setUp(nurse);
    expect((await administrator.client.call(contract.resetSecondFactor, { params: { userId: nurse.id }, body: {} })).hasSecondFactor).toBe(false);
    expect((await problemOf(nurse.client.call(contract.readSession, {}))).status).toBe(401);
    await signIn(nurse);
    expect(await typeOf(administrator.client.call(contract.resetSecondFactor, { params: { userId: administrator.id }, body: {} }))).toBe('own-account');
  });

  test('its secret stands sealed', async () => {
    const nurse = await api.as('nurse');
    const secret = await setUp(nurse);
    const row = await StaffUser.findByPk(nurse.id);
    expect(row?.totpSecretEnc?.toString('latin1')).not.toContain(secret);
  });
});

describe('the portal', () => {
  test('is never open to a password alone (openemr#12034)', async () => {
    const patient = await api.as('patient');
    expect(await typeOf(signIn(patient))).toBe('second-factor-needed');
    await signIn(patient, codeOf(TEST_TOTP_SECRET));
    expect(await typeOf(patient.client.call(contract.removeSecondFactor, { body: { currentPassword: TEST_PASSWORD } }))).toBe('second-factor-required');
  });

  test('a login that has none yet opens nothing but setting one up', async () => {
    const patient = await api.as('patient');
    await StaffUser.update({ totpSecretEnc: null, totpConfirmedAt: null }, { where: { id: patient.id } });
    expect((await patient.client.call(contract.readSession, {})).mustSetUpSecondFactor).toBe(true);
    expect(await typeOf(patient.client.call(contract.readPortal, { params: { patientId: newId() } }))).toBe('second-factor-missing');
    const secret = await setUp(patient);
    expect(await typeOf(patient.client.call(contract.readPortal, { params: { patientId: newId() } }))).not.toBe('second-factor-missing');
    await signIn(patient, codeOf(secret));
  });
});

test('a failed sign-in and a refusal by a record stand on the trail, without the words that were typed', async () => {
  const nurse = await api.as('nurse');
  await problemOf(signIn(nurse, undefined, 'my secret words'));
  await problemOf(api.nobody().call(contract.signIn, { body: { username: 'my-secret-words', password: 'x' } }));
  const [rows] = await api.database.sequelize.query("SELECT resource_type AS type, resource_id AS id, detail_enc AS detail FROM audit_events WHERE action = 'signIn' AND outcome = 'denied' ORDER BY at DESC, sequence DESC");
  expect(rows).toEqual(expect.arrayContaining([{ type: 'user', id: nurse.id, detail: null }, { type: 'route', id: null, detail: null }]));
});
