import { type z } from 'zod';
import { TRANSFER_REASONS, TRANSFER_STATUSES } from '../../../../domain/beds/transfer';
import { taskType, type TaskTypeName } from '../../../../domain/tasks/types';
import { type bedMovesContract, type transferInList } from '../../../contract/bedMoves';
import { type Act, select } from '../../../http/act';
import { decodeCursor, pageOf } from '../../../http/cursor';
import { loadPatientsInList } from '../../../presenters/patientInList';

type TransferInList = z.infer<typeof transferInList>;
type Query = z.output<typeof bedMovesContract.listTransfers.query>;

interface Row extends Pick<TransferInList, 'id' | 'encounterId' | 'status' | 'reason' | 'version'> {
  patientId: string;
  fromWardId: string;
  fromWard: string;
  fromBed: string | null;
  toWardId: string;
  toWard: string;
  toBed: string | null;
  keptUntil: Date | null;
  requestedById: string;
  requestedByName: string;
  requestedAt: Date;
  taskId: string | null;
  taskType: TaskTypeName | null;
  dueAt: Date | null;
  holderId: string | null;
  holderName: string | null;
}

/** Transfers under way, those that have waited longest first, each with the task that moves it on. */
export async function listTransfers(act: Act, query: Query): Promise<z.infer<typeof bedMovesContract.listTransfers.reply>> {
  const after = decodeCursor(query.cursor, 2);
  const rows = await select<Row>(
    act,
    `SELECT t.id, t.encounter_id AS encounterId, e.patient_id AS patientId, t.status, t.reason, t.version, t.requested_at AS requestedAt, u.id AS requestedById, u.display_name AS requestedByName,
       COALESCE(l.ward_id, t.from_ward_id) AS fromWardId, f.name AS fromWard, b.code AS fromBed, t.to_ward_id AS toWardId, w.name AS toWard, k.code AS toBed, r.reserved_until AS keptUntil,
       task.id AS taskId, task.type AS taskType, task.due_at AS dueAt, task.holder_id AS holderId, h.display_name AS holderName
     FROM bed_transfers t JOIN encounters e ON e.id = t.encounter_id JOIN staff_users u ON u.id = t.requested_by JOIN wards w ON w.id = t.to_ward_id
     LEFT JOIN encounter_locations l ON l.lying_encounter_id = t.encounter_id LEFT JOIN beds b ON b.id = l.bed_id JOIN wards f ON f.id = COALESCE(l.ward_id, t.from_ward_id)
     LEFT JOIN encounter_locations r ON r.id = t.location_id LEFT JOIN beds k ON k.id = r.bed_id
     LEFT JOIN tasks task ON task.focus_id = t.id AND task.is_open = 1 LEFT JOIN staff_users h ON h.id = task.holder_id
     WHERE t.pending_encounter_id IS NOT NULL ${query.wardId ? 'AND (t.from_ward_id = :wardId OR t.to_ward_id = :wardId)' : ''} ${query.encounterId ? 'AND t.encounter_id = :encounterId' : ''}
       ${after ? 'AND (t.requested_at, t.id) > (:afterAt, :afterId)' : ''} ORDER BY t.requested_at, t.id LIMIT ${query.limit + 1}`,
    { wardId: query.wardId ?? null, encounterId: query.encounterId ?? null, afterAt: after ? new Date(String(after[0])) : null, afterId: after?.[1] ?? null },
  );
  const patients = await loadPatientsInList(act, rows.map((row) => row.patientId));
  const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.requestedAt.toISOString(), row.id]);
  return { items: items.flatMap((row) => present(row, patients.get(row.patientId))), nextCursor, total: null };
}

function present(row: Row, patient: TransferInList['patient'] | undefined): TransferInList[] {
  if (!patient) return [];
  return [{
    id: row.id, encounterId: row.encounterId, patient, status: row.status, statusLabel: TRANSFER_STATUSES[row.status], reason: row.reason, reasonLabel: TRANSFER_REASONS[row.reason],
    from: { wardId: row.fromWardId, ward: row.fromWard, bed: row.fromBed }, to: { wardId: row.toWardId, ward: row.toWard, bed: row.toBed },
    keptUntil: row.keptUntil?.toISOString() ?? null, requestedBy: { id: row.requestedById, name: row.requestedByName }, requestedAt: row.requestedAt.toISOString(),
    task: row.taskId && row.taskType && row.dueAt ? { id: row.taskId, title: taskType(row.taskType).title, dueAt: row.dueAt.toISOString(), holder: row.holderId && row.holderName ? { id: row.holderId, name: row.holderName } : null } : null,
    version: row.version,
  }];
}
