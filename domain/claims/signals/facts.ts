import { type ClaimLine } from '../claimLine';

/** A line as the signals read it. */
export interface BilledLine extends ClaimLine {
  /** What was done, by the most exact code there is: "RXNORM|310798", "HCPCS|G0463", "REVENUE|0120". */
  readonly service: string;
  /** What it is called, for reasons. */
  readonly words: string;
}

/** Kinds of claims that are compared with each other only: a hospital stay is no outlier among prescriptions. */
export const SETTINGS = { stay: 'hospital stays', emergency: 'emergency visits', visit: 'visits', medicine: 'claims for medicines' } as const;
export type Setting = keyof typeof SETTINGS;

export interface BilledClaim {
  readonly id: string;
  readonly number: string;
  readonly patientId: string;
  readonly encounterId: string | null;
  readonly type: 'professional' | 'institutional';
  /** HL7 ActCode of the encounter: IMP, EMER, AMB; empty without one. */
  readonly classCode: string;
  readonly serviceFrom: string;
  readonly serviceThrough: string;
  readonly chargeCents: number;
  /** ICD-10-CM, principal first. */
  readonly diagnoses: readonly string[];
  readonly lines: readonly BilledLine[];
  /** ISO date and time. */
  readonly createdAt: string;
  /** Sent or settled: it came first, whatever its age. */
  readonly isOut: boolean;
  /** One for a claim and those that follow it to the patient's next payers: they bill the same services rightly. */
  readonly family: string;
}

/** An encounter of the patient. Times ISO; `to` null: still going on. */
export interface Stay {
  readonly encounterId: string;
  readonly classCode: string;
  readonly from: string;
  readonly to: string | null;
  readonly practitionerId: string | null;
}

/** A column-2 service is part of column 1 on the same day (NCCI procedure-to-procedure edits; a plan's `bundles`). */
export interface BundleEdit {
  readonly column1: string;
  readonly column2: string;
  readonly modifierAllowed: boolean;
  readonly from?: string | null;
  readonly to?: string | null;
}

/** Everything the signals look at for one claim. */
export interface ClaimFacts {
  readonly claim: BilledClaim;
  readonly stay: Stay | null;
  /** The patient's other claims that stand. */
  readonly others: readonly BilledClaim[];
  /** The patient's other encounters. */
  readonly stays: readonly Stay[];
  readonly deceasedAt: string | null;
  /** All visits of the claim's practitioner on the day of service, this one included. */
  readonly practitionerDay: { readonly visits: number; readonly minutes: number } | null;
  readonly bundles: readonly BundleEdit[];
}

const STAYS: readonly string[] = ['IMP', 'ACUTE', 'NONAC', 'SS', 'OBSENC', 'HOSP', 'SNF'];

/** Is somebody with an encounter of this class in bed at night? */
export function isStay(classCode: string): boolean {
  return STAYS.includes(classCode);
}

export function settingOf({ classCode, lines }: Pick<BilledClaim, 'classCode' | 'lines'>): Setting {
  if (lines.length > 0 && lines.every(({ service }) => service.startsWith('RXNORM|'))) return 'medicine';
  if (classCode === 'EMER') return 'emergency';
  return isStay(classCode) ? 'stay' : 'visit';
}

/** Of two claims, does `other` stand before `claim`? The later one is asked about, never both. */
export function cameFirst(other: BilledClaim, claim: BilledClaim): boolean {
  if (other.isOut !== claim.isOut) return other.isOut;
  return other.createdAt === claim.createdAt ? other.id < claim.id : other.createdAt < claim.createdAt;
}

/** The patient's other claims this one must be compared with: earlier ones that are not its own claim to another payer. */
export function earlierOthers({ claim, others }: ClaimFacts): BilledClaim[] {
  return others.filter((other) => other.id !== claim.id && other.family !== claim.family && cameFirst(other, claim));
}

/** Whole days from one date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((new Date(`${to.slice(0, 10)}T00:00:00Z`).getTime() - new Date(`${from.slice(0, 10)}T00:00:00Z`).getTime()) / 86_400_000);
}
