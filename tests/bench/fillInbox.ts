import { type Database } from '../../db/connect';
import { Bed, Encounter, EncounterLocation, Journey, Patient, PatientSearchToken, Room, StaffRole, StaffUser, Task, Ward } from '../../db/models';
import { newId } from '../../db/newId';
import { TASK_TYPES, taskType, type TaskTypeName } from '../../domain/tasks/types';

/** How large a hospital the benchmark fills. */
export const SIZE = { wards: 40, bedsPerWard: 30, nurses: 400, patients: 20_000, tasksPerPatient: 5 } as const;

export interface FilledInbox {
  readonly wardIds: readonly string[];
  readonly tasks: number;
  /** A family name, an MRN and a bed that are there. */
  readonly family: string;
  readonly mrn: string;
  readonly bed: string;
}

/** Names as common as this hospital's patients bear them: one in twenty. */
export const FAMILIES = ['Abernathy', 'Castellanos', 'Dorrance', 'Eberhardt', 'Fitzsimmons', 'Galloway', 'Haverford', 'Ingersoll', 'Jankowski', 'Kilpatrick', 'Lindqvist', 'Montgomery', 'Nakamura', 'Okonkwo', 'Pemberton', 'Quintana', 'Rutherford', 'Sandoval', 'Thornbury', 'Villanueva'];
export const GIVEN = ['Ada', 'Bruno', 'Chiara', 'Dmitri', 'Elena', 'Farid', 'Greta', 'Hiro', 'Ines', 'Jonas', 'Karim', 'Leila', 'Mateo', 'Nadia', 'Oskar', 'Priya', 'Quinn', 'Rosa', 'Stefan', 'Tala'];
const TYPES = Object.keys(TASK_TYPES) as TaskTypeName[];
const CHUNK = 2_000;

/** The wards, beds and nurses that the filled patients belong to. */
export interface FilledHouse {
  readonly wards: readonly { readonly id: string }[];
  readonly beds: readonly { readonly id: string; readonly wardId: string }[];
  readonly nurses: readonly { readonly id: string }[];
}

/** Rows as the application writes them: sealed names, search tokens, beds with one patient each, tasks of every type, a third of them held. */
export async function fillInbox(database: Database): Promise<FilledInbox> {
  const house = await fillHouse();
  const tasks = await fillPatients(database, house, { from: 0, to: SIZE.patients, tasksPerPatient: SIZE.tasksPerPatient });
  return { wardIds: house.wards.map(({ id }) => id), tasks, family: 'Pemberton', mrn: 'M20000777', bed: 'B7-07' };
}

export async function fillHouse(): Promise<FilledHouse> {
  const wards = Array.from({ length: SIZE.wards }, (_, n) => ({ id: newId(), code: `B${n}`, name: `Ward ${n}` }));
  const rooms = wards.map(({ id }) => ({ id: newId(), wardId: id, code: '1' }));
  const beds = wards.flatMap((ward, n) => Array.from({ length: SIZE.bedsPerWard }, (_, b) => ({ id: newId(), wardId: ward.id, roomId: rooms[n]?.id ?? '', code: `B${n}-${String(b + 1).padStart(2, '0')}`, operationalStatus: 'O' })));
  const nurses = Array.from({ length: SIZE.nurses }, (_, n) => ({ id: newId(), username: `bench-nurse-${n}`, displayName: `${GIVEN[n % 20]} ${FAMILIES[Math.floor(n / 20) % 20]}`, passwordHash: 'none' }));
  await Ward.bulkCreate(wards);
  await Room.bulkCreate(rooms);
  await Bed.bulkCreate(beds);
  await StaffUser.bulkCreate(nurses);
  await StaffRole.bulkCreate(nurses.map(({ id }) => ({ userId: id, role: 'nurse' })));
  return { wards, beds, nurses };
}

/** Patients with these numbers, a running journey and so many open tasks each. Answers how many tasks. */
export async function fillPatients({ cipher }: Database, { wards, beds, nurses }: FilledHouse, { from, to, tasksPerPatient }: { from: number; to: number; tasksPerPatient: number }): Promise<number> {
  const now = Date.now();
  const random = seeded(7 + from);
  const patients = Array.from({ length: to - from }, (_, index) => index + from).map((n) => ({ id: newId(), family: FAMILIES[n % 20] ?? '', given: GIVEN[Math.floor(n / 20) % 20] ?? '', mrn: `M${20_000_000 + n}`, journeyId: newId(), bed: beds[n] ?? null, wardId: beds[n]?.wardId ?? wards[n % SIZE.wards]?.id ?? '', news2: n % 4 === 0 ? null : Math.floor(random() ** 2 * 14) }));
  for (const part of chunks(patients, CHUNK)) {
    await Patient.bulkCreate(part.map(({ id, family, given, mrn }) => {
      const place = (column: string) => ({ table: 'patients', column, id });
      return {
        id, administrativeGender: 'female', mrnIndex: cipher.blindIndex('mrn', mrn), mrnEnc: cipher.seal(place('mrn_enc'), mrn),
        nameEnc: cipher.sealJson(place('name_enc'), { family, given: [given] }), birthDateEnc: cipher.seal(place('birth_date_enc'), '1961-05-04'),
      };
    }));
    await PatientSearchToken.bulkCreate(part.flatMap(({ id, family, given, mrn }) => cipher.searchTokens(`${family} ${given} ${mrn}`).map((token) => ({ token, patientId: id }))));
    await Encounter.bulkCreate(part.map(({ id, journeyId, wardId }) => ({ id: journeyId, patientId: id, classCode: 'IMP', status: 'in-progress', periodStart: new Date(now), wardId })));
    await Journey.bulkCreate(part.map(({ id, journeyId, wardId, news2 }) => ({ id: journeyId, patientId: id, workflowId: `journey-${journeyId}`, stage: 'treatment', step: 'bench', startedAt: new Date(now), stageStartedAt: new Date(now), wardId, news2 })));
    await EncounterLocation.bulkCreate(part.flatMap(({ journeyId, bed }) => (bed ? [{ id: newId(), encounterId: journeyId, bedId: bed.id, wardId: bed.wardId, status: 'active', periodStart: new Date(now) }] : [])));
  }
  const tasks = patients.flatMap(({ id, journeyId, wardId, news2 }) => Array.from({ length: tasksPerPatient }, () => {
    const type = TYPES[Math.floor(random() * TYPES.length)] ?? 'observation-round';
    const { role, stage, priority, onWard, form } = taskType(type);
    const taskId = newId();
    const holderId = role === 'nurse' && random() < 0.33 ? (nurses[Math.floor(random() * nurses.length)]?.id ?? null) : null;
    const createdAt = new Date(now - Math.floor(random() * 2 * 86_400_000));
    return {
      id: taskId, dedupId: taskId, workflowId: `journey-${journeyId}`, journeyId, encounterId: journeyId, patientId: id, type, formVersion: form.version, stage, role, priority, acuity: news2 ?? -1, wardId: onWard ? wardId : null,
      dueAt: new Date(now + Math.floor((random() * 72 - 12) * 3_600_000)), followUpAt: random() < 0.1 ? new Date(now + Math.floor(random() * 86_400_000)) : null, holderId, claimedAt: holderId ? createdAt : null, status: holderId ? 'accepted' : 'requested', createdAt, updatedAt: createdAt,
    };
  }));
  for (const part of chunks(tasks, CHUNK)) await Task.bulkCreate(part);
  return tasks.length;
}

/** The rows, so many at a time. */
export function* chunks<T>(rows: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}

/** Numbers from 0 to 1, the same on every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
