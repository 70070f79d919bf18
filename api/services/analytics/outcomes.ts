import { type z } from 'zod';
import { diagnosisGroup, diagnosisGroupLabel } from '../../../domain/analytics/diagnosisGroups';
import { compare, expectations, FEWEST_STAYS, type PastStay } from '../../../domain/analytics/expectation';
import { DAY_MS } from '../../../domain/time';
import { type analyticsContract } from '../../contract/analytics';
import { type Act, select } from '../../http/act';
import { type AnalyticsQuery, lookOf } from './period';
import { invalid } from '../../http/problem';

type Reply = z.output<typeof analyticsContract.readOutcomes.reply>;

const READMITTED_WITHIN_DAYS = 30;

interface StayRow {
  readonly patientId: string;
  readonly code: string | null;
  readonly from: Date;
  /** Null: the patient is still here. */
  readonly to: Date | null;
  readonly wardId: string | null;
  readonly payerId: string | null;
}

/**
 * Length of stay and readmission within thirty days against what past stays of the same diagnosis group lead one to expect. Past stays are the imported ones;
 * of live stays, those that play a past one again are left out, for nobody came back in them.
 */
export async function readOutcomes(act: Act, query: AnalyticsQuery): Promise<Reply> {
  const look = await lookOf(act, query);
  if (look.filters.role) throw invalid([{ field: 'role', message: 'Stays belong to no role: choose a ward, payer or diagnosis.' }]);
  const { ward, payer, diagnosis } = look.filters;
  const past = judged(await stays(act, "e.source <> 'careway'"));
  const expected = expectations(past.map(({ stay }) => stay));
  // Who came back is known from the stays that begin up to thirty days after the last that ended.
  const around = { from: new Date(look.period.from), until: new Date(Date.parse(look.period.to) + (READMITTED_WITHIN_DAYS + 1) * DAY_MS) };
  // Of patients with a stay that ended in the period: of others nothing is shown, however many lie in the house.
  const ended = "e.patient_id IN (SELECT x.patient_id FROM encounters x WHERE x.period_end >= :from AND x.period_end < :until AND x.class_code = 'IMP' AND x.source = 'careway')";
  const live = judged(await stays(act, `e.source = 'careway' AND e.replay_of_encounter_id IS NULL AND (e.period_end IS NULL OR e.period_end >= :from) AND e.period_start < :until AND ${ended}`, around)).filter(({ row, stay, endedAt }) => {
    const ended = new Date(endedAt).toISOString().slice(0, 10);
    return ended >= look.period.from && ended <= look.period.to && (!ward || row.wardId === ward) && (!payer || row.payerId === payer) && (!diagnosis || stay.group === diagnosis);
  }).map(({ stay }) => stay);
  const groups = [...new Set(live.map(({ group }) => group))].sort();
  return {
    period: look.period, pastStays: past.length, fewestStays: FEWEST_STAYS, all: compare(live, expected),
    groups: groups.map((group) => ({ group, label: diagnosisGroupLabel(group), pastStays: expected.get(group)?.stays ?? 0, ...compare(live.filter((stay) => stay.group === group), expected) })).sort((a, b) => b.stays - a.stays),
  };
}

/** Inpatient stays, oldest first for each patient. The code of the reason stands in where no diagnosis was coded and one code is certain. */
async function stays(act: Act, which: string, values: Record<string, Date> = {}): Promise<StayRow[]> {
  return select<StayRow>(
    act,
    `SELECT e.patient_id AS patientId, e.ward_id AS wardId, j.payer_id AS payerId, e.period_start AS \`from\`, e.period_end AS \`to\`,
       COALESCE(d.code, CASE WHEN e.reason_system = 'ICD10CM' THEN e.reason_code END, (SELECT MIN(x.target_code) FROM code_crosswalk x WHERE x.source_system = e.reason_system AND x.source_code = e.reason_code AND x.target_system = 'ICD10CM')) AS code
     FROM encounters e LEFT JOIN journeys j ON j.id = e.id LEFT JOIN coded_diagnoses d ON d.principal_encounter_id = e.id WHERE e.class_code = 'IMP' AND e.status IN ('finished', 'in-progress') AND ${which} ORDER BY e.patient_id, e.period_start, e.id`,
    values,
  );
}

/** The stays that are over, each with whether the patient came back within thirty days; a stay that goes on is somebody who came back. */
function judged(rows: readonly StayRow[]): { row: StayRow; stay: PastStay; endedAt: number }[] {
  return rows.flatMap((row, index) => {
    if (row.to === null) return [];
    const endedAt = row.to.getTime();
    const next = rows[index + 1];
    const back = next && next.patientId === row.patientId ? next.from.getTime() - endedAt : null;
    return [{ row, endedAt, stay: { group: diagnosisGroup(row.code), days: Math.max(0, endedAt - row.from.getTime()) / DAY_MS, readmitted: back !== null && back >= 0 && back <= READMITTED_WITHIN_DAYS * DAY_MS } }];
  });
}
