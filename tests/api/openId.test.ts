import { contract } from '../../api/client';
import { makePatient } from '../factories/hospital';
import { type TestApi, type TestUser, startTestApi } from '../support/api';
import { HospitalLogin, type Lie, LyingProvider } from '../support/openId';
import { problemOf } from '../support/problem';
import { PlainBrowser, startTestWeb, type TestWeb } from '../support/web';

const WEB = 'http://127.0.0.1:4600';
const typeOf = async (asked: Promise<unknown>) => (await problemOf(asked)).problem.type.replace('urn:careway:problem:', '');

async function startApi(issuer: string, more: Record<string, string> = {}): Promise<TestApi> {
  return startTestApi({ env: { CAREWAY_WEB_URL: WEB, OPENID_ISSUER: issuer, OPENID_CLIENT_ID: 'careway', OPENID_CLIENT_SECRET: 'a secret of the test', SECOND_FACTOR_ROLES: 'patient,manager', ...more } });
}

const begin = (api: TestApi) => api.nobody().call(contract.beginOpenIdSignIn, { body: {} });
const finish = (api: TestApi, binding: string, back: { state: string; code: string }) => api.nobody().call(contract.signInWithOpenId, { body: { binding, ...back } });

describe('the hospital’s own login', () => {
  let hospital: HospitalLogin;
  let api: TestApi;
  beforeAll(async () => {
    hospital = await HospitalLogin.start(`${WEB}/login/openid/callback`);
    api = await startApi(hospital.issuer);
  }, 60_000);
  afterAll(async () => {
    hospital.stop();
    await api.stop();
  });

  /** What the browser brings back. */
  async function back(url: string, account: string): Promise<{ state: string; code: string; iss?: string }> {
    const { searchParams } = await hospital.signIn(url, account);
    return Object.fromEntries([...searchParams].filter(([name]) => ['state', 'code', 'iss'].includes(name))) as { state: string; code: string };
  }
  async function enter(account: string) {
    const { url, binding } = await begin(api);
    return finish(api, binding, await back(url, account));
  }
  const named = async (role: 'nurse' | 'manager'): Promise<TestUser> => api.as(role);

  test('lets in who may sign in here already, without a password of ours, and says how they came', async () => {
    const nurse = await named('nurse');
    const { token, user } = await enter(nurse.username);
    expect(user).toMatchObject({ id: nurse.id, roles: ['nurse'], signedInWith: 'openid' });
    await api.nobody().withToken(token).call(contract.listTasks, { query: { limit: 1 } });
    expect((await api.nobody().call(contract.readOpenId, {})).signOutUrl).toContain(`${hospital.issuer}/session/end?`);
  });

  test('gives nobody a right: who is not known here stays outside, and a disabled user too', async () => {
    expect(await typeOf(enter('somebody.unknown'))).toBe('openid-unknown');
    const nurse = await named('nurse');
    await api.database.sequelize.query('UPDATE staff_users SET disabled_at = NOW(3) WHERE id = ?', { replacements: [nurse.id] });
    expect(await typeOf(enter(nurse.username))).toBe('openid-unknown');
    const patient = await api.as('patient'); // the portal is not the staff's
    await api.database.sequelize.query('UPDATE staff_users SET patient_id = ? WHERE id = ?', { replacements: [(await makePatient(api.database)).id, patient.id] });
    expect(await typeOf(enter(patient.username))).toBe('openid-unknown');
  });

  test('stays with the person it met first: another one with the same name is refused', async () => {
    const nurse = await named('nurse');
    await enter(nurse.username);
    expect(await typeOf(enter(`${nurse.username}+other`))).toBe('openid-unknown');
    await api.database.sequelize.query('UPDATE staff_users SET username = ? WHERE id = ?', { replacements: [`was-${nurse.username}`, nurse.id] });
    expect((await enter(nurse.username)).user.id).toBe(nurse.id);
  });

  test('counts as the second factor only when it says that it asked for two', async () => {
    const manager = await named('manager');
    const once = await enter(`${manager.username}`);
    expect(await typeOf(api.nobody().withToken(once.token).call(contract.listJourneys, { query: { limit: 1 } }))).toBe('second-factor-missing');
    const other = await named('manager');
    const twice = await enter(`${other.username}+mfa`);
    expect(twice.user.mustSetUpSecondFactor).toBe(false);
    await api.nobody().withToken(twice.token).call(contract.listJourneys, { query: { limit: 1 } });
  });

  test('an answer is good once, in the browser that asked, for the question it asked', async () => {
    const nurse = await named('nurse');
    const { url, binding } = await begin(api);
    const answer = await back(url, nurse.username);
    const other = await begin(api);
    expect(await typeOf(finish(api, other.binding, answer))).toBe('openid-refused'); // another browser's secret
    expect(await typeOf(finish(api, binding, { ...answer, state: 'made up' }))).toBe('openid-refused');
    await finish(api, binding, answer);
    expect(await typeOf(finish(api, binding, answer))).toBe('openid-refused');
    const [mine, theirs] = [await begin(api), await begin(api)];
    const { code } = await back(theirs.url, nurse.username);
    const { state } = await back(mine.url, nurse.username);
    expect(await typeOf(finish(api, mine.binding, { state, code }))).toBe('openid-refused'); // a code slipped in: the verifier is another
  });

  describe('through the web', () => {
    let web: TestWeb;
    beforeAll(async () => { web = await startTestWeb(api.url, { OPENID_ISSUER: hospital.issuer, OPENID_NAME: 'Harbor login' }); });
    afterAll(() => web.stop());

    test('there and back by one button, home by role, and out at both ends', async () => {
      const nurse = await named('nurse');
      const browser = new PlainBrowser(web.url);
      expect((await browser.get('/login?next=%2Fbeds')).text).toContain('Harbor login');
      const away = await browser.get('/login/openid?next=%2Fbeds');
      expect(away.location).toMatch(new RegExp(`^${hospital.issuer}/auth\\?`));
      const { pathname, search } = await hospital.signIn(away.location ?? '', nurse.username);
      expect((await new PlainBrowser(web.url).get(pathname + search)).location).toBe('/login'); // somebody else's browser
      const again = await browser.get('/login/openid?next=%2Fbeds');
      const answer = await hospital.signIn(again.location ?? '', nurse.username);
      const inside = await browser.get(answer.pathname + answer.search);
      expect(inside.location).toBe('/beds');
      await browser.get('/profile');
      expect((await browser.post('/logout')).text).toContain(`${hospital.issuer}/session/end?`);
      expect((await browser.get('/tasks')).location).toContain('/login');
    });
  });
});

