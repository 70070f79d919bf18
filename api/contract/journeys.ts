import { z } from 'zod';
import { CANCEL_REASONS, type CancelReason, STAGES } from '../../domain/journey/stages';
import { ROLES } from '../../domain/roles';
import { endpoint } from './endpoint';
import { cents, id, isoDateTime, listOf, page, version } from './shapes';
import { patientInList, taskInList } from './tasks';

const tag = 'journeys';
const journey = z.strictObject({ journeyId: id });
const stage = z.enum(STAGES);
const statuses = ['running', 'closed', 'cancelled'] as const;
const named = z.object({ id, name: z.string() });

export const journeyInList = z
  .object({
    id, patient: patientInList, status: z.enum(statuses), stage, step: z.string(),
    waitingFor: z.string().nullable().meta({ description: 'what it waits for, in words' }), waitingUntil: isoDateTime.nullable(),
    owner: z.object({ role: z.enum(ROLES).nullable(), person: named.nullable() }),
    ward: named.nullable(), payer: named.nullable(), claim: z.object({ id, number: z.string(), status: z.string() }).nullable(),
    slaState: z.enum(['ok', 'warned', 'breached']), news2: z.int().nullable(), moneyCents: cents, openTasks: z.int(), openIncidents: z.int(),
    outcome: z.string().nullable(), startedAt: isoDateTime, stageStartedAt: isoDateTime, closedAt: isoDateTime.nullable(), version,
  })
  .meta({ id: 'JourneyInList' });

export const incidentInList = z
  .object({
    id, workflowId: z.string(), journeyId: id.nullable(), claimId: id.nullable(), step: z.string(), errorClass: z.string(), fingerprint: z.string(), message: z.string().nullable(),
    status: z.enum(['open', 'retrying', 'on-hold', 'solved', 'skipped', 'cancelled']), attempts: z.int(), holdUntil: isoDateTime.nullable(), openedAt: isoDateTime, resolvedAt: isoDateTime.nullable(),
    resolvedBy: z.string().nullable(), patient: patientInList.nullable(), refusal: z.string().nullable().meta({ description: 'why the workflow would not take the last answer' }), version,
  })
  .meta({ id: 'IncidentInList' });

const journeyEvent = z
  .object({ id: z.string(), source: z.enum(['journey', 'claim', 'deadline', 'message', 'money']), at: isoDateTime, stage: stage.nullable(), activity: z.string(), sentence: z.string(), actor: z.string().nullable(), actorKind: z.enum(['person', 'workflow', 'payer']), durationMs: z.int().nullable(), referenceType: z.string().nullable(), referenceId: id.nullable() })
  .meta({ id: 'JourneyEvent' });

const stageStatus = z.enum(['waiting', 'current', 'done', 'skipped', 'in-trouble']);
const branch = z
  .object({
    kind: z.enum(['laboratory', 'imaging', 'procedure', 'transfer', 'claim', 'visit']), id: id.nullable().meta({ description: 'of the claim or appointment; null: several together' }), stage: stage.meta({ description: 'the stage it goes off from' }), label: z.string(),
    state: z.string().nullable().meta({ description: 'of the claim or appointment' }), status: stageStatus, done: z.int(), of: z.int(), startedAt: isoDateTime.nullable().meta({ description: 'of a visit: when it takes place' }), endedAt: isoDateTime.nullable(),
  })
  .meta({ id: 'JourneyBranch' });

const workflowRun = z
  .object({ workflowId: z.string(), runId: z.string(), type: z.string(), status: z.string(), startedAt: isoDateTime, closedAt: isoDateTime.nullable(), events: z.int(), build: z.string().nullable().meta({ description: 'the code that ran it last' }), patches: z.array(z.string()), href: z.string().nullable().meta({ description: 'in Temporal’s own UI' }) })
  .meta({ id: 'WorkflowRun' });
const retryingStep = z
  .object({ workflowId: z.string(), step: z.string(), isCode: z.boolean().meta({ description: 'the code of the workflow itself fails, before it comes to a step' }), attempts: z.int(), errorClass: z.string(), nextTryAt: isoDateTime.nullable() })
  .meta({ id: 'RetryingStep' });

const filters = {
  status: z.enum([...statuses, 'any']).default('running').meta({ description: '`any` only together with `q`' }),
  stage: stage.optional(), wardId: id.optional(), payerId: id.optional(), waitingFor: z.string().max(80).optional(), sla: z.enum(['warned', 'breached']).optional(), incidents: z.enum(['true']).optional(),
  q: z.string().trim().min(1).max(80).optional().meta({ description: 'patient name, MRN, encounter ID or claim number' }),
};

