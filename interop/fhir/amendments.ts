import { AMENDMENT_GROUNDS, ENTRY_KINDS } from '../../domain/privacy/amendment';
import { present } from './codes';
import { type PatientRecord } from './record';
import { type Resource } from './types';

const TASK_TYPES = 'http://hl7.org/fhir/uv/patient-corrections/CodeSystem/PatientCorrectionTaskTypes';
/** On an entry: where what was asked to be amended in it, and decided, stands (45 CFR 170.315(d)(4)). */
const BESIDE = 'urn:careway:amendment';

/**
 * What was asked to be amended, each a Task as HL7's Patient Request for Corrections (1.0.0) has it: its focus is the entry, accepted is completed, denied is rejected with its
 * ground. What was added, or why it was denied, the patient's statement and the answer to it are its notes.
 */
export function amendmentResources({ patient, amendments }: PatientRecord): Resource[] {
  return amendments.map((one) => ({
    resourceType: 'Task', id: one.id,
    ...present({
      status: one.status === 'accepted' ? 'completed' : 'rejected', statusReason: one.ground === null ? null : { text: AMENDMENT_GROUNDS[one.ground] }, intent: 'proposal',
      code: { coding: [{ system: TASK_TYPES, code: 'medRecCxReq', display: 'Correction Request' }], text: 'Amendment asked for by the patient' }, description: one.wanted, focus: { reference: `${ENTRY_KINDS[one.kind].resource}/${one.entryId}` },
      for: { reference: `Patient/${patient.id}` }, authoredOn: one.askedAt, lastModified: one.decidedAt, reasonCode: { text: one.reason },
      note: [
        { authorString: 'The hospital', time: one.decidedAt, text: one.answer }, ...(one.disagreement === null ? [] : [{ authorReference: { reference: `Patient/${patient.id}` }, text: one.disagreement }]),
        ...(one.rebuttal === null ? [] : [{ authorString: 'The hospital', text: one.rebuttal }]),
      ],
    }),
  }));
}

/** Each entry with a link to what was asked to be amended in it: nobody reads one without the other. */
export function withAmendments({ amendments }: PatientRecord, resources: readonly Resource[]): Resource[] {
  if (amendments.length === 0) return [...resources];
  return resources.map((resource) => {
    const own = amendments.filter(({ entryId }) => entryId === resource.id);
    const { resourceType, id, ...elements } = resource;
    return own.length === 0 ? resource : { resourceType, id, extension: own.map((one) => ({ url: BESIDE, valueReference: { reference: `Task/${one.id}` } })), ...elements };
  });
}
