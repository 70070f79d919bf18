import { type Stage, STAGE_LABELS, STAGES } from '../journey/stages';
import { isTaskType, taskType, TASK_TYPES, type TaskTypeName } from '../tasks/types';
import { DAY_MS, HOUR_MS } from '../time';

/** What a pathway is made of: a stage, or a person's task. */
export type PathwayCode = `stage:${Stage}` | TaskTypeName;

/** How one activity of the pathway ought to go. */
export interface DeclaredActivity {
  readonly stage: Stage;
  /** What has to be over before it. */
  readonly after: readonly PathwayCode[];
  /** Has to be there in every journey that came through its stage. */
  readonly obligatory: boolean;
  /** May happen more than once. */
  readonly repeats: boolean;
  /** From begin to end; a task has its own deadline as well, which the record keeps. */
  readonly atMostMs: number | null;
  /** Nothing of it is left to do once this is over. */
  readonly notAfter: PathwayCode | null;
}

export type Pathway = Readonly<Partial<Record<PathwayCode, DeclaredActivity>>>;

const stageOf = (stage: Stage, after: readonly PathwayCode[], atMostMs: number, obligatory = true): [PathwayCode, DeclaredActivity] =>
  [`stage:${stage}`, { stage, after, obligatory, repeats: false, atMostMs, notAfter: null }];
const once = (type: TaskTypeName, ...after: PathwayCode[]): [PathwayCode, DeclaredActivity] =>
  [type, { stage: taskType(type).stage, after, obligatory: true, repeats: false, atMostMs: null, notAfter: null }];
const often = (type: TaskTypeName, ...after: PathwayCode[]): [PathwayCode, DeclaredActivity] =>
  [type, { stage: taskType(type).stage, after, obligatory: false, repeats: true, atMostMs: null, notAfter: null }];
/** Care at the bed: none once the patient has left. */
const atTheBed = (type: TaskTypeName): [PathwayCode, DeclaredActivity] =>
  [type, { stage: taskType(type).stage, after: ['register-patient'], obligatory: false, repeats: true, atMostMs: null, notAfter: 'confirm-departure' }];

const DECLARED: readonly [PathwayCode, DeclaredActivity][] = [
  stageOf('admission', [], 8 * HOUR_MS),
  stageOf('diagnostics', ['stage:admission'], 2 * DAY_MS),
  stageOf('treatment', ['stage:diagnostics'], 60 * DAY_MS),
  stageOf('discharge', ['stage:treatment'], DAY_MS),
  stageOf('follow-up', ['stage:discharge'], 7 * DAY_MS),
  stageOf('billing', ['stage:discharge'], 10 * DAY_MS),
  // Nobody adjudicates the bill of somebody who pays it themselves.
  stageOf('adjudication', ['stage:billing'], 120 * DAY_MS, false),
  once('register-patient'),
  once('assign-bed', 'register-patient'),
  once('admission-assessment', 'assign-bed'),
  once('place-orders', 'admission-assessment'),
  often('decide-discharge', 'place-orders'),
  once('sign-discharge-summary', 'decide-discharge'),
  once('discharge-teaching', 'decide-discharge'),
  once('financial-clearance', 'decide-discharge'),
  once('confirm-departure', 'sign-discharge-summary', 'discharge-teaching', 'financial-clearance'),
  often('clean-bed', 'confirm-departure'),
  once('book-follow-up', 'confirm-departure'),
  often('receive-specimens', 'collect-specimens'),
  often('enter-results', 'receive-specimens'),
  ...(['medicine-round', 'high-alert-round', 'check-high-alert', 'give-stat-doses', 'observation-round', 'collect-specimens', 'perform-imaging', 'perform-procedures', 'review-deterioration', 'emergency-response'] as const).map(atTheBed),
];

/** These are there in every journey, as often as it takes. */
const AT_LEAST_ONCE: readonly PathwayCode[] = ['decide-discharge', 'clean-bed'];

/**
 * The pathway of an inpatient stay as the hospital declares it, and as `workflows/patientJourney.ts` leads it: what comes after what,
 * what must not be missing, and how long it may take. Task types that are not named are allowed anywhere, any number of times.
 */
export const INPATIENT_PATHWAY: Pathway = Object.fromEntries([
  ...(Object.keys(TASK_TYPES) as TaskTypeName[]).map((type) => often(type)),
  ...DECLARED.map(([code, activity]) => [code, AT_LEAST_ONCE.includes(code) ? { ...activity, obligatory: true } : activity] as const),
]);

/** What a branch of the discharge that somebody let pass need not have. */
export const LET_PASS: Readonly<Record<string, PathwayCode>> = {
  'discharge-overridden-clinical': 'sign-discharge-summary', 'discharge-overridden-nursing': 'discharge-teaching', 'discharge-overridden-financial': 'financial-clearance',
};

/** The name of a stage or task as people say it. */
export function pathwayLabel(code: string): string {
  const stage = STAGES.find((one) => code === `stage:${one}`);
  if (stage) return `${STAGE_LABELS[stage]} stage`;
  return isTaskType(code) ? taskType(code).title : code.replace(/-/g, ' ');
}
