/** Loops 2320 and 2330: another payer of the patient, and what it decided if it came first. */
import type { ClaimFilingIndicator } from '../dictionary/codes';
import type { InpatientAdjudication, OutpatientAdjudication } from '../parts/adjudication';
import type { Address, Adjustment, Identifier, PartyName, Reference } from '../parts/model';

export interface OtherPayer {
  /** P primary, S secondary, T tertiary … */
  responsibility: string;
  /** 18 self; else as for patients. */
  relationship: string;
  groupNumber?: string;
  groupName?: string;
  /** 837P only. */
  insuranceType?: string;
  filingIndicator?: ClaimFilingIndicator;
  /** At claim level; the lines' are in their adjudications. */
  adjustments: Adjustment[];
  /** AMT*D: charge less all its adjustments. Present once the payer has decided. */
  paidCents?: number;
  nonCoveredCents?: number;
  remainingPatientCents?: number;
  benefitsAssigned: 'N' | 'W' | 'Y';
  patientSignatureSource?: 'P';
  releaseOfInformation: 'I' | 'Y';
  inpatient?: InpatientAdjudication;
  outpatient?: OutpatientAdjudication;
  subscriber: OtherSubscriber;
  payer: OtherPayerIdentity;
}

export interface OtherSubscriber {
  name: PartyName;
  memberId: Identifier;
  address?: Address;
  references?: Reference[];
}

export interface OtherPayerIdentity {
  name: string;
  id: Identifier;
  address?: Address;
  adjudicatedOn?: string;
  priorAuthorization?: string;
  referral?: string;
  /** REF*T4 */
  adjustmentIndicator?: string;
  /** REF*F8: the other payer's number of the claim. */
  payerControlNumber?: string;
  references?: Reference[];
}
