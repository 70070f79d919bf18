import { type Page } from '../http/page';
import { homePages } from './home/home';
import { loginPages } from './login/login';
import { taskActionPages } from './tasks/actions';
import { inboxPages } from './tasks/inbox';
import { taskPages } from './tasks/task';

/** Every page of the web. */
export const allPages: readonly Page[] = [...homePages, ...loginPages, ...inboxPages, ...taskActionPages, ...taskPages];
