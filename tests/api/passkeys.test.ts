import { contract } from '../../api/client';
import { type TestApi, type TestUser, startTestApi, TEST_PASSWORD } from '../support/api';
import { type Fault, SoftAuthenticator } from '../support/authenticator';
import { problemOf } from '../support/problem';

const ORIGIN = 'https://careway.example';
let now = Date.now();
let api: TestApi;
beforeAll(async () => { api = await startTestApi({ clock: () => new Date(now), env: { CAREWAY_WEB_URL: ORIGIN, CONFIRM_MINUTES: '15', SECOND_FACTOR_ROLES: 'patient,manager' } }); });
afterAll(() => api.stop());
beforeEach(() => { now = Date.now(); });

const typeOf = async (asked: Promise<unknown>) => (await problemOf(asked)).problem.type.replace('urn:careway:problem:', '');
const options = () => api.nobody().call(contract.beginPasskeySignIn, { body: {} });
const show = (credential: { id: string }) => api.nobody().call(contract.signInWithPasskey, { body: { credential } });
const signIn = async (authenticator: SoftAuthenticator, fault: Fault = {}) => show(authenticator.get(await options(), fault));

async function register(user: TestUser, name = 'Telephone', fault: Fault = {}): Promise<SoftAuthenticator> {
  const authenticator = new SoftAuthenticator(ORIGIN, 'careway.example');
  const credential = authenticator.create(await user.client.call(contract.beginPasskey, { body: {} }), fault);
  await user.client.call(contract.addPasskey, { body: { name, credential } });
  return authenticator;
}

