import { amendmentResources, withAmendments } from './amendments';
import { clinicalResources } from './clinicalResources';
import { concept, HL7, present } from './codes';
import { medicineResources } from './medicineResources';
import { type PatientRecord } from './record';
import { labelled, metaOf } from './security';
import { type Bundle, type Resource } from './types';

/** Everything of the record as one FHIR R4 Bundle, the patient first. Pure: the moment is an argument. */
export function recordBundle(record: PatientRecord, at: string): Bundle {
  const resources = labelled(record, withAmendments(record, [patientResource(record), ...encounterResources(record), ...clinicalResources(record), ...medicineResources(record), ...claimResources(record), ...amendmentResources(record)]));
  return { resourceType: 'Bundle', ...metaOf(record.labels), type: 'collection', timestamp: at, entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })) };
}

function patientResource({ patient: one }: PatientRecord): Resource {
  return {
    resourceType: 'Patient', id: one.id,
    ...present({
      identifier: [{ type: { coding: [{ system: `${HL7}/v2-0203`, code: 'MR' }] }, value: one.mrn }], name: [{ use: 'official', family: one.family, given: one.given }], gender: one.gender, birthDate: one.birthDate, deceasedDateTime: one.deceasedAt,
      telecom: [...(one.phone === null ? [] : [{ system: 'phone', value: one.phone }]), ...(one.email === null ? [] : [{ system: 'email', value: one.email }])],
      address: one.address === null ? [] : [{ line: [one.address.line], city: one.address.city, state: one.address.state, postalCode: one.address.postalCode }],
    }),
  };
}

function encounterResources({ patient, encounters }: PatientRecord): Resource[] {
  return encounters.map((one) => ({
    resourceType: 'Encounter', id: one.id,
    ...present({
      status: one.status, class: { system: `${HL7}/v3-ActCode`, code: one.class }, subject: { reference: `Patient/${patient.id}` }, period: present({ start: one.start, end: one.end }),
      reasonCode: one.reason === null ? [] : [concept(one.reason.systemCode, one.reason.code, one.reason.display)],
    }),
  }));
}

/** The status of a claim to FHIR's: a draft, gone to the payer, or taken back. */
const CLAIM_STATUS: Readonly<Record<string, string>> = { draft: 'draft', voided: 'cancelled' };

function claimResources({ patient, claims }: PatientRecord): Resource[] {
  return claims.map((one) => ({
    resourceType: 'Claim', id: one.id,
    ...present({
      identifier: [{ system: 'urn:careway:claim', value: one.number }], status: CLAIM_STATUS[one.status] ?? 'active', type: { coding: [{ system: `${HL7}/claim-type`, code: one.type }] }, use: 'claim', patient: { reference: `Patient/${patient.id}` }, created: one.created,
      billablePeriod: { start: one.from, end: one.through }, provider: { display: 'The hospital' }, priority: { coding: [{ system: `${HL7}/processpriority`, code: 'normal' }] }, insurance: [{ sequence: 1, focal: true, coverage: { display: one.payer } }],
      total: { value: one.chargeCents / 100, currency: 'USD' }, item: one.encounterId === null ? [] : [{ sequence: 1, productOrService: { text: 'See the encounter' }, encounter: [{ reference: `Encounter/${one.encounterId}` }] }],
    }),
  }));
}
