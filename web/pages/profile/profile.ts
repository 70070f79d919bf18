import { contract } from '../../../api/client';
import { get, post } from '../../http/page';

/** Who I am here, and where I am signed in. */
export const profilePages = [
  get('/profile', async (visit) => {
    const { items } = await visit.api.call(contract.listSessions, {});
    visit.render('profile/profile', { isStaff: !visit.has('patient', 'auditor'), sessions: items.map((session) => ({ ...session, device: deviceOf(session.userAgent) })) });
  }),
  post('/profile/sessions/:sessionId/end', async (visit) => {
    await visit.api.call(contract.endSession, { params: { sessionId: visit.param('sessionId') } });
    visit.redirect('/profile', 'session-ended');
  }),
];

/** "Chrome on Windows" from a user agent: enough to recognise one's own. */
function deviceOf(userAgent: string | null): string {
  const text = userAgent ?? '';
  const browser = /Edg\//.test(text) ? 'Edge' : /Firefox\//.test(text) ? 'Firefox' : /Chrom(e|ium)\//.test(text) ? 'Chrome' : /Safari\//.test(text) ? 'Safari' : 'Unknown browser';
  const system = /Android/.test(text) ? 'Android' : /iPhone|iPad/.test(text) ? 'iOS' : /Windows/.test(text) ? 'Windows' : /Mac OS X/.test(text) ? 'macOS' : /Linux/.test(text) ? 'Linux' : null;
  return system ? `${browser} on ${system}` : browser;
}
