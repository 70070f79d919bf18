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
  readonly to: Date;
  readonly wardId: string | null;
}

/**
 * Length of stay and readmission within thirty days against what past stays of the same diagnosis group lead one to expect. Past stays are the imported ones;
 * of live stays, those that play a past one again are left out, for nobody came back in them.
 */
export async function readOutcomes(act: Act, query: AnalyticsQuery): Promise<Reply> {
  const look = await lookOf(act, query);
  if (look.dimension === 'payer' || look.dimension === 'role') throw invalid([{ field: look.dimension === 'role' ? 'role' : 'payerId', message: 'Outcomes are told by ward or diagnosis only.' }]);
  const past = judged(await stays(act, "e.source <> 'careway'"));
  const expected = expectations(past.map(({ stay }) => stay));
  const live = judged(await stays(act, "e.source = 'careway' AND e.replay_of_encounter_id IS NULL")).filter(({ row, stay }) => {
    const ended = row.to.toISOString().slice(0, 10);
    return ended >= look.period.from && ended <= look.period.to && (look.dimension !== 'ward' || row.wardId === look.value) && (look.dimension !== 'diagnosis' || stay.group === look.value);
  }).map(({ stay }) => stay);
  const groups = [...new Set(live.map(({ group }) => group))].sort();
  return {
    period: look.period, pastStays: past.length, fewestStays: FEWEST_STAYS, all: compare(live, expected),
    groups: groups.map((group) => ({ group, label: diagnosisGroupLabel(group), pastStays: expected.get(group)?.stays ?? 0, ...compare(live.filter((stay) => stay.group === group), expected) })).sort((a, b) => b.stays - a.stays),
  };
}

/** Inpatient stays that are over, oldest first for each patient. The code of the reason stands in where no diagnosis was coded and one code is certain. */
async function stays(act: Act, which: string): Promise<StayRow[]> {
  return select<StayRow>(
    act,
    `SELECT e.patient_id AS patientId, e.ward_id AS wardId, e.period_start AS \`from\`, e.period_end AS \`to\`,
       COALESCE(d.code, CASE WHEN e.reason_system = 'ICD10CM' THEN e.reason_code END, (SELECT MIN(x.target_code) FROM code_crosswalk x WHERE x.source_system = e.reason_system AND x.source_code = e.reason_code AND x.target_system = 'ICD10CM')) AS code
     FROM encounters e LEFT JOIN coded_diagnoses d ON d.principal_encounter_id = e.id WHERE e.class_code = 'IMP' AND e.status = 'finished' AND e.period_end IS NOT NULL AND ${which} ORDER BY e.patient_id, e.period_start, e.id`,
  );
}

function judged(rows: readonly StayRow[]): { row: StayRow; stay: PastStay }[] {
  return rows.map((row, index) => {
    const next = rows[index + 1];
    const back = next && next.patientId === row.patientId ? next.from.getTime() - row.to.getTime() : null;
    return { row, stay: { group: diagnosisGroup(row.code), days: Math.max(0, row.to.getTime() - row.from.getTime()) / DAY_MS, readmitted: back !== null && back >= 0 && back <= READMITTED_WITHIN_DAYS * DAY_MS } };
  });
}
