/** A transfer from ward to ward: asked for, agreed by the sender, accepted by the receiver with a bed, and then moved. */
export const TRANSFER_STATUSES = {
  requested: 'Waits for the sending ward',
  agreed: 'Waits for the receiving ward',
  accepted: 'Bed kept, waits for the patient',
  moved: 'Moved',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
  cancelled: 'Cancelled: the patient left',
  undone: 'Taken back',
} as const;
export type TransferStatus = keyof typeof TRANSFER_STATUSES;
export const PENDING_TRANSFERS = ['requested', 'agreed', 'accepted'] as const satisfies readonly TransferStatus[];

/** Why a patient changes the ward. Codes: no word about the patient leaves the record. */
export const TRANSFER_REASONS = {
  'higher-care': 'Needs closer care',
  'lower-care': 'Needs less care',
  isolation: 'Needs isolation',
  specialty: 'Belongs to another specialty',
  capacity: 'Ward is full',
  'patient-wish': 'Patient asked for it',
} as const;
export type TransferReason = keyof typeof TRANSFER_REASONS;

export function isPending(status: TransferStatus): boolean {
  return (PENDING_TRANSFERS as readonly string[]).includes(status);
}

/** What may follow what; nothing follows an end but the undoing of a move. */
const NEXT: Readonly<Record<TransferStatus, readonly TransferStatus[]>> = {
  requested: ['agreed', 'declined', 'withdrawn', 'cancelled'],
  agreed: ['accepted', 'declined', 'withdrawn', 'cancelled'],
  // A reservation that runs out asks the receiver again; nobody is forgotten.
  accepted: ['moved', 'agreed', 'withdrawn', 'cancelled'],
  moved: ['undone'],
  declined: [], withdrawn: [], cancelled: [], undone: [],
};

export function mayBecome(from: TransferStatus, to: TransferStatus): boolean {
  return NEXT[from].includes(to);
}
