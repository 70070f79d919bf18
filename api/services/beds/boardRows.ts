import { type BedStatus } from '../../../domain/beds/status';
import { type TransferStatus } from '../../../domain/beds/transfer';
import { undoEndsAt, UNDO_MINUTES } from '../../../domain/beds/undo';
import { MINUTE_MS } from '../../../domain/time';
import { taskType, type TaskTypeName } from '../../../domain/tasks/types';
import { type Act, select } from '../../http/act';

export interface BoardRow {
  readonly id: string;
  readonly code: string;
  readonly room: string;
  readonly wardId: string;
  readonly status: BedStatus;
  readonly isolationCapable: number;
  readonly sexConstraint: string | null;
  readonly equipment: unknown;
  readonly closedReason: string | null;
  readonly version: number;
  readonly locationId: string | null;
  readonly locationStatus: 'reserved' | 'active' | null;
  readonly since: Date | null;
  readonly reservedUntil: Date | null;
  readonly encounterId: string | null;
  readonly patientId: string | null;
  readonly gender: string | null;
  readonly codeStatus: string | null;
  readonly isolation: string | null;
  readonly equipmentNeeded: unknown;
  readonly encounterVersion: number | null;
  readonly admittedAt: Date | null;
  readonly plannedHours: number | null;
  readonly stage: string | null;
  readonly news2: number | null;
  readonly transferId: string | null;
  readonly transferStatus: TransferStatus | null;
  readonly transferTo: string | null;
  readonly transferVersion: number | null;
}

/** Every bed with who lies in it or is expected, what is known of the stay, and where the patient is to go. */
export async function selectBoard(act: Act, wardId: string | undefined): Promise<BoardRow[]> {
  return select<BoardRow>(
    act,
    `SELECT b.id, b.code, r.code AS room, b.ward_id AS wardId, b.operational_status AS status, b.isolation_capable AS isolationCapable, b.sex_constraint AS sexConstraint, b.equipment,
       b.closed_reason AS closedReason, b.version, l.id AS locationId, l.status AS locationStatus, l.period_start AS since, l.reserved_until AS reservedUntil, e.id AS encounterId, e.patient_id AS patientId,
       p.administrative_gender AS gender, p.code_status AS codeStatus, p.isolation, e.equipment_needed AS equipmentNeeded, e.version AS encounterVersion, e.period_start AS admittedAt, e.planned_hours AS plannedHours, j.stage, j.news2,
       t.id AS transferId, t.status AS transferStatus, w.name AS transferTo, t.version AS transferVersion
     FROM beds b JOIN rooms r ON r.id = b.room_id LEFT JOIN encounter_locations l ON l.occupied_bed_id = b.id AND (l.status = 'active' OR l.reserved_until > :now)
     LEFT JOIN encounters e ON e.id = l.encounter_id LEFT JOIN patients p ON p.id = e.patient_id LEFT JOIN journeys j ON j.id = e.id
     LEFT JOIN bed_transfers t ON t.pending_encounter_id = e.id AND l.status = 'active' LEFT JOIN wards w ON w.id = t.to_ward_id
     ${wardId ? 'WHERE b.ward_id = :wardId' : ''} ORDER BY b.code, b.id`,
    { wardId: wardId ?? null, now: act.now },
  );
}

export interface Cleaning {
  readonly taskId: string;
  readonly dueAt: string;
  readonly holder: { readonly id: string; readonly name: string } | null;
}

/** Open cleaning tasks by the bed they are about. */
export async function openCleaning(act: Act, bedIds: readonly string[]): Promise<Map<string, Cleaning>> {
  if (bedIds.length === 0) return new Map();
  const rows = await select<{ taskId: string; bedId: string; dueAt: Date; holderId: string | null; holderName: string | null }>(
    act,
    `SELECT t.id AS taskId, t.focus_id AS bedId, t.due_at AS dueAt, t.holder_id AS holderId, u.display_name AS holderName
     FROM tasks t LEFT JOIN staff_users u ON u.id = t.holder_id WHERE t.focus_id IN (:bedIds) AND t.is_open = 1 AND t.type = 'clean-bed'`,
    { bedIds: [...bedIds] },
  );
  return new Map(rows.map((row) => [row.bedId, { taskId: row.taskId, dueAt: row.dueAt.toISOString(), holder: row.holderId && row.holderName ? { id: row.holderId, name: row.holderName } : null }]));
}

/** Moves this person made and may still take back, by the location the patient came to. */
export async function undoableMoves(act: Act, locationIds: readonly string[]): Promise<Map<string, { moveId: string; until: string }>> {
  if (locationIds.length === 0) return new Map();
  const rows = await select<{ id: string; locationId: string; movedAt: Date }>(
    act,
    `SELECT m.id, m.to_location_id AS locationId, m.moved_at AS movedAt FROM bed_moves m LEFT JOIN bed_transfers t ON t.id = m.transfer_id
     WHERE m.to_location_id IN (:locationIds) AND m.undone_at IS NULL AND m.moved_at > :since AND (:isAdministrator OR :me IN (m.moved_by, t.requested_by, t.agreed_by, t.accepted_by))`,
    { locationIds: [...locationIds], since: new Date(act.now.getTime() - UNDO_MINUTES * MINUTE_MS), me: act.principal.id, isAdministrator: act.principal.roles.includes('administrator') },
  );
  return new Map(rows.map((row) => [row.locationId, { moveId: row.id, until: undoEndsAt(row.movedAt).toISOString() }]));
}

const OF_DISCHARGE: readonly TaskTypeName[] = ['sign-discharge-summary', 'discharge-teaching', 'financial-clearance', 'medicine-round', 'acknowledge-critical-result', 'review-deterioration'];

/** What discharges that are under way wait for: titles of their open tasks, by stay. */
export async function openBranches(act: Act, encounterIds: readonly string[]): Promise<Map<string, string[]>> {
  if (encounterIds.length === 0) return new Map();
  const rows = await select<{ journeyId: string; type: TaskTypeName }>(act, 'SELECT journey_id AS journeyId, type FROM tasks WHERE journey_id IN (:encounterIds) AND is_open = 1 AND type IN (:types) ORDER BY due_at, id', { encounterIds: [...encounterIds], types: OF_DISCHARGE });
  const branches = new Map<string, string[]>();
  for (const { journeyId, type } of rows) branches.set(journeyId, [...new Set([...(branches.get(journeyId) ?? []), taskType(type).title])]);
  return branches;
}
