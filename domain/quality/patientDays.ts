import { DAY_MS } from '../time';

/** Time somebody lay in a bed of a ward; epoch milliseconds, `to` null while they still do. */
export interface BedTime {
  readonly wardId: string;
  readonly from: number;
  readonly to: number | null;
}

/**
 * Patient days of a ward in a span: the hours its patients lay there, divided by 24 ("patient days from actual hours", one of the methods NDNQI takes).
 * Rounded to a hundredth of a day at the end only. What is still going on counts up to `now`.
 */
export function patientDays(times: readonly BedTime[], wardId: string | null, span: { readonly from: number; readonly to: number }, now: number): number {
  const end = Math.min(span.to, now);
  const ms = times.reduce((sum, time) => (wardId !== null && time.wardId !== wardId ? sum : sum + Math.max(0, Math.min(time.to ?? now, end) - Math.max(time.from, span.from))), 0);
  return Math.round((ms / DAY_MS) * 100) / 100;
}
