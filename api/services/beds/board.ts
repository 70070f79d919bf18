import { type z } from 'zod';
import { unsuitable, MISFITS } from '../../../domain/beds/fitting';
import { type Prediction, predictDischarge } from '../../../domain/beds/prediction';
import { BED_STATUSES, isReopenable } from '../../../domain/beds/status';
import { TRANSFER_STATUSES } from '../../../domain/beds/transfer';
import { HOUR_MS } from '../../../domain/time';
import { type bedOnBoard, type bedsContract } from '../../contract/beds';
import { type Act, select, trailList } from '../../http/act';
import { loadPatientsInList, type PatientInList } from '../../presenters/patientInList';
import { type BoardRow, type Cleaning, openBranches, openCleaning, selectBoard, undoableMoves } from './boardRows';
import { equipmentOf } from './findBeds';

type Board = z.infer<typeof bedsContract.readBedBoard.reply>;
type BedOnBoard = z.infer<typeof bedOnBoard>;

/** Every bed by ward with who lies in it: a handful of queries for the whole house. */
export async function readBedBoard(act: Act, wardId: string | undefined): Promise<Board> {
  const [wards, rows, waiting] = [await selectWards(act, wardId), await selectBoard(act, wardId), await patientsWithoutBed(act)];
  const patients = await loadPatientsInList(act, [...rows, ...waiting].map((row) => row.patientId));
  trailList(act, { action: 'bed.list', resourceType: 'bed' }, patients.keys());
  const facts = {
    cleaning: await openCleaning(act, rows.filter(({ status }) => isReopenable(status)).map(({ id }) => id)),
    undo: await undoableMoves(act, rows.flatMap(({ locationId, locationStatus }) => (locationId && locationStatus === 'active' ? [locationId] : []))),
    branches: await openBranches(act, rows.flatMap(({ encounterId, stage }) => (encounterId && stage === 'discharge' ? [encounterId] : []))),
  };
  const beds = rows.map((row) => ({ wardId: row.wardId, bed: present(row, act.now, row.patientId === null ? undefined : patients.get(row.patientId), facts) }));
  return {
    wards: wards.map((ward) => {
      const own = beds.filter((one) => one.wardId === ward.id).map((one) => one.bed);
      return { ...ward, beds: own, counts: countBeds(own) };
    }),
    waiting: waiting.flatMap((row) => {
      const patient = patients.get(row.patientId);
      return patient ? [{ encounterId: row.encounterId, patient, since: row.since.toISOString() }] : [];
    }),
  };
}

/** How many beds are in which state; each bed counts once, but for those leaving, who are occupied too. */
export function countBeds(beds: readonly Pick<BedOnBoard, 'status' | 'isReserved' | 'isLeaving'>[]): Board['wards'][number]['counts'] {
  const count = (is: (bed: Pick<BedOnBoard, 'status' | 'isReserved' | 'isLeaving'>) => boolean) => beds.filter(is).length;
  return {
    beds: beds.length, free: count((bed) => bed.status === 'U' && !bed.isReserved), reserved: count((bed) => bed.status === 'U' && bed.isReserved), occupied: count((bed) => bed.status === 'O' || bed.status === 'I'),
    leaving: count((bed) => bed.isLeaving), cleaning: count((bed) => bed.status === 'H' || bed.status === 'K'), outOfUse: count((bed) => bed.status === 'C'),
  };
}

/** When this bed's patient is likely to leave; null for a bed nobody lies in. */
export function predictionOf(row: BoardRow, branches: ReadonlyMap<string, readonly string[]>, now: Date): Prediction | null {
  if (row.locationStatus !== 'active' || !row.encounterId || !row.admittedAt) return null;
  return predictDischarge({ admittedAt: row.admittedAt, plannedHours: row.plannedHours, isLeaving: row.stage === 'discharge', news2: row.news2, waitsFor: branches.get(row.encounterId) ?? [] }, now);
}

interface Facts {
  readonly cleaning: ReadonlyMap<string, Cleaning>;
  readonly undo: ReadonlyMap<string, { moveId: string; until: string }>;
  readonly branches: ReadonlyMap<string, readonly string[]>;
}

function present(row: BoardRow, now: Date, patient: PatientInList | undefined, facts: Facts): BedOnBoard {
  const prediction = predictionOf(row, facts.branches, now);
  const equipment = equipmentOf(row.equipment);
  const bed = { sexConstraint: row.sexConstraint, isolationCapable: row.isolationCapable === 1, equipment, roommates: [] };
  const why = row.locationStatus === 'active' && row.gender ? unsuitable(bed, { sex: row.gender, isolation: row.isolation, equipment: equipmentOf(row.equipmentNeeded) }) : null;
  return {
    id: row.id, code: row.code, room: row.room, status: row.status, statusLabel: BED_STATUSES[row.status], isReserved: row.locationStatus === 'reserved', isolationCapable: bed.isolationCapable,
    sexConstraint: row.sexConstraint, equipment, needs: row.encounterVersion === null ? null : { equipment: equipmentOf(row.equipmentNeeded), encounterVersion: row.encounterVersion }, missing: why ? [MISFITS[why]] : [], closedReason: row.closedReason,
    // The bed of this row, not of the patient: somebody who is played again may lie in two.
    patient: patient ? { ...patient, bed: row.code, codeStatus: row.codeStatus ?? 'full', isolation: row.isolation } : null,
    encounterId: row.encounterId, since: row.since?.toISOString() ?? null, reservedUntil: row.locationStatus === 'reserved' ? (row.reservedUntil?.toISOString() ?? null) : null,
    expectedDischargeAt: row.admittedAt && row.plannedHours !== null ? new Date(row.admittedAt.getTime() + row.plannedHours * HOUR_MS).toISOString() : null,
    prediction: prediction && { at: prediction.at?.toISOString() ?? null, confidence: prediction.confidence, because: [...prediction.because] },
    isLeaving: row.locationStatus === 'active' && row.stage === 'discharge',
    transfer: row.transferId && row.transferStatus ? { id: row.transferId, status: row.transferStatus, statusLabel: TRANSFER_STATUSES[row.transferStatus], toWard: row.transferTo ?? '', version: row.transferVersion ?? 1 } : null,
    undo: (row.locationId && facts.undo.get(row.locationId)) || null,
    cleaning: facts.cleaning.get(row.id) ?? null, version: row.version,
  };
}

export async function selectWards(act: Act, wardId: string | undefined): Promise<{ id: string; code: string; name: string; specialty: string | null }[]> {
  return select(act, `SELECT id, code, name, specialty FROM wards ${wardId ? 'WHERE id = :wardId' : ''} ORDER BY name, id`, { wardId: wardId ?? null });
}

/** Admitted, and in no bed yet: those who wait longest first. */
async function patientsWithoutBed(act: Act): Promise<{ encounterId: string; patientId: string; since: Date }[]> {
  return select(
    act,
    `SELECT j.id AS encounterId, j.patient_id AS patientId, j.started_at AS since FROM journeys j JOIN encounters e ON e.id = j.id AND e.class_code = 'IMP' AND e.status = 'in-progress'
     LEFT JOIN encounter_locations l ON l.lying_encounter_id = j.id WHERE j.status = 'running' AND j.stage IN ('admission', 'diagnostics', 'treatment') AND l.id IS NULL ORDER BY j.started_at, j.id LIMIT 100`,
  );
}
