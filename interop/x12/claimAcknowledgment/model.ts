import type { Identifier, PartyName, Period, Procedure, Reference } from '../parts/model';
import type { Status } from '../parts/status';

/**
 * 277CA: which claims of a batch were accepted for adjudication. A claim rejected here was never adjudicated: fix and send
 * again, there is nothing to appeal.
 */
export interface ClaimAcknowledgment {
  set: '277CA';
  controlNumber: string;
  reference: string;
  createdOn: string;
  createdAt: string;
  /** PR payer, AY clearinghouse. */
  source: { entity: 'PR' | 'AY'; name: string; id: Identifier };
  receipt: { trace: string; receivedOn: string; processedOn: string };
  receiver: { name: PartyName; id: string };
  /** `trace` is BHT03 of the 837 answered. */
  batch: Tally & { trace: string; statuses: Status[] };
  providers: AcknowledgedProvider[];
}

/** How much was accepted and rejected. */
export interface Tally {
  acceptedCount?: number;
  rejectedCount?: number;
  acceptedCents?: number;
  rejectedCents?: number;
}

export interface AcknowledgedProvider {
  name: PartyName;
  id: Identifier;
  summary: Tally & { trace: string; statuses: Status[]; references?: Reference[] };
  patients: AcknowledgedPatient[];
}

export interface AcknowledgedPatient {
  name: PartyName;
  id?: Identifier;
  claims: AcknowledgedClaim[];
}

export interface AcknowledgedClaim {
  /** CLM01 of the claim. */
  patientControlNumber: string;
  statuses: Status[];
  payerControlNumber?: string;
  clearinghouseNumber?: string;
  billType?: string;
  service: Period;
  lines: AcknowledgedLine[];
}

export interface AcknowledgedLine {
  procedure: Procedure;
  chargeCents: number;
  revenueCode?: string;
  units?: number;
  statuses: Status[];
  lineControlNumber?: string;
  prescription?: string;
  service?: Period;
}
