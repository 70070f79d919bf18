import { type BedToFit, misfit, type PatientToFit } from '../../../domain/beds/fitting';
import { type BedStatus } from '../../../domain/beds/status';
import { type Act, select } from '../../http/act';

export interface BedRow extends BedToFit {
  readonly id: string;
  readonly code: string;
  readonly wardId: string;
  readonly wardName: string;
  readonly roomId: string;
  readonly roomCode: string;
  readonly version: number;
}

interface StoredBed extends Omit<BedRow, 'isReserved' | 'isolationCapable' | 'roommates'> {
  isolationCapable: number;
  locationStatus: 'reserved' | 'active' | null;
  sexInBed: string | null;
}

/** Every bed, or those named, with who else is in the room: two queries whatever the size of the house. */
export async function loadBeds(act: Act, bedId?: string): Promise<BedRow[]> {
  const rows = await select<StoredBed>(
    act,
    `SELECT b.id, b.code, b.ward_id AS wardId, w.name AS wardName, b.room_id AS roomId, r.code AS roomCode, b.operational_status AS operationalStatus,
       b.sex_constraint AS sexConstraint, b.isolation_capable AS isolationCapable, b.version, l.status AS locationStatus, p.administrative_gender AS sexInBed
     FROM beds b JOIN wards w ON w.id = b.ward_id JOIN rooms r ON r.id = b.room_id
     LEFT JOIN encounter_locations l ON l.occupied_bed_id = b.id LEFT JOIN encounters e ON e.id = l.encounter_id LEFT JOIN patients p ON p.id = e.patient_id
     ${bedId === undefined ? '' : 'WHERE b.room_id = (SELECT room_id FROM beds WHERE id = :bedId)'} ORDER BY w.name, b.code`,
    { bedId: bedId ?? null },
  );
  return rows.map(({ locationStatus, sexInBed: _sexInBed, isolationCapable, ...bed }) => ({
    ...bed,
    operationalStatus: bed.operationalStatus as BedStatus,
    isReserved: locationStatus === 'reserved',
    isolationCapable: isolationCapable === 1,
    roommates: rows.flatMap((other) => (other.roomId === bed.roomId && other.id !== bed.id && other.sexInBed !== null ? [other.sexInBed] : [])),
  }));
}

/** The free, clean beds that fit a patient, by ward and code. */
export async function findFittingBeds(act: Act, patient: PatientToFit): Promise<BedRow[]> {
  return (await loadBeds(act)).filter((bed) => misfit(bed, patient) === null);
}
