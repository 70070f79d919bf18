import { type Act, execute, select } from '../../../http/act';
import { loadDisplays } from '../concepts';

export interface CriticalResult {
  readonly id: string;
  readonly name: string;
  /** Number and unit as reported. */
  readonly value: string;
  readonly interpretation: 'LL' | 'HH';
}

/** Critical results nobody has read back yet (of one order round, when given). */
export async function unacknowledgedCriticals(act: Act, encounterId: string, round: number | null): Promise<CriticalResult[]> {
  const rows = await select<{ id: string; systemCode: string; code: string; valueNumber: string | null; unit: string | null; interpretation: 'LL' | 'HH' }>(
    act,
    `SELECT o.id, o.system_code AS systemCode, o.code, o.value_number AS valueNumber, o.unit, o.interpretation
     FROM observations o LEFT JOIN service_requests r ON r.id = o.service_request_id
     WHERE o.encounter_id = :encounterId AND o.category = 'laboratory' AND o.interpretation IN ('LL', 'HH') AND o.acknowledged_at IS NULL
       AND o.status <> 'entered-in-error' ${round === null ? '' : 'AND r.round_number = :round'} ORDER BY o.effective_at, o.id`,
    { encounterId, round },
  );
  const display = await loadDisplays(act, rows);
  return rows.map((row) => ({ id: row.id, name: display(row.systemCode, row.code), value: `${Number(row.valueNumber)} ${row.unit ?? ''}`.trim(), interpretation: row.interpretation }));
}

/** Each value was read back to the laboratory: by whom and when stands with the result. */
export async function acknowledgeCriticals(act: Act, results: readonly CriticalResult[]): Promise<number> {
  if (results.length === 0) return 0;
  return execute(act, 'UPDATE observations SET acknowledged_at = ?, acknowledged_by = ? WHERE id IN (?) AND acknowledged_at IS NULL', [act.now, act.principal.id, results.map((result) => result.id)]);
}
