import { missingEquipment } from './equipment';
import { type BedStatus } from './status';

/** A bed as the choice of a bed sees it. */
export interface BedToFit {
  readonly operationalStatus: BedStatus;
  /** Kept for another patient. */
  readonly isReserved: boolean;
  /** Only this sex may lie here; null: any. */
  readonly sexConstraint: string | null;
  readonly isolationCapable: boolean;
  /** Codes of domain/beds/equipment. */
  readonly equipment: readonly string[];
  /** Sexes of those who lie or are expected in the same room. */
  readonly roommates: readonly string[];
}

export interface PatientToFit {
  /** Administrative gender. */
  readonly sex: string;
  /** Isolation precaution, null when none. */
  readonly isolation: string | null;
  /** Equipment the patient cannot be without. */
  readonly equipment: readonly string[];
}

/** Why a bed does not do, in the words of the person who asks for it. */
export const MISFITS = {
  occupied: 'A patient lies in this bed.',
  reserved: 'This bed is reserved for another patient.',
  'not-clean': 'This bed is not clean yet.',
  'out-of-use': 'This bed is out of use.',
  'other-sex': 'This bed or room is for the other sex.',
  'no-isolation': 'The patient needs isolation, and this bed cannot give it.',
  'no-equipment': 'The patient needs equipment that this bed does not have.',
} as const;
export type Misfit = keyof typeof MISFITS;

/**
 * What stands against putting this patient in this bed; null when it fits. Only a clean, free bed is ever offered: it is free
 * when it has been cleaned, not when someone left.
 */
export function misfit(bed: BedToFit, patient: PatientToFit): Misfit | null {
  if (bed.operationalStatus === 'O' || bed.operationalStatus === 'I') return 'occupied';
  if (bed.isReserved) return 'reserved';
  if (bed.operationalStatus === 'H' || bed.operationalStatus === 'K') return 'not-clean';
  if (bed.operationalStatus === 'C') return 'out-of-use';
  return unsuitable(bed, patient);
}

/**
 * What stands against this place for this patient whoever lies there now: rooms are not mixed unless a sex is other or unknown;
 * isolation and equipment need a bed that has them.
 */
export function unsuitable(bed: Pick<BedToFit, 'sexConstraint' | 'isolationCapable' | 'equipment' | 'roommates'>, patient: PatientToFit): Misfit | null {
  if (bed.sexConstraint !== null && bed.sexConstraint !== patient.sex) return 'other-sex';
  if (isBinary(patient.sex) && bed.roommates.some((sex) => isBinary(sex) && sex !== patient.sex)) return 'other-sex';
  if (patient.isolation !== null && !bed.isolationCapable) return 'no-isolation';
  if (missingEquipment(patient.equipment, bed.equipment).length > 0) return 'no-equipment';
  return null;
}

function isBinary(sex: string): boolean {
  return sex === 'female' || sex === 'male';
}
