import { HOUR_MS } from '../time';

/** One medicine row of a past encounter: in the source, one row per administration or prescription. */
export interface PastMedicine {
  readonly id: string;
  readonly systemCode: string;
  readonly code: string;
  /** ISO; when it was started. */
  readonly startedAt: string;
  /** ISO; null when it was never stopped. */
  readonly stoppedAt: string | null;
  /** One unit as dispensed. */
  readonly unitCents: number | null;
  readonly totalCents: number | null;
}

export interface ReplayedMedicine {
  readonly systemCode: string;
  readonly code: string;
  /** `discharge`: a prescription to take home; nothing is given on the ward. */
  readonly category: 'inpatient' | 'discharge';
  readonly everyHours: number | null;
  readonly dosesPlanned: number | null;
  /** Per dose, rounded to the cent. */
  readonly unitCents: number | null;
  readonly pastIds: readonly string[];
}

const INTERVALS = [4, 6, 8, 12, 24] as const;

/**
 * The orders behind the medicine rows of a past encounter. Rows of one product are the doses of one order, at the usual interval
 * nearest to the typical gap between them. A single row that went on after the stay is a prescription for discharge when it was
 * written in the stay's last two hours, else a daily medicine; any other single row was given once.
 */
export function medicinesToReplay(rows: readonly PastMedicine[], stay: { readonly start: string; readonly end: string }): ReplayedMedicine[] {
  const byProduct = new Map<string, PastMedicine[]>();
  for (const row of rows) byProduct.set(`${row.systemCode}|${row.code}`, [...(byProduct.get(`${row.systemCode}|${row.code}`) ?? []), row]);
  return [...byProduct.values()].map((doses) => (doses.length > 1 ? repeated(doses) : single(doses[0] as PastMedicine, stay)));
}

function repeated(doses: readonly PastMedicine[]): ReplayedMedicine {
  const times = [...new Set(doses.map((dose) => Date.parse(dose.startedAt)))].sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => (time - (times[index] as number)) / HOUR_MS).sort((a, b) => a - b);
  const typical = gaps[Math.floor(gaps.length / 2)] ?? null;
  return { ...order(doses, times.length), category: 'inpatient', everyHours: typical === null ? null : nearestInterval(typical), dosesPlanned: times.length };
}

function single(dose: PastMedicine, stay: { readonly start: string; readonly end: string }): ReplayedMedicine {
  const started = Date.parse(dose.startedAt);
  const end = Date.parse(stay.end);
  const goesOn = dose.stoppedAt === null || Date.parse(dose.stoppedAt) > end;
  if (!goesOn) return { ...order([dose], 1), category: 'inpatient', everyHours: null, dosesPlanned: 1 };
  // Its total is that of months at the pharmacy: a dose on the ward costs one unit.
  const goingOn = { ...order([dose], 1), unitCents: dose.unitCents };
  if (end - started <= 2 * HOUR_MS) return { ...goingOn, category: 'discharge', everyHours: 24, dosesPlanned: null };
  const days = Math.max(1, Math.floor((end - started) / (24 * HOUR_MS)) + 1);
  return { ...goingOn, category: 'inpatient', everyHours: 24, dosesPlanned: days };
}

function order(doses: readonly PastMedicine[], count: number): Pick<ReplayedMedicine, 'systemCode' | 'code' | 'unitCents' | 'pastIds'> {
  const [first] = doses as readonly [PastMedicine, ...PastMedicine[]];
  const costs = doses.flatMap((dose) => (dose.totalCents === null ? [] : [dose.totalCents]));
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  return { systemCode: first.systemCode, code: first.code, unitCents: costs.length > 0 ? Math.round(total / count) : null, pastIds: doses.map((dose) => dose.id) };
}

function nearestInterval(hours: number): number {
  return INTERVALS.reduce<number>((best, interval) => (Math.abs(interval - hours) < Math.abs(best - hours) ? interval : best), INTERVALS[0]);
}
