import { type Config } from '../config';
import { type Route } from '../http/route';
import { claimRoutes } from './claims';
import { internalMoneyRoutes } from './internalMoney';
import { internalWorkRoutes } from './internalWork';
import { journeyRoutes } from './journeys';
import { moneyRoutes } from './money';
import { notificationRoutes } from './notifications';
import { sessionRoutes } from './session';
import { taskRoutes } from './tasks';
import { viewRoutes } from './views';

/** Every route of the API, by area. */
export function buildRoutes(config: Config): Route[] {
  return [...sessionRoutes(config), ...taskRoutes(), ...journeyRoutes(), ...claimRoutes(), ...moneyRoutes(), ...notificationRoutes(), ...viewRoutes(), ...internalWorkRoutes(), ...internalMoneyRoutes()];
}
