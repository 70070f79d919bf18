import { newId } from '../../../db/newId';
import { STAGES } from '../../../domain/journey/stages';
import { journeyWorkflowId } from '../../../workflows/contracts/ids';
import { type JourneyInput, WORKFLOW_TYPES } from '../../../workflows/contracts/messages';
import { type Act, execute, selectOne } from '../../http/act';
import { conflict } from '../../http/problem';
import { recordJourneyEvent } from '../journeys/events';
import { isDuplicateOf } from './duplicateKey';

/** Whose stay, what for, with whom, and who pays. */
export interface StayFacts {
  readonly patientId: string;
  readonly typeSystem: string | null;
  readonly typeCode: string | null;
  readonly reasonSystem: string | null;
  readonly reasonCode: string | null;
  readonly practitionerId: string | null;
  readonly organizationId: string | null;
  readonly coverageId: string | null;
}

/** An inpatient stay to begin. Codes and IDs only; the caller has checked that they stand for something. */
export interface NewStay extends StayFacts {
  readonly admitSource: string | null;
  readonly orderSet: string | null;
  readonly plannedHours: number | null;
  /** A past stay that is played again (demonstration). */
  readonly replay: { readonly encounterId: string; readonly round: number; readonly baseCostCents: number | null; readonly totalCostCents: number | null; readonly payerCoverageCents: number | null } | null;
}

export interface StartedStay {
  readonly encounterId: string;
  readonly journeyId: string;
  readonly workflowId: string;
}

/**
 * Begin a stay: the encounter, its journey with all seven stages, and the command that starts the workflow commit together. A
 * patient has one inpatient stay at a time; the record's unique key refuses the second.
 */
export async function startStay(act: Act, stay: NewStay): Promise<StartedStay> {
  const encounterId = newId();
  const workflowId = journeyWorkflowId(encounterId);
  await insertEncounter(act, encounterId, stay);
  await insertJourney(act, encounterId, workflowId, stay);
  const input: JourneyInput = { encounterId };
  act.commands.push({ workflowId, kind: 'start', name: WORKFLOW_TYPES.journey, payload: input, dedupId: `start-${workflowId}` });
  await recordJourneyEvent(act, { journeyId: encounterId, stage: STAGES[0], activity: 'journey-started', referenceType: 'encounter', referenceId: encounterId, dedupId: `${workflowId}/started` });
  act.announcements.push({ topic: 'journey', id: encounterId });
  act.audits.push({ action: 'encounter.admitted', resourceType: 'encounter', resourceId: encounterId, patientId: stay.patientId });
  return { encounterId, journeyId: encounterId, workflowId };
}

async function insertEncounter(act: Act, id: string, stay: NewStay): Promise<void> {
  const replay = stay.replay;
  try {
    await execute(
      act,
      `INSERT INTO encounters (id, patient_id, class_code, status, type_system, type_code, reason_system, reason_code, practitioner_id, organization_id, coverage_id, admit_source, period_start,
         base_cost_cents, total_cost_cents, payer_coverage_cents, order_set, planned_hours, replay_of_encounter_id, replay_round, created_at, updated_at) VALUES (?)`,
      [[id, stay.patientId, 'IMP', 'in-progress', stay.typeSystem, stay.typeCode, stay.reasonSystem, stay.reasonCode, stay.practitionerId, stay.organizationId, stay.coverageId, stay.admitSource, act.now,
        replay?.baseCostCents ?? null, replay?.totalCostCents ?? null, replay?.payerCoverageCents ?? null, stay.orderSet, stay.plannedHours, replay?.encounterId ?? null, replay?.round ?? null, act.now, act.now]],
    );
  } catch (error) {
    if (isDuplicateOf(error, 'encounters_one_inpatient_stay')) throw conflict('already-admitted', 'This patient is an inpatient already. A transfer continues the stay, it does not begin another.');
    if (isDuplicateOf(error, 'encounters_replay')) throw conflict('already-replayed', 'This stay is being played again already. Try again.');
    throw error;
  }
}

async function insertJourney(act: Act, encounterId: string, workflowId: string, stay: NewStay): Promise<void> {
  const payer = stay.coverageId === null ? null : await selectOne<{ payerId: string }>(act, 'SELECT payer_id AS payerId FROM coverages WHERE id = ?', [stay.coverageId]);
  await execute(act, `INSERT INTO journeys (id, patient_id, workflow_id, status, stage, step, payer_id, started_at, stage_started_at, updated_at) VALUES (?)`, [[encounterId, stay.patientId, workflowId, 'running', STAGES[0], 'start', payer?.payerId ?? null, act.now, act.now, act.now]]);
  const stages = STAGES.map((stage, index) => [encounterId, stage, index === 0 ? 'current' : 'waiting', index === 0 ? act.now : null]);
  await execute(act, `INSERT INTO journey_stages (journey_id, stage, status, started_at) VALUES ${stages.map(() => '(?)').join(', ')}`, stages);
}
