import { type z } from 'zod';
import { newId } from '../../../db/newId';
import { type breachesContract } from '../../contract/breaches';
import { type Act, execute, select, selectOne } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { conflict } from '../../http/problem';
import { stillThere } from '../../http/stillThere';
import { loadPatientsInList } from '../../presenters/patientInList';
import { findPatientIds } from '../clinical/patients/nameSearch';
import { createPatient } from '../clinical/patients/writePatient';

type Listed = z.input<typeof breachesContract.listDecoys.reply>;
type Decoy = Listed['items'][number];

export interface DecoyRow {
  readonly id: string;
  readonly patientId: string;
  readonly noteEnc: Buffer | null;
  readonly plantedBy: string;
  readonly plantedByName: string;
  readonly plantedAt: Date;
  readonly endedAt: Date | null;
}
interface Touch { readonly patientId: string; readonly at: Date; readonly actorId: string; readonly name: string | null; readonly address: string | null }

const SELECT = 'SELECT d.id, d.patient_id AS patientId, d.note_enc AS noteEnc, d.planted_by AS plantedBy, u.display_name AS plantedByName, d.planted_at AS plantedAt, d.ended_at AS endedAt FROM decoys d JOIN staff_users u ON u.id = d.planted_by';
const SHOWN = 5;
const place = (id: string) => ({ table: 'decoys', column: 'note_enc', id });

export function lockDecoy(act: Act, decoyId: string): Promise<DecoyRow | null> {
  return selectOne<DecoyRow>(act, `${SELECT} WHERE d.id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [decoyId]);
}

/** Decoys that stand first, newest first, each with who opened it. */
export async function listDecoys(act: Act, { q, cursor, limit }: z.output<typeof breachesContract.listDecoys.query>): Promise<Listed> {
  const found = q ? await findPatientIds(act, q) : [];
  const after = decodeCursor(cursor, 3);
  const values = { patients: found.length > 0 ? found : ['-'], ended: Number(after?.[0] ?? 0), at: new Date(String(after?.[1] ?? 0)), id: after?.[2] ?? null };
  const where = q ? 'd.patient_id IN (:patients)' : '1 = 1';
  const next = after ? 'AND ((d.ended_at IS NOT NULL) > :ended OR ((d.ended_at IS NOT NULL) = :ended AND (d.planted_at, d.id) < (:at, :id)))' : '';
  const rows = await select<DecoyRow>(act, `${SELECT} WHERE ${where} ${next} ORDER BY d.ended_at IS NOT NULL, d.planted_at DESC, d.id DESC LIMIT ${limit + 1}`, values);
  const page = pageOf(rows, limit, (row) => [row.endedAt === null ? 0 : 1, row.plantedAt.toISOString(), row.id]);
  const total = await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM decoys d WHERE ${where}`, values);
  act.audits.push({ action: 'decoy.list', resourceType: 'decoy' });
  return { items: await present(act, page.items), nextCursor: page.nextCursor, total: Number(total?.n ?? 0) };
}

/** Make up a patient whom no stay, coverage, task or login leads to: whoever opens the record went looking. */
export async function plantDecoy(act: Act, { family, given, birthDate, gender, note }: z.output<typeof breachesContract.plantDecoy.body>): Promise<Decoy> {
  const patientId = await createPatient(act, { name: { family, given: [given] }, birthDate, gender, prefersChannel: 'email' });
  const id = newId();
  await execute(act, 'INSERT INTO decoys (id, patient_id, note_enc, planted_by, planted_at) VALUES (?)', [[id, patientId, note ? act.database.cipher.seal(place(id), note) : null, act.principal.id, act.now]]);
  act.audits.push({ action: 'decoy.planted', resourceType: 'decoy', resourceId: id, patientId });
  return reread(act, id);
}

/** Take it away: the made-up patient is deleted, who opened it stays on the trail. */
export async function endDecoy(act: Act, row: DecoyRow): Promise<Decoy> {
  if (row.endedAt) throw conflict('decoy-ended', 'This decoy was taken away already.');
  await execute(act, 'UPDATE decoys SET ended_at = ?, ended_by = ? WHERE id = ?', [act.now, act.principal.id, row.id]);
  await execute(act, 'UPDATE patients SET deleted_at = ?, version = version + 1 WHERE id = ?', [act.now, row.patientId]);
  act.audits.push({ action: 'decoy.ended', resourceType: 'decoy', resourceId: row.id, patientId: row.patientId });
  return reread(act, row.id);
}

async function reread(act: Act, id: string): Promise<Decoy> {
  const row = await lockDecoy(act, id);
  const [decoy] = row ? await present(act, [row]) : [];
  return stillThere(decoy, 'decoy');
}

async function present(act: Act, rows: readonly DecoyRow[]): Promise<Decoy[]> {
  const ids = rows.map(({ patientId }) => patientId);
  const patients = await loadPatientsInList(act, ids);
  const touches = ids.length === 0 ? [] : await select<Touch>(
    act, "SELECT e.patient_id AS patientId, e.at, e.actor_id AS actorId, u.display_name AS name, e.address FROM audit_events e LEFT JOIN staff_users u ON u.id = e.actor_id WHERE e.patient_id IN (:ids) AND e.action = 'decoy.touched' ORDER BY e.at DESC", { ids });
  return rows.flatMap((row) => {
    const patient = patients.get(row.patientId);
    const own = touches.filter(({ patientId }) => patientId === row.patientId);
    return patient === undefined ? [] : [{
      id: row.id, patient, note: row.noteEnc && act.database.cipher.open(place(row.id), row.noteEnc), plantedBy: { id: row.plantedBy, name: row.plantedByName }, plantedAt: row.plantedAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null,
      touches: own.slice(0, SHOWN).map(({ at, actorId, name, address }) => ({ at: at.toISOString(), by: { id: actorId, name: name ?? 'Nobody known' }, address })), touchCount: own.length,
    }];
  });
}
