import type { ClaimsHeaderOf, InstitutionalClaim, InstitutionalClaims, ProfessionalClaim, ProfessionalClaims } from './claim/model';
import type { X12Problem } from './core/problem';
import type { GroupHeader, InterchangeAcknowledgment, InterchangeHeader, Transaction, TransactionSetName } from './interchange';
import type { ClaimPayment, ProviderAdjustment, RemittanceHeader } from './remittance/model';

/** A claim of an 837 or a claim payment of an 835: what is handed over one at a time. */
export type TransactionItem = ProfessionalClaim | InstitutionalClaim | ClaimPayment;

/** A transaction set without what comes one at a time or at its end, told apart by `set`; complete for sets without claims. */
export type TransactionHeader =
  | ClaimsHeaderOf<ProfessionalClaims>
  | ClaimsHeaderOf<InstitutionalClaims>
  | RemittanceHeader
  | Exclude<Transaction, { claims: unknown }>;

/** What follows the claims: the PLB of an 835. */
export interface TransactionTrailer {
  providerAdjustments?: ProviderAdjustment[];
}

/** A transaction set as its ST segment announces it. `set` is null when it is not supported. */
export interface TransactionStart {
  set: TransactionSetName | null;
  /** ST01 */
  code: string;
  controlNumber: string;
  version: string;
}

/**
 * What reading an X12 file says, in the order of the file. `item` comes as each claim is complete, before the end of the
 * file is known to be sound: whoever acts on items must keep the effect revocable until `end` says ok.
 */
export type X12Event =
  | { kind: 'interchange'; interchange: InterchangeHeader }
  | { kind: 'acknowledgment'; acknowledgment: InterchangeAcknowledgment }
  | { kind: 'group'; group: GroupHeader; functionalId: string }
  | { kind: 'transaction'; transaction: TransactionStart }
  | { kind: 'header'; header: TransactionHeader }
  | { kind: 'item'; item: TransactionItem }
  /** `trailer` is undefined when the transaction set could not be read whole. */
  | { kind: 'transactionEnd'; trailer: TransactionTrailer | undefined; ok: boolean }
  /** `stated`: GE01, undefined when there is none. */
  | { kind: 'groupEnd'; transactions: number; stated: number | undefined }
  | { kind: 'interchangeEnd' }
  | { kind: 'problem'; problem: X12Problem }
  | { kind: 'end'; ok: boolean; segments: number };
