import type { Draft } from '../core/draft';
import type { Loop } from '../grammar/loop';

/** HI qualifiers by what they mean, for each ICD revision. */
export const ICD_QUALIFIERS = {
  10: { principal: 'ABK', other: 'ABF', admitting: 'ABJ', reasonForVisit: 'APR', externalCause: 'ABN', principalProcedure: 'BBR', otherProcedure: 'BBQ' },
  9: { principal: 'BK', other: 'BF', admitting: 'BJ', reasonForVisit: 'PR', externalCause: 'BN', principalProcedure: 'BR', otherProcedure: 'BQ' },
} as const;
export type CodeMeaning = keyof (typeof ICD_QUALIFIERS)[10];

/** Components of one code of an HI: qualifier, code, then what the guide adds. */
export type CodeComponents = readonly string[];

const HI_SIZE = 12;

/** Every code of the claim with one of these qualifiers, in order. */
export function codesWith(loop: Loop, qualifiers: readonly string[]): CodeComponents[] {
  return loop.all('HI').flatMap((hi) => Array.from({ length: HI_SIZE }, (_, index) => hi.components(index + 1))).filter(([qualifier = '']) => qualifiers.includes(qualifier));
}

/** Every code of this meaning, whichever the ICD revision. */
export function codesMeaning(loop: Loop, meaning: CodeMeaning): CodeComponents[] {
  return codesWith(loop, [ICD_QUALIFIERS[10][meaning], ICD_QUALIFIERS[9][meaning]]);
}

/** The ICD revision the claim's principal diagnosis is of. */
export function icdOf(loop: Loop): 9 | 10 {
  return codesWith(loop, [ICD_QUALIFIERS[9].principal]).length > 0 ? 9 : 10;
}

/** As many HI segments as the codes need; none for no codes. */
export function draftCodes(codes: readonly (readonly (string | undefined)[])[] | undefined): Draft[] {
  const drafts: Draft[] = [];
  for (let at = 0; at < (codes?.length ?? 0); at += HI_SIZE) drafts.push(['HI', ...(codes ?? []).slice(at, at + HI_SIZE)]);
  return drafts;
}
