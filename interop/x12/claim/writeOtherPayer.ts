import type { Draft } from '../core/draft';
import { draftInpatient, draftOutpatient } from '../parts/adjudication';
import { draftDay } from '../parts/dates';
import { draftAdjustments, draftAmount } from '../parts/money';
import { draftAddress, draftName, draftReference, draftReferences } from '../parts/party';
import type { OtherPayer, OtherPayerIdentity } from './otherPayerModel';

/** Loop 2320 with 2330A and 2330B. */
export function draftOtherPayer(other: OtherPayer): Draft[] {
  const { subscriber } = other;
  return [
    [
      'SBR', other.responsibility, other.relationship, other.groupNumber, other.groupName, other.insuranceType, undefined, undefined, undefined,
      other.filingIndicator,
    ],
    ...draftAdjustments(other.adjustments),
    ...draftAmount('D', other.paidCents),
    ...draftAmount('EAF', other.remainingPatientCents),
    ...draftAmount('A8', other.nonCoveredCents),
    ['OI', undefined, undefined, other.benefitsAssigned, other.patientSignatureSource, undefined, other.releaseOfInformation],
    ...draftInpatient(other.inpatient),
    ...draftOutpatient(other.outpatient),
    draftName('IL', subscriber.name, subscriber.memberId),
    ...draftAddress(subscriber.address),
    ...draftReferences(subscriber.references),
    ...draftPayer(other.payer),
  ];
}

function draftPayer(payer: OtherPayerIdentity): Draft[] {
  return [
    draftName('PR', { kind: 'organization', name: payer.name }, payer.id),
    ...draftAddress(payer.address),
    ...draftDay('573', payer.adjudicatedOn),
    ...draftReferences(payer.references),
    ...draftReference('G1', payer.priorAuthorization),
    ...draftReference('9F', payer.referral),
    ...draftReference('T4', payer.adjustmentIndicator),
    ...draftReference('F8', payer.payerControlNumber),
  ];
}
