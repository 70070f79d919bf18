import { CODE_STATUSES, type CodeStatus, type Isolation, ISOLATIONS } from '../../../domain/clinical/precautions';
import { NEWS2_CODE } from '../../../domain/clinical/vitals';
import { type HandoverFacts } from '../../../domain/shifts/sbar';
import { TRANSFER_STATUSES, type TransferStatus } from '../../../domain/beds/transfer';
import { taskType, type TaskTypeName } from '../../../domain/tasks/types';
import { DAY_MS, HOUR_MS } from '../../../domain/time';
import { type Act, select, selectOne } from '../../http/act';
import { activeAllergies } from '../clinical/patients/readPatient';
import { loadDisplays } from '../clinical/concepts';
import { openDoses } from '../clinical/medicines/openDoses';
import { loadPerson } from '../clinical/person';
import { type EncounterRow } from '../encounters/encounterRow';
import { hospitalZone } from '../staff/hospitalZone';
import { handoverResults } from './handoverResults';

/** Medicines due within the shift that comes. */
const AHEAD_MS = 12 * HOUR_MS;

/** What happened to the patient since the shift began and what is open, read afresh from the record. */
export async function handoverFacts(act: Act, encounter: EncounterRow, shiftBegan: Date): Promise<HandoverFacts> {
  const person = await loadPerson(act, encounter.patientId);
  const stay = await selectOne<{ bed: string | null; codeStatus: string; stage: string | null }>(
    act,
    `SELECT b.code AS bed, p.code_status AS codeStatus, j.stage FROM encounters e JOIN patients p ON p.id = e.patient_id LEFT JOIN journeys j ON j.id = e.id
     LEFT JOIN encounter_locations l ON l.lying_encounter_id = e.id LEFT JOIN beds b ON b.id = l.bed_id WHERE e.id = ?`,
    [encounter.id],
  );
  const display = await loadDisplays(act, [{ systemCode: encounter.reasonSystem, code: encounter.reasonCode }]);
  const plannedEnd = encounter.plannedHours === null ? null : new Date(encounter.periodStart.getTime() + encounter.plannedHours * HOUR_MS);
  return {
    bed: stay?.bed ?? 'none', ageYears: person.ageYears, gender: person.sex, reason: encounter.reasonCode === null ? null : display(encounter.reasonSystem, encounter.reasonCode),
    dayOfStay: Math.floor((act.now.getTime() - encounter.periodStart.getTime()) / DAY_MS) + 1,
    codeStatus: stay && stay.codeStatus !== 'full' ? (CODE_STATUSES[stay.codeStatus as CodeStatus] ?? stay.codeStatus) : null,
    isolation: person.isolation === null ? null : (ISOLATIONS[person.isolation as Isolation] ?? person.isolation),
    allergies: (await activeAllergies(act, encounter.patientId)).map((allergy) => allergy.display), plannedEnd: plannedEnd && dayTime(plannedEnd), isLeaving: stay?.stage === 'discharge',
    ...(await scores(act, encounter.id, shiftBegan)), ...(await medicines(act, encounter.id, shiftBegan)), ...(await handoverResults(act, encounter, shiftBegan)), ...(await work(act, encounter.id, shiftBegan)),
    transfer: await transferWords(act, encounter.id),
  };
}

async function scores(act: Act, encounterId: string, since: Date): Promise<Pick<HandoverFacts, 'scores' | 'lastScoreBefore'>> {
  const rows = await select<{ at: Date; total: string }>(act, "SELECT effective_at AS at, value_number AS total FROM observations WHERE encounter_id = ? AND category = 'vital-signs' AND code = ? AND status <> 'entered-in-error' ORDER BY effective_at, id", [encounterId, NEWS2_CODE.code]);
  const before = rows.filter(({ at }) => at < since).at(-1);
  return { scores: rows.filter(({ at }) => at >= since).map(({ at, total }) => ({ at: clock(at), total: Number(total) })), lastScoreBefore: before ? Number(before.total) : null };
}

async function medicines(act: Act, encounterId: string, since: Date): Promise<Pick<HandoverFacts, 'dosesGiven' | 'dosesNotGiven' | 'medicinesDue'>> {
  const given = await selectOne<{ n: number }>(act, "SELECT COUNT(*) AS n FROM medication_administrations WHERE encounter_id = ? AND status = 'completed' AND given_at >= ?", [encounterId, since]);
  const missed = await select<{ systemCode: string; code: string; reason: string | null }>(
    act,
    `SELECT m.system_code AS systemCode, m.code, a.reason_code AS reason FROM medication_administrations a JOIN medication_requests m ON m.id = a.medication_request_id
     WHERE a.encounter_id = ? AND a.status = 'not-done' AND a.due_at >= ? ORDER BY a.due_at LIMIT 20`,
    [encounterId, since],
  );
  const display = await loadDisplays(act, missed);
  const until = act.now.getTime() + AHEAD_MS;
  return {
    dosesGiven: Number(given?.n ?? 0), dosesNotGiven: missed.map(({ systemCode, code, reason }) => `${display(systemCode, code)}${reason ? ` (${reason.replace(/-/g, ' ')})` : ''}`),
    medicinesDue: (await openDoses({ ...act, transaction: null }, encounterId)).filter(({ dueAt }) => dueAt.getTime() <= until).map(({ line, dueAt }) => ({ line, due: clock(dueAt) })),
  };
}

async function work(act: Act, encounterId: string, since: Date): Promise<Pick<HandoverFacts, 'done' | 'openTasks'>> {
  const done = await select<{ type: TaskTypeName; n: number }>(act, "SELECT type, COUNT(*) AS n FROM tasks WHERE journey_id = ? AND status = 'completed' AND completed_at >= ? GROUP BY type ORDER BY MIN(completed_at)", [encounterId, since]);
  const open = await select<{ type: TaskTypeName; dueAt: Date }>(act, 'SELECT type, due_at AS dueAt FROM tasks WHERE journey_id = ? AND is_open = 1 ORDER BY due_at, id', [encounterId]);
  return {
    done: done.map(({ type, n }) => `${taskType(type).title}${Number(n) > 1 ? ` (${Number(n)} times)` : ''}`),
    openTasks: open.map(({ type, dueAt }) => ({ title: taskType(type).title, due: dayTime(dueAt), isOverdue: dueAt < act.now })),
  };
}

async function transferWords(act: Act, encounterId: string): Promise<string | null> {
  const row = await selectOne<{ ward: string; status: TransferStatus }>(act, 'SELECT w.name AS ward, t.status FROM bed_transfers t JOIN wards w ON w.id = t.to_ward_id WHERE t.pending_encounter_id = ?', [encounterId]);
  return row && `Transfer to ${row.ward}: ${TRANSFER_STATUSES[row.status].toLowerCase()}.`;
}

const clock = (at: Date): string => new Intl.DateTimeFormat('en-GB', { timeZone: hospitalZone(), hour: '2-digit', minute: '2-digit' }).format(at);
const dayTime = (at: Date): string => `${new Intl.DateTimeFormat('en-GB', { timeZone: hospitalZone(), day: 'numeric', month: 'short' }).format(at)}, ${clock(at)}`;
