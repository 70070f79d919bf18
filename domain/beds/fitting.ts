import { type BedStatus } from './status';

/** A bed as the choice of a bed sees it. */
export interface BedToFit {
  readonly operationalStatus: BedStatus;
  readonly isReserved: boolean;
  /** Only this sex may lie here; null: any. */
  readonly sexConstraint: string | null;
  readonly isolationCapable: boolean;
  /** Sexes of those who lie or are expected in the same room. */
  readonly roommates: readonly string[];
}

export interface PatientToFit {
  /** Administrative gender. */
  readonly sex: string;
  /** Isolation precaution, null when none. */
  readonly isolation: string | null;
}

/** Why a bed does not do, in the words of the person who asks for it. */
export const MISFITS = {
  occupied: 'A patient lies in this bed.',
  reserved: 'This bed is reserved for another patient.',
  'not-clean': 'This bed is not clean yet.',
  'out-of-use': 'This bed is out of use.',
  'other-sex': 'This bed or room is for the other sex.',
  'no-isolation': 'The patient needs isolation, and this bed cannot give it.',
} as const;
export type Misfit = keyof typeof MISFITS;

/**
 * What stands against putting this patient in this bed; null when it fits. Only a clean, free bed is ever offered: it is free
 * when it has been cleaned, not when someone left. Rooms are not mixed unless a sex is other or unknown; isolation needs a
 * bed that can give it.
 */
export function misfit(bed: BedToFit, patient: PatientToFit): Misfit | null {
  if (bed.operationalStatus === 'O' || bed.operationalStatus === 'I') return 'occupied';
  if (bed.isReserved) return 'reserved';
  if (bed.operationalStatus === 'H' || bed.operationalStatus === 'K') return 'not-clean';
  if (bed.operationalStatus === 'C') return 'out-of-use';
  if (bed.sexConstraint !== null && bed.sexConstraint !== patient.sex) return 'other-sex';
  if (isBinary(patient.sex) && bed.roommates.some((sex) => isBinary(sex) && sex !== patient.sex)) return 'other-sex';
  if (patient.isolation !== null && !bed.isolationCapable) return 'no-isolation';
  return null;
}

function isBinary(sex: string): boolean {
  return sex === 'female' || sex === 'male';
}
