import { type EligibilityAmount, type EligibilityAnswer } from '../../../domain/claims/eligibility';
import { type RejectionCode } from '../../../domain/claims/rejections';
import { type AnsweredMember, type Benefit, type EligibilityResponse } from '../../../interop/x12';

/** What a 271 says of the one member a question of ours was about. */
export interface MemberAnswer {
  readonly rejections: readonly RejectionCode[];
  /** Null when the question was not answered. */
  readonly answer: EligibilityAnswer | null;
}

/** Every member of a 271 with the number of the question it answers (TRN*2). */
export function membersOf({ sources }: EligibilityResponse): { trace: string | null; member: AnsweredMember; rejections: RejectionCode[] }[] {
  return sources.flatMap(({ receivers, ...source }) => receivers.flatMap(({ subscribers, ...receiver }) => {
    const above = [...(source.levelRejections ?? []), ...(source.rejections ?? []), ...(receiver.rejections ?? [])];
    return subscribers.flatMap(({ dependents, ...subscriber }) => [subscriber, ...dependents]).map((member) => ({
      trace: member.traces?.find(({ type }) => type === '2')?.number ?? null, member, rejections: [...above, ...(member.rejections ?? []), ...member.benefits.flatMap(({ rejections }) => rejections ?? [])].map(({ reason, followUp }) => ({ reason, followUp })),
    }));
  }));
}

/** What was rejected above any member: a whole question that the payer did not look at. */
export function rejectionsAbove({ sources }: EligibilityResponse): RejectionCode[] {
  return sources.flatMap(({ levelRejections = [], rejections = [], receivers }) => [...levelRejections, ...rejections, ...receivers.flatMap((receiver) => receiver.rejections ?? [])]).map(({ reason, followUp }) => ({ reason, followUp }));
}

/** EB01 of a coverage that stands: active, or active in some form; 6 to 8 are inactive in some form. */
const ACTIVE = ['1', '2', '3', '4', '5'];
const INACTIVE = ['6', '7', '8'];
const AMOUNTS: Readonly<Record<string, EligibilityAmount['what']>> = { B: 'copay', C: 'deductible', G: 'out-of-pocket' };
const PERIODS: Readonly<Record<string, EligibilityAmount['period']>> = { 22: 'year', 23: 'year', 25: 'year', 29: 'left', 27: 'visit', 36: 'visit' };

/** A member's benefits in our own words; null when nothing says whether the coverage stands. */
export function readBenefits({ benefits, dates }: AnsweredMember): EligibilityAnswer | null {
  const standing = benefits.filter(({ kind, procedure, authorizationRequired }) => !procedure && authorizationRequired === undefined && [...ACTIVE, ...INACTIVE].includes(kind));
  const [first] = standing;
  if (!first) return null;
  const needs = benefits.filter(({ authorizationRequired }) => authorizationRequired === 'Y');
  const all = [...(dates ?? []), ...(first.dates ?? [])];
  const span = all.find(({ qualifier }) => qualifier === '291');
  return {
    // Inactive anywhere in what was asked about is inactive: somebody looks at it.
    outcome: standing.some(({ kind }) => INACTIVE.includes(kind)) ? 'inactive' : 'active',
    plan: first.planDescription ?? null,
    from: all.find(({ qualifier }) => qualifier === '346' || qualifier === '356')?.from ?? span?.from ?? null,
    through: all.find(({ qualifier }) => qualifier === '347' || qualifier === '357')?.from ?? (span && span.through !== span.from ? span.through : null),
    amounts: benefits.flatMap(amountIn), coinsuranceRate: benefits.find(({ kind, rate }) => kind === 'A' && rate !== undefined)?.rate ?? null,
    authorizationRequired: needs.length > 0, authorizationFor: needs.flatMap(({ procedure }) => (procedure ? [procedure.code] : [])),
    messages: benefits.flatMap(({ messages }) => messages ?? []).slice(0, 20),
  };
}

function amountIn({ kind, coverageLevel, timePeriod, cents, inNetwork }: Benefit): EligibilityAmount[] {
  const what = AMOUNTS[kind];
  // What holds outside the network only is not ours: the hospital is in it.
  if (!what || cents === undefined || inNetwork === 'N') return [];
  const period = what === 'copay' ? 'visit' : (PERIODS[timePeriod ?? ''] ?? 'year');
  return [{ what, level: coverageLevel === 'FAM' ? 'family' : 'individual', period, cents }];
}
