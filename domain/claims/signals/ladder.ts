import { type BilledClaim, type BilledLine } from './facts';

/**
 * Services of one kind, from the least to the most intensive, as claims name them: where the patient was seen or lay (NUBC revenue
 * codes), and evaluation and management by the code numbers of its levels.
 */
const LADDERS: Readonly<Record<string, readonly RegExp[]>> = {
  place: [/^05[12]\d$/, /^0516$/, /^045\d$/, /^0762$/, /^01[1-5]\d$/, /^0206$/, /^0(20[0-57-9]|21\d)$/],
  'office visit, new patient': [/^99202$/, /^99203$/, /^99204$/, /^99205$/],
  'office visit': [/^99211$/, /^99212$/, /^99213$/, /^99214$/, /^99215$/],
  'emergency visit': [/^(99281|G0380)$/, /^(99282|G0381)$/, /^(99283|G0382)$/, /^(99284|G0383)$/, /^(99285|G0384)$/],
  'first hospital day': [/^99221$/, /^99222$/, /^99223$/],
  'later hospital day': [/^99231$/, /^99232$/, /^99233$/],
};

/** What the rungs of the ladder of places are called. */
const PLACES = ['clinic visit', 'urgent care', 'emergency department', 'observation', 'general ward', 'step-down unit', 'intensive care'] as const;

export interface Rung {
  readonly ladder: string;
  /** From 0. */
  readonly rung: number;
  readonly of: number;
}

/** On which rungs a line stands; on none for most services. */
export function rungsOf({ procedure, revenueCode }: Pick<BilledLine, 'procedure' | 'revenueCode'>): Rung[] {
  return Object.entries(LADDERS).flatMap(([ladder, steps]) => {
    // The finer pattern wins: 0516 is urgent care, not any clinic.
    const rung = steps.findLastIndex((step) => (ladder === 'place' ? revenueCode !== null && step.test(revenueCode) : procedure !== null && step.test(procedure)));
    return rung < 0 ? [] : [{ ladder, rung, of: steps.length }];
  });
}

/** "emergency department", or "level 4 of 5". */
export function rungWords({ ladder, rung, of }: Rung): string {
  return ladder === 'place' ? (PLACES[rung] ?? ladder) : `level ${rung + 1} of ${of}`;
}

/** Who a claim's rungs are compared with: the same class of encounter and kind of principal diagnosis, and the class as a whole. */
export function contextsOf({ classCode, diagnoses }: Pick<BilledClaim, 'classCode' | 'diagnoses'>, ladder: string): string[] {
  const category = diagnoses[0]?.slice(0, 3);
  return [...(category ? [`${ladder}|${classCode}|${category}`] : []), `${ladder}|${classCode}`];
}

/** The highest rung of each ladder on a claim. */
export function highestRungs(lines: readonly BilledLine[]): (Rung & { readonly line: BilledLine })[] {
  const highest = new Map<string, Rung & { line: BilledLine }>();
  for (const line of lines) for (const rung of rungsOf(line)) if (rung.rung > (highest.get(rung.ladder)?.rung ?? -1)) highest.set(rung.ladder, { ...rung, line });
  return [...highest.values()];
}
