import { type Act, execute, select } from '../../../http/act';
import { loadDisplays } from '../concepts';

export interface CriticalResult {
  readonly id: string;
  readonly reportId: string | null;
  readonly name: string;
  /** Number and unit as reported, or the finding. */
  readonly value: string;
  readonly interpretation: 'LL' | 'HH' | 'AA';
  /** The final report is still owed. */
  readonly isPreliminary: boolean;
}

/** Which critical results are meant: of one order round, of one report, or all of the stay. */
export type CriticalsOf = { readonly category: 'laboratory' | 'imaging'; readonly round: number } | { readonly reportId: string } | 'stay';

/** What a task to read back is about, by what it was opened for. */
export function criticalsOf({ focusType, focusId, round }: { readonly focusType: string | null; readonly focusId: string | null; readonly round: number | null }): CriticalsOf {
  if (focusType === 'diagnostic-report' && focusId !== null) return { reportId: focusId };
  return round === null ? 'stay' : { category: focusType === 'imaging' ? 'imaging' : 'laboratory', round };
}

/** Critical results nobody has read back yet. */
export async function unacknowledgedCriticals(act: Act, encounterId: string, which: CriticalsOf): Promise<CriticalResult[]> {
  const values = which === 'stay' ? {} : which;
  const rows = await select<{ id: string; reportId: string | null; systemCode: string; code: string; valueNumber: string | null; valueTextEnc: Buffer | null; unit: string | null; interpretation: 'LL' | 'HH' | 'AA'; status: string }>(
    act,
    `SELECT o.id, o.diagnostic_report_id AS reportId, o.system_code AS systemCode, o.code, o.value_number AS valueNumber, o.value_text_enc AS valueTextEnc, o.unit, o.interpretation, o.status
     FROM observations o LEFT JOIN service_requests r ON r.id = o.service_request_id
     WHERE o.encounter_id = :encounterId AND o.category IN ('laboratory', 'imaging') AND o.interpretation IN ('LL', 'HH', 'AA') AND o.acknowledged_at IS NULL AND o.status <> 'entered-in-error'
       ${'round' in values ? 'AND r.round_number = :round AND r.category = :category' : ''} ${'reportId' in values ? 'AND o.diagnostic_report_id = :reportId' : ''} ORDER BY o.effective_at, o.id`,
    { encounterId, ...values },
  );
  const display = await loadDisplays(act, rows);
  return rows.map(({ systemCode, code, valueNumber, valueTextEnc, unit, status, ...row }) => ({
    ...row, isPreliminary: status === 'preliminary', name: display(systemCode, code),
    value: valueNumber === null ? (valueTextEnc ? act.database.cipher.open({ table: 'observations', column: 'value_text_enc', id: row.id }, valueTextEnc) : '') : `${Number(valueNumber)} ${unit ?? ''}`.trim(),
  }));
}

/** Each value was read back: by whom and when stands with the result. */
export async function acknowledgeCriticals(act: Act, results: readonly CriticalResult[]): Promise<number> {
  if (results.length === 0) return 0;
  return execute(act, 'UPDATE observations SET acknowledged_at = ?, acknowledged_by = ? WHERE id IN (?) AND acknowledged_at IS NULL', [act.now, act.principal.id, results.map((result) => result.id)]);
}