export const journeysContract = {
  listJourneys: endpoint('listJourneys', {
    method: 'get', path: '/api/v1/journeys', tag, summary: 'The journey board: one row per patient',
    query: z.strictObject({ ...page, ...filters, sort: z.enum(['longest-in-stage', 'newest', 'waiting-until', 'money']).default('longest-in-stage'), count: z.enum(['true']).optional() }),
    reply: listOf(journeyInList),
  }),
  countJourneys: endpoint('countJourneys', {
    method: 'get', path: '/api/v1/journeys/counts', tag, summary: 'How many journeys are where',
    query: z.strictObject({ by: z.enum(['stage', 'ward', 'payer', 'waitingFor', 'sla']).default('stage') }),
    reply: z.object({ groups: z.array(z.object({ key: z.string().nullable(), label: z.string(), count: z.int(), breached: z.int(), incidents: z.int(), moneyCents: cents })), admittedToday: z.int(), closedToday: z.int() }),
  }),
  readHouseFigures: endpoint('readHouseFigures', {
    method: 'get', path: '/api/v1/house/figures', tag, summary: 'The house at a glance: census, today’s admissions and discharges, cash',
    reply: z.object({ beds: z.int(), occupiedBeds: z.int(), admittedToday: z.int(), dischargedToday: z.int(), cashTodayCents: cents, cashMonthCents: cents }),
  }),
  readJourney: endpoint('readJourney', {
    method: 'get', path: '/api/v1/journeys/{journeyId}', tag, summary: 'One journey: stages, blockers, incidents', params: journey,
    reply: z.object({
      journey: journeyInList,
      workflowId: z.string(),
      stages: z.array(z.object({ stage, label: z.string(), status: stageStatus, startedAt: isoDateTime.nullable(), endedAt: isoDateTime.nullable() })),
      branches: z.array(branch).meta({ description: 'what runs beside the stages: orders, transfers, claims, the visit after the stay' }),
      tasks: z.array(taskInList).meta({ description: 'open tasks: what blocks the journey now' }),
      incidents: z.array(incidentInList),
      mayCancel: z.boolean(),
    }),
  }),
  listJourneyEvents: endpoint('listJourneyEvents', { method: 'get', path: '/api/v1/journeys/{journeyId}/events', tag, summary: 'The journey’s story, newest first: its own, its claims’, deadlines, messages to the patient, money', params: journey, query: z.strictObject({ ...page, stage: stage.optional().meta({ description: 'what happened in one stage; messages and money belong to none' }) }), reply: listOf(journeyEvent) }),
  readJourneyProcess: endpoint('readJourneyProcess', {
    method: 'get', path: '/api/v1/journeys/{journeyId}/process', tag, summary: 'The workflows behind a journey, run by run, and what is being tried again', params: journey,
    description: 'Asked of Temporal; `available: false` when it does not answer within moments.',
    reply: z.object({ available: z.boolean(), runs: z.array(workflowRun), retrying: z.array(retryingStep), skippedMs: z.int().meta({ description: 'how far a demonstration has these workflows ahead of the record; 0 everywhere else' }) }),
  }),
  printJourney: endpoint('printJourney', { method: 'get', path: '/api/v1/journeys/{journeyId}/print', tag, summary: 'The journey on paper: pathway, blockers, story (PDF, base64)', params: journey, reply: z.object({ fileName: z.string(), content: z.string().meta({ description: 'PDF, base64' }) }) }),
  cancelJourney: endpoint('cancelJourney', {
    method: 'post', path: '/api/v1/journeys/{journeyId}/cancellation', tag, status: 202, summary: 'End the stay early; what was done is compensated', params: journey,
    body: z.strictObject({ version, reason: z.enum(Object.keys(CANCEL_REASONS) as [CancelReason, ...CancelReason[]]) }), reply: z.object({ accepted: z.literal(true) }), problems: [409, 422],
  }),
  readVersions: endpoint('readVersions', {
    method: 'get', path: '/api/v1/processes/versions', tag, summary: 'How many running workflows were run last by which code',
    description: 'Asked of Temporal; null when it does not answer.',
    reply: z.object({
      census: z.object({
        running: z.int(), looked: z.int().meta({ description: 'fewer than `running` when there are too many to look at each' }), current: z.array(z.string()).meta({ description: 'the code of the workers that run now' }),
        builds: z.array(z.object({ build: z.string().nullable(), isCurrent: z.boolean(), count: z.int(), journeys: z.int() })), patches: z.array(z.object({ patch: z.string(), count: z.int() })),
      }).nullable(),
    }),
  }),
  readStandstill: endpoint('readStandstill', {
    method: 'get', path: '/api/v1/processes/standstill', tag, summary: 'Running workflows whose next step fails in the code itself',
    description: 'Asked of Temporal (1.30 or later); null when it does not answer. They go on by themselves once code runs that fits them.',
    reply: z.object({
      standstill: z.object({ count: z.int(), workflows: z.array(z.object({ workflowId: z.string(), cause: z.string().meta({ description: 'a WorkflowTaskFailedCause of Temporal, such as NonDeterministicError' }) })).meta({ description: 'the first of them' }) }).nullable(),
    }),
  }),
  listIncidents: endpoint('listIncidents', {
    method: 'get', path: '/api/v1/incidents', tag, summary: 'Stuck steps',
    query: z.strictObject({ ...page, status: z.enum(['open', 'retrying', 'on-hold', 'unsettled', 'solved', 'skipped', 'cancelled', 'any']).default('unsettled'), incidentId: id.optional(), fingerprint: z.string().length(16).optional(), journeyId: id.optional(), claimId: id.optional(), count: z.enum(['true']).optional() }),
    reply: listOf(incidentInList),
  }),
  countIncidents: endpoint('countIncidents', {
    method: 'get', path: '/api/v1/incidents/causes', tag, summary: 'Stuck steps by cause',
    reply: z.object({ causes: z.array(z.object({ fingerprint: z.string(), step: z.string(), errorClass: z.string(), message: z.string().nullable(), count: z.int(), oldest: isoDateTime })), total: z.int().meta({ description: 'unsettled in all' }) }),
  }),
  resolveIncident: endpoint('resolveIncident', {
    method: 'post', path: '/api/v1/incidents/{incidentId}/resolution', tag, status: 202, summary: 'Retry, skip, hold or cancel a stuck step', params: z.strictObject({ incidentId: id }),
    description: 'A retry counts as solved only when the step has passed.',
    body: z.strictObject({ version, action: z.enum(['retry', 'skip', 'hold', 'cancel']), until: isoDateTime.optional(), reason: z.string().trim().max(500).optional() }), reply: z.object({ status: z.string(), version }), problems: [409, 422],
  }),
} as const;
