import { CONFIDENTIALITY_LABELS, confidentialityOf, type Label, SENSITIVITY_LABELS } from '../../domain/rights/labels';
import { HL7, present } from './codes';
import { type PatientRecord } from './record';
import { type Meta, type Resource } from './types';

/**
 * Security labels as HL7's Data Segmentation for Privacy has them: one confidentiality, the strictest, then why. Nothing is said of what nobody restricted.
 * Of a Bundle it is the high-water mark: whoever takes the file is told how closely its most sensitive part is held.
 */
export function metaOf(labels: readonly Label[]): { meta?: Meta } {
  const confidentiality = confidentialityOf(labels, []);
  if (confidentiality === null) return {};
  const sensitivities = [...new Set(labels.map(({ sensitivity }) => sensitivity))].sort();
  return {
    meta: {
      security: [
        { system: `${HL7}/v3-Confidentiality`, code: confidentiality, display: CONFIDENTIALITY_LABELS[confidentiality] },
        ...sensitivities.map((code) => ({ system: `${HL7}/v3-ActCode`, code, display: SENSITIVITY_LABELS[code] })),
      ],
    },
  };
}

/** Each resource under the labels of the whole record, and of the stay it belongs to. */
export function labelled(record: PatientRecord, resources: readonly Resource[]): Resource[] {
  if (record.labels.length === 0) return [...resources];
  const { encounters, conditions, observations, reports, prescriptions, administrations, notes, claims, amendments } = record;
  const stays = new Map<string, string | null>([...encounters.map(({ id }) => [id, id] as const), ...[conditions, observations, reports, prescriptions, administrations, notes, claims, amendments].flatMap((rows) => rows.map(({ id, encounterId }) => [id, encounterId] as const))]);
  return resources.map((resource) => {
    const stay = stays.get(resource.id) ?? null;
    const { resourceType, id, ...elements } = resource;
    return { resourceType, id, ...present(metaOf(record.labels.filter(({ encounterId }) => encounterId === null || encounterId === stay))), ...elements };
  });
}
