import { ApiProblem, contract } from '../../../api/client';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { homeOf } from '../../navigation';
import { credentialOf } from '../login/enter';
import { showRecoveryCodes } from './recoveryCodes';

const METHODS = { password: 'Password', totp: 'Password and code', 'recovery-code': 'Recovery code', passkey: 'Passkey', openid: 'Hospital login' } as const;
const YEAR_SECONDS = 365 * 24 * 3600;

/** Who I am here, how I sign in, and where I am signed in. */
export const profilePages = [
  get('/profile', (visit) => showProfile(visit)),
  post('/profile/sessions/end', async (visit) => {
    await visit.api.call(contract.endAllSessions, {});
    visit.jar.clear('session');
    visit.redirect('/login', 'signed-out-everywhere');
  }),
  post('/profile/sessions/:sessionId/end', async (visit) => {
    await visit.api.call(contract.endSession, { params: { sessionId: visit.param('sessionId') } });
    visit.redirect('/profile', 'session-ended');
  }),
  post('/profile/passkeys/options', passkeyOptions),
  post('/profile/passkeys', addPasskey),
  post('/profile/passkeys/:passkeyId/removal', async (visit) => {
    try {
      await visit.api.call(contract.removePasskey, { params: { passkeyId: visit.param('passkeyId') } });
      visit.redirect('/profile', 'passkey-removed');
    } catch (error) {
      await showProfile(visit, refusalOf(error));
    }
  }),
];

async function showProfile(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const [{ items }, passkeys] = await Promise.all([visit.api.call(contract.listSessions, {}), visit.api.call(contract.listPasskeys, {})]);
  visit.render('profile/profile', {
    refused: refusal?.refused ?? null, isStaff: !visit.has('patient', 'auditor'), passkeys: passkeys.items, deviceName: deviceOf(visit.ctx.get('user-agent')),
    sessions: items.map((session) => ({ ...session, device: deviceOf(session.userAgent), by: METHODS[session.method] })),
  }, { status: refusal?.status ?? 200 });
}

/** For the page's browser code: what to ask the authenticator, or where to confirm first who one is. */
async function passkeyOptions(visit: Visit): Promise<void> {
  try {
    visit.ctx.body = { options: await visit.api.call(contract.beginPasskey, { body: {} }) };
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status >= 500 || error.status === 401) throw error;
    visit.ctx.body = error.problem.type.endsWith(':confirm-identity') ? { confirm: `/profile/confirm?next=${encodeURIComponent('/profile')}` } : { problem: error.problem.title };
  }
}

async function addPasskey(visit: Visit): Promise<void> {
  const { person } = visit;
  try {
    await visit.api.call(contract.addPasskey, { body: { name: visit.posted.get('name')?.trim() || 'Passkey', credential: credentialOf(visit) } });
  } catch (error) {
    return showProfile(visit, refusalOf(error));
  }
  visit.jar.write('passkey', 'yes', YEAR_SECONDS);
  // Whoever has no other way in is given one at once.
  if (person.needsSecondFactor && person.recoveryCodesLeft === 0) return showRecoveryCodes(visit, person.mustSetUpSecondFactor ? homeOf(person.roles) : '/profile');
  visit.redirect('/profile', 'passkey-added');
}

/** "Chrome on Windows" from a user agent: enough to recognise one's own. */
function deviceOf(userAgent: string | null): string {
  const text = userAgent ?? '';
  const browser = /Edg\//.test(text) ? 'Edge' : /Firefox\//.test(text) ? 'Firefox' : /Chrom(e|ium)\//.test(text) ? 'Chrome' : /Safari\//.test(text) ? 'Safari' : text === '' ? 'A program' : 'Unknown browser';
  const system = /Android/.test(text) ? 'Android' : /iPhone|iPad/.test(text) ? 'iOS' : /Windows/.test(text) ? 'Windows' : /Mac OS X/.test(text) ? 'macOS' : /Linux/.test(text) ? 'Linux' : null;
  return system ? `${browser} on ${system}` : browser;
}
