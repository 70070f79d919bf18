import { newId } from '../../../db/newId';
import { type Act, executeLater } from '../../http/act';

export const NOTE_KINDS = {
  registration: 'Registration',
  'admission-assessment': 'Admission assessment',
  'clinical-question': 'Clinical question',
  'critical-result': 'Critical result acknowledged',
  observation: 'Observation',
  'deterioration-review': 'Review of deterioration',
  'medicine-verification': 'Medicine not verified',
  procedure: 'Procedure not done',
  progress: 'Progress',
  'discharge-teaching': 'Discharge teaching',
  departure: 'Departure',
  'discharge-summary': 'Discharge summary',
} as const;
export type NoteKind = keyof typeof NOTE_KINDS;

export interface NewNote {
  readonly patientId: string;
  readonly encounterId: string | null;
  readonly kind: NoteKind;
  readonly text: string;
  readonly taskId?: string | null;
}

/** Write a signed note: who completes a task signs what it says. The text is sealed. Answers the note's ID. */
export async function writeNote(act: Act, note: NewNote): Promise<string> {
  const id = newId();
  const body = act.database.cipher.seal({ table: 'clinical_notes', column: 'body_enc', id }, note.text);
  await executeLater(act, 'INSERT INTO clinical_notes (id, patient_id, encounter_id, kind, status, body_enc, author_id, signed_at, task_id, created_at) VALUES (?)', [
    [id, note.patientId, note.encounterId, note.kind, 'signed', body, act.principal.id, act.now, note.taskId ?? null, act.now],
  ]);
  return id;
}

/** The same for a free-text field that may have been left empty. */
export async function writeNoteIfAny(act: Act, note: Omit<NewNote, 'text'> & { text: unknown }): Promise<void> {
  if (typeof note.text === 'string' && note.text !== '') await writeNote(act, { ...note, text: note.text });
}
