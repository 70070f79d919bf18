import { type z } from 'zod';
import { mayShare, type Recipient, type Sharing } from '../../../domain/rights/directives';
import { type Label } from '../../../domain/rights/labels';
import { newId } from '../../../db/newId';
import { type directive, type privacyContract } from '../../contract/privacy';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, forbidden, invalid, type Problem, staleVersion, unprocessable } from '../../http/problem';
import { stillThere } from '../../http/stillThere';
import { isDuplicateOf } from '../encounters/duplicateKey';

export type Directive = z.infer<typeof directive>;
type NewDirective = z.output<typeof privacyContract.addDirective.body>;

interface Row extends Pick<Directive, 'id' | 'scope' | 'provision' | 'role' | 'recipient' | 'sensitivity' | 'version'> {
  readonly patientId: string;
  readonly personId: string | null;
  readonly personName: string | null;
  readonly noteEnc: Buffer | null;
  readonly enteredBy: string;
  readonly enteredByName: string;
  readonly enteredAt: Date;
  readonly withdrawnAt: Date | null;
}

const SELECT = `SELECT c.id, c.patient_id AS patientId, c.scope, c.provision, c.actor_user_id AS personId, p.display_name AS personName, c.actor_role AS role, c.recipient, c.sensitivity, c.note_enc AS noteEnc,
  c.entered_by AS enteredBy, u.display_name AS enteredByName, c.entered_at AS enteredAt, c.withdrawn_at AS withdrawnAt, c.version
  FROM consents c JOIN staff_users u ON u.id = c.entered_by LEFT JOIN staff_users p ON p.id = c.actor_user_id`;

/** What the patient directed, what stands first. */
export async function listDirectives(act: Act, patientId: string): Promise<Directive[]> {
  return (await select<Row>(act, `${SELECT} WHERE c.patient_id = ? ORDER BY c.withdrawn_at IS NOT NULL, c.entered_at DESC, c.id DESC LIMIT 100`, [patientId])).map((row) => present(act, row));
}

/** The directive, locked, if it is this patient's. */
export async function lockDirective(act: Act, patientId: string, consentId: string): Promise<Row | null> {
  return selectOne<Row>(act, `${SELECT} WHERE c.id = ? AND c.patient_id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [consentId, patientId]);
}

/** Enter a directive. One about the same person, role, recipient or category stands at a time; a second is refused until the first is withdrawn. */
export async function addDirective(act: Act, patientId: string, body: NewDirective): Promise<Directive> {
  const about = await aboutWhom(act, body);
  const id = newId();
  const sealed = body.note ? act.database.cipher.seal({ table: 'consents', column: 'note_enc', id }, body.note) : null;
  try {
    await execute(act, 'INSERT INTO consents (id, patient_id, scope, provision, actor_user_id, actor_role, recipient, sensitivity, note_enc, entered_by, entered_at) VALUES (?)', [[id, patientId, body.scope, about.provision, about.userId, about.role, about.recipient, about.sensitivity, sealed, act.principal.id, act.now]]);
  } catch (error) {
    if (isDuplicateOf(error, 'one_standing_directive')) throw conflict('directive-stands', 'There is a directive about this already. Take it back first.');
    throw error;
  }
  act.audits.push({ action: 'directive.entered', resourceType: 'consent', resourceId: id, patientId, detail: { after: body } });
  return reread(act, patientId, id);
}

/** Take a directive back; that it stood, and until when, stays on record. */
export async function withdrawDirective(act: Act, row: Row, version: number): Promise<Directive> {
  if (version !== row.version) throw staleVersion(row.version);
  if (row.withdrawnAt) throw conflict('directive-withdrawn', 'This directive was taken back already.', { currentVersion: row.version });
  await execute(act, 'UPDATE consents SET withdrawn_at = ?, withdrawn_by = ?, version = version + 1 WHERE id = ?', [act.now, act.principal.id, row.id]);
  const { scope, provision, role, recipient, sensitivity, personId } = row;
  act.audits.push({ action: 'directive.withdrawn', resourceType: 'consent', resourceId: row.id, patientId: row.patientId, detail: { before: { scope, provision, role, recipient, sensitivity, personId } } });
  return reread(act, row.patientId, row.id);
}

/** May this patient's record, or this stay of it, be told to the recipient? */
export async function mayBeShared(act: Pick<Act, 'database' | 'transaction'>, patientId: string, encounterId: string | null, recipient: Recipient): Promise<boolean> {
  const [directives, labels] = await Promise.all([
    select<Sharing>(act, "SELECT recipient, provision FROM consents WHERE patient_id = ? AND scope = 'share' AND withdrawn_at IS NULL", [patientId]),
    select<Label>(act, 'SELECT confidentiality, sensitivity FROM security_labels WHERE patient_id = ? AND ended_at IS NULL AND (encounter_id IS NULL OR encounter_id = ?)', [patientId, encounterId]),
  ]);
  return mayShare(recipient, directives, labels);
}

/** What the patient keeps from payers is not asked about either: a question tells as much as a claim (45 CFR 164.522; 42 CFR Part 2). */
export const notShared = (): Problem => unprocessable('not-shared', 'The patient does not let this be told to the payer. Bill the patient, or talk with them about the directive.');

interface About {
  readonly provision: 'permit' | 'deny';
  readonly userId: string | null;
  readonly role: string | null;
  readonly recipient: string | null;
  readonly sensitivity: string | null;
}

async function aboutWhom(act: Act, body: NewDirective): Promise<About> {
  const nobody = { userId: null, role: null, recipient: null, sensitivity: null };
  if (body.scope === 'share') return { ...nobody, provision: body.provision, recipient: body.recipient };
  if (body.scope === 'sensitive') return { ...nobody, provision: 'deny', sensitivity: body.sensitivity };
  const { userId, role, provision } = body;
  if ((userId === undefined) === (role === undefined)) throw invalid([{ field: 'userId', message: 'Name a person or a role.' }]);
  if (userId !== undefined && !(await selectOne(act, 'SELECT id FROM staff_users WHERE id = ? AND patient_id IS NULL', [userId]))) throw invalid([{ field: 'userId', message: 'Nobody of the staff has this ID.' }]);
  // Shutting out everybody of a role can stop care: it is entered at the desk, where somebody explains it.
  if (role !== undefined && act.principal.patientId !== null) throw forbidden();
  return { ...nobody, provision, userId: userId ?? null, role: role ?? null };
}

async function reread(act: Act, patientId: string, id: string): Promise<Directive> {
  return present(act, stillThere(await lockDirective(act, patientId, id), 'directive'));
}

function present(act: Act, row: Row): Directive {
  const { id, scope, provision, role, recipient, sensitivity, version } = row;
  const note = row.noteEnc && act.database.cipher.open({ table: 'consents', column: 'note_enc', id }, row.noteEnc);
  return {
    id, scope, provision, person: row.personId ? { id: row.personId, name: row.personName ?? '' } : null, role, recipient, sensitivity, note,
    enteredBy: { id: row.enteredBy, name: row.enteredByName }, enteredAt: row.enteredAt.toISOString(), withdrawnAt: row.withdrawnAt?.toISOString() ?? null, version,
  };
}
