import { z } from 'zod';
import { CLAIM_DEADLINES } from '../../domain/claims/deadlines';
import { STAGES } from '../../domain/journey/stages';
import { SLA_RUNGS } from '../../domain/tasks/taskType';
import { TASK_TYPES, type TaskTypeName } from '../../domain/tasks/types';
import { endpoint } from './endpoint';
import { cents, id, isoDate, isoDateTime, version } from './shapes';

/**
 * What workflows do to the record, called by activities only (role `service`), each with an Idempotency-Key made of
 * workflow ID and step. Replies carry opaque IDs, counts and codes: they end up in workflow histories.
 */
const tag = 'internal';
const journey = z.strictObject({ journeyId: id });
const encounter = z.strictObject({ encounterId: id });
const claim = z.strictObject({ claimId: id });
const taskTypeName = z.enum(Object.keys(TASK_TYPES) as [TaskTypeName, ...TaskTypeName[]]);
const stage = z.enum(STAGES);
const done = z.object({ done: z.literal(true) });

/** Delays from the opening (or the resumption) of a task: workflows with skipped time live ahead of the record. */
const rungs = z.array(z.object({ rung: z.enum(SLA_RUNGS), afterMs: z.int().min(0) })).meta({ description: 'when each rung of its ladder fires, by its calendar' });

const openTask = z.strictObject({
  step: z.string().max(60).meta({ description: 'Unique within the workflow: with its ID it makes one task, once' }),
  type: taskTypeName,
  focusType: z.string().max(30).optional(),
  focusId: id.optional(),
  /** Which orders, doses or charges: e.g. the order round. */
  round: z.int().min(0).optional(),
});

const errandTask = z.strictObject({ workflowId: z.string().max(120), step: z.string().max(60), type: taskTypeName });
const down = z.literal(true).optional().meta({ description: 'the payer answers nothing now: ask again later' });

