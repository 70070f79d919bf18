import { newId } from '../../db/newId';
import { type Database } from '../../db/connect';
import { Account, Claim, ClaimEvent, Encounter, Journey, JourneyEvent, JourneyStage, Task, TaskEvent } from '../../db/models';
import { type Stage } from '../../domain/journey/stages';
import { taskType, type TaskTypeName } from '../../domain/tasks/types';
import { type MadePatient, makePatient } from './hospital';
import { type MadePayer } from './money';

const MINUTE = 60_000;

/** A stage in minutes after admission: from, to; `to` missing: it still runs. */
export type ToldStage = readonly [stage: Stage, from: number, to?: number];
/** A task in minutes after admission: asked for, taken on, done. */
export type ToldTask = readonly [type: TaskTypeName, asked: number, taken: number | null, done: number | null];

export interface ToldPathway {
  readonly patient?: MadePatient;
  readonly wardId?: string;
  readonly payer?: MadePayer;
  readonly startedAt: Date;
  readonly stages: readonly ToldStage[];
  readonly skipped?: readonly Stage[];
  readonly tasks?: readonly ToldTask[];
  /** Events of its claim: what, and when in minutes. */
  readonly claim?: readonly (readonly [kind: string, at: number])[];
  readonly closed?: { readonly at: number; readonly outcome: string };
  readonly staffId?: string;
}

/** A pathway as it is declared: everything in order and in time, from admission to the paid claim. */
export function ordinaryPathway(startedAt: Date, more: Partial<ToldPathway> = {}): ToldPathway {
  return {
    startedAt,
    stages: [['admission', 0, 60], ['diagnostics', 60, 300], ['treatment', 300, 3000], ['discharge', 3000, 3180], ['follow-up', 3180, 3300], ['billing', 3181, 4000], ['adjudication', 4000, 20_000]],
    tasks: [
      ['register-patient', 0, 5, 15], ['assign-bed', 15, 20, 30], ['admission-assessment', 30, 35, 60], ['place-orders', 60, 70, 90], ['collect-specimens', 90, 95, 120], ['receive-specimens', 120, 125, 135], ['enter-results', 135, 140, 200],
      ['observation-round', 400, 405, 410], ['medicine-round', 420, 430, 440], ['decide-discharge', 2900, 2950, 2990], ['sign-discharge-summary', 3000, 3010, 3060], ['discharge-teaching', 3000, 3020, 3050],
      ['financial-clearance', 3000, 3030, 3040], ['confirm-departure', 3060, 3100, 3180], ['clean-bed', 3180, 3190, 3220], ['book-follow-up', 3180, 3200, 3300],
    ],
    ...(more.payer ? { claim: [['prepared', 4000], ['scrubbed', 4001], ['submitted', 4010], ['acknowledged', 5000], ['remitted', 19_000], ['settled', 20_000]] as const } : {}),
    closed: { at: 20_000, outcome: more.payer ? 'claim-paid' : 'self-pay' },
    ...more,
  };
}

