import { type Role } from '../roles';
import { type TaskTypeName } from '../tasks/types';

/** Discharge runs in branches side by side; the patient departs when the first three are done, or let pass by somebody who may. */
export const DISCHARGE_BRANCHES = { clinical: 'Clinical', nursing: 'Nursing', financial: 'Financial', departure: 'Physical departure' } as const;
export type DischargeBranch = keyof typeof DISCHARGE_BRANCHES;

export const OVERRIDABLE_BRANCHES = ['clinical', 'nursing', 'financial'] as const satisfies readonly DischargeBranch[];
export type OverridableBranch = (typeof OVERRIDABLE_BRANCHES)[number];

/** Which tasks hold up which branch while they are open. */
const BRANCH_OF: Readonly<Partial<Record<TaskTypeName, DischargeBranch>>> = {
  'sign-discharge-summary': 'clinical', 'review-deterioration': 'clinical', 'emergency-response': 'clinical', 'acknowledge-critical-result': 'clinical',
  'perform-procedures': 'clinical', 'collect-specimens': 'clinical', 'receive-specimens': 'clinical', 'enter-results': 'clinical', 'finalise-results': 'clinical',
  'schedule-imaging': 'clinical', 'perform-imaging': 'clinical', 'report-imaging': 'clinical', 'finalise-imaging-report': 'clinical', 'place-orders': 'clinical', 'decide-discharge': 'clinical',
  'discharge-teaching': 'nursing', 'medicine-round': 'nursing', 'check-high-alert': 'nursing', 'high-alert-round': 'nursing', 'give-stat-doses': 'nursing', 'observation-round': 'nursing', 'verify-medicines': 'nursing',
  'financial-clearance': 'financial', 'verify-coverage': 'financial',
  'confirm-departure': 'departure',
};

/** The task whose completion says that a branch is done. */
export const BRANCH_TASK = { clinical: 'sign-discharge-summary', nursing: 'discharge-teaching', financial: 'financial-clearance', departure: 'confirm-departure' } as const satisfies Record<DischargeBranch, TaskTypeName>;

/** The branch a task belongs to; null for tasks that hold up no discharge. */
export function dischargeBranchOf(type: TaskTypeName): DischargeBranch | null {
  return BRANCH_OF[type] ?? null;
}

/** Who may let a branch pass that is not done: whoever answers for what is then missing. */
const MAY_OVERRIDE: Readonly<Record<OverridableBranch, readonly Role[]>> = {
  clinical: ['physician', 'charge-nurse'],
  nursing: ['charge-nurse', 'physician'],
  financial: ['billing-supervisor', 'charge-nurse', 'manager', 'administrator'],
};

export function mayOverride(branch: OverridableBranch, roles: readonly Role[]): boolean {
  return MAY_OVERRIDE[branch].some((role) => roles.includes(role));
}

/** Tasks that are still to be done when their branch was let pass: the patient has left, the duty has not. */
const OUTLIVES_DEPARTURE: readonly TaskTypeName[] = ['sign-discharge-summary', 'acknowledge-critical-result', 'finalise-results', 'report-imaging', 'finalise-imaging-report', 'financial-clearance', 'verify-coverage'];

export function outlivesDeparture(type: TaskTypeName): boolean {
  return OUTLIVES_DEPARTURE.includes(type);
}

/** Care that is given at the bedside and that nothing after it needs: when the patient has left, nobody can be asked for it. */
const ENDS_WITH_STAY: readonly TaskTypeName[] = ['medicine-round', 'check-high-alert', 'high-alert-round', 'give-stat-doses', 'observation-round', 'review-deterioration', 'emergency-response'];

export function endsWithStay(type: TaskTypeName): boolean {
  return ENDS_WITH_STAY.includes(type);
}
