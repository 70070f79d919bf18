import { type Skill } from './skills';
import { type ShiftName } from './times';

/** At least so many people who can do this, on every such shift of the ward. */
export interface CoverRule {
  readonly wardId: string;
  readonly shift: ShiftName;
  readonly skill: Skill;
  readonly minimum: number;
}

/** Somebody on the roster; `isAway` when their leave covers any of the shift. */
export interface Rostered {
  readonly userId: string;
  readonly skills: readonly string[];
  readonly isAway: boolean;
}

export interface Gap {
  readonly skill: Skill;
  readonly needed: number;
  readonly there: number;
}

/** What a shift lacks, skill by skill, in the order of the rules. People on leave do not count, whatever the roster says. */
export function gapsOf(rules: readonly CoverRule[], wardId: string, shift: ShiftName, rostered: readonly Rostered[]): Gap[] {
  const there = rostered.filter(({ isAway }) => !isAway);
  return rules
    .filter((rule) => rule.wardId === wardId && rule.shift === shift)
    .map(({ skill, minimum }) => ({ skill, needed: minimum, there: there.filter(({ skills }) => skill === 'nurse' || skills.includes(skill)).length }))
    .filter((gap) => gap.there < gap.needed);
}
