/** Location.operationalStatus, HL7 table 0116. */
export const BED_STATUSES = {
  U: 'Free',
  O: 'Occupied',
  H: 'Cleaning',
  C: 'Out of use',
  K: 'Contaminated',
  I: 'Isolated',
} as const;
export type BedStatus = keyof typeof BED_STATUSES;

/** Beds that somebody may put back into use, once they are clean. */
export function isReopenable(status: BedStatus): boolean {
  return status === 'C' || status === 'H' || status === 'K';
}

/** Why a bed is out of use. Codes, so that no word about a patient lands on the board. */
export const CLOSURE_REASONS = {
  maintenance: 'Maintenance',
  equipment: 'Equipment missing',
  'infection-control': 'Infection control',
  staffing: 'No staff for it',
} as const;
export type ClosureReason = keyof typeof CLOSURE_REASONS;

/** What a bed is after somebody left it: never free. Behind an isolated patient it is contaminated until the terminal clean. */
export function statusAfterLeaving(isolation: string | null): BedStatus {
  return isolation === null ? 'H' : 'K';
}
