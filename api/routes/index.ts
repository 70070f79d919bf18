import { type Config } from '../config';
import { type Route } from '../http/route';
import { internalWorkRoutes } from './internalWork';
import { journeyRoutes } from './journeys';
import { notificationRoutes } from './notifications';
import { sessionRoutes } from './session';
import { taskRoutes } from './tasks';

/** Every route of the API, by area. */
export function buildRoutes(config: Config): Route[] {
  return [...sessionRoutes(config), ...taskRoutes(), ...journeyRoutes(), ...notificationRoutes(), ...internalWorkRoutes()];
}
