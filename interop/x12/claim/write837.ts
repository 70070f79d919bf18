import { type Draft, draftIf } from '../core/draft';
import { writeDate, writeQuantity, writeTime } from '../core/text';
import { draftAddress, draftContact, draftDemographics, draftName, draftReferences } from '../parts/party';
import type {
  BillingProvider, ClaimPayer, InstitutionalClaim, InstitutionalClaims, Patient, PatientCondition, ProfessionalClaim, ProfessionalClaims,
} from './model';
import { draftInstitutionalClaim } from './writeInstitutional';
import { draftProfessionalClaim } from './writeProfessional';

type Claims = ProfessionalClaims | InstitutionalClaims;
type Claim = ProfessionalClaim | InstitutionalClaim;

/** The segments of an 837P or 837I between ST and SE. */
export function draft837(transaction: Claims): Draft[] {
  const { submitter, receiver } = transaction;
  return [
    ['BHT', '0019', transaction.purpose, transaction.reference, writeDate(transaction.createdOn), writeTime(transaction.createdAt), transaction.use],
    draftName('41', submitter.name, { qualifier: '46', value: submitter.id }),
    ...submitter.contacts.map((contact) => draftContact('IC', contact)),
    draftName('40', { kind: 'organization', name: receiver.name }, { qualifier: '46', value: receiver.id }),
    ...draftLevels(transaction.claims),
  ];
}

/** The levels a claim stands under, as keys: equal keys of neighbours share the level. */
interface Levels {
  billing: string;
  subscriber: string;
  patient: string;
}

/** How many claims the guides allow under one subscriber or patient level. */
const CLAIMS_PER_LEVEL = 100;

/** Claims under their hierarchical levels. A level is opened anew when it, or one above it, differs from the claim before. */
function draftLevels(claims: readonly Claim[]): Draft[] {
  const drafts: Draft[] = [];
  const hl = { count: 0, billing: 0, subscriber: 0 };
  let open: Levels | null = null;
  let underLevel = 0;
  for (const claim of claims) {
    const levels = levelsOf(claim);
    const sameBilling = open?.billing === levels.billing;
    const sameSubscriber = sameBilling && open?.subscriber === levels.subscriber && underLevel < CLAIMS_PER_LEVEL;
    underLevel = sameSubscriber ? underLevel + 1 : 1;
    if (!sameBilling) drafts.push(...draftBilling(claim, (hl.billing = hl.count += 1)));
    if (!sameSubscriber) drafts.push(...draftSubscriber(claim, (hl.subscriber = hl.count += 1), hl.billing));
    if (claim.patient && !(sameSubscriber && open?.patient === levels.patient)) drafts.push(...draftPatient(claim, claim.patient, (hl.count += 1), hl.subscriber));
    drafts.push(...('placeOfService' in claim ? draftProfessionalClaim(claim) : draftInstitutionalClaim(claim)));
    open = levels;
  }
  return drafts;
}

function levelsOf(claim: Claim): Levels {
  const condition = conditionOf(claim);
  return {
    billing: JSON.stringify([claim.billingProvider, claim.payToAddress]),
    // A subscriber who is the patient carries the patient's facts, and has no patients below.
    subscriber: JSON.stringify([claim.subscriber, claim.payer, claim.patient ? null : ['self', condition]]),
    patient: JSON.stringify([claim.patient, condition]),
  };
}

function conditionOf(claim: Claim): PatientCondition | undefined {
  return 'patientCondition' in claim ? claim.patientCondition : undefined;
}

function draftBilling({ billingProvider, payToAddress }: Claim, hl: number): Draft[] {
  const { name, npi, taxonomy, address, taxId, references, contacts } = billingProvider;
  return [
    ['HL', String(hl), undefined, '20', '1'],
    ...draftIf(taxonomy, 'PRV', 'BI', 'PXC', taxonomy),
    draftName('85', name, xx(npi)),
    ...draftAddress(address),
    ['REF', taxId.qualifier, taxId.value],
    ...draftReferences(references),
    ...(contacts ?? []).map((contact) => draftContact('IC', contact)),
    ...(payToAddress ? [['NM1', '87', '2'] as const, ...draftAddress(payToAddress)] : []),
  ];
}

function xx(npi: BillingProvider['npi']): { qualifier: string; value: string } | undefined {
  return npi === undefined ? undefined : { qualifier: 'XX', value: npi };
}

function draftSubscriber(claim: Claim, hl: number, parent: number): Draft[] {
  const { subscriber, payer, patient } = claim;
  const { responsibility, groupNumber, groupName, insuranceType, filingIndicator } = subscriber;
  return [
    ['HL', String(hl), String(parent), '22', patient ? '1' : '0'],
    ['SBR', responsibility, patient ? undefined : '18', groupNumber, groupName, insuranceType, undefined, undefined, undefined, filingIndicator],
    ...(patient ? [] : draftPat(undefined, conditionOf(claim))),
    draftName('IL', subscriber.name, subscriber.memberId),
    ...draftAddress(subscriber.address),
    ...draftDemographics(subscriber),
    ...draftReferences(subscriber.references),
    ...draftPayer(payer),
  ];
}

function draftPayer(payer: ClaimPayer): Draft[] {
  return [
    draftName('PR', { kind: 'organization', name: payer.name }, payer.id),
    ...draftAddress(payer.address),
    ...draftReferences(payer.references),
    ...draftReferences(payer.providerReferences),
  ];
}

function draftPatient(claim: Claim, patient: Patient, hl: number, parent: number): Draft[] {
  return [
    ['HL', String(hl), String(parent), '23', '0'],
    ...draftPat(patient.relationship, conditionOf(claim)),
    draftName('QC', patient.name),
    ...draftAddress(patient.address),
    ...draftDemographics(patient),
    ...draftReferences(patient.references),
  ];
}

/** PAT: relationship for a patient level, condition for either level; nothing when there is nothing to say. */
function draftPat(relationship: string | undefined, condition: PatientCondition | undefined): Draft[] {
  if (relationship === undefined && !condition) return [];
  const { deathDate, weightPounds, pregnant } = condition ?? {};
  return [[
    'PAT', relationship, undefined, undefined, undefined, deathDate && 'D8', writeDate(deathDate),
    weightPounds === undefined ? undefined : '01', writeQuantity(weightPounds), pregnant && 'Y',
  ]];
}
