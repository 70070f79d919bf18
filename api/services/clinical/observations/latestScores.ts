import { NEWS2_CODE } from '../../../../domain/clinical/vitals';
import { type News2Risk, riskOf } from '../../../../domain/clinical/news2';
import { type Act, select } from '../../../http/act';

export interface LatestScore {
  readonly news2: number;
  readonly risk: News2Risk;
  readonly at: Date;
}

/** The last complete early-warning score of each stay. */
export async function latestScores(act: Act, encounterIds: readonly string[]): Promise<Map<string, LatestScore>> {
  if (encounterIds.length === 0) return new Map();
  const rows = await select<{ encounterId: string; value: string; interpretation: string | null; at: Date }>(
    act,
    `SELECT o.encounter_id AS encounterId, o.value_number AS value, o.interpretation, o.effective_at AS at FROM observations o
     JOIN (SELECT encounter_id, MAX(effective_at) AS at FROM observations WHERE encounter_id IN (:ids) AND category = 'vital-signs' AND code = :code AND status <> 'entered-in-error' GROUP BY encounter_id) l
       ON l.encounter_id = o.encounter_id AND l.at = o.effective_at
     WHERE o.category = 'vital-signs' AND o.code = :code AND o.status <> 'entered-in-error'`,
    { ids: encounterIds, code: NEWS2_CODE.code },
  );
  // "A" below 5 says that one value alone scores 3 (recordVitals).
  return new Map(rows.map((row) => [row.encounterId, { news2: Number(row.value), risk: riskOf(Number(row.value), row.interpretation === 'A'), at: row.at }]));
}
