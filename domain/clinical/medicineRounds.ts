import { HOUR_MS } from '../time';

/**
 * When the next medicine round is due, in epoch milliseconds. Rounds keep their hours, but a round that was finished late
 * pushes the next one: two doses are never closer together than half the interval.
 */
export function nextMedicineRoundAt(dueAt: number, finishedAt: number, everyHours: number): number {
  const interval = everyHours * HOUR_MS;
  return Math.max(dueAt + interval, finishedAt + interval / 2);
}
