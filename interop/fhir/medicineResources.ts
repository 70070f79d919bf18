import { concept, present } from './codes';
import { type PatientRecord } from './record';
import { type Resource } from './types';

/** Medicines ordered and given. A dose that is only planned is no administration yet. */
export function medicineResources({ patient, prescriptions, administrations }: PatientRecord): Resource[] {
  const subject = { reference: `Patient/${patient.id}` };
  return [
    ...prescriptions.map((one): Resource => ({
      resourceType: 'MedicationRequest', id: one.id,
      ...present({
        status: one.status, intent: 'order', medicationCodeableConcept: concept(one.systemCode, one.code, one.display), subject, encounter: one.encounterId === null ? null : { reference: `Encounter/${one.encounterId}` }, authoredOn: one.authored,
        dosageInstruction: [present({
          asNeededBoolean: one.asNeeded, route: one.route === null ? null : { text: one.route }, timing: one.everyHours === null ? null : { repeat: { frequency: 1, period: one.everyHours, periodUnit: 'h' } },
          doseAndRate: one.dose === null ? null : [{ doseQuantity: present({ value: one.dose, unit: one.unit }) }],
        })],
      }),
    })),
    ...administrations.map((one): Resource => ({
      resourceType: 'MedicationAdministration', id: one.id,
      ...present({ status: one.status, medicationCodeableConcept: concept(one.systemCode, one.code, one.display), subject, context: one.encounterId === null ? null : { reference: `Encounter/${one.encounterId}` }, effectiveDateTime: one.at, request: { reference: `MedicationRequest/${one.requestId}` } }),
    })),
  ];
}
