import { type z } from 'zod';
import { type Notice } from '../../../domain/privacy/breach';
import { newId } from '../../../db/newId';
import { type breachesContract } from '../../contract/breaches';
import { type Act, execute, select, selectOne, trailList } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { literal } from '../../http/like';
import { conflict, invalid, staleVersion, unprocessable } from '../../http/problem';
import { loadPatientsInList, type PatientInList } from '../../presenters/patientInList';
import { nextNumber } from '../money/numbers';
import { stillThere } from '../../http/stillThere';
import { findPatientIds } from '../clinical/patients/nameSearch';
import { hospitalDay } from '../staff/hospitalZone';
import { accountForBreach, withdrawFromAccounts } from './account';
import { type BreachRow, lockBreach, placeOfBreach, SELECT_BREACH } from './breachRow';
import { tellPrivacyDesk } from '../notifications/privacyDesk';

type Listed = z.input<typeof breachesContract.listBreaches.reply>;
export type BreachInList = Listed['items'][number];

const COLUMNS: Readonly<Record<Notice, string>> = { individuals: 'individuals_on', media: 'media_on', secretary: 'secretary_on' };

/** Newest first; found by number, or by the patient it is about. */
export async function listBreaches(act: Act, { finding, q, cursor, limit }: z.output<typeof breachesContract.listBreaches.query>): Promise<Listed> {
  const after = decodeCursor(cursor, 2);
  const patients = q ? await findPatientIds(act, q) : [];
  const values = { finding: finding ?? null, prefix: `${literal(q ?? '')}%`, patients: patients.length > 0 ? patients : ['-'], on: after?.[0] ?? null, id: after?.[1] ?? null };
  const where = [finding ? 'b.finding = :finding' : '1 = 1', q ? '(b.number LIKE :prefix OR b.patient_id IN (:patients))' : '1 = 1'].join(' AND ');
  const rows = await select<BreachRow>(act, `${SELECT_BREACH} WHERE ${where} ${after ? 'AND (b.discovered_on, b.id) < (:on, :id)' : ''} ORDER BY b.discovered_on DESC, b.id DESC LIMIT ${limit + 1}`, values);
  const page = pageOf(rows, limit, (row) => [row.discoveredOn, row.id]);
  const total = await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM breaches b WHERE ${where}`, values);
  trailList(act, { action: 'breach.list', resourceType: 'breach' }, page.items.map(({ patientId }) => patientId));
  const known = await loadPatientsInList(act, page.items.map(({ patientId }) => patientId));
  return { items: page.items.map((row) => presentBreach(row, known)), nextCursor: page.nextCursor, total: Number(total?.n ?? 0) };
}

export function presentBreach(row: BreachRow, patients: ReadonlyMap<string, PatientInList>): BreachInList {
  const { id, number, discoveredOn, finding, version } = row;
  return {
    id, number, discoveredOn, finding, version, actor: row.actorId === null ? null : { id: row.actorId, name: row.actorName ?? '' }, patient: row.patientId === null ? null : (patients.get(row.patientId) ?? null),
    openedBy: { id: row.openedBy, name: row.openedByName }, openedAt: row.openedAt.toISOString(),
  };
}

/** Enter what may be a breach. It counts as one from the day it was discovered on, until the risk assessment says otherwise. */
export async function openBreach(act: Act, { discoveredOn, from, to, actorId, patientId, story }: z.output<typeof breachesContract.openBreach.body>): Promise<BreachInList> {
  if (actorId === null && patientId === null) throw unprocessable('nobody-named', 'Name a member of the staff, a patient, or both.');
  const today = hospitalDay(act.now);
  const errors = [
    ...(Date.parse(from) >= Date.parse(to) ? [{ field: 'to', message: 'This is not after the beginning.' }] : []),
    ...(discoveredOn > today ? [{ field: 'discoveredOn', message: 'This day is still to come.' }] : []),
    ...(actorId !== null && !(await selectOne(act, 'SELECT id FROM staff_users WHERE id = ? AND patient_id IS NULL', [actorId])) ? [{ field: 'actorId', message: 'Nobody of the staff has this ID.' }] : []),
    ...(patientId !== null && !(await selectOne(act, 'SELECT id FROM patients WHERE id = ?', [patientId])) ? [{ field: 'patientId', message: 'There is no such patient.' }] : []),
  ];
  if (errors.length > 0) throw invalid(errors);
  const id = newId();
  const sealed = act.database.cipher.seal(placeOfBreach('story_enc', id), story);
  await execute(act, 'INSERT INTO breaches (id, number, discovered_on, from_at, to_at, actor_id, patient_id, story_enc, opened_by, opened_at) VALUES (?)', [[id, await nextNumber(act, 'breach'), discoveredOn, new Date(from), new Date(to), actorId, patientId, sealed, act.principal.id, act.now]]);
  act.audits.push({ action: 'breach.opened', resourceType: 'breach', resourceId: id, patientId, detail: { discoveredOn, from, to, actorId } });
  tellPrivacyDesk(act, id);
  return reread(act, id);
}

/** What the risk assessment found. It may be found anew, when more is known; each finding is on the trail, and in the account of everybody affected. */
export async function decideBreach(act: Act, row: BreachRow, { version, finding, assessment }: z.output<typeof breachesContract.decideBreach.body>): Promise<BreachInList> {
  if (version !== row.version) throw staleVersion(row.version);
  if (finding === 'no-breach' && ((row.individualsOn ?? row.mediaOn ?? row.secretaryOn) !== null || (await wasTold(act, row.id)))) throw conflict('notice-sent', 'A notice of this breach was sent: it cannot be said not to be one.', { currentVersion: row.version });
  const sealed = act.database.cipher.seal(placeOfBreach('assessment_enc', row.id), assessment);
  await execute(act, 'UPDATE breaches SET finding = ?, assessment_enc = ?, decided_by = ?, decided_at = ?, version = version + 1 WHERE id = ?', [finding, sealed, act.principal.id, act.now, row.id]);
  act.audits.push({ action: 'breach.decided', resourceType: 'breach', resourceId: row.id, detail: { before: row.finding, after: finding, assessment } });
  tellPrivacyDesk(act, row.id);
  await (finding === 'breach' ? accountForBreach(act, row) : withdrawFromAccounts(act, row));
  return reread(act, row.id);
}

/** Has any letter gone out? */
const wasTold = async (act: Act, id: string): Promise<boolean> => (await selectOne(act, 'SELECT breach_id FROM breach_letters WHERE breach_id = ? LIMIT 1', [id])) !== null;

/** When a notice went out: never before the breach was discovered, never in the future. */
export async function recordNotice(act: Act, row: BreachRow, { version, notice, sentOn }: z.output<typeof breachesContract.recordNotice.body>): Promise<BreachInList> {
  if (version !== row.version) throw staleVersion(row.version);
  if (row.finding === 'no-breach') throw unprocessable('no-breach', 'It was found to be no breach: nobody has to be told.');
  if (sentOn < row.discoveredOn || sentOn > hospitalDay(act.now)) throw invalid([{ field: 'sentOn', message: 'This is before the discovery, or still to come.' }]);
  await execute(act, `UPDATE breaches SET ${COLUMNS[notice]} = ?, version = version + 1 WHERE id = ?`, [sentOn, row.id]);
  act.audits.push({ action: 'breach.notified', resourceType: 'breach', resourceId: row.id, detail: { notice, sentOn } });
  await accountForBreach(act, row);
  return reread(act, row.id);
}

export async function reread(act: Act, id: string): Promise<BreachInList> {
  const row = stillThere(await lockBreach(act, id), 'breach');
  return presentBreach(row, await loadPatientsInList(act, [row.patientId]));
}
