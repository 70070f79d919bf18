import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { ApiProblem, contract } from '../../../api/client';
import { isRole, type Role, ROLE_LABELS } from '../../../domain/roles';
import { get, post } from '../../http/page';
import { ownPath, type Visit } from '../../http/visit';
import { credentialOf, deviceOf, enter } from './enter';
import { showSignedOut } from './signedOut';
import { type IconName } from '../../render/icons';

const GLYPHS: Readonly<Partial<Record<Role, IconName>>> = {
  nurse: 'heart', 'charge-nurse': 'flag', physician: 'pulse', lab: 'lab', radiographer: 'lab', radiologist: 'lab', pharmacist: 'pill', registrar: 'note', 'bed-manager': 'bed', coder: 'note',
  billing: 'money', 'billing-supervisor': 'money', manager: 'path', administrator: 'settings', auditor: 'shield', 'privacy-officer': 'lock', patient: 'person',
};

const YEAR_SECONDS = 365 * 24 * 3600;
const STEP_MS = 30_000;

/** Signing in and out. */
export const loginPages = [
  get('/login', (visit) => showLogin(visit), 'anyone'),
  post('/login', signIn, 'anyone'),
  post('/login/passkey/options', passkeyOptions, 'anyone'),
  post('/login/passkey', signInWithPasskey, 'anyone'),
  post('/logout', signOut, 'anyone'),
];

interface ShownLogin {
  readonly problem?: string;
  readonly username?: string;
  readonly asksCode?: boolean;
  readonly status?: number;
}

function showLogin(visit: Visit, shown: ShownLogin = {}): void {
  // The form's token needs a cookie to hang on; before sign-in this one is only that.
  if (!visit.formCookie) visit.jar.probe('visit', randomBytes(18).toString('base64url'));
  const logins = visit.deps.config.demonstrationLogins().filter(({ role }) => isRole(role) && role !== 'service').map(({ role, username, password }) => ({ role, username, password, label: isRole(role) ? ROLE_LABELS[role] : role, glyph: (isRole(role) && GLYPHS[role]) || 'person' }));
  const firsts = logins.filter(({ role }, index) => logins.findIndex((one) => one.role === role) === index);
  const usesPasskey = visit.jar.read('passkey') === 'yes';
  const next = ownPath(visit.query.get('next') ?? visit.posted.get('next'), '');
  const { openIdName } = visit.deps.config;
  visit.render('login/login', {
    next,
    problem: shown.problem ?? null,
    username: shown.username ?? '',
    // A browser from which somebody signed in with a code is asked for one at once; one that knows a passkey offers it first.
    asksCode: shown.asksCode ?? visit.jar.read('code') === 'yes',
    usesPasskey,
    focusesName: !usesPasskey && firsts.length === 0,
    openId: openIdName && { name: openIdName, href: `/login/openid${next ? `?next=${encodeURIComponent(next)}` : ''}` },
    logins: firsts.length > 0 ? firsts : null,
    others: logins.filter((login) => !firsts.includes(login)),
  }, { status: shown.status ?? 200 });
}

async function signIn(visit: Visit): Promise<void> {
  const username = (visit.posted.get('username') ?? '').trim();
  const password = visit.posted.get('password') ?? '';
  if (!username || !password) return showLogin(visit, { problem: 'Type your username and your password.', username, status: 400 });
  const typed = visit.posted.get('totp')?.trim();
  const [totp, next] = typed ? [typed] : codesOfDemonstration(visit, username, password);
  const attempt = (code: string | undefined) => visit.api.call(contract.signIn, { body: { username, password, ...(code ? { totp: code } : {}), ...deviceOf(visit) } });
  try {
    const entered = await attempt(totp).catch((error: unknown) => (next && error instanceof ApiProblem && error.status === 401 ? attempt(next) : Promise.reject(error as Error)));
    if (typed) visit.jar.write('code', 'yes', YEAR_SECONDS);
    await enter(visit, entered);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status >= 500) throw error;
    const codeIsMissing = error.problem.type.endsWith(':second-factor-needed');
    const problem = codeIsMissing ? `Type your password again. ${error.problem.title}` : error.status === 400 ? 'Username, password or code is wrong.' : error.problem.title;
    showLogin(visit, { problem, username, status: error.status, ...(codeIsMissing ? { asksCode: true } : {}) });
  }
}

/** For the page's browser code: what to ask the authenticator. */
async function passkeyOptions(visit: Visit): Promise<void> {
  visit.ctx.body = { options: await visit.api.call(contract.beginPasskeySignIn, { body: {} }) };
}

async function signInWithPasskey(visit: Visit): Promise<void> {
  try {
    const entered = await visit.api.call(contract.signInWithPasskey, { body: { credential: credentialOf(visit), ...deviceOf(visit) } });
    visit.jar.write('passkey', 'yes', YEAR_SECONDS);
    await enter(visit, entered);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status >= 500) throw error;
    showLogin(visit, { problem: error.status === 401 ? error.problem.title : 'This passkey does not sign in here. Try again, or use your password.', status: error.status });
  }
}

/** Who steps in as one of the demonstration's people has no telephone with their app on it: the code of now, and the one after it when that was just used. */
function codesOfDemonstration(visit: Visit, username: string, password: string): string[] {
  const login = visit.deps.config.demonstrationLogins().find((one) => one.username === username && one.password === password);
  if (!login?.totpSecret) return [];
  const totp = new TOTP({ secret: Secret.fromBase32(login.totpSecret) });
  return [0, STEP_MS].map((ahead) => totp.generate({ timestamp: visit.now.getTime() + ahead }));
}

async function signOut(visit: Visit): Promise<void> {
  const usesOpenId = visit.deps.config.openIdName !== null && (await visit.api.call(contract.readSession, {}).catch(() => null))?.signedInWith === 'openid';
  await visit.api.call(contract.signOut, {}).catch((error: unknown) => {
    if (!(error instanceof ApiProblem && error.status === 401)) throw error; // 401: it had ended already
  });
  visit.jar.clear('session');
  if (usesOpenId) return showSignedOut(visit);
  visit.redirect('/login', 'signed-out');
}
