import { type Act, select } from '../../http/act';

type Reading = Pick<Act, 'database' | 'transaction'>;

export interface PatientRow { readonly id: string; readonly gender: string; readonly birthDateEnc: Buffer; readonly mrnEnc: Buffer; readonly nameEnc: Buffer }
export interface JourneyLogRow {
  readonly id: string; readonly patientId: string; readonly status: string; readonly stage: string; readonly outcome: string | null; readonly startedAt: Date;
  readonly classCode: string; readonly ward: string | null; readonly payer: string | null; readonly diagnosis: string | null;
}
export interface StoryRow {
  readonly id: number; readonly journeyId: string; readonly stage: string; readonly activity: string; readonly actorId: string | null; readonly actor: string | null;
  readonly actorKind: string; readonly at: Date; readonly referenceType: string | null;
}
export interface TaskLogRow {
  readonly id: string; readonly journeyId: string; readonly type: string; readonly role: string; readonly stage: string | null; readonly status: string; readonly outcome: string | null; readonly ward: string | null;
  readonly createdAt: Date; readonly claimedAt: Date | null; readonly completedAt: Date | null; readonly updatedAt: Date; readonly completedBy: string | null; readonly completer: string | null;
  readonly holderId: string | null; readonly holder: string | null;
}
export interface TaskStoryRow { readonly taskId: string; readonly kind: string; readonly actorId: string | null; readonly actor: string | null; readonly at: Date }
export interface ClaimLogRow {
  readonly id: string; readonly journeyId: string; readonly number: string; readonly type: string; readonly status: string; readonly payer: string | null; readonly chargeCents: number; readonly paidCents: number;
  readonly followsId: string | null; readonly createdAt: Date;
}
export interface ClaimStoryRow { readonly id: number; readonly claimId: string; readonly kind: string; readonly actorId: string | null; readonly actor: string | null; readonly actorKind: string; readonly at: Date }

/** Everybody who has a journey. */
export async function patientsWithJourneys(act: Reading): Promise<string[]> {
  return (await select<{ id: string }>(act, 'SELECT DISTINCT patient_id AS id FROM journeys')).map(({ id }) => id);
}

/** What is on record of the journeys of these patients; everything is read for all of them at once. */
export async function readRows(act: Reading, patientIds: readonly string[]) {
  const patients = await select<PatientRow>(act, 'SELECT id, administrative_gender AS gender, birth_date_enc AS birthDateEnc, mrn_enc AS mrnEnc, name_enc AS nameEnc FROM patients WHERE id IN (:patientIds)', { patientIds });
  const journeys = await select<JourneyLogRow>(
    act,
    `SELECT j.id, j.patient_id AS patientId, j.status, j.stage, j.outcome, j.started_at AS startedAt, e.class_code AS classCode, w.name AS ward, p.name AS payer,
       (SELECT d.code FROM coded_diagnoses d WHERE d.principal_encounter_id = j.id) AS diagnosis
     FROM journeys j JOIN encounters e ON e.id = j.id LEFT JOIN wards w ON w.id = j.ward_id LEFT JOIN payers p ON p.id = j.payer_id WHERE j.patient_id IN (:patientIds) ORDER BY j.started_at, j.id`,
    { patientIds },
  );
  const journeyIds = journeys.map(({ id }) => id);
  const story = await select<StoryRow>(
    act,
    `SELECT e.id, e.journey_id AS journeyId, e.stage, e.activity, e.actor_id AS actorId, u.display_name AS actor, e.actor_kind AS actorKind, e.at, e.reference_type AS referenceType
     FROM journey_events e LEFT JOIN staff_users u ON u.id = e.actor_id WHERE e.journey_id IN (:journeyIds) ORDER BY e.id`,
    { journeyIds },
  );
  const tasks = await select<TaskLogRow>(
    act,
    `SELECT t.id, t.journey_id AS journeyId, t.type, t.role, t.stage, t.status, t.outcome, w.name AS ward, t.created_at AS createdAt, t.claimed_at AS claimedAt, t.completed_at AS completedAt, t.updated_at AS updatedAt,
       t.completed_by AS completedBy, c.display_name AS completer, t.holder_id AS holderId, h.display_name AS holder
     FROM tasks t LEFT JOIN wards w ON w.id = t.ward_id LEFT JOIN staff_users c ON c.id = t.completed_by LEFT JOIN staff_users h ON h.id = t.holder_id WHERE t.journey_id IN (:journeyIds) ORDER BY t.created_at, t.id`,
    { journeyIds },
  );
  const claims = await select<ClaimLogRow>(
    act,
    `SELECT c.id, c.encounter_id AS journeyId, c.number, c.type, c.status, p.name AS payer, c.charge_cents AS chargeCents, c.paid_cents AS paidCents, COALESCE(c.primary_claim_id, c.original_claim_id) AS followsId, c.created_at AS createdAt
     FROM claims c LEFT JOIN payers p ON p.id = c.payer_id WHERE c.encounter_id IN (:journeyIds) ORDER BY c.created_at, c.id`,
    { journeyIds },
  );
  return {
    patients, journeys, story, tasks, claims,
    taskStory: tasks.length === 0 ? [] : await select<TaskStoryRow>(
      act,
      `SELECT e.task_id AS taskId, e.kind, e.actor_id AS actorId, u.display_name AS actor, e.at FROM task_events e LEFT JOIN staff_users u ON u.id = e.actor_id
       WHERE e.task_id IN (:taskIds) AND e.kind IN ('claimed', 'on-hold', 'resumed') ORDER BY e.id`,
      { taskIds: tasks.map(({ id }) => id) },
    ),
    claimStory: claims.length === 0 ? [] : await select<ClaimStoryRow>(
      act,
      `SELECT e.id, e.claim_id AS claimId, e.kind, e.actor_id AS actorId, u.display_name AS actor, e.actor_kind AS actorKind, e.at FROM claim_events e LEFT JOIN staff_users u ON u.id = e.actor_id WHERE e.claim_id IN (:claimIds) ORDER BY e.id`,
      { claimIds: claims.map(({ id }) => id) },
    ),
  };
}

export type LogRows = Awaited<ReturnType<typeof readRows>>;
