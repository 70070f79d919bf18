import type { Contact, Identifier, PartyName, Period, Procedure } from '../parts/model';
import type { Status } from '../parts/status';

/** What 276 and 277 have in common: payer → receiver → provider → subscriber (→ dependent) → claim. */
interface StatusExchange<Claim> {
  controlNumber: string;
  reference: string;
  createdOn: string;
  createdAt: string;
  payers: StatusPayer<Claim>[];
}

/** 276: where do these claims stand? */
export interface ClaimStatusInquiry extends StatusExchange<ClaimInquiry> {
  set: '276';
}

/** 277: there. */
export interface ClaimStatusResponse extends StatusExchange<ClaimAnswer> {
  set: '277';
}

export interface StatusPayer<Claim> {
  name: string;
  id: Identifier;
  /** 277 only. */
  contact?: Contact;
  receivers: StatusReceiver<Claim>[];
}

export interface StatusReceiver<Claim> {
  name?: PartyName;
  id: string;
  /** 277 only: the answer when the inquiry as a whole could not be processed. */
  answer?: StatusTrace;
  providers: StatusProvider<Claim>[];
}

export interface StatusProvider<Claim> {
  /** One or two ways of naming the provider. */
  names: { name?: PartyName; id: Identifier }[];
  answer?: StatusTrace;
  subscribers: StatusSubscriber<Claim>[];
}

export interface StatusTrace {
  trace: string;
  statuses: Status[];
}

export interface StatusSubscriber<Claim> {
  name: PartyName;
  memberId: Identifier;
  /** 276 only, when the subscriber is the patient. */
  birthDate?: string;
  gender?: string;
  claims: Claim[];
  dependents: StatusDependent<Claim>[];
}

export interface StatusDependent<Claim> {
  name: PartyName;
  /** 276 only. */
  birthDate?: string;
  gender?: string;
  claims: Claim[];
}

interface StatusClaim {
  /** TRN02: number of this question; the answer carries it back. */
  trace: string;
  payerControlNumber?: string;
  billType?: string;
  patientControlNumber?: string;
  prescription?: string;
  clearinghouseNumber?: string;
  service?: Period;
}

export interface ClaimInquiry extends StatusClaim {
  /** REF*LU */
  applicationLocation?: string;
  groupNumber?: string;
  chargeCents?: number;
  lines: LineInquiry[];
}

export interface ClaimAnswer extends StatusClaim {
  statuses: Status[];
  voucher?: string;
  lines: LineAnswer[];
}

export interface LineInquiry {
  procedure: Procedure;
  chargeCents: number;
  revenueCode?: string;
  units?: number;
  lineControlNumber?: string;
  service: Period;
}

export interface LineAnswer extends LineInquiry {
  paidCents?: number;
  statuses: Status[];
}
