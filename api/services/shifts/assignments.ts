import { type z } from 'zod';
import { loadOf, proposeAssignment } from '../../../domain/shifts/assignment';
import { boundsOf, nextShift, previousShift, type Shift, shiftAt } from '../../../domain/shifts/times';
import { type shiftsContract } from '../../contract/shifts';
import { type Act, execute, select, trailList } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { loadPatientsInList } from '../../presenters/patientInList';
import { hospitalZone } from '../staff/hospitalZone';
import { isAway, leavesBetween } from './leaves';
import { rosterOf } from './roster';

type Assignments = z.infer<typeof shiftsContract.readAssignments.reply>;

interface LyingRow {
  encounterId: string;
  patientId: string;
  room: string;
  news2: number | null;
  isolation: string | null;
  stage: string | null;
  openTasks: number;
}

/** The shift a person means by "this one" or "the next". */
export function shiftOf(act: Act, which: 'current' | 'next'): Shift {
  const current = shiftAt(act.now.getTime(), hospitalZone());
  return which === 'current' ? current : nextShift(current);
}

/** Who looks after whom, and who could: the proposal fills what nobody has decided. */
export async function readAssignments(act: Act, ward: { id: string; name: string }, which: 'current' | 'next'): Promise<Assignments> {
  const one = shiftOf(act, which);
  const bounds = boundsOf(one, hospitalZone());
  const lying = await lyingOn(act, ward.id);
  const leaves = await leavesBetween(act, bounds.from, bounds.until);
  const roster = (await rosterOf(act, [one], ward.id)).filter(({ shift }) => shift === one.shift);
  const nurses = roster.map(({ userId, name }) => ({ id: userId, name, isAway: isAway(leaves, userId, bounds) }));
  const [now, before] = [await assignedIn(act, ward.id, one), await assignedIn(act, ward.id, previousShift(one))];
  const patients = lying.map((row) => ({ encounterId: row.encounterId, room: row.room, news2: row.news2, isIsolated: row.isolation !== null, isLeaving: row.stage === 'discharge', openTasks: Number(row.openTasks), previousNurseId: before.get(row.encounterId)?.id ?? null }));
  const proposals = new Map(proposeAssignment(patients, nurses.filter((nurse) => !nurse.isAway).map(({ id }) => id)).map((proposal) => [proposal.encounterId, proposal]));
  const inList = await loadPatientsInList(act, lying.map(({ patientId }) => patientId));
  trailList(act, { action: 'assignments.read', resourceType: 'ward', resourceId: ward.id }, inList.keys());
  const shown = lying.flatMap((row, index) => {
    const patient = inList.get(row.patientId);
    const facts = patients[index];
    const proposal = proposals.get(row.encounterId);
    const nurse = nurses.find(({ id }) => id === proposal?.nurseId);
    return patient && facts ? [{ encounterId: row.encounterId, patient, room: row.room, load: loadOf(facts), nurse: now.get(row.encounterId) ?? null, proposal: proposal && nurse ? { id: nurse.id, name: nurse.name, because: proposal.because } : null }] : [];
  });
  return {
    wardId: ward.id, ward: ward.name, ...one, startsAt: new Date(bounds.from).toISOString(), endsAt: new Date(bounds.until).toISOString(), patients: shown,
    nurses: nurses.map((nurse) => {
      const own = shown.filter((patient) => patient.nurse?.id === nurse.id);
      return { ...nurse, patients: own.length, load: own.reduce((sum, { load }) => sum + load, 0) };
    }),
  };
}

/** Give patients to nurses for a shift: patients who lie on the ward, nurses who are on its roster. */
export async function assignPatients(act: Act, wardId: string, body: Shift & { assignments: readonly { encounterId: string; nurseId: string }[] }): Promise<{ assigned: number }> {
  const lying = new Set((await lyingOn(act, wardId)).map(({ encounterId }) => encounterId));
  const rostered = new Set((await rosterOf(act, [body], wardId)).filter(({ shift }) => shift === body.shift).map(({ userId }) => userId));
  const errors = body.assignments.flatMap(({ encounterId, nurseId }, index) => [
    ...(lying.has(encounterId) ? [] : [{ field: `assignments.${index}.encounterId`, message: 'This patient does not lie on the ward any more.' }]),
    ...(rostered.has(nurseId) ? [] : [{ field: `assignments.${index}.nurseId`, message: 'This nurse is not on this shift.' }]),
  ]);
  if (errors.length > 0) throw unprocessable('cannot-assign', 'Some patients could not be given to these nurses; nothing was changed.', { errors });
  const rows = body.assignments.map(({ encounterId, nurseId }) => [encounterId, body.date, body.shift, wardId, nurseId, act.principal.id, act.now]);
  await execute(
    act,
    `INSERT INTO shift_assignments (encounter_id, shift_date, shift, ward_id, nurse_id, assigned_by, assigned_at) VALUES ${rows.map(() => '(?)').join(', ')}
     ON DUPLICATE KEY UPDATE ward_id = VALUES(ward_id), nurse_id = VALUES(nurse_id), assigned_by = VALUES(assigned_by), assigned_at = VALUES(assigned_at)`,
    rows,
  );
  act.audits.push({ action: 'patients.assigned', resourceType: 'ward', resourceId: wardId, detail: { date: body.date, shift: body.shift, assignments: body.assignments } });
  act.announcements.push({ topic: 'bed', id: wardId });
  return { assigned: rows.length };
}

/** Who was given whom in a shift, by stay. */
export async function assignedIn(act: Act, wardId: string | null, { date, shift }: Shift): Promise<Map<string, { id: string; name: string }>> {
  const rows = await select<{ encounterId: string; id: string; name: string }>(
    act,
    `SELECT a.encounter_id AS encounterId, u.id, u.display_name AS name FROM shift_assignments a JOIN staff_users u ON u.id = a.nurse_id WHERE a.shift_date = :date AND a.shift = :shift ${wardId ? 'AND a.ward_id = :wardId' : ''}`,
    { date, shift, wardId },
  );
  return new Map(rows.map(({ encounterId, ...nurse }) => [encounterId, nurse]));
}

async function lyingOn(act: Act, wardId: string): Promise<LyingRow[]> {
  return select<LyingRow>(
    act,
    `SELECT e.id AS encounterId, e.patient_id AS patientId, r.code AS room, j.news2, p.isolation, j.stage, COALESCE(j.open_tasks, 0) AS openTasks
     FROM encounter_locations l JOIN beds b ON b.id = l.bed_id JOIN rooms r ON r.id = b.room_id JOIN encounters e ON e.id = l.encounter_id JOIN patients p ON p.id = e.patient_id LEFT JOIN journeys j ON j.id = e.id
     WHERE l.ward_id = ? AND l.status = 'active' ORDER BY b.code, e.id`,
    [wardId],
  );
}
