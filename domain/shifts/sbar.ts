/** What the record knows of a patient when a shift ends; words are ready to read, times already in the hospital's clock. */
export interface HandoverFacts {
  readonly bed: string;
  readonly ageYears: number;
  readonly gender: string;
  readonly reason: string | null;
  readonly dayOfStay: number;
  readonly codeStatus: string | null;
  readonly isolation: string | null;
  readonly allergies: readonly string[];
  readonly plannedEnd: string | null;
  readonly isLeaving: boolean;
  /** NEWS2 of this shift, oldest first. */
  readonly scores: readonly { readonly at: string; readonly total: number }[];
  readonly lastScoreBefore: number | null;
  /** What was done in this shift. */
  readonly done: readonly string[];
  readonly dosesGiven: number;
  readonly dosesNotGiven: readonly string[];
  readonly abnormalResults: readonly string[];
  /** Numbers no table judges: somebody has to look at them. */
  readonly unjudgedResults: readonly string[];
  readonly imagingReports: readonly string[];
  readonly pendingResults: readonly string[];
  readonly unacknowledgedCriticals: readonly string[];
  readonly openTasks: readonly { readonly title: string; readonly due: string; readonly isOverdue: boolean }[];
  readonly medicinesDue: readonly { readonly line: string; readonly due: string }[];
  readonly transfer: string | null;
}

/** Situation, background, assessment, recommendation: how one shift tells the next (NHS Institute; Joint Commission NPSG.02.05.01). */
export interface Sbar {
  readonly situation: string;
  readonly background: string;
  readonly assessment: string;
  readonly recommendation: string;
}

export const SBAR_LABELS: Readonly<Record<keyof Sbar, string>> = { situation: 'Situation', background: 'Background', assessment: 'Assessment', recommendation: 'Recommendation' };

/** The handover as the record alone would give it: the nurse adds what only a person knows. Nothing that is open is left out. */
export function composeSbar(facts: HandoverFacts): Sbar {
  return { situation: situation(facts), background: background(facts), assessment: assessment(facts), recommendation: recommendation(facts) };
}

function situation({ bed, ageYears, gender, reason, dayOfStay, codeStatus, isolation, isLeaving, transfer }: HandoverFacts): string {
  return lines([
    `${ageYears}-year-old ${gender}, bed ${bed}, day ${dayOfStay}${reason ? `: ${reason}` : ''}.`,
    codeStatus && `Code status: ${codeStatus}.`,
    isolation && `Isolation: ${isolation}.`,
    isLeaving && 'Discharge is under way.',
    transfer,
  ]);
}

function background({ allergies, plannedEnd }: HandoverFacts): string {
  return lines([
    allergies.length > 0 ? `Allergies: ${allergies.join(', ')}.` : 'No allergies on record.',
    plannedEnd ? `Stay planned until ${plannedEnd}.` : 'No end of the stay is planned.',
  ]);
}

function assessment(facts: HandoverFacts): string {
  const { done, dosesGiven, dosesNotGiven, abnormalResults, unjudgedResults, imagingReports } = facts;
  return lines([
    trend(facts),
    done.length > 0 && `Done: ${done.join(', ')}.`,
    dosesGiven > 0 && `Doses given: ${dosesGiven}.`,
    dosesNotGiven.length > 0 && `Not given: ${dosesNotGiven.join('; ')}.`,
    abnormalResults.length > 0 && `Abnormal results: ${abnormalResults.join('; ')}.`,
    unjudgedResults.length > 0 && `Results without a reference range, to be judged by hand: ${unjudgedResults.join('; ')}.`,
    ...imagingReports.map((report) => `Imaging: ${report}`),
  ]);
}

/** The course of NEWS2 in words: a number alone hides where it comes from. */
export function trend({ scores, lastScoreBefore }: Pick<HandoverFacts, 'scores' | 'lastScoreBefore'>): string {
  const last = scores.at(-1);
  if (!last) return lastScoreBefore === null ? 'No NEWS2 on record.' : `No observations this shift; NEWS2 was ${lastScoreBefore} before.`;
  const first = scores.length > 1 ? (scores[0]?.total ?? last.total) : lastScoreBefore;
  const course = scores.map(({ at, total }) => `${total} (${at})`).join(', ');
  const way = first === null || first === last.total ? 'steady' : first < last.total ? 'rising' : 'falling';
  return `NEWS2 ${first === null ? '' : `${way}: `}${course}.`;
}

function recommendation({ openTasks, medicinesDue, pendingResults, unacknowledgedCriticals }: HandoverFacts): string {
  return lines([
    unacknowledgedCriticals.length > 0 && `Critical result not acknowledged: ${unacknowledgedCriticals.join('; ')}.`,
    ...openTasks.map(({ title, due, isOverdue }) => `${isOverdue ? 'OVERDUE: ' : ''}${title}, due ${due}.`),
    medicinesDue.length > 0 && `Medicines due: ${medicinesDue.map(({ line, due }) => `${line} at ${due}`).join('; ')}.`,
    pendingResults.length > 0 && `Results to come: ${pendingResults.join(', ')}.`,
    openTasks.length + medicinesDue.length + pendingResults.length + unacknowledgedCriticals.length === 0 && 'Nothing is open.',
  ]);
}

function lines(parts: readonly (string | false | null)[]): string {
  return parts.filter((part): part is string => Boolean(part)).join('\n');
}
