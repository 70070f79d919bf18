import { type Role } from '../roles';

/** How long a session lasts: without a request, and at all. */
export interface SessionLimits {
  readonly idleMinutes: number;
  readonly hours: number;
}

/** A shift, and a round at the bedside without a screen. */
const SHIFT: SessionLimits = { idleMinutes: 60, hours: 12 };
/** Whoever sees or changes all of the hospital, and whoever comes from the open internet. */
const NARROW: Readonly<Partial<Record<Role, SessionLimits>>> = {
  administrator: { idleMinutes: 30, hours: 8 },
  manager: { idleMinutes: 30, hours: 10 },
  auditor: { idleMinutes: 30, hours: 8 },
  'privacy-officer': { idleMinutes: 30, hours: 8 },
  patient: { idleMinutes: 30, hours: 4 },
};

/** The strictest of somebody's roles, and never more than the hospital allows. */
export function sessionLimits(roles: readonly Role[], most: SessionLimits): SessionLimits {
  const all = [most, ...roles.map((role) => NARROW[role] ?? SHIFT)];
  return { idleMinutes: Math.min(...all.map(({ idleMinutes }) => idleMinutes)), hours: Math.min(...all.map(({ hours }) => hours)) };
}
