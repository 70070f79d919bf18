import { type Page } from '../http/page';
import { alertPages } from './alerts/alerts';
import { homePages } from './home/home';
import { incidentPages } from './incidents/incidents';
import { boardPages } from './journeys/board';
import { journeyPages } from './journeys/journey';
import { loginPages } from './login/login';
import { profilePages } from './profile/profile';
import { taskActionPages } from './tasks/actions';
import { inboxPages } from './tasks/inbox';
import { taskPages } from './tasks/task';

/** Every page of the web. */
export const allPages: readonly Page[] = [
  ...homePages, ...loginPages, ...profilePages, ...alertPages,
  ...inboxPages, ...taskActionPages, ...taskPages,
  ...boardPages, ...journeyPages, ...incidentPages,
];
