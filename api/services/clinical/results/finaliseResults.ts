import { type RowValue } from '../../../../domain/tasks/form';
import { type Act, executeLater, select } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';
import { loadDisplays } from '../concepts';
import { loadPerson } from '../person';
import { requireValues } from './enterResults';
import { lockResults, rewriteResult } from './rewriteResult';

/** A value of a preliminary report, to be confirmed or changed. */
export interface PreliminaryResult {
  readonly id: string;
  readonly serviceRequestId: string;
  readonly name: string;
  readonly unit: string | null;
  readonly orderName: string;
  readonly value: number | null;
  readonly text: string | null;
}

/** What was reported as preliminary in a stay (in one laboratory round, when given) and is not final yet. */
export async function preliminaryResults(act: Act, encounterId: string, round: number | null): Promise<PreliminaryResult[]> {
  const rows = await select<{ id: string; serviceRequestId: string; systemCode: string; code: string; orderSystem: string; orderCode: string; unit: string | null; valueNumber: string | null; valueTextEnc: Buffer | null }>(
    act,
    `SELECT o.id, o.service_request_id AS serviceRequestId, o.system_code AS systemCode, o.code, r.system_code AS orderSystem, r.code AS orderCode, o.unit, o.value_number AS valueNumber, o.value_text_enc AS valueTextEnc
     FROM observations o JOIN service_requests r ON r.id = o.service_request_id
     WHERE o.encounter_id = :encounterId AND o.category = 'laboratory' AND o.status = 'preliminary' AND r.category = 'laboratory' ${round === null ? '' : 'AND r.round_number = :round'} ORDER BY r.id, o.id`,
    { encounterId, round },
  );
  const display = await loadDisplays(act, rows.flatMap((row) => [row, { systemCode: row.orderSystem, code: row.orderCode }]));
  return rows.map((row) => ({
    id: row.id, serviceRequestId: row.serviceRequestId, name: display(row.systemCode, row.code), unit: row.unit, orderName: display(row.orderSystem, row.orderCode),
    value: row.valueNumber === null ? null : Number(row.valueNumber),
    text: row.valueTextEnc === null ? null : act.database.cipher.open({ table: 'observations', column: 'value_text_enc', id: row.id }, row.valueTextEnc),
  }));
}

/**
 * Make preliminary results final, as they are or changed; a changed one keeps what the ward read before. Answers how many critical values
 * nobody has been asked to read back: one that was critical already calls nobody twice.
 */
export async function finaliseResults(act: Act, encounter: EncounterRow, preliminary: readonly PreliminaryResult[], entered: readonly RowValue[]): Promise<number> {
  requireValues(entered);
  const requestIds = [...new Set(preliminary.map(({ serviceRequestId }) => serviceRequestId))];
  if (requestIds.length === 0) return 0;
  const person = await loadPerson(act, encounter.patientId);
  const stored = new Map((await lockResults(act, 'o.service_request_id', requestIds)).map((row) => [row.id, row]));
  let critical = 0;
  for (const row of entered) {
    const before = stored.get(row.id);
    const shown = preliminary.find(({ id }) => id === row.id);
    if (!before || !shown || before.status !== 'preliminary') continue;
    const next = { value: typeof row['value'] === 'number' ? row['value'] : null, text: typeof row['text'] === 'string' ? row['text'] : null };
    if (next.value === shown.value && next.text === shown.text) await executeLater(act, "UPDATE observations SET status = 'final' WHERE id = ?", [row.id]);
    else if ((await rewriteResult(act, before, next, { status: 'final', reason: 'Changed in the final report.' }, person)) === 'ask') critical += 1;
  }
  await makeReportsFinal(act, encounter, requestIds);
  return critical;
}

/** The reports count as new: somebody reads them as they stand now. */
export async function makeReportsFinal(act: Act, encounter: EncounterRow, requestIds: readonly string[]): Promise<void> {
  await executeLater(act, "UPDATE diagnostic_reports SET status = 'final', issued_at = ?, performer_id = ?, reviewed_at = NULL, reviewed_by = NULL, version = version + 1 WHERE service_request_id IN (?) AND status = 'preliminary'", [act.now, act.principal.id, requestIds]);
  await executeLater(act, "UPDATE service_requests SET status = 'completed', completed_at = ?, version = version + 1 WHERE id IN (?) AND status = 'active'", [act.now, requestIds]);
  act.announcements.push({ topic: 'journey', id: encounter.id, roles: ['nurse', 'charge-nurse', 'physician'] });
}
