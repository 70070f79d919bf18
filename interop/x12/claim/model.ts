/**
 * The claims of an 837 as plain JSON. Each claim stands alone, with its billing provider, subscriber, payer and patient;
 * the writer shares hierarchical levels between neighbours that have them in common.
 */
import type { ClaimFilingIndicator } from '../dictionary/codes';
import type { Address, Contact, Identifier, Note, PartyName, Period, Reference } from '../parts/model';
import type { CareTeam } from './careTeamModel';
import type { OtherPayer } from './otherPayerModel';
import type { InstitutionalLine, ProfessionalLine } from './lineModel';

interface ClaimsHeader {
  /** ST02 */
  controlNumber: string;
  /** 00 original, 18 reissue of a file that did not arrive. */
  purpose: '00' | '18';
  /** BHT03: number of this batch; a 277CA answers with it. */
  reference: string;
  createdOn: string;
  /** "HH:MM" or "HH:MM:SS" */
  createdAt: string;
  /** CH chargeable, RP reporting only, 31 subrogation demand. */
  use: 'CH' | 'RP' | '31';
  submitter: Submitter;
  receiver: { name: string; id: string };
}

export interface ProfessionalClaims extends ClaimsHeader {
  set: '837P';
  claims: ProfessionalClaim[];
}

export interface InstitutionalClaims extends ClaimsHeader {
  set: '837I';
  claims: InstitutionalClaim[];
}

export interface Submitter {
  name: PartyName;
  /** Electronic transmitter number agreed with the receiver. */
  id: string;
  contacts: Contact[];
}

/** 2000A and 2010AA */
export interface BillingProvider {
  name: PartyName;
  /** Absent only for providers who cannot have one. */
  npi?: string;
  taxonomy?: string;
  address: Address;
  /** EI employer identification number, SY social security number. */
  taxId: Identifier;
  references?: Reference[];
  contacts?: Contact[];
}

/** 2000B and 2010BA: the person or organization that holds the policy. */
export interface Subscriber {
  /** P primary, S secondary, T tertiary, A to H further, U unknown: this payer's place among the patient's. */
  responsibility: string;
  groupNumber?: string;
  groupName?: string;
  /** Why Medicare is secondary (SBR05, 837P only). */
  insuranceType?: string;
  filingIndicator?: ClaimFilingIndicator;
  name: PartyName;
  memberId?: Identifier;
  /** Address, birth date and gender are there when the subscriber is the patient. */
  address?: Address;
  birthDate?: string;
  gender?: Gender;
  references?: Reference[];
}

export type Gender = 'F' | 'M' | 'U';

/** 2010BB */
export interface ClaimPayer {
  name: string;
  /** PI payer's own number, XV CMS plan ID. */
  id: Identifier;
  address?: Address;
  references?: Reference[];
  /** The billing provider's number with this payer (G2, LU). */
  providerReferences?: Reference[];
}

/** 2000C and 2010CA: the patient, when not the subscriber. */
export interface Patient {
  /** 01 spouse, 19 child, 20 employee, 21 unknown, 39, 40, 53 life partner, G8 other. */
  relationship: string;
  name: PartyName;
  address: Address;
  birthDate: string;
  gender: Gender;
  references?: Reference[];
}

/** PAT: facts of the patient in a professional claim. */
export interface PatientCondition {
  deathDate?: string;
  weightPounds?: number;
  pregnant?: true;
}

/** PWK: a document that goes with the claim outside the 837. */
export interface Attachment {
  reportType: string;
  /** AA on request, BM mail, EL electronic, EM e-mail, FT file transfer, FX fax. */
  transmission: string;
  controlNumber?: string;
}

/** CLM11 */
export interface RelatedCauses {
  /** AA auto accident, EM employment, OA other accident. */
  causes: string[];
  state?: string;
  country?: string;
}

/** What a claim takes from the levels above it. */
export interface ClaimParties {
  billingProvider: BillingProvider;
  payToAddress?: Address;
  subscriber: Subscriber;
  payer: ClaimPayer;
  patient?: Patient;
}

