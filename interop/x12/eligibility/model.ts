import type { Address, Contact, Identifier, PartyName, Procedure, QualifiedAmount } from '../parts/model';

/** What 270 and 271 have in common: source (payer) → receiver (provider) → subscriber (→ dependent). */
interface EligibilityExchange<Member> {
  controlNumber: string;
  /** BHT03; an answer repeats it. */
  reference?: string;
  createdOn: string;
  createdAt: string;
  sources: EligibilitySource<Member>[];
}

/** 270: is this person covered, and for what? */
export interface EligibilityInquiry extends EligibilityExchange<InquiredMember> {
  set: '270';
  /** 13 request, 01 cancellation. */
  purpose: '01' | '13';
  /** BHT06 */
  realTime?: true;
}

/** 271: covered so, or why there is no answer. */
export interface EligibilityResponse extends EligibilityExchange<AnsweredMember> {
  set: '271';
  /** 11 response, 06 confirmation. */
  purpose: '06' | '11';
}

export interface EligibilitySource<Member> extends EligibilityParty {
  /** 271 only: rejections of the whole, before (level) and after (name) the source is named. */
  levelRejections?: Rejection[];
  rejections?: Rejection[];
  contacts?: Contact[];
  receivers: EligibilityReceiver<Member>[];
}

/** Who asks: NM101 says in what role (1P provider, 80 hospital, PR payer …). */
export interface EligibilityParty {
  entity: string;
  name?: PartyName;
  id: Identifier;
}

export interface EligibilityReceiver<Member> extends EligibilityParty {
  references?: DescribedReference[];
  address?: Address;
  rejections?: Rejection[];
  provider?: RelatedProvider;
  subscribers: (Member & { dependents: Member[] })[];
}

/** REF with REF03, e.g. the state of a license. */
export interface DescribedReference extends Identifier {
  description?: string;
}

/** PRV */
export interface RelatedProvider {
  code: string;
  id?: Identifier;
}

/** TRN: number of a question; `origin` is the asker's 10-character identifier. */
export interface EligibilityTrace {
  /** 1 of this transmission, 2 of the one it answers. */
  type: '1' | '2';
  number: string;
  origin: string;
  supplement?: string;
}

interface EligibilityMember {
  traces?: EligibilityTrace[];
  name?: PartyName;
  memberId?: Identifier;
  references?: DescribedReference[];
  address?: Address;
  provider?: RelatedProvider;
  birthDate?: string;
  gender?: string;
  relationship?: Relationship;
  dates?: QualifiedPeriod[];
}

/** INS: 18 self, 01 spouse, 19 child …; order of birth among multiples; `changed` when the payer corrected the data (271). */
export interface Relationship {
  code: string;
  birthSequence?: number;
  changed?: true;
}

/** DTP */
export interface QualifiedPeriod {
  qualifier: string;
  from: string;
  through: string;
}

export interface InquiredMember extends EligibilityMember {
  inquiries: BenefitInquiry[];
}

/** EQ with what follows it. */
export interface BenefitInquiry {
  /** 30 health benefit plan coverage, 48 hospital inpatient, 86 emergency … */
  serviceTypes?: string[];
  procedure?: Procedure;
  /** FAM: the whole family. */
  coverageLevel?: string;
  diagnosisPointers?: number[];
  amounts?: QualifiedAmount[];
  reference?: Identifier;
  date?: QualifiedPeriod;
}

export interface AnsweredMember extends EligibilityMember {
  rejections?: Rejection[];
  benefits: Benefit[];
}

/** AAA: why a question is not answered (72 invalid member ID, 75 subscriber not found …) and what to do (C correct, N do not resubmit …). */
export interface Rejection {
  /** Whether the request itself was valid. */
  valid: boolean;
  reason: string;
  followUp: string;
}

/** EB with what follows it. */
export interface Benefit {
  /** 1 active coverage, 6 inactive, B copay, C deductible, A coinsurance, G out-of-pocket maximum … */
  kind: string;
  /** IND individual, FAM family … */
  coverageLevel?: string;
  serviceTypes?: string[];
  insuranceType?: string;
  planDescription?: string;
  /** 23 calendar year, 29 remaining, 27 visit … */
  timePeriod?: string;
  cents?: number;
  /** As a fraction: 0.2 is 20 %. */
  rate?: number;
  quantityQualifier?: string;
  quantity?: number;
  authorizationRequired?: 'N' | 'U' | 'Y';
  inNetwork?: 'N' | 'U' | 'W' | 'Y';
  procedure?: Procedure;
  diagnosisPointers?: number[];
  delivery?: ServiceDelivery[];
  references?: DescribedReference[];
  dates?: QualifiedPeriod[];
  rejections?: Rejection[];
  messages?: string[];
  entities?: RelatedEntity[];
}

/** HSD: how often and how long. */
export interface ServiceDelivery {
  quantityQualifier?: string;
  quantity?: number;
  unit?: string;
  every?: number;
  periodQualifier?: string;
  periods?: number;
  pattern?: string;
  patternTime?: string;
}

/** Loop 2120 */
export interface RelatedEntity {
  entity: string;
  name?: PartyName;
  id?: Identifier;
  relationship?: string;
  address?: Address;
  contacts?: Contact[];
  provider?: RelatedProvider;
}