export const internalContract = {
  /** The one call by which a workflow moves its journey on: read model, stages, events and new tasks together. */
  recordProgress: endpoint('recordProgress', {
    method: 'post', path: '/api/v1/internal/journeys/{journeyId}/progress', tag, idempotency: 'required',
    summary: 'Move the journey on and open its next tasks',
    params: journey,
    body: z.strictObject({
      workflowId: z.string().max(120),
      stage,
      step: z.string().max(60),
      waitingFor: z.string().max(80).nullable().meta({ description: 'task, timer or message the journey waits for now' }),
      waitingUntil: isoDateTime.nullable(),
      stages: z.array(z.strictObject({ stage, status: z.enum(['current', 'done', 'skipped', 'in-trouble']) })).default([]),
      openTasks: z.array(openTask).max(60).default([]),
    }),
    reply: z.object({ tasks: z.array(z.object({ step: z.string(), taskId: id.nullable().meta({ description: 'null: nobody can be asked any more, the patient has left' }), type: taskTypeName, rungs: rungs.optional() })) }), problems: [422],
  }),
  /** The same for tasks of a claim workflow; the claim may have no journey. */
  openClaimTask: endpoint('openClaimTask', {
    method: 'post', path: '/api/v1/internal/claims/{claimId}/tasks', tag, idempotency: 'required',
    summary: 'Open a task on a claim', params: claim,
    body: z.strictObject({ workflowId: z.string().max(120), task: openTask, stuckCause: z.string().max(40) }),
    reply: z.object({ taskId: id, rungs: rungs.optional() }),
  }),
  openBedTask: endpoint('openBedTask', {
    method: 'post', path: '/api/v1/internal/beds/{bedId}/tasks', tag, idempotency: 'required',
    summary: 'Ask for something about a bed: its cleaning', params: z.strictObject({ bedId: id }),
    body: errandTask, reply: z.object({ taskId: id.nullable() }),
  }),
  openTransferTask: endpoint('openTransferTask', {
    method: 'post', path: '/api/v1/internal/transfers/{transferId}/tasks', tag, idempotency: 'required',
    summary: 'Ask a ward about a transfer', params: z.strictObject({ transferId: id }),
    body: errandTask, reply: z.object({ taskId: id.nullable().meta({ description: 'null: the transfer has ended, nobody is asked' }) }),
  }),
  collectAccount: endpoint('collectAccount', {
    method: 'post', path: '/api/v1/internal/accounts/{accountId}/collection', tag, idempotency: 'required',
    summary: 'Do what is due on an account: reminders, the end of a plan that was not kept', params: z.strictObject({ accountId: id }),
    reply: z.object({ afterMs: z.int().min(0).nullable().meta({ description: 'when to look again; null: nothing is left to wait for' }) }),
  }),
  openApprovalTask: endpoint('openApprovalTask', {
    method: 'post', path: '/api/v1/internal/money-requests/{requestId}/tasks', tag, idempotency: 'required',
    summary: 'Ask a second person about a refund or write-off', params: z.strictObject({ requestId: id }),
    body: errandTask, reply: z.object({ taskId: id.nullable().meta({ description: 'null: it is decided, nobody is asked' }) }),
  }),
  openGlassReview: endpoint('openGlassReview', {
    method: 'post', path: '/api/v1/internal/glass/{glassId}/tasks', tag, idempotency: 'required',
    summary: 'Ask whether it was right to break the glass', params: z.strictObject({ glassId: id }),
    body: errandTask, reply: z.object({ taskId: id.nullable().meta({ description: 'null: it is judged, nobody is asked' }) }),
  }),
  openCriticalTask: endpoint('openCriticalTask', {
    method: 'post', path: '/api/v1/internal/reports/{reportId}/tasks', tag, idempotency: 'required',
    summary: 'Ask for the read-back of a critical report', params: z.strictObject({ reportId: id }),
    body: errandTask, reply: z.object({ taskId: id.nullable().meta({ description: 'null: it has been read back, nobody is asked' }) }),
  }),
  openAccessTask: endpoint('openAccessTask', {
    method: 'post', path: '/api/v1/internal/access-requests/{accessRequestId}/tasks', tag, idempotency: 'required',
    summary: 'Ask the registrar to give a patient their record', params: z.strictObject({ accessRequestId: id }),
    body: errandTask, reply: z.object({ taskId: id.nullable().meta({ description: 'null: it was given, nobody is asked' }) }),
  }),
  openAmendmentTask: endpoint('openAmendmentTask', {
    method: 'post', path: '/api/v1/internal/amendments/{amendmentId}/tasks', tag, idempotency: 'required',
    summary: 'Ask the privacy officer to decide on an amendment', params: z.strictObject({ amendmentId: id }),
    body: errandTask, reply: z.object({ taskId: id.nullable().meta({ description: 'null: it is decided, nobody is asked' }), rungs: rungs.optional() }),
  }),
  openSafetyTask: endpoint('openSafetyTask', {
    method: 'post', path: '/api/v1/internal/safety-events/{safetyEventId}/tasks', tag, idempotency: 'required',
    summary: 'Ask for the next step of a safety event', params: z.strictObject({ safetyEventId: id }),
    body: errandTask, reply: z.object({ taskId: id.nullable().meta({ description: 'null: it stands elsewhere, nobody is asked' }), rungs: rungs.optional() }),
  }),
  openSafetyActionTask: endpoint('openSafetyActionTask', {
    method: 'post', path: '/api/v1/internal/safety-actions/{safetyActionId}/tasks', tag, idempotency: 'required',
    summary: 'Put an action into its owner’s hands', params: z.strictObject({ safetyActionId: id }),
    body: errandTask, reply: z.object({ taskId: id.nullable().meta({ description: 'null: it was dropped, nobody is asked' }), rungs: rungs.optional() }),
  }),
  endReservation: endpoint('endReservation', {
    method: 'post', path: '/api/v1/internal/reservations/{locationId}/end', tag, idempotency: 'required',
    summary: 'The time a bed is kept is over', params: z.strictObject({ locationId: id }),
    reply: z.object({ ended: z.boolean().meta({ description: 'false when the patient lies there by now, or it was given back' }) }),
  }),
  cancelTasks: endpoint('cancelTasks', {
    method: 'post', path: '/api/v1/internal/tasks/cancel', tag, idempotency: 'required',
    summary: 'Cancel open tasks of a workflow that are no longer needed',
    body: z.strictObject({ workflowId: z.string().max(120), taskIds: z.array(id).max(500).nullable().meta({ description: 'null: all that are open' }) }),
    reply: z.object({ cancelled: z.int() }),
  }),
  recordSlaFiring: endpoint('recordSlaFiring', {
    method: 'post', path: '/api/v1/internal/tasks/{taskId}/sla-firings', tag, idempotency: 'required',
    summary: 'Record that a rung of a task’s escalation ladder fired', params: z.strictObject({ taskId: id }),
    body: z.strictObject({ rung: z.enum(SLA_RUNGS) }),
    reply: z.object({
      fired: z.boolean().meta({ description: 'false when the task was already closed or on hold, or the rung had fired' }),
      onHold: version.optional().meta({ description: 'the task is on hold as of this version: the rung fires when its clock has run on' }),
    }),
  }),
  endHold: endpoint('endHold', {
    method: 'post', path: '/api/v1/internal/tasks/{taskId}/hold-end', tag, idempotency: 'required',
    summary: 'Take a task off hold whose time has come', params: z.strictObject({ taskId: id }),
    reply: z.object({ rungs: rungs.nullable().meta({ description: 'null when a person was faster or the task is closed' }) }),
  }),
  openIncident: endpoint('openIncident', {
    method: 'post', path: '/api/v1/internal/incidents', tag, idempotency: 'required',
    summary: 'Record that a step has spent its retries',
    body: z.strictObject({
      workflowId: z.string().max(120), journeyId: id.nullable(), claimId: id.nullable(), step: z.string().max(60),
      errorClass: z.string().max(60), message: z.string().max(1000), attempts: z.int().min(1),
    }),
    reply: z.object({ incidentId: id }),
  }),
  settleIncident: endpoint('settleIncident', {
    method: 'post', path: '/api/v1/internal/incidents/{incidentId}/settlement', tag, idempotency: 'required',
    summary: 'Say how an incident ended: solved only when the step has passed', params: z.strictObject({ incidentId: id }),
    body: z.strictObject({ outcome: z.enum(['solved', 'skipped', 'cancelled', 'failed-again', 'on-hold']), until: isoDateTime.optional() }),
    reply: done,
  }),
  checkEligibility: endpoint('checkEligibility', {
    method: 'post', path: '/api/v1/internal/encounters/{encounterId}/eligibility', tag, idempotency: 'required',
    summary: 'Ask the payer whether the coverage is active (270/271)', params: encounter,
    reply: z.object({ status: z.enum(['active', 'inactive', 'self-pay', 'unanswered']) }),
  }),
  planCare: endpoint('planCare', {
    method: 'post', path: '/api/v1/internal/encounters/{encounterId}/care-plan', tag, idempotency: 'required',
    summary: 'What the orders ask for now', params: encounter,
    reply: z.object({
      laboratoryRounds: z.array(z.int()).meta({ description: 'order rounds with specimens to collect' }),
      urgentRounds: z.array(z.int()).optional().meta({ description: 'those of them that wait for no other' }),
      imagingRounds: z.array(z.object({ round: z.int(), stat: z.boolean() })).optional(),
      procedureRounds: z.array(z.int()),
      unverifiedMedicines: z.int(),
      medicineEveryHours: z.int().nullable().meta({ description: 'the shortest dosing interval; null: no scheduled medicine' }),
      statDoses: z.int().optional().meta({ description: 'doses to give at once, outside the rounds; replies recorded in older histories have none' }),
      plannedHours: z.int(),
    }),
  }),
  planMedicineRound: endpoint('planMedicineRound', {
    method: 'post', path: '/api/v1/internal/encounters/{encounterId}/medicine-rounds', tag, idempotency: 'required',
    summary: 'Schedule the doses of one round', params: encounter,
    body: z.strictObject({ round: z.int().min(1) }),
    reply: z.object({
      doses: z.int().meta({ description: 'open doses of the stay' }), highAlertDoses: z.int().optional().meta({ description: 'how many of them a second person has to check first' }),
      finished: z.boolean().meta({ description: 'no scheduled dose is left after this round' }), nextInMs: z.int().nullable().optional().meta({ description: 'until the next dose is due; null: none is' }),
    }),
  }),
  dischargeEncounter: endpoint('dischargeEncounter', {
    method: 'post', path: '/api/v1/internal/encounters/{encounterId}/discharge', tag, idempotency: 'required',
    summary: 'Close the stay in the record once every branch is done', params: encounter,
    body: z.strictObject({ disposition: z.enum(['completed', 'left-against-advice', 'deceased']) }),
    problems: [422],
    reply: done,
  }),
  undoAdmission: endpoint('undoAdmission', {
    method: 'post', path: '/api/v1/internal/encounters/{encounterId}/undo', tag, idempotency: 'required',
    summary: 'Compensate one thing done for an admission that ends early', params: encounter,
    body: z.strictObject({ what: z.enum(['bed', 'orders', 'medicines', 'charges', 'claim', 'registration']) }),
    reply: z.object({ undone: z.int().meta({ description: 'rows changed' }), bedNeedsCleaning: z.boolean() }),
  }),
  captureCharges: endpoint('captureCharges', {
    method: 'post', path: '/api/v1/internal/encounters/{encounterId}/charges', tag, idempotency: 'required',
    summary: 'Charge everything that was done, once', params: encounter,
    reply: z.object({ charges: z.int(), totalCents: cents, uncodedCharges: z.int(), uncodedDiagnoses: z.int(), hasPrincipalDiagnosis: z.boolean() }),
  }),
  prepareClaim: endpoint('prepareClaim', {
    method: 'post', path: '/api/v1/internal/encounters/{encounterId}/claim', tag, idempotency: 'required',
    summary: 'Make the claim of an encounter from its billable charges', params: encounter,
    reply: z.object({ claimId: id.nullable().meta({ description: 'null: nothing to bill to a payer' }) }),
  }),
  scrubClaim: endpoint('scrubClaim', {
    method: 'post', path: '/api/v1/internal/claims/{claimId}/scrub', tag, idempotency: 'required',
    summary: 'Check that the claim is complete before it leaves the house', params: claim,
    reply: z.object({
      clean: z.boolean(), problems: z.array(z.string()).meta({ description: 'problem codes' }),
      deadlines: z.object({ timelyFilingOn: isoDate.nullable() }).optional().meta({ description: 'left out by records of old' }),
      held: z.literal(true).optional().meta({ description: 'complete, but something about it stands out: a person decides before it leaves' }),
    }),
  }),
  submitClaim: endpoint('submitClaim', {
    method: 'post', path: '/api/v1/internal/claims/{claimId}/submissions', tag, idempotency: 'required',
    summary: 'Send the claim to its payer (837)', params: claim,
    reply: z.object({ submissionId: id, attempt: z.int() }), problems: [422],
  }),
  appealClaim: endpoint('appealClaim', {
    method: 'post', path: '/api/v1/internal/claims/{claimId}/appeals', tag, idempotency: 'required',
    summary: 'Send an appeal of a denial', params: claim,
    reply: z.object({ submissionId: id, attempt: z.int() }), problems: [422],
  }),
  settleClaim: endpoint('settleClaim', {
    method: 'post', path: '/api/v1/internal/claims/{claimId}/settlement', tag, idempotency: 'required',
    summary: 'Close a claim: what remains goes to the patient or is written off', params: claim,
    body: z.strictObject({ how: z.enum(['paid', 'bill-patient', 'write-off', 'self-pay', 'void']) }),
    problems: [422],
    reply: z.object({
      patientCents: cents, invoiceId: id.nullable(),
      resubmissionPending: z.boolean().optional().meta({ description: 'true: staff have sent the claim again, and nothing was settled' }),
    }),
  }),
  warnOfDeadline: endpoint('warnOfDeadline', {
    method: 'post', path: '/api/v1/internal/claims/{claimId}/deadline-warnings', tag, idempotency: 'required',
    summary: 'Warn of a deadline of a claim, once per deadline and number of days', params: claim,
    body: z.strictObject({ deadline: z.enum(CLAIM_DEADLINES), on: isoDate, daysLeft: z.int().min(-1).max(400) }),
    reply: z.object({ warned: z.boolean().meta({ description: 'false: known already, or no longer true' }) }),
  }),
  billPatient: endpoint('billPatient', {
    method: 'post', path: '/api/v1/internal/encounters/{encounterId}/invoice', tag, idempotency: 'required',
    summary: 'Invoice the patient for an encounter without a payer', params: encounter,
    reply: z.object({ invoiceId: id.nullable(), totalCents: cents }),
  }),
  answerAcknowledgement: endpoint('answerAcknowledgement', {
    method: 'post', path: '/api/v1/internal/payer/submissions/{submissionId}/acknowledgement', tag, idempotency: 'required',
    summary: 'Demonstration payer: acknowledge or reject a submission (999, 277CA)', params: z.strictObject({ submissionId: id }),
    body: z.strictObject({ copy: z.int().min(1) }),
    reply: z.object({ accepted: z.boolean(), down }),
  }),
  answerRemittance: endpoint('answerRemittance', {
    method: 'post', path: '/api/v1/internal/payer/submissions/{submissionId}/remittance', tag, idempotency: 'required',
    summary: 'Demonstration payer: adjudicate and pay a submission (835)', params: z.strictObject({ submissionId: id }),
    body: z.strictObject({ copy: z.int().min(1) }),
    reply: z.object({ posted: z.boolean(), down }),
  }),
  workGroupFix: endpoint('workGroupFix', {
    method: 'post', path: '/api/v1/internal/group-fixes/{groupFixId}/work', tag, idempotency: 'required',
    summary: 'Try or apply a group fix to its next few claims or incidents', params: z.strictObject({ groupFixId: id }),
    body: z.strictObject({ phase: z.enum(['plan', 'apply']) }),
    reply: z.object({ left: z.int().meta({ description: 'how many are to be done yet' }) }),
  }),
  notifyPatient: endpoint('notifyPatient', {
    method: 'post', path: '/api/v1/internal/encounters/{encounterId}/notifications', tag, idempotency: 'required',
    summary: 'Tell the patient of an encounter something, once per event and channel', params: encounter,
    body: z.strictObject({ event: z.string().max(100), template: z.enum(['appointment-booked', 'appointment-reminder', 'survey', 'invoice-issued']), appointmentId: id.nullable() }),
    reply: z.object({ notifications: z.int() }),
  }),
  closeJourney: endpoint('closeJourney', {
    method: 'post', path: '/api/v1/internal/journeys/{journeyId}/closure', tag, idempotency: 'required',
    summary: 'Close the journey', params: journey,
    body: z.strictObject({ outcome: z.enum(['claim-paid', 'claim-denied', 'claim-with-staff', 'self-pay', 'cancelled']) }),
    reply: done,
  }),
} as const;
