import { type z } from 'zod';
import { BED_STATUSES } from '../../../domain/beds/status';
import { HOUR_MS } from '../../../domain/time';
import { type bedOnBoard, type bedsContract } from '../../contract/beds';
import { type Act, select } from '../../http/act';
import { loadPatientsInList } from '../../presenters/patientInList';

type Board = z.infer<typeof bedsContract.readBedBoard.reply>;
type BedOnBoard = z.infer<typeof bedOnBoard>;

interface Row {
  id: string;
  code: string;
  room: string;
  wardId: string;
  status: BedOnBoard['status'];
  isolationCapable: number;
  sexConstraint: string | null;
  closedReason: string | null;
  version: number;
  locationStatus: 'reserved' | 'active' | null;
  since: Date | null;
  encounterId: string | null;
  patientId: string | null;
  codeStatus: string | null;
  isolation: string | null;
  admittedAt: Date | null;
  plannedHours: number | null;
  stage: string | null;
}

/** Every bed by ward with who lies in it: four queries for the whole house. */
export async function readBedBoard(act: Act, wardId: string | undefined): Promise<{ board: Board; patientIds: string[] }> {
  const wards = await select<{ id: string; code: string; name: string; specialty: string | null }>(act, `SELECT id, code, name, specialty FROM wards ${wardId ? 'WHERE id = :wardId' : ''} ORDER BY name, id`, { wardId: wardId ?? null });
  const rows = await select<Row>(
    act,
    `SELECT b.id, b.code, r.code AS room, b.ward_id AS wardId, b.operational_status AS status, b.isolation_capable AS isolationCapable, b.sex_constraint AS sexConstraint, b.closed_reason AS closedReason, b.version,
       l.status AS locationStatus, l.period_start AS since, e.id AS encounterId, e.patient_id AS patientId, p.code_status AS codeStatus, p.isolation, e.period_start AS admittedAt, e.planned_hours AS plannedHours, j.stage
     FROM beds b JOIN rooms r ON r.id = b.room_id LEFT JOIN encounter_locations l ON l.occupied_bed_id = b.id LEFT JOIN encounters e ON e.id = l.encounter_id
     LEFT JOIN patients p ON p.id = e.patient_id LEFT JOIN journeys j ON j.id = e.id ${wardId ? 'WHERE b.ward_id = :wardId' : ''} ORDER BY b.code, b.id`,
    { wardId: wardId ?? null },
  );
  const patients = await loadPatientsInList(act, rows.map((row) => row.patientId));
  const cleaning = await openCleaning(act, rows.some((row) => row.status === 'H'));
  const beds = rows.map((row) => ({ wardId: row.wardId, bed: present(row, row.patientId === null ? undefined : patients.get(row.patientId), cleaning.get(row.id) ?? null) }));
  const board: Board = {
    wards: wards.map((ward) => {
      const own = beds.filter((one) => one.wardId === ward.id).map((one) => one.bed);
      const count = (is: (bed: BedOnBoard) => boolean) => own.filter(is).length;
      return {
        ...ward, beds: own,
        counts: { beds: own.length, free: count((bed) => bed.status === 'U' && !bed.isReserved), occupied: count((bed) => bed.status === 'O' || bed.status === 'I'), leaving: count((bed) => bed.isLeaving), cleaning: count((bed) => bed.status === 'H' || bed.status === 'K'), outOfUse: count((bed) => bed.status === 'C') },
      };
    }),
  };
  return { board, patientIds: [...patients.keys()] };
}

function present(row: Row, patient: NonNullable<ReturnType<Awaited<ReturnType<typeof loadPatientsInList>>['get']>> | undefined, cleaning: BedOnBoard['cleaning']): BedOnBoard {
  return {
    id: row.id, code: row.code, room: row.room, status: row.status, statusLabel: BED_STATUSES[row.status], isReserved: row.locationStatus === 'reserved', isolationCapable: row.isolationCapable === 1,
    sexConstraint: row.sexConstraint, closedReason: row.closedReason,
    // The bed of this row, not of the patient: somebody who is played again may lie in two.
    patient: patient ? { ...patient, bed: row.code, codeStatus: row.codeStatus ?? 'full', isolation: row.isolation } : null,
    encounterId: row.encounterId, since: row.since?.toISOString() ?? null,
    expectedDischargeAt: row.admittedAt && row.plannedHours !== null ? new Date(row.admittedAt.getTime() + row.plannedHours * HOUR_MS).toISOString() : null,
    isLeaving: row.stage === 'discharge', cleaning, version: row.version,
  };
}

/** Open cleaning tasks by the bed they are about: the one their patient lay in last. */
async function openCleaning(act: Act, isNeeded: boolean): Promise<Map<string, NonNullable<BedOnBoard['cleaning']>>> {
  if (!isNeeded) return new Map();
  const rows = await select<{ taskId: string; bedId: string; dueAt: Date; holderId: string | null; holderName: string | null }>(
    act,
    `SELECT t.id AS taskId, l.bed_id AS bedId, t.due_at AS dueAt, t.holder_id AS holderId, u.display_name AS holderName
     FROM tasks t JOIN encounter_locations l ON l.encounter_id = t.encounter_id AND l.status = 'completed' LEFT JOIN staff_users u ON u.id = t.holder_id
     WHERE t.is_open = 1 AND t.role = 'bed-manager' AND t.type = 'clean-bed' ORDER BY l.period_start`,
  );
  return new Map(rows.map((row) => [row.bedId, { taskId: row.taskId, dueAt: row.dueAt.toISOString(), holder: row.holderId && row.holderName ? { id: row.holderId, name: row.holderName } : null }]));
}
