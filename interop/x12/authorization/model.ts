import type { DescribedReference, EligibilityTrace, QualifiedPeriod, Rejection, RelatedProvider, Relationship, ServiceDelivery } from '../eligibility/model';
import type { Address, Contact, Identifier, PartyName, Procedure } from '../parts/model';

/** What a request for review and its answer have in common: reviewer → requester → subscriber (→ dependent) → patient event → services. */
interface ReviewExchange {
  controlNumber: string;
  /** BHT03; an answer repeats it. */
  reference: string;
  createdOn: string;
  createdAt: string;
}

/** 278 request: may this be done, and will you pay for it? */
export interface AuthorizationRequest extends ReviewExchange {
  set: '278';
  /** 13 request, 01 cancellation. */
  purpose: '01' | '13';
  reviewer: ReviewParty;
  requester: ReviewRequester;
  subscriber: ReviewMember;
  dependent?: ReviewMember;
  event: ReviewEvent;
  services: ReviewService[];
}

/** 278 response: yes, no, partly, not yet, ask us; or why there is no answer. */
export interface AuthorizationResponse extends ReviewExchange {
  set: '278R';
  /** BHT06: 18 final, 19 further answers follow, AT an administrative action. */
  completeness?: '18' | '19' | 'AT';
  /** AAA of the whole, before the reviewer is named. */
  rejections?: Rejection[];
  reviewer: AnsweringReviewer;
  /** What the answer goes down to: nothing below the level that was rejected. */
  requester?: Rejectable<ReviewRequester>;
  subscriber?: Rejectable<ReviewMember>;
  dependent?: Rejectable<ReviewMember>;
  event?: ReviewedEvent;
  services: ReviewedService[];
}

type Rejectable<Party> = Party & { rejections?: Rejection[] };

/** The utilisation management organisation (NM1*X3), or a provider. */
export interface ReviewParty {
  name?: PartyName;
  id: Identifier;
}

export interface AnsweringReviewer extends ReviewParty {
  contact?: Contact;
  rejections?: Rejection[];
}

/** Who asks: 1P provider, FA facility. */
export interface ReviewRequester extends ReviewParty {
  entity: string;
  references?: DescribedReference[];
  address?: Address;
  contact?: Contact;
  provider?: RelatedProvider;
}

export interface ReviewMember {
  name?: PartyName;
  /** Absent on a dependent. */
  id?: Identifier;
  references?: DescribedReference[];
  address?: Address;
  birthDate?: string;
  gender?: string;
  relationship?: Relationship;
}

/** UM: what kind of review is asked for. */
export interface ReviewKind {
  /** AR admission, HS health services, SC specialty care. */
  category: string;
  /** I initial, R renewal, S revised, 3 cancel, 4 extension, 1 and 2 appeals, N reconsideration. */
  certification?: string;
  /** As in a 270: 48 hospital inpatient, 2 surgical … */
  serviceType?: string;
  /** UM04: facility code and whose it is (A bill type, B place of service). */
  facility?: { code: string; qualifier: string };
  /** UM06: U urgent, 03 emergency, E elective. */
  level?: string;
}

interface ReviewLevel {
  traces?: EligibilityTrace[];
  /** REF: BB earlier authorisation, NT the payer's administrative reference. */
  references?: DescribedReference[];
  dates?: QualifiedPeriod[];
  delivery?: ServiceDelivery;
  message?: string;
  providers?: ReviewProvider[];
}

export interface ReviewEvent extends ReviewLevel {
  kind: ReviewKind;
  diagnoses?: ReviewDiagnosis[];
}

/** A code of an HI: ABK principal, ABF other, ABJ admitting, DR diagnosis related group … */
export interface ReviewDiagnosis {
  qualifier: string;
  code: string;
  /** When it was found. */
  date?: string;
}

export interface ReviewService extends ReviewLevel {
  kind?: ReviewKind;
  /** SV1 */
  professional?: ServiceAsked;
  /** SV2 */
  institutional?: ServiceAsked & { revenueCode?: string };
}

export interface ServiceAsked {
  procedure?: Procedure;
  chargeCents?: number;
  unit?: string;
  quantity?: number;
}

export interface ReviewProvider {
  /** 71 attending, 72 operating, DK ordering, DN referring, FA facility, SJ service provider … */
  entity: string;
  name?: PartyName;
  id?: Identifier;
  references?: DescribedReference[];
  address?: Address;
  contact?: Contact;
  provider?: RelatedProvider;
  /** 278 response only. */
  rejections?: Rejection[];
}

interface Reviewed {
  rejections?: Rejection[];
  decision?: ReviewDecision;
}

export type ReviewedEvent = Omit<ReviewEvent, 'kind'> & Reviewed & { kind?: ReviewKind };
export type ReviewedService = ReviewService & Reviewed;

/** HCR */
export interface ReviewDecision {
  /** A1 certified, A2 in part, A3 not certified, A4 pended, A6 modified, C cancelled, CT contact the payer, NA not required. */
  action: string;
  /** HCR02: the authorisation number of what is certified. */
  number?: string;
  /** HCR03: why not. */
  reason?: string;
  secondOpinion?: 'N' | 'Y';
}
