import type { Report } from '../core/problem';
import { given, present, readDate, readQuantity, readTime, unlessEmpty } from '../core/text';
import type { ClaimFilingIndicator } from '../dictionary/codes';
import type { Loop } from '../grammar/loop';
import { needName, readAddress, readContact, readDemographics, readIdentifier, readReferences } from '../parts/party';
import type { TransactionReader } from '../transactionSet';
import { checkClaim } from './check837';
import type { BillingProvider, ClaimParties, ClaimPayer, ClaimsHeaderOf, Gender, Patient, PatientCondition, ProfessionalClaims, Subscriber } from './model';
import { readInstitutionalClaim } from './parseInstitutional';
import { readProfessionalClaim } from './parseProfessional';

/** Read an 837P: header, then one claim at a time. */
export function read837P(report: Report): TransactionReader {
  return {
    header: readHeader,
    item(loop, ancestors) {
      const claim = readProfessionalClaim(loop, readParties(ancestors), readPatientCondition(ancestors));
      checkPatientLevel(ancestors, report);
      checkClaim(loop, claim, claim.diagnoses.length, report);
      return claim;
    },
  };
}

/** Read an 837I: header, then one claim at a time. */
export function read837I(report: Report): TransactionReader {
  return {
    header: readHeader,
    item(loop, ancestors) {
      const claim = readInstitutionalClaim(loop, readParties(ancestors));
      checkPatientLevel(ancestors, report);
      checkClaim(loop, claim, 0, report);
      return claim;
    },
  };
}

function readHeader(root: Loop): Omit<ClaimsHeaderOf<ProfessionalClaims>, 'set' | 'controlNumber'> {
  const bht = root.need('BHT');
  const submitter = root.needChild('1000A');
  const receiver = root.needChild('1000B');
  return {
    purpose: bht.at(2) as '00' | '18',
    reference: bht.at(3),
    createdOn: readDate(bht.at(4)),
    createdAt: readTime(bht.at(5)),
    use: bht.at(6) as ProfessionalClaims['use'],
    submitter: { name: needName(submitter.head), id: submitter.head.at(9), contacts: submitter.all('PER').map(readContact) },
    receiver: { name: receiver.head.at(3), id: receiver.head.at(9) },
  };
}

/** SBR02 is 18, the subscriber is the patient, exactly when no patient level stands between subscriber and claim. */
function checkPatientLevel(ancestors: readonly Loop[], report: Report): void {
  const sbr = level(ancestors, '2000B')?.find('SBR');
  if (sbr && (sbr.at(2) === '18') === (ancestors[0]?.id === '2000C')) report({ code: 'patientLevel', segment: sbr, element: 2, loop: '2000B' });
}

function level(ancestors: readonly Loop[], id: string): Loop | undefined {
  return ancestors.find((loop) => loop.id === id);
}

function readParties(ancestors: readonly Loop[]): ClaimParties {
  const billing = level(ancestors, '2000A') as Loop;
  const subscriber = level(ancestors, '2000B') as Loop;
  const patient = level(ancestors, '2000C');
  const payTo = billing.child('2010AB');
  return present({
    billingProvider: readBillingProvider(billing),
    payToAddress: payTo && readAddress(payTo),
    subscriber: readSubscriber(subscriber),
    payer: readPayer(subscriber.needChild('2010BB')),
    patient: patient && readPatient(patient),
  });
}

function readBillingProvider(loop: Loop): BillingProvider {
  const party = loop.needChild('2010AA');
  const tax = party.need('REF', 'EI', 'SY');
  return present({
    name: needName(party.head), npi: party.head.optional(9), taxonomy: loop.find('PRV')?.at(3),
    address: readAddress(party) ?? { lines: [], city: '' }, taxId: { qualifier: tax.at(1), value: tax.at(2) },
    references: unlessEmpty(readReferences(party, { except: ['EI', 'SY'] })), contacts: unlessEmpty(party.all('PER').map(readContact)),
  });
}

function readSubscriber(loop: Loop): Subscriber {
  const sbr = loop.need('SBR');
  const party = loop.needChild('2010BA');
  return present({
    responsibility: sbr.at(1), groupNumber: sbr.optional(3), groupName: sbr.optional(4), insuranceType: sbr.optional(5),
    filingIndicator: sbr.optional(9) as ClaimFilingIndicator | undefined, name: needName(party.head), memberId: readIdentifier(party.head),
    address: readAddress(party), ...readDemographics<Gender>(party), references: unlessEmpty(readReferences(party)),
  });
}

const PAYER_REFERENCES = ['2U', 'EI', 'FY', 'NF'];

function readPayer(loop: Loop): ClaimPayer {
  return present({
    name: loop.head.at(3), id: { qualifier: loop.head.at(8), value: loop.head.at(9) }, address: readAddress(loop),
    references: unlessEmpty(readReferences(loop, { only: PAYER_REFERENCES })),
    providerReferences: unlessEmpty(readReferences(loop, { except: PAYER_REFERENCES })),
  });
}

function readPatient(loop: Loop): Patient {
  const party = loop.needChild('2010CA');
  const { birthDate = '', gender = 'U' } = readDemographics<Gender>(party);
  return present({
    relationship: loop.need('PAT').at(1), name: needName(party.head), address: readAddress(party) ?? { lines: [], city: '' },
    birthDate, gender, references: unlessEmpty(readReferences(party)),
  });
}

/** PAT05 to PAT09, of the patient level or, when the subscriber is the patient, of the subscriber's. */
function readPatientCondition(ancestors: readonly Loop[]): PatientCondition | undefined {
  const pat = ancestors[0]?.find('PAT');
  if (!pat) return undefined;
  const condition = present({
    deathDate: given(pat.at(6), readDate), weightPounds: given(pat.at(8), readQuantity), pregnant: pat.at(9) === 'Y' ? (true as const) : undefined,
  });
  return Object.keys(condition).length > 0 ? condition : undefined;
}
