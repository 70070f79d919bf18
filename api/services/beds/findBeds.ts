import { readJson } from '../../../db/models/table';
import { type BedToFit, misfit, type PatientToFit } from '../../../domain/beds/fitting';
import { isKept } from '../../../domain/beds/reservation';
import { type Act, select, selectOne } from '../../http/act';
import { loadPerson } from '../clinical/person';
import { type EncounterRow } from '../encounters/encounterRow';

export interface BedRow extends BedToFit {
  readonly id: string;
  readonly code: string;
  readonly wardId: string;
  readonly wardName: string;
  readonly roomId: string;
  readonly roomCode: string;
  readonly version: number;
  /** Kept for the patient that is asked about. */
  readonly isReservedForThem: boolean;
}

interface StoredBed extends Omit<BedRow, 'isReserved' | 'isReservedForThem' | 'isolationCapable' | 'equipment' | 'roommates'> {
  isolationCapable: number;
  equipment: unknown;
  locationStatus: 'reserved' | 'active' | null;
  reservedUntil: Date | null;
  encounterId: string | null;
  sexInBed: string | null;
}

export interface BedsWanted {
  /** Only the room of this bed. */
  readonly besideBedId?: string;
  readonly wardId?: string;
  /** Only rooms with a free bed: in a full house most have none, and their patients need not be read. */
  readonly whereFree?: true;
  /** Whose bed is looked for: what is kept for them, or holds them now, does not stand against them. */
  readonly encounterId?: string;
}

/** Beds by ward and code, with who else is in the room: one query whatever the size of the house. */
export async function loadBeds(act: Act, { besideBedId, wardId, whereFree, encounterId }: BedsWanted = {}): Promise<BedRow[]> {
  const conditions = [
    ...(besideBedId === undefined ? [] : ['b.room_id = (SELECT room_id FROM beds WHERE id = :besideBedId)']),
    ...(wardId === undefined ? [] : ['b.ward_id = :wardId']),
    ...(whereFree ? ["b.room_id IN (SELECT f.room_id FROM beds f WHERE f.operational_status = 'U')"] : []),
  ];
  const rows = await select<StoredBed>(
    act,
    `SELECT b.id, b.code, b.ward_id AS wardId, w.name AS wardName, b.room_id AS roomId, r.code AS roomCode, b.operational_status AS operationalStatus,
       b.sex_constraint AS sexConstraint, b.isolation_capable AS isolationCapable, b.equipment, b.version, l.status AS locationStatus, l.reserved_until AS reservedUntil,
       l.encounter_id AS encounterId, p.administrative_gender AS sexInBed
     FROM beds b JOIN wards w ON w.id = b.ward_id JOIN rooms r ON r.id = b.room_id
     LEFT JOIN encounter_locations l ON l.occupied_bed_id = b.id LEFT JOIN encounters e ON e.id = l.encounter_id LEFT JOIN patients p ON p.id = e.patient_id
     ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY w.name, b.code`,
    { besideBedId: besideBedId ?? null, wardId: wardId ?? null },
  );
  const counts = (row: StoredBed) => row.encounterId !== encounterId && row.sexInBed !== null && (row.locationStatus === 'active' || isKept(row.reservedUntil, act.now));
  const inRoom = new Map<string, StoredBed[]>();
  for (const row of rows.filter(counts)) {
    const others = inRoom.get(row.roomId);
    if (others) others.push(row);
    else inRoom.set(row.roomId, [row]);
  }
  // Field by field: a copy of what is left of each row costs more than the query, in a house of hundreds of beds.
  return rows.map((row) => {
    const isReserved = row.locationStatus === 'reserved' && isKept(row.reservedUntil, act.now);
    return {
      id: row.id, code: row.code, wardId: row.wardId, wardName: row.wardName, roomId: row.roomId, roomCode: row.roomCode, version: row.version,
      operationalStatus: row.operationalStatus, sexConstraint: row.sexConstraint,
      isReserved: isReserved && row.encounterId !== encounterId,
      isReservedForThem: isReserved && row.encounterId === encounterId,
      isolationCapable: row.isolationCapable === 1,
      equipment: equipmentOf(row.equipment),
      roommates: (inRoom.get(row.roomId) ?? []).flatMap((other) => (other.id === row.id ? [] : [other.sexInBed ?? ''])),
    };
  });
}

/** What the fitting of a bed asks about the patient of a stay. */
export async function loadPatientToFit(act: Act, encounter: Pick<EncounterRow, 'patientId' | 'equipmentNeeded'>): Promise<PatientToFit> {
  const { sex, isolation } = await loadPerson(act, encounter.patientId);
  return { sex, isolation, equipment: equipmentOf(encounter.equipmentNeeded) };
}

/** The free, clean beds that fit a patient, those kept for them first, then by ward and code. */
export async function findFittingBeds(act: Act, encounter: EncounterRow, wardId?: string): Promise<BedRow[]> {
  const patient = await loadPatientToFit(act, encounter);
  const beds = (await loadBeds(act, { encounterId: encounter.id, whereFree: true, ...(wardId === undefined ? {} : { wardId }) })).filter((bed) => misfit(bed, patient) === null);
  return beds.sort((a, b) => Number(b.isReservedForThem) - Number(a.isReservedForThem));
}

/** The bed that a form names, as the one choice it has; none when there is no such bed, or not on that ward. */
export async function bedNamed(act: Act, answers: unknown, wardId?: string): Promise<{ value: string; label: string }[]> {
  const bedId = (answers as { readonly bedId?: unknown } | null | undefined)?.bedId;
  if (typeof bedId !== 'string') return [];
  const bed = await selectOne<{ id: string; code: string; wardId: string }>(act, 'SELECT id, code, ward_id AS wardId FROM beds WHERE id = ?', [bedId]);
  return bed && (wardId === undefined || bed.wardId === wardId) ? [{ value: bed.id, label: bed.code }] : [];
}

/** Codes in a JSON column, on either server. */
export function equipmentOf(stored: unknown): string[] {
  const value = readJson(stored);
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** A bed in a list of choices. */
export function bedLabel(bed: BedRow): string {
  const extras = [bed.isReservedForThem ? 'kept for this patient' : null, bed.isolationCapable ? 'isolation' : null].filter(Boolean);
  return `${bed.wardName}, room ${bed.roomCode}, bed ${bed.code}${extras.length > 0 ? ` (${extras.join(', ')})` : ''}`;
}
