import { given, present, readDate, unlessEmpty } from '../core/text';
import type { ClaimFilingIndicator } from '../dictionary/codes';
import type { Loop } from '../grammar/loop';
import { readInpatient, readOutpatient } from '../parts/adjudication';
import { readAdjustments, readAmount } from '../parts/money';
import { needName, readAddress, readReferences } from '../parts/party';
import type { OtherPayer, OtherPayerIdentity, OtherSubscriber } from './otherPayerModel';

const NAMED = ['G1', '9F', 'T4', 'F8'];

/** Loop 2320 with 2330A and 2330B. */
export function readOtherPayer(loop: Loop): OtherPayer {
  const sbr = loop.head;
  const oi = loop.need('OI');
  return present({
    responsibility: sbr.at(1),
    relationship: sbr.at(2),
    groupNumber: sbr.optional(3),
    groupName: sbr.optional(4),
    insuranceType: sbr.optional(5),
    filingIndicator: sbr.optional(9) as ClaimFilingIndicator | undefined,
    adjustments: readAdjustments(loop),
    paidCents: readAmount(loop, 'D'),
    nonCoveredCents: readAmount(loop, 'A8'),
    remainingPatientCents: readAmount(loop, 'EAF'),
    benefitsAssigned: oi.at(3) as OtherPayer['benefitsAssigned'],
    patientSignatureSource: oi.optional(4) as 'P' | undefined,
    releaseOfInformation: oi.at(6) as OtherPayer['releaseOfInformation'],
    inpatient: readInpatient(loop),
    outpatient: readOutpatient(loop),
    subscriber: readSubscriber(loop.needChild('2330A')),
    payer: readPayer(loop.needChild('2330B')),
  });
}

function readSubscriber(loop: Loop): OtherSubscriber {
  return present({
    name: needName(loop.head), memberId: { qualifier: loop.head.at(8), value: loop.head.at(9) }, address: readAddress(loop),
    references: unlessEmpty(readReferences(loop)),
  });
}

function readPayer(loop: Loop): OtherPayerIdentity {
  return present({
    name: loop.head.at(3), id: { qualifier: loop.head.at(8), value: loop.head.at(9) }, address: readAddress(loop),
    adjudicatedOn: given(loop.find('DTP')?.at(3), readDate), priorAuthorization: loop.find('REF', 'G1')?.at(2), referral: loop.find('REF', '9F')?.at(2),
    adjustmentIndicator: loop.find('REF', 'T4')?.at(2), payerControlNumber: loop.find('REF', 'F8')?.at(2),
    references: unlessEmpty(readReferences(loop, { except: NAMED })),
  });
}
