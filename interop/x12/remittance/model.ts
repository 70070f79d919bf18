import type { ClaimFilingIndicator, ClaimStatus, ProviderAdjustmentReason } from '../dictionary/codes';
import type { InpatientAdjudication, OutpatientAdjudication } from '../parts/adjudication';
import type { Address, Adjustment, Contact, Identifier, PartyName, Period, Procedure, QualifiedAmount, QualifiedQuantity, Reference } from '../parts/model';

/** 835: one payment (check, transfer or none) and the claims it pays. Charge = paid + adjustments by line, claim and remittance. */
export interface Remittance {
  set: '835';
  /** ST02 */
  controlNumber: string;
  payment: Payment;
  /** TRN: the number that ties the remittance to the deposit. */
  trace: { number: string; originator: string; supplement?: string };
  /** REF*EV: who the file is for, when that is not the payee. */
  receiverId?: string;
  /** REF*F2: version of the payer's adjudication system. */
  systemVersion?: string;
  producedOn?: string;
  payer: Payer;
  payee: Payee;
  claims: ClaimPayment[];
  providerAdjustments: ProviderAdjustment[];
}

/** BPR */
export interface Payment {
  /** I remittance with payment, H notification only, D and X data only, C, P, U. */
  handling: string;
  amountCents: number;
  /** C credit to the provider, D debit. */
  direction: 'C' | 'D';
  /** ACH, CHK check, FWT wire, BOP, NON no payment. */
  method: string;
  /** CCP or CTX, for ACH. */
  format?: string;
  sender?: BankAccount;
  /** BPR10 and BPR11: the payer's identifier with the bank. */
  originator?: string;
  supplement?: string;
  receiver?: BankAccount;
  /** Check or transfer effective date. */
  date: string;
}

export interface BankAccount {
  /** 01 ABA routing number, 04 Canadian. */
  bankQualifier: string;
  bank: string;
  /** DA demand deposit, SG savings. */
  accountQualifier?: string;
  account?: string;
}

export interface Payer {
  name: string;
  /** CMS plan ID, when there is one. */
  planId?: string;
  address: Address;
  references?: Reference[];
  businessContact?: Contact;
  technicalContacts: Contact[];
  website?: string;
}

export interface Payee {
  name: string;
  /** XX NPI, FI tax ID, XV plan ID. */
  id: Identifier;
  address?: Address;
  references?: Reference[];
}

/** A party named in an 835; name and identifier are both situational there. */
export interface RemittanceParty {
  name?: PartyName;
  id?: Identifier;
}

/** Loop 2100 */
export interface ClaimPayment {
  /** LX01 of the group of claims it stands in. */
  claimGroup: number;
  /** CLP01: our number, CLM01 of the claim. */
  patientControlNumber: string;
  status: ClaimStatus;
  chargeCents: number;
  paidCents: number;
  patientResponsibilityCents?: number;
  filingIndicator: ClaimFilingIndicator;
  /** CLP07: the payer's number; goes back in REF*F8 of a replacement. */
  payerControlNumber: string;
  facilityCode?: string;
  frequency?: string;
  drg?: string;
  drgWeight?: number;
  dischargeFraction?: number;
  /** At claim level; the lines have their own. */
  adjustments: Adjustment[];
  patient: RemittanceParty;
  insured?: RemittanceParty;
  correctedInsured?: RemittanceParty;
  serviceProvider?: RemittanceParty;
  crossoverCarrier?: RemittanceParty;
  correctedPayer?: RemittanceParty;
  otherSubscriber?: RemittanceParty;
  inpatient?: InpatientAdjudication;
  outpatient?: OutpatientAdjudication;
  references?: Reference[];
  statement?: Partial<Period>;
  coverageExpiredOn?: string;
  receivedOn?: string;
  contacts?: Contact[];
  amounts?: QualifiedAmount[];
  quantities?: QualifiedQuantity[];
  lines: ServicePayment[];
}

/** Loop 2110 */
export interface ServicePayment {
  /** What was adjudicated. */
  procedure: Procedure;
  chargeCents: number;
  paidCents: number;
  revenueCode?: string;
  /** Absent means 1. */
  paidUnits?: number;
  /** What was submitted, when the payer changed it. */
  submittedProcedure?: Procedure;
  submittedUnits?: number;
  service?: Partial<Period>;
  adjustments: Adjustment[];
  /** REF*6R: our line number, as sent in the claim. */
  lineControlNumber?: string;
  references?: Reference[];
  amounts?: QualifiedAmount[];
  quantities?: QualifiedQuantity[];
  remarks: { list: 'HE' | 'RX'; code: string }[];
}

/** One adjustment of a PLB: positive takes from the payment, negative adds to it. Belongs to no claim. */
export interface ProviderAdjustment {
  providerId: string;
  /** Last day of the provider's fiscal year. */
  fiscalPeriodEnd: string;
  reason: ProviderAdjustmentReason;
  /** PLB03-2, often the claim's or overpayment's number. */
  reference?: string;
  cents: number;
}

/** What an 835 says before its first claim. */
export type RemittanceHeader = Omit<Remittance, 'claims' | 'providerAdjustments'>;
