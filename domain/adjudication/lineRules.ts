/** The rules that deny a single line (rule 6). They do not look at DRG claims, whose lines are not paid one by one. */
import type { Bundle, Claim, ClaimLine, Group, Plan } from './types';

/** Modifiers that say column 2 was a distinct service after all (NCCI): 59 and its four narrower forms. */
export const BYPASS_MODIFIERS = ['59', 'XE', 'XP', 'XS', 'XU'] as const;

export interface LineDenial {
  readonly group: Group;
  readonly reason: string;
  readonly sentence: string;
}

/** The first rule that denies the line, or null. A line known by revenue code alone is outside all four. */
export function denyLine(plan: Plan, claim: Claim, line: ClaimLine): LineDenial | null {
  const { procedure } = line;
  if (procedure === null) return null;
  if (plan.notCovered.includes(procedure)) {
    return { group: 'PR', reason: '204', sentence: 'is not covered by this plan, so the patient pays it (PR-204)' };
  }
  if (plan.notNecessary.includes(procedure)) {
    return { group: 'CO', reason: '50', sentence: 'is not medically necessary by this plan’s rules (CO-50); appeal with the medical record if it was' };
  }
  if (plan.priorAuthorizationRequired.includes(procedure) && !claim.authorizations.includes(procedure)) {
    return { group: 'CO', reason: '197', sentence: 'needed an authorization before it was done and has none (CO-197)' };
  }
  const bundle = plan.bundles.find((edit) => isBundled(edit, claim, line));
  if (bundle) {
    return { group: 'CO', reason: '97', sentence: `is part of ${bundle.column1} on the same day and not paid apart from it (CO-97)` };
  }
  return null;
}

function isBundled(edit: Bundle, claim: Claim, line: ClaimLine): boolean {
  const { procedure, serviceDate, modifiers } = line;
  if (edit.column2 !== procedure) return false;
  if ((edit.from !== null && serviceDate < edit.from) || (edit.to !== null && edit.to < serviceDate)) return false;
  if (edit.modifierAllowed && BYPASS_MODIFIERS.some((modifier) => modifiers.includes(modifier))) return false;
  return claim.lines.some((other) => other !== line && other.procedure === edit.column1 && other.serviceDate === serviceDate);
}
