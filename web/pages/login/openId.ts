import { ApiProblem, contract } from '../../../api/client';
import { get } from '../../http/page';
import { ownPath, type Visit } from '../../http/visit';
import { deviceOf, enter } from './enter';

const MINUTES = 5;

/** The hospital's own login: away to it, and back. What the browser keeps meanwhile comes back with it and with nobody else. */
export const openIdPages = [get('/login/openid', leave, 'anyone'), get('/login/openid/callback', comeBack, 'anyone')];

async function leave(visit: Visit): Promise<void> {
  try {
    const { url, binding } = await visit.api.call(contract.beginOpenIdSignIn, { body: {} });
    visit.jar.write('openid', `${binding}~${ownPath(visit.query.get('next'), '')}`, MINUTES * 60);
    visit.ctx.redirect(url);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 503) throw error;
    visit.redirect('/login', 'openid-unavailable');
  }
}

async function comeBack(visit: Visit): Promise<void> {
  const [binding = '', next = ''] = (visit.jar.read('openid') ?? '').split('~');
  visit.jar.clear('openid');
  const given = (name: 'code' | 'iss' | 'error') => {
    const value = visit.query.get(name);
    return value === null ? {} : { [name]: value };
  };
  try {
    const entered = await visit.api.call(contract.signInWithOpenId, { body: { binding, state: visit.query.get('state') ?? '', ...given('code'), ...given('iss'), ...given('error'), ...deviceOf(visit) } });
    await enter(visit, entered, next);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status >= 500) throw error;
    if (error.problem.type.endsWith(':openid-unknown')) return visit.render('login/unknown', { title: error.problem.title }, { status: 401 });
    visit.redirect('/login', 'openid-refused');
  }
}