interface ClaimFacts extends CareTeam, ClaimParties {
  /** CLM01: our number, unique; comes back in 277CA and 835. */
  patientControlNumber: string;
  chargeCents: number;
  /** CLM07: A accepts assignment, B for laboratory services only, C does not. */
  acceptsAssignment: 'A' | 'B' | 'C';
  benefitsAssigned: 'N' | 'W' | 'Y';
  releaseOfInformation: 'I' | 'Y';
  delayReason?: string;
  attachments?: Attachment[];
  /** REF*G1 */
  priorAuthorization?: string;
  /** REF*9F */
  referral?: string;
  /** REF*F8: the payer's number of the claim this one replaces or voids. */
  originalPayerControlNumber?: string;
  /** REF*EA */
  medicalRecordNumber?: string;
  /** REF*D9 */
  clearinghouseNumber?: string;
  /** Every other REF of the claim. */
  references?: Reference[];
  notes?: Note[];
  /** Which ICD revision all codes of the claim are of. Codes are without their point. */
  icd: 9 | 10;
  conditions?: string[];
  otherPayers: OtherPayer[];
}

/** 2300 of an 837P */
export interface ProfessionalClaim extends ClaimFacts {
  placeOfService: string;
  /** 1 original, 6 corrected, 7 replacement, 8 void. */
  frequency: '1' | '6' | '7' | '8';
  signatureOnFile: boolean;
  patientSignatureSource?: 'P';
  relatedCauses?: RelatedCauses;
  specialProgram?: string;
  patientCondition?: PatientCondition;
  dates?: ClaimDates;
  patientPaidCents?: number;
  /** The first is principal; lines point to them by position. Up to 12. */
  diagnoses: string[];
  anesthesiaProcedures?: string[];
  lines: ProfessionalLine[];
}

/** DTP segments of a professional claim, by what they mean. */
export interface ClaimDates {
  onset?: string;
  initialTreatment?: string;
  lastSeen?: string;
  acuteManifestation?: string;
  accident?: string;
  lastMenstrualPeriod?: string;
  lastXray?: string;
  prescription?: string;
  lastWorked?: string;
  returnToWork?: string;
  admission?: string;
  discharge?: string;
  assumedCare?: string;
  relinquishedCare?: string;
  firstContact?: string;
  repricerReceived?: string;
}

/** A diagnosis with the present-on-admission indicator (N, U, W, Y; absent when exempt). */
export interface InstitutionalDiagnosis {
  code: string;
  presentOnAdmission?: 'N' | 'U' | 'W' | 'Y';
}

/** An ICD procedure and its day. */
export interface DatedCode {
  code: string;
  date: string;
}

/** 2300 of an 837I */
export interface InstitutionalClaim extends ClaimFacts {
  /** First two digits of the type of bill: 11 inpatient hospital, 13 outpatient hospital … */
  facilityCode: string;
  /** Third digit: 1 admit through discharge, 7 replacement, 8 void … */
  frequency: string;
  /** Statement covers period. */
  statement: Period;
  /** "2026-01-31" or "2026-01-31T14:05" */
  admittedAt?: string;
  /** "HH:MM" */
  dischargeTime?: string;
  /** 1 emergency, 2 urgent, 3 elective, 4 newborn, 5 trauma, 9 unknown. */
  admissionType?: string;
  admissionSource?: string;
  /** 01 home, 20 expired, 30 still patient … */
  patientStatus: string;
  patientDueCents?: number;
  principalDiagnosis: InstitutionalDiagnosis;
  admittingDiagnosis?: string;
  reasonsForVisit?: string[];
  externalCauses?: InstitutionalDiagnosis[];
  drg?: string;
  otherDiagnoses?: InstitutionalDiagnosis[];
  principalProcedure?: DatedCode;
  otherProcedures?: DatedCode[];
  occurrenceSpans?: ({ code: string } & Period)[];
  occurrences?: DatedCode[];
  /** Value codes; `hundredths` is cents for amounts, hundredths of the unit for others (80, covered days 5: 500). */
  values?: { code: string; hundredths: number }[];
  treatmentCodes?: string[];
  lines: InstitutionalLine[];
}

/** What an 837 says before its first claim. */
export type ClaimsHeaderOf<T extends ProfessionalClaims | InstitutionalClaims> = Omit<T, 'claims'>;
