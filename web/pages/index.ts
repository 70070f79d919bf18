import { type Page } from '../http/page';
import { homePages } from './home/home';
import { loginPages } from './login/login';

/** Every page of the web. */
export const allPages: readonly Page[] = [...homePages, ...loginPages];
