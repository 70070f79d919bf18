import { type StageStatus } from '../../../domain/journey/stages';
import { claimWorkflowId } from '../../../workflows/contracts/ids';
import { type Act, select } from '../../http/act';
import { UNSETTLED } from '../incidents/incidents';

type Reading = Pick<Act, 'database' | 'transaction'>;

export interface JourneyOnBoard {
  readonly id: string;
  readonly patientId: string;
  readonly workflowId: string;
  readonly status: 'running' | 'closed' | 'cancelled';
  readonly stage: string;
  readonly ownWait: string | null;
  readonly ownWaitUntil: Date | null;
  readonly waitingFor: string | null;
  readonly waitingUntil: Date | null;
  readonly ownerRole: string | null;
  readonly ownerId: string | null;
  readonly wardId: string | null;
  readonly encounterWardId: string | null;
  readonly openTasks: number;
  readonly openIncidents: number;
  readonly slaState: string;
  /** How far its workflow is ahead of the clock (demonstration only). */
  readonly skippedMs: number;
  readonly startedAt: Date;
  readonly closedAt: Date | null;
  readonly version: number;
}

export interface ClaimOnRecord {
  readonly id: string;
  readonly encounterId: string | null;
  readonly isClosed: boolean;
  /** It was opened again with no workflow, or undone in the house: none is expected. */
  readonly expectsNone: boolean;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
}

export interface OpenTaskRow {
  readonly id: string;
  readonly workflowId: string | null;
  readonly journeyId: string | null;
  readonly type: string;
  readonly role: string;
  readonly holderId: string | null;
  readonly dueAt: Date;
  readonly slaRung: string | null;
  readonly createdAt: Date;
}

export interface IncidentOnRecord {
  readonly id: string;
  readonly workflowId: string;
  readonly journeyId: string | null;
  readonly status: string;
  readonly openedAt: Date;
}

export interface CommandOnRecord {
  readonly workflowId: string;
  readonly name: string;
  readonly dedupId: string;
  readonly createdAt: Date;
  readonly attempts: number;
}

/** What the record has of some workflows and journeys. */
export interface RecordedWork {
  readonly tasks: readonly OpenTaskRow[];
  readonly incidents: readonly IncidentOnRecord[];
  readonly commands: readonly CommandOnRecord[];
  readonly stages: readonly { readonly journeyId: string; readonly stage: string; readonly status: StageStatus }[];
}

const JOURNEYS = `SELECT j.id, j.patient_id AS patientId, j.workflow_id AS workflowId, j.status, j.stage, j.own_wait AS ownWait, j.own_wait_until AS ownWaitUntil, j.waiting_for AS waitingFor,
  j.waiting_until AS waitingUntil, j.owner_role AS ownerRole, j.owner_id AS ownerId, j.ward_id AS wardId, e.ward_id AS encounterWardId, j.open_tasks AS openTasks,
  j.open_incidents AS openIncidents, j.sla_state AS slaState, COALESCE(s.skipped_ms, 0) AS skippedMs, j.started_at AS startedAt, j.closed_at AS closedAt, j.version
  FROM journeys j JOIN encounters e ON e.id = j.id LEFT JOIN workflow_time_skips s ON s.workflow_id = j.workflow_id`;

/** Journeys by ID, from after `after`. */
export async function pageOfJourneys(act: Reading, after: string, limit: number): Promise<JourneyOnBoard[]> {
  return select<JourneyOnBoard>(act, `${JOURNEYS} WHERE j.id > :after ORDER BY j.id LIMIT :limit`, { after, limit });
}

export async function journeyOnBoard(act: Reading, journeyId: string): Promise<JourneyOnBoard | null> {
  return (await select<JourneyOnBoard>(act, `${JOURNEYS} WHERE j.id = ?`, [journeyId]))[0] ?? null;
}

const CLAIMS = `SELECT id, encounter_id AS encounterId, closed_at IS NOT NULL AS isClosed, created_at AS createdAt, closed_at AS closedAt, (reopened_at IS NOT NULL OR status = 'entered-in-error') AS expectsNone FROM claims WHERE source = 'careway'`;

/** Claims of this house by ID, from after `after`: imported ones were never a workflow's. */
export async function pageOfClaims(act: Reading, after: string, limit: number): Promise<ClaimOnRecord[]> {
  return asClaims(await select<ClaimOnRecord>(act, `${CLAIMS} AND id > :after ORDER BY id LIMIT :limit`, { after, limit }));
}

export async function claimsOfJourney(act: Reading, journeyId: string): Promise<ClaimOnRecord[]> {
  return asClaims(await select<ClaimOnRecord>(act, `${CLAIMS} AND encounter_id = ?`, [journeyId]));
}

export async function claimOnRecord(act: Reading, claimId: string): Promise<ClaimOnRecord | null> {
  return asClaims(await select<ClaimOnRecord>(act, `${CLAIMS} AND id = ?`, [claimId]))[0] ?? null;
}

