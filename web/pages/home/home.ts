import { get, post } from '../../http/page';
import { homeOf } from '../../navigation';

const YEAR_SECONDS = 365 * 24 * 3600;

/** The way to each role's own home, and choices that go with the browser. */
export const homePages = [
  get('/', (visit) => visit.redirect(homeOf(visit.person.roles))),
  // A form asks before it is sent: is Careway there, who is signed in, and with which token.
  get('/here', (visit) => {
    visit.ctx.body = { person: visit.person.id, token: visit.csrf };
  }),
  post('/preferences/theme', (visit) => {
    const theme = visit.posted.get('theme');
    if (theme === 'light' || theme === 'dark') visit.jar.write('theme', theme, YEAR_SECONDS);
    else visit.jar.clear('theme');
    if (visit.isEnhanced) visit.ctx.status = 204;
    else visit.redirect(visit.cameFrom('/'));
  }),
];
