import { recordBundle } from '../../../interop/fhir/bundle';
import { type PatientRecord } from '../../../interop/fhir/record';

const encounterId = '00000000-0000-4000-8000-000000000002';
const record: PatientRecord = {
  patient: { id: '00000000-0000-4000-8000-000000000001', mrn: 'M1', family: 'Lowe', given: ['Ann'], birthDate: '1980-05-04', gender: 'female', deceasedAt: null, phone: '+1 555 0100', email: null, address: { line: '7 Green St', city: 'Boston', state: 'MA', postalCode: '02110' } },
  labels: [],
  amendments: [],
  encounters: [{ id: encounterId, status: 'finished', class: 'IMP', reason: { systemCode: 'SNOMED', code: '233604007', display: 'Pneumonia' }, start: '2026-01-02T00:00:00.000Z', end: null }],
  conditions: [{ id: 'c', encounterId, systemCode: 'ICD10CM', code: 'J18.9', display: 'Pneumonia', clinicalStatus: 'active', onset: null, abatement: null }],
  allergies: [{ id: 'a', systemCode: 'RXNORM', code: '1191', display: 'Aspirin', clinicalStatus: 'active', kind: 'allergy', category: 'medication', criticality: null }],
  observations: [
    { id: 'o1', encounterId, systemCode: 'LOINC', code: '2823-3', display: 'Potassium', status: 'final', category: 'laboratory', value: 6.9, text: null, unit: 'mmol/L', at: '2026-01-02T01:00:00.000Z', low: 3.5, high: 5.1, reportId: 'r' },
    { id: 'o2', encounterId: null, systemCode: 'LOCAL', code: 'x', display: 'Finding', status: 'final', category: 'survey', value: null, text: 'Calm', unit: null, at: '2026-01-02T01:00:00.000Z', low: null, high: null, reportId: null },
  ],
  reports: [{ id: 'r', encounterId, systemCode: 'LOINC', code: '24323-8', display: 'Panel', status: 'final', issued: '2026-01-02T02:00:00.000Z' }],
  prescriptions: [{ id: 'm', encounterId, systemCode: 'RXNORM', code: '243670', display: 'Aspirin 81 mg', status: 'active', dose: 1, unit: 'tablet', route: 'oral', everyHours: 24, asNeeded: false, authored: '2026-01-02T00:00:00.000Z' }],
  administrations: [{ id: 'd', encounterId, requestId: 'm', systemCode: 'RXNORM', code: '243670', display: 'Aspirin 81 mg', status: 'completed', at: '2026-01-02T08:00:00.000Z' }],
  notes: [{ id: 'n', encounterId, kind: 'progress', text: 'Better “today”', signed: '2026-01-03T00:00:00.000Z' }],
  claims: [{ id: 'k', encounterId, number: 'C1', type: 'institutional', status: 'paid', payer: 'Acme', from: '2026-01-02', through: '2026-01-03', chargeCents: 12_345, created: '2026-01-04T00:00:00.000Z' }],
};

describe('a record as a FHIR R4 Bundle', () => {
  const bundle = recordBundle(record, '2026-02-01T00:00:00.000Z');
  const of = (type: string) => bundle.entry.filter(({ resource }) => resource.resourceType === type).map(({ resource }) => resource);

  test('holds every row of the record once, the patient first', () => {
    expect(bundle.entry.map(({ resource }) => resource.resourceType)).toEqual(['Patient', 'Encounter', 'Condition', 'AllergyIntolerance', 'Observation', 'Observation', 'DiagnosticReport', 'DocumentReference', 'MedicationRequest', 'MedicationAdministration', 'Claim']);
    expect(new Set(bundle.entry.map(({ fullUrl }) => fullUrl)).size).toBe(11);
  });

  test('says who the patient is, with the elements R4 names', () => {
    expect(of('Patient')[0]).toMatchObject({ identifier: [{ value: 'M1' }], name: [{ family: 'Lowe', given: ['Ann'] }], gender: 'female', birthDate: '1980-05-04', telecom: [{ system: 'phone', value: '+1 555 0100' }] });
  });

  test('gives codes their systems, values their units, and reports their results', () => {
    expect(of('Observation')[0]).toMatchObject({ status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }] }, valueQuantity: { value: 6.9, unit: 'mmol/L' }, referenceRange: [{ low: { value: 3.5 }, high: { value: 5.1 } }], encounter: { reference: `Encounter/${encounterId}` } });
    expect(of('Observation')[1]).toMatchObject({ valueString: 'Calm', code: { coding: [{ system: 'urn:careway:code-system:local' }] } });
    expect(of('DiagnosticReport')[0]).toMatchObject({ result: [{ reference: 'Observation/o1' }] });
    expect(of('Condition')[0]).toMatchObject({ code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm' }] } });
  });

  test('gives medicines, doses, notes and claims', () => {
    expect(of('MedicationRequest')[0]).toMatchObject({ dosageInstruction: [{ timing: { repeat: { frequency: 1, period: 24, periodUnit: 'h' } }, doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablet' } }] }] });
    expect(of('MedicationAdministration')[0]).toMatchObject({ status: 'completed', request: { reference: 'MedicationRequest/m' } });
    const [content] = (of('DocumentReference')[0]?.['content'] ?? []) as { attachment: { data: string } }[];
    expect(Buffer.from(content?.attachment.data ?? '', 'base64').toString()).toBe('Better “today”');
    expect(of('Claim')[0]).toMatchObject({ status: 'active', use: 'claim', total: { value: 123.45, currency: 'USD' } });
  });

  test('says of each part how closely it is held, and of the whole what its most sensitive part asks for', () => {
    const shown = recordBundle({ ...record, labels: [{ encounterId: null, confidentiality: 'R', sensitivity: 'EMP' }, { encounterId, confidentiality: 'V', sensitivity: 'PSY' }] }, '2026-02-01T00:00:00.000Z');
    const codes = (meta: { readonly security: readonly { readonly code: string }[] } | undefined) => meta?.security.map(({ code }) => code);
    expect(codes(shown.meta)).toEqual(['V', 'EMP', 'PSY']);
    const held = Object.fromEntries(shown.entry.map(({ resource: { id, meta } }) => [id, codes(meta)]));
    for (const id of [encounterId, 'c', 'o1', 'r', 'n', 'm', 'd', 'k']) expect([id, held[id]]).toEqual([id, ['V', 'EMP', 'PSY']]);
    for (const id of [record.patient.id, 'a', 'o2']) expect([id, held[id]]).toEqual([id, ['R', 'EMP']]);
    expect(shown.meta?.security[0]?.system).toBe('http://terminology.hl7.org/CodeSystem/v3-Confidentiality');
    expect(JSON.stringify(bundle)).not.toContain('security');
  });

  test('knows no null: what is not on record is not said', () => {
    expect(JSON.stringify(bundle)).not.toMatch(/null|\[\]/);
  });
});
