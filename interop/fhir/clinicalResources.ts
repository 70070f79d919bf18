import { concept, HL7, present } from './codes';
import { type InEncounter, type PatientRecord } from './record';
import { type Reference, type Resource } from './types';

const encounterOf = ({ encounterId }: InEncounter): Reference | null => (encounterId === null ? null : { reference: `Encounter/${encounterId}` });
/** FHIR's words for our categories of allergies; `medication` and the others are the same. */
const status = (system: string, code: string) => ({ coding: [{ system: `${HL7}/${system}`, code }] });

/** Conditions, allergies, observations, reports and notes of a patient. */
export function clinicalResources({ patient, conditions, allergies, observations, reports, notes }: PatientRecord): Resource[] {
  const subject = { reference: `Patient/${patient.id}` };
  return [
    ...conditions.map((one): Resource => ({
      resourceType: 'Condition', id: one.id,
      ...present({ clinicalStatus: status('condition-clinical', one.clinicalStatus), code: concept(one.systemCode, one.code, one.display), subject, encounter: encounterOf(one), onsetDateTime: one.onset, abatementDateTime: one.abatement }),
    })),
    ...allergies.map((one): Resource => ({
      resourceType: 'AllergyIntolerance', id: one.id,
      ...present({ clinicalStatus: status('allergyintolerance-clinical', one.clinicalStatus), type: one.kind === 'intolerance' ? 'intolerance' : 'allergy', category: [one.category], criticality: one.criticality, code: concept(one.systemCode, one.code, one.display), patient: subject }),
    })),
    ...observations.map((one): Resource => ({
      resourceType: 'Observation', id: one.id,
      ...present({
        status: one.status, category: [status('observation-category', one.category)], code: concept(one.systemCode, one.code, one.display), subject, encounter: encounterOf(one), effectiveDateTime: one.at,
        valueQuantity: one.value === null ? null : present({ value: one.value, unit: one.unit }), valueString: one.value === null ? one.text : null,
        referenceRange: one.low === null && one.high === null ? null : [present({ low: one.low === null ? null : { value: one.low }, high: one.high === null ? null : { value: one.high } })],
      }),
    })),
    ...reports.map((one): Resource => ({
      resourceType: 'DiagnosticReport', id: one.id,
      ...present({ status: one.status, code: concept(one.systemCode, one.code, one.display), subject, encounter: encounterOf(one), issued: one.issued, result: observations.filter(({ reportId }) => reportId === one.id).map(({ id }) => ({ reference: `Observation/${id}` })) }),
    })),
    ...notes.map((one): Resource => ({
      resourceType: 'DocumentReference', id: one.id,
      ...present({ status: 'current', type: { text: one.kind }, subject, date: one.signed, content: [{ attachment: { contentType: 'text/plain; charset=utf-8', data: Buffer.from(one.text).toString('base64') } }], context: one.encounterId === null ? null : { encounter: [{ reference: `Encounter/${one.encounterId}` }] } }),
    })),
  ];
}
