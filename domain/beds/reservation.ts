import { MINUTE_MS } from '../time';

/** How long a bed can be kept for a patient who does not lie in it yet, in minutes. */
export const RESERVATION_MINUTES = { least: 15, usual: 120, most: 720 } as const;
/** How long a receiving ward keeps a bed for a patient it has accepted. */
export const TRANSFER_RESERVATION_MINUTES = 240;

export function reservedUntil(now: Date, minutes: number): Date {
  return new Date(now.getTime() + minutes * MINUTE_MS);
}

/** A reservation that ran out keeps nobody from the bed, also while the timer that ends it is late. */
export function isKept(until: Date | null, now: Date): boolean {
  return until !== null && until.getTime() > now.getTime();
}