/** A journey as the writers of the record leave it, with everything that happened on it. Returns its ID. */
export async function makePathway(database: Database, told: ToldPathway): Promise<{ journeyId: string; patient: MadePatient; claimId: string | null }> {
  const patient = told.patient ?? (await makePatient(database));
  const journeyId = newId();
  const at = (minute: number): Date => new Date(told.startedAt.getTime() + minute * MINUTE);
  const last = told.stages[told.stages.length - 1];
  const left = told.stages.find(([stage]) => stage === 'discharge')?.[2];
  await Encounter.create({ id: journeyId, patientId: patient.id, classCode: 'IMP', status: left === undefined ? 'in-progress' : 'finished', periodStart: told.startedAt, periodEnd: left === undefined ? null : at(left), wardId: told.wardId ?? null });
  const status = !told.closed ? 'running' : told.closed.outcome === 'cancelled' ? 'cancelled' : 'closed';
  await Journey.create({
    id: journeyId, patientId: patient.id, workflowId: `journey-${journeyId}`, stage: last?.[0] ?? 'admission', step: 'told', startedAt: told.startedAt, stageStartedAt: at(last?.[1] ?? 0), wardId: told.wardId ?? null, payerId: told.payer?.payerId ?? null,
    status, outcome: told.closed?.outcome ?? null, closedAt: told.closed ? at(told.closed.at) : null,
  });
  await JourneyStage.bulkCreate([
    ...told.stages.map(([stage, from, to]) => ({ journeyId, stage, status: to === undefined ? 'current' : 'done', startedAt: at(from), endedAt: to === undefined ? null : at(to) })),
    ...(told.skipped ?? []).map((stage) => ({ journeyId, stage, status: 'skipped', startedAt: null, endedAt: at(0) })),
  ], { ignoreDuplicates: true });
  const tasks = (told.tasks ?? []).map(([type, asked, taken, done]) => ({ id: newId(), type, asked, taken, done }));
  const claimId = told.claim && told.payer ? await makeClaim(told, patient, journeyId, told.payer, at) : null;
  await Task.bulkCreate(tasks.map(({ id, type, asked, taken, done }) => {
    const { role, stage, priority, onWard, form } = taskType(type);
    return {
      id, dedupId: id, workflowId: `journey-${journeyId}`, journeyId, encounterId: journeyId, patientId: patient.id, type, formVersion: form.version, stage, role, priority, wardId: onWard ? told.wardId ?? null : null,
      dueAt: at(Math.max(asked + 60, (done ?? 0) + 30)), createdAt: at(asked), updatedAt: at(done ?? taken ?? asked), claimedAt: taken === null ? null : at(taken), completedAt: done === null ? null : at(done), status: done === null ? 'requested' : 'completed', outcome: done === null ? null : 'done',
      completedBy: done === null ? null : told.staffId ?? null,
    };
  }));
  await TaskEvent.bulkCreate(tasks.flatMap(({ id, taken, done }) => [
    ...(taken === null ? [] : [{ taskId: id, kind: 'claimed', actorId: told.staffId ?? null, at: at(taken) }]), ...(done === null ? [] : [{ taskId: id, kind: 'completed', actorId: told.staffId ?? null, at: at(done) }]),
  ]));
  // Last, for whoever follows journeys looks when an event comes: the record's writers commit it together with what it tells.
  await JourneyEvent.bulkCreate(storyOf(told, journeyId, at, tasks, claimId));
  return { journeyId, patient, claimId };
}

function storyOf(told: ToldPathway, journeyId: string, at: (minute: number) => Date, tasks: readonly { id: string; type: TaskTypeName; asked: number; done: number | null }[], claimId: string | null) {
  const event = (minute: number, stage: string, activity: string, more: object = {}) => ({ journeyId, stage, activity, actorKind: 'workflow', at: at(minute), dedupId: newId(), ...more });
  return [
    event(0, 'admission', 'journey-started', { referenceType: 'encounter', referenceId: journeyId }),
    ...told.stages.flatMap(([stage, from, to]) => [event(from, stage, 'stage-started'), ...(to === undefined ? [] : [event(to, stage, 'stage-finished', { durationMs: (to - from) * MINUTE })])]),
    ...(told.skipped ?? []).map((stage) => event(told.closed?.at ?? 0, stage, 'stage-skipped')),
    ...tasks.flatMap(({ id, type, asked, done }) => (done === null ? [] : [event(done, taskType(type).stage, type, { actorKind: 'person', actorId: told.staffId ?? null, durationMs: (done - asked) * MINUTE, referenceType: 'task', referenceId: id })])),
    ...(claimId ? (told.claim ?? []).map(([kind, minute]) => event(minute, 'adjudication', `claim-${kind}`, { referenceType: 'claim', referenceId: claimId })) : []),
    ...(told.closed ? [event(told.closed.at, 'follow-up', told.closed.outcome === 'cancelled' ? 'journey-cancelled' : 'journey-closed', { durationMs: told.closed.at * MINUTE })] : []),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
}

async function makeClaim(told: ToldPathway, patient: MadePatient, encounterId: string, payer: MadePayer, at: (minute: number) => Date): Promise<string> {
  const [accountId, claimId] = [newId(), newId()];
  await Account.create({ id: accountId, number: `A${accountId.slice(-12)}`, patientId: patient.id, encounterId });
  const day = told.startedAt.toISOString().slice(0, 10);
  await Claim.create({
    id: claimId, number: `C${claimId.slice(-12)}`, patientId: patient.id, encounterId, accountId, payerId: payer.payerId, planId: payer.planId, type: 'institutional', status: 'paid', serviceFrom: day, serviceThrough: day, chargeCents: 100_000, paidCents: 80_000,
    createdAt: at(told.claim?.[0]?.[1] ?? 0),
  });
  await ClaimEvent.bulkCreate((told.claim ?? []).map(([kind, minute]) => ({ claimId, kind, actorKind: 'workflow', at: at(minute), dedupId: newId() })));
  await Journey.update({ claimId }, { where: { id: encounterId } });
  return claimId;
}