function asClaims(rows: readonly ClaimOnRecord[]): ClaimOnRecord[] {
  return rows.map((row) => ({ ...row, isClosed: Number(row.isClosed) === 1, expectsNone: Number(row.expectsNone) === 1 }));
}

/** Open tasks, unsettled incidents and waiting commands of these workflows, and all open work of these journeys. */
export async function workOf(act: Reading, workflowIds: readonly string[], journeyIds: readonly string[]): Promise<RecordedWork> {
  const values = { workflowIds: orNone(workflowIds), journeyIds: orNone(journeyIds), UNSETTLED };
  const task = 'SELECT id, workflow_id AS workflowId, journey_id AS journeyId, type, role, holder_id AS holderId, due_at AS dueAt, sla_rung AS slaRung, created_at AS createdAt FROM tasks';
  const incident = 'SELECT id, workflow_id AS workflowId, journey_id AS journeyId, status, opened_at AS openedAt FROM incidents';
  const [tasks, incidents, commands, stages] = await Promise.all([
    select<OpenTaskRow>(act, `${task} WHERE is_open = 1 AND workflow_id IN (:workflowIds) UNION ${task} WHERE is_open = 1 AND journey_id IN (:journeyIds)`, values),
    select<IncidentOnRecord>(act, `${incident} WHERE status IN (:UNSETTLED) AND workflow_id IN (:workflowIds) UNION ${incident} WHERE status IN (:UNSETTLED) AND journey_id IN (:journeyIds)`, values),
    select<CommandOnRecord>(act, "SELECT workflow_id AS workflowId, name, dedup_id AS dedupId, created_at AS createdAt, attempts FROM workflow_commands WHERE state = 'pending' AND workflow_id IN (:workflowIds)", values),
    select<RecordedWork['stages'][number]>(act, 'SELECT journey_id AS journeyId, stage, status FROM journey_stages WHERE journey_id IN (:journeyIds)', values),
  ]);
  return { tasks, incidents, commands, stages };
}

/** Workflows that the record has open work of for a journey: tasks and incidents. */
export async function workflowsWithWork(act: Reading, journeyId: string): Promise<string[]> {
  const rows = await select<{ workflowId: string }>(
    act,
    'SELECT workflow_id AS workflowId FROM tasks WHERE is_open = 1 AND workflow_id IS NOT NULL AND journey_id = :journeyId UNION SELECT workflow_id FROM incidents WHERE status IN (:UNSETTLED) AND journey_id = :journeyId',
    { UNSETTLED, journeyId },
  );
  return rows.map((row) => row.workflowId);
}

/** Those of them that are neither a journey nor a claim of this house: few, however many of these are on record. */
export async function othersWithWork(act: Reading): Promise<string[]> {
  const rows = await select<{ workflowId: string }>(
    act,
    `SELECT w.workflowId FROM (SELECT workflow_id AS workflowId FROM tasks WHERE is_open = 1 AND workflow_id IS NOT NULL UNION SELECT workflow_id FROM incidents WHERE status IN (:UNSETTLED)
       UNION SELECT workflow_id FROM workflow_commands WHERE state = 'pending') w
     WHERE NOT EXISTS (SELECT 1 FROM journeys j WHERE j.workflow_id = w.workflowId)
       AND NOT EXISTS (SELECT 1 FROM claims c WHERE w.workflowId LIKE CONCAT(:prefix, '%') AND c.id = SUBSTRING(w.workflowId, CHAR_LENGTH(:prefix) + 1) AND c.source = 'careway')`,
    { UNSETTLED, prefix: claimWorkflowId('') },
  );
  return rows.map((row) => row.workflowId);
}

/** Of these workflows, those that are the journey or a claim of this house. */
export async function ofJourneysOrClaims(act: Reading, workflowIds: readonly string[]): Promise<Set<string>> {
  const rows = await select<{ workflowId: string }>(
    act, "SELECT workflow_id AS workflowId FROM journeys WHERE workflow_id IN (:workflowIds) UNION SELECT CONCAT(:prefix, id) FROM claims WHERE source = 'careway' AND id IN (:claimIds)",
    { workflowIds: orNone(workflowIds), prefix: claimWorkflowId(''), claimIds: orNone(workflowIds.filter((id) => id.startsWith(claimWorkflowId(''))).map((id) => id.slice(claimWorkflowId('').length))) });
  return new Set(rows.map((row) => row.workflowId));
}

/** How tasks and incidents stand that a workflow named. */
export async function namedWork(act: Reading, taskIds: readonly string[], incidentIds: readonly string[]): Promise<Map<string, string>> {
  if (taskIds.length + incidentIds.length === 0) return new Map();
  const rows = await select<{ id: string; status: string }>(act, 'SELECT id, status FROM tasks WHERE id IN (:taskIds) UNION ALL SELECT id, status FROM incidents WHERE id IN (:incidentIds)', { taskIds: orNone(taskIds), incidentIds: orNone(incidentIds) });
  return new Map(rows.map((row) => [row.id, row.status]));
}

function orNone(ids: readonly string[]): readonly string[] {
  return ids.length > 0 ? ids : ['-'];
}
