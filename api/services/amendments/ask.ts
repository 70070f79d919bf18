import { type z } from 'zod';
import { amendmentDue } from '../../../domain/privacy/amendment';
import { type TaskTypeName } from '../../../domain/tasks/types';
import { newId } from '../../../db/newId';
import { amendmentWorkflowId } from '../../../workflows/contracts/ids';
import { type AmendmentInput, type RungDelay, WORKFLOW_TYPES } from '../../../workflows/contracts/messages';
import { type amendmentsContract } from '../../contract/amendments';
import { type Act, execute, selectOne } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { conflict, notFound } from '../../http/problem';
import { readRecord } from '../access/readRecord';
import { entriesOf } from '../access/recordEntries';
import { type PatientRow } from '../clinical/patients/patientRow';
import { startErrand } from '../tasks/errand';
import { openTasks } from '../tasks/open';
import { type Amendment, type AmendmentColumn, type AmendmentRow, rereadAmendment, sealAmendment } from './amendmentRow';
import { openRecipients } from './recipients';

type Entries = z.input<typeof amendmentsContract.listRecordEntries.reply>;

/** What stands in the record, newest first; what has no moment comes last. */
export async function listRecordEntries(act: Act, patient: PatientRow, { kind, entryId, q, cursor, limit }: z.output<typeof amendmentsContract.listRecordEntries.query>): Promise<Entries> {
  const sought = q?.toLowerCase();
  const all = entriesOf(await readRecord(act, patient))
    .filter((one) => (!kind || one.kind === kind) && (!entryId || one.id === entryId) && (!sought || one.text.toLowerCase().includes(sought)))
    .sort((a, b) => (b.at ?? '').localeCompare(a.at ?? '') || a.id.localeCompare(b.id));
  const after = decodeCursor(cursor, 2);
  const from = after ? all.findIndex(({ id, at }) => id === after[1] && (at ?? '') === after[0]) + 1 : 0;
  const page = pageOf(all.slice(from, from + limit + 1), limit, ({ id, at }) => [at ?? '', id]);
  act.audits.push({ action: 'record.read', resourceType: 'patient', resourceId: patient.id, patientId: patient.id });
  return { ...page, total: all.length };
}

/** Ask that an entry be amended. The caller holds the patient's row: a second wish for the entry while one is open is refused. */
export async function askForAmendment(act: Act, patient: PatientRow, { kind, entryId, wanted, reason, inform }: z.output<typeof amendmentsContract.askForAmendment.body>): Promise<Amendment> {
  const entry = entriesOf(await readRecord(act, patient)).find((one) => one.kind === kind && one.id === entryId);
  if (!entry) throw notFound();
  if (await selectOne(act, 'SELECT id FROM amendments WHERE open_entry_id = ? AND patient_id = ?', [entryId, patient.id])) throw conflict('amendment-asked', 'An amendment of this entry was asked for already; it is being decided.');
  const id = newId();
  const seal = (column: AmendmentColumn, words: string) => sealAmendment(act, column, id, words);
  await execute(act, 'INSERT INTO amendments (id, patient_id, encounter_id, entry_kind, entry_id, entry_enc, wanted_enc, reason_enc, inform_enc, asked_by, asked_at) VALUES (?)', [
    [id, patient.id, entry.encounterId, kind, entryId, seal('entry_enc', entry.text), seal('wanted_enc', wanted), seal('reason_enc', reason), inform ? seal('inform_enc', inform) : null, act.principal.id, act.now],
  ]);
  const input: AmendmentInput = { amendmentId: id };
  startErrand(act, amendmentWorkflowId(id), WORKFLOW_TYPES.amendment, input);
  act.audits.push({ action: 'amendment.asked', resourceType: 'amendment', resourceId: id, patientId: patient.id, detail: { kind, entryId, wanted, reason, inform: inform ?? null } });
  return rereadAmendment(act, id);
}

/**
 * Ask the privacy officers: to decide by the request's own date, unless that is done already; to tell who has to hear of what was accepted, where anybody is left. Null: nobody is
 * asked.
 */
export async function openAmendmentTask(act: Act, row: AmendmentRow, { workflowId, step, type }: { workflowId: string; step: string; type: TaskTypeName }): Promise<{ taskId: string | null; rungs?: RungDelay[] }> {
  const tells = type === 'tell-amended';
  if (tells ? row.status !== 'accepted' || (await openRecipients(act, row.id)).length === 0 : row.status !== 'asked') return { taskId: null };
  const home = { workflowId, journeyId: null, encounterId: null, patientId: row.patientId, claimId: null, wardId: null };
  const [opened] = await openTasks(act, home, [{ step, type, focusType: 'amendment', focusId: row.id, ...(tells ? {} : { dueAt: amendmentDue(row.askedAt, row.extendedAt !== null) }) }]);
  return opened ? { taskId: opened.taskId, rungs: opened.rungs } : { taskId: null };
}
