import { type z } from 'zod';
import { confidentialityOf, type Label, type Sensitivity } from '../../../domain/rights/labels';
import { newId } from '../../../db/newId';
import { type privacyContract, type securityLabel } from '../../contract/privacy';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, invalid, staleVersion, unprocessable } from '../../http/problem';
import { stillThere } from '../../http/stillThere';
import { openGlassOf } from './glass';
import { isDuplicateOf } from '../encounters/duplicateKey';

export type SecurityLabel = z.infer<typeof securityLabel>;

interface Row extends Pick<SecurityLabel, 'id' | 'encounterId' | 'confidentiality' | 'sensitivity' | 'version'> {
  readonly patientId: string;
  readonly reasonEnc: Buffer | null;
  readonly setBy: string;
  readonly setByName: string;
  readonly setAt: Date;
  readonly endedAt: Date | null;
}

const SELECT = `SELECT l.id, l.patient_id AS patientId, l.encounter_id AS encounterId, l.confidentiality, l.sensitivity, l.reason_enc AS reasonEnc, l.set_by AS setBy, u.display_name AS setByName, l.set_at AS setAt, l.ended_at AS endedAt, l.version
  FROM security_labels l JOIN staff_users u ON u.id = l.set_by`;

/** Labels of a patient, those that stand first. */
export async function listLabels(act: Act, patientId: string): Promise<SecurityLabel[]> {
  return (await select<Row>(act, `${SELECT} WHERE l.patient_id = ? ORDER BY l.ended_at IS NOT NULL, l.set_at DESC, l.id DESC LIMIT 100`, [patientId])).map((row) => present(act, row));
}

/** The restrictions that stand, each as strict as it counts: a category the patient asked to be held closer is very restricted. */
export async function standingLabels(act: Pick<Act, 'database' | 'transaction'>, patientId: string): Promise<(Label & { readonly encounterId: string | null })[]> {
  const labels = await select<Label & { encounterId: string | null }>(act, 'SELECT encounter_id AS encounterId, confidentiality, sensitivity FROM security_labels WHERE patient_id = ? AND ended_at IS NULL ORDER BY set_at, id', [patientId]);
  const closer = await select<{ sensitivity: Sensitivity }>(act, "SELECT sensitivity FROM consents WHERE patient_id = ? AND scope = 'sensitive' AND provision = 'deny' AND withdrawn_at IS NULL", [patientId]);
  return labels.map((label) => ({ ...label, confidentiality: confidentialityOf([label], closer.map(({ sensitivity }) => sensitivity)) ?? label.confidentiality }));
}

/** The label, locked, if it is this patient's. */
export async function lockLabel(act: Act, patientId: string, labelId: string): Promise<Row | null> {
  return selectOne<Row>(act, `${SELECT} WHERE l.id = ? AND l.patient_id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [labelId, patientId]);
}

/** Restrict the record, or a stay of this patient. The same reason stands once. */
export async function setLabel(act: Act, patientId: string, body: z.output<typeof privacyContract.setLabel.body>): Promise<SecurityLabel> {
  const { confidentiality, sensitivity, stayId, reason } = body;
  if (stayId && !(await selectOne(act, 'SELECT id FROM encounters WHERE id = ? AND patient_id = ?', [stayId, patientId]))) throw invalid([{ field: 'stayId', message: 'This is no stay of this patient.' }]);
  const id = newId();
  const sealed = reason ? act.database.cipher.seal({ table: 'security_labels', column: 'reason_enc', id }, reason) : null;
  try {
    await execute(act, 'INSERT INTO security_labels (id, patient_id, encounter_id, confidentiality, sensitivity, reason_enc, set_by, set_at) VALUES (?)', [[id, patientId, stayId ?? null, confidentiality, sensitivity, sealed, act.principal.id, act.now]]);
  } catch (error) {
    if (isDuplicateOf(error, 'one_standing_label')) throw conflict('label-stands', 'It is restricted for this reason already.');
    throw error;
  }
  act.audits.push({ action: 'privacy.restricted', resourceType: 'security-label', resourceId: id, patientId, detail: { after: body } });
  return reread(act, patientId, id);
}

/** Take a restriction back; who took it, and when, stays on record. */
export async function endLabel(act: Act, row: Row, version: number): Promise<SecurityLabel> {
  if (version !== row.version) throw staleVersion(row.version);
  // Whoever came in through the glass does not leave the door open.
  if (await openGlassOf(act, row.patientId)) throw unprocessable('through-glass', 'You see this record through broken glass: those who look after the patient decide about it.');
  if (row.endedAt) throw conflict('label-ended', 'This restriction was taken back already.', { currentVersion: row.version });
  await execute(act, 'UPDATE security_labels SET ended_at = ?, ended_by = ?, version = version + 1 WHERE id = ?', [act.now, act.principal.id, row.id]);
  act.audits.push({ action: 'privacy.released', resourceType: 'security-label', resourceId: row.id, patientId: row.patientId, detail: { before: { confidentiality: row.confidentiality, sensitivity: row.sensitivity } } });
  return reread(act, row.patientId, row.id);
}

async function reread(act: Act, patientId: string, id: string): Promise<SecurityLabel> {
  return present(act, stillThere(await lockLabel(act, patientId, id), 'label'));
}

function present(act: Act, row: Row): SecurityLabel {
  const { id, encounterId, confidentiality, sensitivity, version } = row;
  const reason = row.reasonEnc && act.database.cipher.open({ table: 'security_labels', column: 'reason_enc', id }, row.reasonEnc);
  return { id, encounterId, confidentiality, sensitivity, reason, setBy: { id: row.setBy, name: row.setByName }, setAt: row.setAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null, version };
}
