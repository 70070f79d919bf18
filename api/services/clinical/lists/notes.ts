import { type z } from 'zod';
import { type clinicalContract } from '../../../contract/clinical';
import { type Act, execute, select, selectOne } from '../../../http/act';
import { pageOf } from '../../../http/cursor';
import { conflict, unprocessable } from '../../../http/problem';
import { stillThere } from '../../../http/stillThere';
import { type EncounterRow } from '../../encounters/encounterRow';
import { NOTE_KINDS, type NoteKind, writeNote } from '../notes';
import { iso, newestFirst, type Page, type PageQuery } from '../paging';

type Note = z.infer<typeof clinicalContract.listNotes.reply>['items'][number];

interface Row extends Omit<Note, 'title' | 'text' | 'signedAt' | 'createdAt'> {
  bodyEnc: Buffer;
  signedAt: Date | null;
  createdAt: Date;
}

const SELECT = `SELECT n.id, n.kind, n.status, n.body_enc AS bodyEnc, u.display_name AS author, n.signed_at AS signedAt, n.amends_id AS amends, a.id AS amendedBy, n.created_at AS createdAt
  FROM clinical_notes n LEFT JOIN staff_users u ON u.id = n.author_id LEFT JOIN clinical_notes a ON a.amends_id = n.id`;

/** Notes of a stay, newest first. */
export async function listNotes(act: Act, encounterId: string, query: PageQuery): Promise<Page<Note>> {
  const { after, order, values } = newestFirst(query, 'n.created_at', 'n.id');
  const rows = await select<Row>(act, `${SELECT} WHERE n.encounter_id = :encounterId ${after} ${order}`, { encounterId, ...values });
  const page = pageOf(rows, query.limit, (row) => [row.createdAt.toISOString(), row.id]);
  return { items: page.items.map((row) => present(act, row)), nextCursor: page.nextCursor, total: null };
}

/**
 * Write a progress note. A correction is a new note that says which one it amends; a signed note is never rewritten. Each version is
 * amended once, by the one that follows it: who corrects an older version is told that there is a newer one.
 */
export async function addNote(act: Act, encounter: EncounterRow, body: { text: string; amends?: string | undefined }): Promise<Note> {
  const before = body.amends === undefined ? null : await requireLatestVersion(act, encounter, body.amends);
  const id = await writeNote(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: before?.kind ?? 'progress', text: body.text });
  if (body.amends !== undefined) await execute(act, 'UPDATE clinical_notes SET amends_id = ? WHERE id = ?', [body.amends, id]);
  return present(act, stillThere(await selectOne<Row>(act, `${SELECT} WHERE n.id = ?`, [id]), 'note'));
}

async function requireLatestVersion(act: Act, encounter: EncounterRow, noteId: string): Promise<{ kind: NoteKind }> {
  const note = await selectOne<{ kind: NoteKind }>(act, 'SELECT kind FROM clinical_notes WHERE id = ? AND encounter_id = ? FOR UPDATE', [noteId, encounter.id]);
  if (!note) throw unprocessable('no-note', 'There is no such note in this stay.', { errors: [{ field: 'amends', message: 'Choose a note of this stay.' }] });
  const newer = await selectOne<{ authorId: string | null; author: string | null }>(act, 'SELECT n.author_id AS authorId, u.display_name AS author FROM clinical_notes n LEFT JOIN staff_users u ON u.id = n.author_id WHERE n.amends_id = ?', [noteId]);
  if (newer) throw conflict('note-amended', `${newer.author ?? 'A colleague'} has amended this note already. Read the newer version and amend that one.`, { holder: newer.authorId && newer.author ? { id: newer.authorId, name: newer.author } : null });
  return note;
}

function present(act: Act, { bodyEnc, ...row }: Row): Note {
  return {
    ...row, title: Object.hasOwn(NOTE_KINDS, row.kind) ? NOTE_KINDS[row.kind as NoteKind] : row.kind, signedAt: iso(row.signedAt), createdAt: row.createdAt.toISOString(),
    text: act.database.cipher.open({ table: 'clinical_notes', column: 'body_enc', id: row.id }, bodyEnc),
  };
}
