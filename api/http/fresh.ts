import { type Config } from '../config';
import { type Principal } from './act';
import { Problem } from './problem';

/** Sensitive actions ask for a proof of a short while ago: who finds a screen unlocked must not change how its owner signs in. Processes have none to give. */
export function requireFresh(principal: Principal, now: Date, { confirmMinutes }: Pick<Config, 'confirmMinutes'>): void {
  if (principal.kind !== 'person') return;
  const until = (principal.confirmedAt?.getTime() ?? 0) + confirmMinutes * 60_000;
  if (until < now.getTime()) throw new Problem(403, 'confirm-identity', 'Confirm first that it is you.');
}
