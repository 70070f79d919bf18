import { type z } from 'zod';
import { newId } from '../../../db/newId';
import { type retentionContract } from '../../contract/retention';
import { type Act, execute, select, selectOne } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { conflict, staleVersion, unprocessable } from '../../http/problem';
import { loadPatientsInList } from '../../presenters/patientInList';
import { findPatientIds } from '../clinical/patients/nameSearch';
import { lockPatient } from '../clinical/patients/patientRow';
import { tellPrivacyDesk } from '../notifications/privacyDesk';

type Listed = z.input<typeof retentionContract.listLegalHolds.reply>;
type Hold = Listed['items'][number];

export interface HoldRow {
  readonly id: string;
  readonly patientId: string;
  readonly reasonEnc: Buffer;
  readonly placedBy: string;
  readonly placedByName: string;
  readonly placedAt: Date;
  readonly liftedBy: string | null;
  readonly liftedByName: string | null;
  readonly liftedAt: Date | null;
  readonly liftReasonEnc: Buffer | null;
  readonly version: number;
}

const SELECT = `SELECT h.id, h.patient_id AS patientId, h.reason_enc AS reasonEnc, h.placed_by AS placedBy, p.display_name AS placedByName, h.placed_at AS placedAt, h.lifted_by AS liftedBy, l.display_name AS liftedByName, h.lifted_at AS liftedAt,
  h.lift_reason_enc AS liftReasonEnc, h.version FROM legal_holds h JOIN staff_users p ON p.id = h.placed_by LEFT JOIN staff_users l ON l.id = h.lifted_by`;
const STATES = { standing: 'h.lifted_at IS NULL', lifted: 'h.lifted_at IS NOT NULL', all: '1 = 1' } as const;
const place = (column: 'reason_enc' | 'lift_reason_enc', id: string) => ({ table: 'legal_holds', column, id });

export function lockHold(act: Act, holdId: string): Promise<HoldRow | null> {
  return selectOne<HoldRow>(act, `${SELECT} WHERE h.id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [holdId]);
}

export async function listHolds(act: Act, { q, state, cursor, limit }: z.output<typeof retentionContract.listLegalHolds.query>): Promise<Listed> {
  const found = q ? await findPatientIds(act, q) : [];
  const after = decodeCursor(cursor, 2);
  const values = { patients: found.length > 0 ? found : ['-'], at: new Date(String(after?.[0] ?? 0)), id: after?.[1] ?? null };
  const where = `${STATES[state]}${q ? ' AND h.patient_id IN (:patients)' : ''}`;
  const rows = await select<HoldRow>(act, `${SELECT} WHERE ${where} ${after ? 'AND (h.placed_at, h.id) < (:at, :id)' : ''} ORDER BY h.placed_at DESC, h.id DESC LIMIT ${limit + 1}`, values);
  const page = pageOf(rows, limit, (row) => [row.placedAt.toISOString(), row.id]);
  const total = await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM legal_holds h WHERE ${where}`, values);
  act.audits.push({ action: 'legal-hold.list', resourceType: 'legal-hold', detail: { patientIds: page.items.map(({ patientId }) => patientId) } });
  return { items: await present(act, page.items), nextCursor: page.nextCursor, total: Number(total?.n ?? 0) };
}

/** The patient's row is locked, as by whoever would remove the record: either the hold comes first, or nothing is left to hold. */
export async function placeHold(act: Act, { patientId, reason }: z.output<typeof retentionContract.placeLegalHold.body>): Promise<Hold> {
  if (!(await lockPatient(act, patientId))) throw unprocessable('no-patient', 'There is no such patient.');
  const id = newId();
  await execute(act, 'INSERT INTO legal_holds (id, patient_id, reason_enc, placed_by, placed_at) VALUES (?)', [[id, patientId, act.database.cipher.seal(place('reason_enc', id), reason), act.principal.id, act.now]]);
  act.audits.push({ action: 'legal-hold.placed', resourceType: 'legal-hold', resourceId: id, patientId, detail: { reason } });
  tellPrivacyDesk(act, id);
  return reread(act, id);
}

export async function liftHold(act: Act, row: HoldRow, { version, reason }: z.output<typeof retentionContract.liftLegalHold.body>): Promise<Hold> {
  if (version !== row.version) throw staleVersion(row.version);
  if (row.liftedAt) throw conflict('hold-lifted', 'This hold was lifted already.', { currentVersion: row.version });
  await execute(act, 'UPDATE legal_holds SET lifted_at = ?, lifted_by = ?, lift_reason_enc = ?, version = version + 1 WHERE id = ?', [act.now, act.principal.id, act.database.cipher.seal(place('lift_reason_enc', row.id), reason), row.id]);
  act.audits.push({ action: 'legal-hold.lifted', resourceType: 'legal-hold', resourceId: row.id, patientId: row.patientId, detail: { reason } });
  tellPrivacyDesk(act, row.id);
  return reread(act, row.id);
}

async function reread(act: Act, id: string): Promise<Hold> {
  const row = await lockHold(act, id);
  const [hold] = row ? await present(act, [row]) : [];
  if (!hold) throw new Error('The hold vanished while it was written.');
  return hold;
}

async function present(act: Act, rows: readonly HoldRow[]): Promise<Hold[]> {
  const patients = await loadPatientsInList(act, rows.map(({ patientId }) => patientId));
  const { cipher } = act.database;
  return rows.flatMap((row) => {
    const patient = patients.get(row.patientId);
    return patient === undefined ? [] : [{
      id: row.id, patient, reason: patient.isRestricted ? null : cipher.open(place('reason_enc', row.id), row.reasonEnc), placedBy: { id: row.placedBy, name: row.placedByName }, placedAt: row.placedAt.toISOString(),
      liftedBy: row.liftedBy === null ? null : { id: row.liftedBy, name: row.liftedByName ?? '' }, liftedAt: row.liftedAt?.toISOString() ?? null, liftReason: patient.isRestricted ? null : row.liftReasonEnc && cipher.open(place('lift_reason_enc', row.id), row.liftReasonEnc), version: row.version,
    }];
  });
}
