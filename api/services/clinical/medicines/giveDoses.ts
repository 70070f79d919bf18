import { type RowValue } from '../../../../domain/tasks/form';
import { type Act, execute, select } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { loadDisplays } from '../concepts';
import { medicineOrders, orderLine, rhythm } from './orders';

export interface OpenDose {
  readonly id: string;
  readonly medicationRequestId: string;
  readonly line: string;
  readonly hint: string;
}

/** Doses that are planned and neither given nor refused. */
export async function openDoses(act: Act, encounterId: string): Promise<OpenDose[]> {
  const doses = await select<{ id: string; medicationRequestId: string; doseNumber: number }>(
    act,
    `SELECT id, medication_request_id AS medicationRequestId, dose_number AS doseNumber FROM medication_administrations
     WHERE encounter_id = ? AND status = 'planned' ORDER BY due_at, id ${act.transaction ? 'FOR UPDATE' : ''}`,
    [encounterId],
  );
  if (doses.length === 0) return [];
  const orders = new Map((await medicineOrders(act, encounterId)).map((order) => [order.id, order]));
  const display = await loadDisplays(act, [...orders.values()]);
  return doses.flatMap((dose) => {
    const order = orders.get(dose.medicationRequestId);
    return order ? [{ id: dose.id, medicationRequestId: order.id, line: orderLine(order, display(order.systemCode, order.code)), hint: `dose ${dose.doseNumber}, ${rhythm(order)}` }] : [];
  });
}

/** Record each dose as given, or as not given and why. A dose is settled once. Answers how many of each. */
export async function settleDoses(act: Act, rows: readonly RowValue[]): Promise<{ given: number; notGiven: number }> {
  const given = rows.filter((row) => row['given'] === true);
  const plain = given.filter((row) => typeof row['note'] !== 'string').map((row) => row.id);
  let settled = 0;
  if (plain.length > 0) {
    settled += await execute(act, "UPDATE medication_administrations SET status = 'completed', given_at = ?, performer_id = ?, version = version + 1 WHERE id IN (?) AND status = 'planned'", [act.now, act.principal.id, plain]);
  }
  for (const row of rows.filter((one) => !plain.includes(one.id))) settled += await settleOne(act, row);
  if (settled !== rows.length) throw unprocessable('dose-settled', 'A dose on this form has been settled meanwhile. Reload the page.');
  return { given: given.length, notGiven: rows.length - given.length };
}

async function settleOne(act: Act, row: RowValue): Promise<number> {
  const isGiven = row['given'] === true;
  const note = typeof row['note'] === 'string' ? act.database.cipher.seal({ table: 'medication_administrations', column: 'note_enc', id: row.id }, row['note']) : null;
  return execute(
    act,
    "UPDATE medication_administrations SET status = ?, given_at = ?, performer_id = ?, reason_code = ?, note_enc = ?, version = version + 1 WHERE id = ? AND status = 'planned'",
    [isGiven ? 'completed' : 'not-done', isGiven ? act.now : null, act.principal.id, isGiven ? null : row['reason'], note, row.id],
  );
}

/** Orders whose last dose is settled are done. */
export async function completeFinishedOrders(act: Act, encounterId: string): Promise<void> {
  await execute(
    act,
    `UPDATE medication_requests m SET m.status = 'completed', m.version = m.version + 1 WHERE m.encounter_id = ? AND m.status = 'active' AND m.category = 'inpatient' AND m.doses_planned IS NOT NULL
       AND (SELECT COUNT(*) FROM medication_administrations a WHERE a.medication_request_id = m.id AND a.status IN ('completed', 'not-done')) >= m.doses_planned`,
    [encounterId],
  );
}

/** Doses that will not be given any more, and why: care stopped, or the patient has left. */
export async function dropOpenDoses(act: Act, encounterId: string, reason: 'discontinued' | 'discharged'): Promise<number> {
  return execute(act, "UPDATE medication_administrations SET status = 'not-done', reason_code = ?, performer_id = ?, version = version + 1 WHERE encounter_id = ? AND status = 'planned'", [
    reason, act.principal.kind === 'person' ? act.principal.id : null, encounterId,
  ]);
}
