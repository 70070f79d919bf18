import { type z } from 'zod';
import { AMENDMENT_GROUND_NAMES, type AmendmentGround } from '../../../domain/privacy/amendment';
import { type FormValues } from '../../../domain/tasks/form';
import { type amendmentsContract } from '../../contract/amendments';
import { type Act, execute, selectOne } from '../../http/act';
import { conflict, staleVersion, unprocessable } from '../../http/problem';
import { alertRole, notifyPatient } from '../notifications/notify';
import { type Amendment, type AmendmentColumn, type AmendmentRow, rereadAmendment, sealAmendment } from './amendmentRow';
import { listRecipients } from './recipients';

/** Accept it, deny it on one of the grounds of the law, or say once that it takes longer. The patient is told each time. The caller holds its row. */
export async function decideAmendment(act: Act, row: AmendmentRow, values: FormValues): Promise<void> {
  if (row.status !== 'asked') throw conflict('amendment-decided', 'This was decided already.', { currentVersion: row.version });
  const decision = String(values['decision']);
  const seal = (column: AmendmentColumn, field: string) => sealAmendment(act, column, row.id, String(values[field] ?? ''));
  if (decision === 'extend') {
    if (row.extendedAt) throw unprocessable('extended-already', 'It was extended already: the law allows it once.');
    await execute(act, 'UPDATE amendments SET extended_by = ?, extended_at = ?, extension_enc = ?, version = version + 1 WHERE id = ?', [act.principal.id, act.now, seal('extension_enc', 'delay'), row.id]);
  } else if (decision === 'accept') {
    await execute(act, "UPDATE amendments SET status = 'accepted', decided_by = ?, decided_at = ?, answer_enc = ?, tell_enc = ?, version = version + 1 WHERE id = ?", [act.principal.id, act.now, seal('answer_enc', 'addition'), values['tell'] ? seal('tell_enc', 'tell') : null, row.id]);
    await listRecipients(act, row, String(values['tell'] ?? ''));
    await tellCareTeam(act, row);
  } else {
    await execute(act, "UPDATE amendments SET status = 'denied', decided_by = ?, decided_at = ?, ground = ?, answer_enc = ?, version = version + 1 WHERE id = ?", [act.principal.id, act.now, groundOf(values), seal('answer_enc', 'basis'), row.id]);
  }
  const action = decision === 'extend' ? 'amendment.extended' : decision === 'accept' ? 'amendment.accepted' : 'amendment.denied';
  act.audits.push({ action, resourceType: 'amendment', resourceId: row.id, patientId: row.patientId, detail: { after: values } });
  await notifyPatient(act, row.patientId, { id: `amendment/${row.id}/${decision}`, template: 'amendment-answered', data: {}, encounterId: null });
}

/** Who cares for the patient just now reads the chart again; nothing of the amendment is in the alert. */
async function tellCareTeam(act: Act, { id, patientId }: AmendmentRow): Promise<void> {
  const stay = await selectOne<{ id: string; wardId: string }>(act, "SELECT id, ward_id AS wardId FROM encounters WHERE patient_id = ? AND period_end IS NULL AND ward_id IS NOT NULL ORDER BY period_start DESC LIMIT 1", [patientId]);
  if (!stay) return;
  const event = { id: `amendment/${id}/accepted`, template: 'record-amended' as const, data: { encounterId: stay.id }, encounterId: stay.id };
  for (const role of ['physician', 'charge-nurse'] as const) await alertRole(act, role, stay.wardId, event);
}

function groundOf(values: FormValues): AmendmentGround {
  const ground = AMENDMENT_GROUND_NAMES.find((name) => name === values['ground']);
  if (!ground) throw unprocessable('no-ground', 'A request is denied only on a ground the law names.');
  return ground;
}

/** The patient says why they disagree with a denial; it goes along with the entry from now on. Said once: whoever relies on it has read it. */
export async function disagreeWithDenial(act: Act, row: AmendmentRow, { version, statement }: z.output<typeof amendmentsContract.disagreeWithDenial.body>): Promise<Amendment> {
  if (version !== row.version) throw staleVersion(row.version);
  if (row.status !== 'denied') throw unprocessable('not-denied', 'There is no denial to disagree with.');
  if (row.disagreedAt) throw conflict('disagreed-already', 'A statement stands there already.', { currentVersion: row.version });
  await execute(act, 'UPDATE amendments SET disagreement_enc = ?, disagreed_at = ?, version = version + 1 WHERE id = ?', [sealAmendment(act, 'disagreement_enc', row.id, statement), act.now, row.id]);
  act.audits.push({ action: 'amendment.disagreed', resourceType: 'amendment', resourceId: row.id, patientId: row.patientId, detail: { statement } });
  return rereadAmendment(act, row.id);
}

/** What the hospital answers to that statement (164.526(d)(3)); the patient reads it. */
export async function rebutDisagreement(act: Act, row: AmendmentRow, { version, text }: z.output<typeof amendmentsContract.rebutDisagreement.body>): Promise<Amendment> {
  if (version !== row.version) throw staleVersion(row.version);
  if (!row.disagreedAt) throw unprocessable('no-disagreement', 'There is no statement to answer.');
  if (row.rebuttalEnc) throw conflict('rebutted-already', 'An answer stands there already.', { currentVersion: row.version });
  await execute(act, 'UPDATE amendments SET rebuttal_enc = ?, rebutted_by = ?, rebutted_at = ?, version = version + 1 WHERE id = ?', [sealAmendment(act, 'rebuttal_enc', row.id, text), act.principal.id, act.now, row.id]);
  act.audits.push({ action: 'amendment.rebutted', resourceType: 'amendment', resourceId: row.id, patientId: row.patientId, detail: { text } });
  await notifyPatient(act, row.patientId, { id: `amendment/${row.id}/rebutted`, template: 'amendment-answered', data: {}, encounterId: null });
  return rereadAmendment(act, row.id);
}
