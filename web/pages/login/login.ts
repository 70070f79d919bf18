import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { ApiProblem, contract } from '../../../api/client';
import { isRole, type Role, ROLE_LABELS } from '../../../domain/roles';
import { get, post } from '../../http/page';
import { ownPath, type Visit } from '../../http/visit';
import { homeOf } from '../../navigation';
import { type IconName } from '../../render/icons';

const GLYPHS: Readonly<Partial<Record<Role, IconName>>> = {
  nurse: 'heart', 'charge-nurse': 'flag', physician: 'pulse', lab: 'lab', radiographer: 'lab', radiologist: 'lab', pharmacist: 'pill', registrar: 'note', 'bed-manager': 'bed', coder: 'note',
  billing: 'money', 'billing-supervisor': 'money', manager: 'path', administrator: 'settings', auditor: 'shield', patient: 'person',
};

const YEAR_SECONDS = 365 * 24 * 3600;

/** Signing in and out. */
export const loginPages = [
  get('/login', (visit) => showLogin(visit), 'anyone'),
  post('/login', signIn, 'anyone'),
  post('/logout', signOut, 'anyone'),
];

function showLogin(visit: Visit, shown: { problem?: string; username?: string; asksCode?: boolean; status?: number } = {}): void {
  // The form's token needs a cookie to hang on; before sign-in this one is only that.
  if (!visit.formCookie) visit.jar.probe('visit', randomBytes(18).toString('base64url'));
  const logins = visit.deps.config.demonstrationLogins().filter(({ role }) => isRole(role) && role !== 'service').map(({ role, username, password }) => ({ role, username, password, label: isRole(role) ? ROLE_LABELS[role] : role, glyph: (isRole(role) && GLYPHS[role]) || 'person' }));
  const firsts = logins.filter(({ role }, index) => logins.findIndex((one) => one.role === role) === index);
  visit.render('login/login', {
    next: ownPath(visit.query.get('next') ?? visit.posted.get('next'), ''),
    problem: shown.problem ?? null,
    username: shown.username ?? '',
    // A browser from which somebody signed in with a code is asked for one at once.
    asksCode: shown.asksCode ?? visit.jar.read('code') === 'yes',
    logins: firsts.length > 0 ? firsts : null,
    others: logins.filter((login) => !firsts.includes(login)),
  }, { status: shown.status ?? 200 });
}

async function signIn(visit: Visit): Promise<void> {
  const username = (visit.posted.get('username') ?? '').trim();
  const password = visit.posted.get('password') ?? '';
  if (!username || !password) return showLogin(visit, { problem: 'Type your username and your password.', username, status: 400 });
  try {
    const totp = visit.posted.get('totp')?.trim() || codeOfDemonstration(visit, username, password);
    const { token, user } = await visit.api.call(contract.signIn, { body: { username, password, ...(totp ? { totp } : {}) } });
    if (visit.posted.get('totp')) visit.jar.write('code', 'yes', YEAR_SECONDS);
    visit.jar.clear('visit');
    visit.jar.write('session', token);
    visit.redirect(ownPath(visit.posted.get('next'), homeOf(user.roles)));
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status >= 500) throw error;
    const codeIsMissing = error.problem.type.endsWith(':second-factor-needed');
    const problem = codeIsMissing ? 'Type your password again, and the code that your authenticator app shows.' : error.status === 400 ? 'Username, password or code is wrong.' : error.problem.title;
    showLogin(visit, { problem, username, status: error.status, ...(codeIsMissing ? { asksCode: true } : {}) });
  }
}

/** Who steps in as one of the demonstration's people has no telephone with their app on it. */
function codeOfDemonstration(visit: Visit, username: string, password: string): string | null {
  const login = visit.deps.config.demonstrationLogins().find((one) => one.username === username && one.password === password);
  return login?.totpSecret ? new TOTP({ secret: Secret.fromBase32(login.totpSecret) }).generate({ timestamp: visit.now.getTime() }) : null;
}

async function signOut(visit: Visit): Promise<void> {
  await visit.api.call(contract.signOut, {}).catch((error: unknown) => {
    if (!(error instanceof ApiProblem && error.status === 401)) throw error; // 401: it had ended already
  });
  visit.jar.clear('session');
  visit.redirect('/login', 'signed-out');
}
