import type { AuthorizationRequest, AuthorizationResponse } from './authorization/model';
import type { EligibilityInquiry, EligibilityResponse } from './eligibility/model';
import type { InstitutionalClaims, ProfessionalClaims } from './claim/model';
import type { ClaimAcknowledgment } from './claimAcknowledgment/model';
import type { ClaimStatusInquiry, ClaimStatusResponse } from './claimStatus/model';
import type { Delimiters } from './core/delimiters';
import type { ImplementationAcknowledgment } from './acknowledgment/model';
import type { Remittance } from './remittance/model';

/** Who sends or receives an interchange (ISA05/06, ISA07/08), e.g. `{ qualifier: 'ZZ', id: 'CAREWAY' }`. */
export interface TradingPartner {
  qualifier: string;
  id: string;
}

/** An ISA segment. */
export interface InterchangeHeader {
  delimiters: Delimiters;
  sender: TradingPartner;
  receiver: TradingPartner;
  /** ISO date; X12 keeps two digits of the year, read as 20xx. */
  date: string;
  /** "HH:MM" */
  time: string;
  /** ISA13, 1 to 999,999,999; unique per sender and receiver. */
  controlNumber: number;
  /** ISA14: whether a TA1 is asked for. */
  acknowledgmentRequested: boolean;
  /** ISA15: P production, T test. */
  usage: 'P' | 'T';
}

/** A GS segment. Its functional identifier and version follow from the transaction sets in it. */
export interface GroupHeader {
  sender: string;
  receiver: string;
  date: string;
  time: string;
  controlNumber: number;
  /** GS08, the implementation guide, e.g. 005010X222A1. */
  version: string;
}

/** A TA1 segment: how an interchange sent earlier was received. */
export interface InterchangeAcknowledgment {
  controlNumber: number;
  date: string;
  time: string;
  status: 'A' | 'E' | 'R';
  note: string;
}

/** A transaction set, told apart by `set`. */
export type Transaction =
  | ProfessionalClaims
  | InstitutionalClaims
  | Remittance
  | ImplementationAcknowledgment
  | ClaimAcknowledgment
  | ClaimStatusInquiry
  | ClaimStatusResponse
  | EligibilityInquiry
  | EligibilityResponse
  | AuthorizationRequest
  | AuthorizationResponse;

/** The transaction sets Careway reads and writes. */
export type TransactionSetName = Transaction['set'];

export interface Group extends GroupHeader {
  transactions: Transaction[];
}

export interface Interchange extends InterchangeHeader {
  acknowledgments?: InterchangeAcknowledgment[];
  groups: Group[];
}