describe('a provider that lies', () => {
  let provider: LyingProvider;
  let api: TestApi;
  beforeAll(async () => {
    provider = await LyingProvider.start();
    api = await startApi(provider.issuer, { OPENID_CLAIM: 'email' });
  });
  afterAll(async () => {
    provider.stop();
    await api.stop();
  });

  async function enter(lie: Lie, forged = false) {
    const { url, binding } = await begin(api);
    return finish(api, binding, provider.answer(url, lie, forged));
  }
  async function withEmail(email: string): Promise<TestUser> {
    const nurse = await api.as('nurse');
    await api.database.sequelize.query('UPDATE staff_users SET email = ? WHERE id = ?', { replacements: [email, nurse.id] });
    return nurse;
  }

  test('is believed when it does not', async () => {
    const nurse = await withEmail('honest@hospital.example');
    expect((await enter({ sub: 'honest', email: 'Honest@hospital.example', email_verified: true })).user.id).toBe(nurse.id);
  });

  test('keeps no row locked while it is asked', async () => {
    const nurse = await withEmail('slow@hospital.example');
    const open: object[] = [];
    provider.beforeToken = async () => {
      const [transactions] = await api.database.sequelize.query('SELECT t.trx_id FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id WHERE p.db = DATABASE()');
      open.push(transactions);
    };
    expect((await enter({ sub: 'waits', email: 'slow@hospital.example', email_verified: true })).user.id).toBe(nurse.id);
    provider.beforeToken = async () => undefined;
    expect(open).toEqual([[]]);
  });

  test.each<[string, Lie, boolean?]>([
    ['a nonce of another sign-in', { nonce: 'another' }], ['another issuer', { iss: 'https://evil.example' }], ['a token for another client', { aud: 'another' }],
    ['a token that has run out', { exp: 1_000_000_000 }], ['a signature of another key', {}, true],
  ])('%s is refused', async (_what, lie, forged = false) => {
    await withEmail('target@hospital.example');
    expect(await typeOf(enter({ sub: 'target', email: 'target@hospital.example', email_verified: true, ...lie }, forged))).toBe('openid-refused');
  });

  test('an address it has not verified names nobody, nor does one that two people have', async () => {
    await withEmail('claimed@hospital.example');
    expect(await typeOf(enter({ sub: 'c1', email: 'claimed@hospital.example' }))).toBe('openid-unknown');
    await withEmail('shared@hospital.example');
    await withEmail('shared@hospital.example');
    expect(await typeOf(enter({ sub: 'c2', email: 'shared@hospital.example', email_verified: true }))).toBe('openid-unknown');
  });

  test('is not there at all where none is configured', async () => {
    const plain = await startTestApi();
    expect((await plain.nobody().call(contract.readOpenId, {})).configured).toBe(false);
    expect((await problemOf(begin(plain))).status).toBe(404);
    await plain.stop();
  });
});
