import { type CodeableConcept } from './types';

/** The URIs of the code systems of the record (HL7 terminology). */
const SYSTEMS: Readonly<Record<string, string>> = {
  LOINC: 'http://loinc.org', SNOMED: 'http://snomed.info/sct', RXNORM: 'http://www.nlm.nih.gov/research/umls/rxnorm', ICD10CM: 'http://hl7.org/fhir/sid/icd-10-cm', ICD10PCS: 'http://www.cms.gov/Medicare/Coding/ICD10', CVX: 'http://hl7.org/fhir/sid/cvx',
};
export const HL7 = 'http://terminology.hl7.org/CodeSystem';

/** A code with its display. A system that has no URI of its own is one of ours. */
export function concept(systemCode: string, code: string, display: string): CodeableConcept {
  return { coding: [{ system: SYSTEMS[systemCode] ?? `urn:careway:code-system:${systemCode.toLowerCase()}`, code, display }], text: display };
}

/** Elements with a value only: FHIR knows no null. */
export function present<T extends Record<string, unknown>>(elements: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(elements).filter(([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0))) as { [K in keyof T]: NonNullable<T[K]> };
}
