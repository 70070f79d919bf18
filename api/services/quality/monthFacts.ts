import { type BedTime, patientDays } from '../../../domain/quality/patientDays';
import { type CountedEvent, type MonthFacts } from '../../../domain/quality/indicators';
import { type Month } from '../../../domain/quality/months';
import { type Act, select } from '../../http/act';

/** Facts of each ward in each month. `null` stands for what belongs to no ward. */
export type FactsByWard = ReadonlyMap<string | null, readonly MonthFacts[]>;

interface At { readonly wardId: string | null; readonly at: Date }

/**
 * Read what the measures count, once for the whole span. Only what was done here counts: imported stays lie in no bed of ours. A dose and a critical
 * result belong to the ward the patient lay in at that moment.
 */
export async function readFacts(act: Act, months: readonly Month[]): Promise<FactsByWard> {
  const [first, last] = [months[0], months[months.length - 1]];
  if (!first || !last) return new Map();
  const span = { from: new Date(first.from), to: new Date(last.to) };
  const wardAt = (moment: string) => `(SELECT l.ward_id FROM encounter_locations l WHERE l.encounter_id = x.encounter_id AND l.status IN ('active', 'completed') AND l.period_start <= ${moment} AND (l.period_end IS NULL OR l.period_end > ${moment}) ORDER BY l.period_start DESC LIMIT 1)`;
  const [events, beds, doses, handovers, criticals] = await Promise.all([
    select<CountedEvent & At>(act, 'SELECT kind, detail, harm, ward_id AS wardId, occurred_at AS at FROM safety_events WHERE occurred_at >= :from AND occurred_at < :to', span),
    select<{ wardId: string; fromAt: Date; toAt: Date | null }>(act, "SELECT ward_id AS wardId, period_start AS fromAt, period_end AS toAt FROM encounter_locations WHERE status IN ('active', 'completed') AND period_start < :to AND (period_end IS NULL OR period_end > :from)", span),
    Promise.all(months.map(({ from, to }) => select<{ wardId: string | null; doses: number }>(act, `SELECT ${wardAt('x.given_at')} AS wardId, COUNT(*) AS doses FROM medication_administrations x WHERE x.status = 'completed' AND x.given_at >= :from AND x.given_at < :to GROUP BY wardId`, { from: new Date(from), to: new Date(to) }))),
    select<At & { isAccepted: number }>(act, "SELECT ward_id AS wardId, given_at AS at, status = 'accepted' AS isAccepted FROM shift_handovers WHERE given_at >= :from AND given_at < :to", span),
    select<At & { inTime: number }>(act, `SELECT ${wardAt('x.created_at')} AS wardId, x.due_at AS at, x.status = 'completed' AND x.completed_at <= x.due_at AS inTime FROM tasks x
      WHERE x.type = 'acknowledge-critical-result' AND x.status <> 'cancelled' AND x.due_at >= :from AND x.due_at < :to AND (x.completed_at IS NOT NULL OR x.due_at <= :now)`, { ...span, now: act.now }),
  ]);
  const times: BedTime[] = beds.map(({ wardId, fromAt, toAt }) => ({ wardId, from: fromAt.getTime(), to: toAt?.getTime() ?? null }));
  const wards = new Set<string | null>([...events, ...beds, ...doses.flat(), ...handovers, ...criticals].map(({ wardId }) => wardId));
  const inMonth = <T extends At>(rows: readonly T[], wardId: string | null, { from, to }: Month) => rows.filter((row) => row.wardId === wardId && row.at.getTime() >= from && row.at.getTime() < to);
  return new Map([...wards].map((wardId) => [wardId, months.map((month, index) => {
    const [given, read] = [inMonth(handovers, wardId, month), inMonth(criticals, wardId, month)];
    return {
      events: inMonth(events, wardId, month).map(({ kind, detail, harm }) => ({ kind, detail, harm })), patientDays: wardId === null ? 0 : patientDays(times, wardId, month, act.now.getTime()), dosesGiven: Number(doses[index]?.find((row) => row.wardId === wardId)?.doses ?? 0),
      handovers: given.length, handoversAccepted: given.filter(({ isAccepted }) => Number(isAccepted) === 1).length, criticals: read.length, criticalsInTime: read.filter(({ inTime }) => Number(inTime) === 1).length,
    };
  })]));
}
