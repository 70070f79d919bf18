import { type Config } from '../config';
import { type Route } from '../http/route';
import { sessionRoutes } from './session';

/** Every route of the API, by area. */
export function buildRoutes(config: Config): Route[] {
  return [...sessionRoutes(config)];
}