describe('a passkey', () => {
  test('is added with a name, signs in by itself as both factors, and signs in no more once removed', async () => {
    const nurse = await api.as('nurse');
    const [telephone, keyring] = [await register(nurse, 'Telephone'), await register(nurse, 'Key ring')];
    const { token, user } = await signIn(telephone);
    expect(user).toMatchObject({ id: nurse.id, signedInWith: 'passkey', hasSecondFactor: true, hasAuthenticator: false });
    await signIn(keyring);
    const [rows] = await api.database.sequelize.query('SELECT name_enc AS name FROM passkeys');
    expect((rows as { name: Buffer }[]).map(({ name }) => name.toString('latin1')).join()).not.toContain('Telephone'); // patients name theirs after themselves
    const { items } = await api.nobody().withToken(token).call(contract.listPasskeys, {});
    expect(items.map(({ name, lastUsedAt }) => [name, lastUsedAt !== null])).toEqual(expect.arrayContaining([['Telephone', true], ['Key ring', true]]));
    const removed = items.find(({ name }) => name === 'Telephone')?.id ?? '';
    await nurse.client.call(contract.removePasskey, { params: { passkeyId: removed } });
    expect(await typeOf(signIn(telephone))).toBe('passkey-refused');
    await signIn(keyring);
    expect((await problemOf((await api.as('nurse')).client.call(contract.removePasskey, { params: { passkeyId: items.find(({ name }) => name === 'Key ring')?.id ?? '' } }))).status).toBe(404); // somebody else's
  });

  test('asks for a device that checks who holds it, and knows those of a person already', async () => {
    const nurse = await api.as('nurse');
    const first = await register(nurse);
    expect(await nurse.client.call(contract.beginPasskey, { body: {} })).toMatchObject({
      rp: { id: 'careway.example' }, authenticatorSelection: { residentKey: 'required', userVerification: 'required' }, excludeCredentials: [{ id: first.id.toString('base64url') }],
    });
    expect(await options()).toMatchObject({ userVerification: 'required' });
    expect(await typeOf(register(nurse, 'No fingerprint', { isUnverified: true }))).toBe('passkey-refused');
  });

  test.each<[string, Fault]>([
    ['from another address', { origin: 'https://careway.example.evil.example' }], ['from the same name without https', { origin: 'http://careway.example' }], ['for another domain', { domain: 'evil.example' }],
    ['without fingerprint or code', { isUnverified: true }], ['of another person’s name', { userHandle: Buffer.from('somebody-else').toString('base64url') }], ['signed by another key', { isForged: true }],
  ])('%s is refused, and the passkey stays good', async (_what, fault) => {
    const nurse = await api.as('nurse');
    const telephone = await register(nurse);
    expect(await typeOf(signIn(telephone, fault))).toBe('passkey-refused');
    expect((await signIn(telephone)).user.id).toBe(nurse.id);
  });

  test('answers a challenge once, in five minutes, and only one of ours for signing in', async () => {
    const nurse = await api.as('nurse');
    const telephone = await register(nurse);
    const answer = telephone.get(await options());
    await show(answer);
    expect(await typeOf(show(answer))).toBe('passkey-refused');
    const together = telephone.get(await options());
    const tries = await Promise.allSettled([show(together), show(together), show(together)]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const late = telephone.get(await options());
    now += 5 * 60_000 + 1;
    expect(await typeOf(show(late))).toBe('passkey-refused');
    expect(await typeOf(show(telephone.get({ challenge: Buffer.from('made up').toString('base64url') })))).toBe('passkey-refused');
    const forConfirming = telephone.get(await nurse.client.call(contract.beginConfirmation, { body: {} }));
    expect(await typeOf(show(forConfirming))).toBe('passkey-refused');
    expect(await typeOf(show({ id: '' }))).toBe('passkey-refused');
  });

  test('whose counter goes back was copied: it is suspended and its owner told; what nobody signed suspends nothing', async () => {
    const nurse = await api.as('nurse');
    const telephone = await register(nurse);
    await signIn(telephone, { counter: 10 });
    expect(await typeOf(signIn(telephone, { counter: 1, isForged: true }))).toBe('passkey-refused');
    await signIn(telephone, { counter: 11 });
    expect(await typeOf(signIn(telephone, { counter: 11 }))).toBe('passkey-refused');
    expect(await typeOf(signIn(telephone, { counter: 12 }))).toBe('passkey-refused');
    const [passkey] = (await nurse.client.call(contract.listPasskeys, {})).items;
    expect(passkey?.suspendedAt).not.toBeNull();
    const { items } = await nurse.client.call(contract.listAlerts, { query: { limit: 10 } });
    expect(items.filter(({ data }) => /copy/.test(data.deadline ?? ''))).toHaveLength(1);
  });

  test('of somebody who was disabled signs nobody in', async () => {
    const [nurse, administrator] = [await api.as('nurse'), await api.as('administrator')];
    const telephone = await register(nurse);
    const { version } = await administrator.client.call(contract.readUser, { params: { userId: nurse.id } });
    await administrator.client.call(contract.disableUser, { params: { userId: nurse.id }, body: { version, reason: 'Left' } });
    expect(await typeOf(signIn(telephone))).toBe('passkey-refused');
  });

  test('is the second factor of who needs one: the password alone is not enough then, and the last one stays', async () => {
    const manager = await api.as('manager');
    await api.database.sequelize.query('UPDATE sessions SET two_factor = 0 WHERE user_id = ?', { replacements: [manager.id] });
    expect(await typeOf(manager.client.call(contract.listJourneys, { query: { limit: 1 } }))).toBe('second-factor-missing');
    const telephone = await register(manager);
    await manager.client.call(contract.listJourneys, { query: { limit: 1 } });
    expect(await typeOf(api.nobody().call(contract.signIn, { body: { username: manager.username, password: TEST_PASSWORD } }))).toBe('second-factor-needed');
    const [only] = (await manager.client.call(contract.listPasskeys, {})).items;
    expect(await typeOf(manager.client.call(contract.removePasskey, { params: { passkeyId: only?.id ?? '' } }))).toBe('second-factor-required');
    await signIn(telephone);
    await register(manager, 'Second');
    const tries = await Promise.allSettled((await manager.client.call(contract.listPasskeys, {})).items.map(({ id }) => manager.client.call(contract.removePasskey, { params: { passkeyId: id } })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1); // both at once must not leave none
  });
});

describe('proving it again', () => {
  test('is asked for a quarter of an hour after sign-in, before ways to sign in change, and gives the session another token', async () => {
    const nurse = await api.as('nurse');
    const [telephone, stranger] = [await register(nurse), await register(await api.as('nurse'))];
    now += 16 * 60_000;
    expect(await typeOf(nurse.client.call(contract.beginPasskey, { body: {} }))).toBe('confirm-identity');
    expect(await typeOf(nurse.client.call(contract.setUpSecondFactor, { body: {} }))).toBe('confirm-identity');
    const challenge = await nurse.client.call(contract.beginConfirmation, { body: {} });
    expect(await typeOf(nurse.client.call(contract.confirmIdentity, { body: { passkey: stranger.get(challenge) } }))).toBe('passkey-refused');
    const passkey = telephone.get(await nurse.client.call(contract.beginConfirmation, { body: {} }));
    const { token } = await nurse.client.call(contract.confirmIdentity, { body: { passkey } });
    expect((await problemOf(nurse.client.call(contract.readSession, {}))).status).toBe(401);
    const again = api.nobody().withToken(token);
    await again.call(contract.beginPasskey, { body: {} });
    expect((await again.call(contract.listSessions, {})).items).toHaveLength(1);
  });

  test('takes the password of who has nothing else, and wrong ones count as at sign-in', async () => {
    const nurse = await api.as('nurse');
    now += 16 * 60_000;
    await nurse.client.call(contract.confirmIdentity, { body: { password: TEST_PASSWORD } });
    const other = await api.as('nurse');
    for (let tries = 0; tries < 5; tries += 1) expect(await typeOf(other.client.call(contract.confirmIdentity, { body: { password: 'no' } }))).toBe('wrong-password');
    expect(await typeOf(other.client.call(contract.confirmIdentity, { body: { password: TEST_PASSWORD } }))).toBe('too-many-tries');
  });

  test('is asked of an administrator before others’ sign-in is touched', async () => {
    const [administrator, nurse] = [await api.as('administrator'), await api.as('nurse')];
    now += 16 * 60_000;
    const told = await Promise.all([
      administrator.client.call(contract.resetPassword, { params: { userId: nurse.id } }), administrator.client.call(contract.endUserSessions, { params: { userId: nurse.id } }),
      administrator.client.call(contract.createServiceToken, { body: { name: 'Bridge' } }),
    ].map(typeOf));
    expect(told).toEqual(['confirm-identity', 'confirm-identity', 'confirm-identity']);
    await nurse.client.call(contract.readSession, {});
  });
});
