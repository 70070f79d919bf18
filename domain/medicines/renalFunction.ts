/** What the equations ask about a person. Creatinine in mg/dL, weight in kg, age in whole years. */
export interface RenalInput {
  readonly sex: string;
  readonly ageYears: number;
  readonly creatinine: number;
  readonly weightKg: number | null;
}

export interface RenalFunction {
  /** Cockcroft-Gault creatinine clearance, mL/min; null without a weight or sex. */
  readonly crcl: number | null;
  /** CKD-EPI 2021, mL/min/1.73 m²; null for children and without a sex. */
  readonly egfr: number | null;
}

/** The equations were made for adults. */
const ADULT = 18;

/**
 * Creatinine clearance in mL/min, to one place: (140 − age) × weight / (72 × creatinine), × 0.85 for women. Actual body weight.
 * Source: Cockcroft and Gault, Nephron 1976;16:31.
 */
export function cockcroftGault({ sex, ageYears, creatinine, weightKg }: RenalInput): number | null {
  if (weightKg === null || weightKg <= 0 || creatinine <= 0 || ageYears < ADULT || (sex !== 'female' && sex !== 'male')) return null;
  const clearance = ((140 - ageYears) * weightKg) / (72 * creatinine);
  return oneplace(Math.max(0, sex === 'female' ? clearance * 0.85 : clearance));
}

/**
 * Estimated GFR in mL/min/1.73 m², rounded to a whole number, without race: 142 × min(Scr/κ, 1)^α × max(Scr/κ, 1)^−1.200 × 0.9938^age, × 1.012 for
 * women; κ 0.7 and α −0.241 for women, 0.9 and −0.302 for men. Source: Inker et al., New England Journal of Medicine 2021;385:1737.
 */
export function ckdEpi2021({ sex, ageYears, creatinine }: Omit<RenalInput, 'weightKg'>): number | null {
  if (creatinine <= 0 || ageYears < ADULT || (sex !== 'female' && sex !== 'male')) return null;
  const [kappa, alpha, factor] = sex === 'female' ? [0.7, -0.241, 1.012] : [0.9, -0.302, 1];
  const ratio = creatinine / kappa;
  return Math.round(142 * Math.min(ratio, 1) ** alpha * Math.max(ratio, 1) ** -1.2 * 0.9938 ** ageYears * factor);
}

/** Both measures; null when there is no creatinine to reckon with. */
export function renalFunction(input: Omit<RenalInput, 'creatinine'> & { readonly creatinine: number | null }): RenalFunction | null {
  if (input.creatinine === null) return null;
  const known = { ...input, creatinine: input.creatinine };
  return { crcl: cockcroftGault(known), egfr: ckdEpi2021(known) };
}

const oneplace = (value: number): number => Math.round(value * 10) / 10;
