import { z } from 'zod';
import { endpoint } from './endpoint';
import { encounterInList, patientHeader } from './patients';
import { id, isoDateTime, listOf, page, version } from './shapes';

const tag = 'encounters';
const encounter = z.strictObject({ encounterId: id });
const named = z.object({ id, name: z.string() });

export const encounterDetail = encounterInList
  .extend({
    patient: patientHeader, coverage: z.object({ id, payer: z.string(), plan: z.string() }).nullable(), admitSource: z.string().nullable(), dischargeDisposition: z.string().nullable(),
    orderSet: z.string().nullable(), plannedHours: z.int().nullable(), spo2Scale: z.int().meta({ description: 'NEWS2 SpO2 scale: 2 for a target of 88 to 92 %' }), replayOf: id.nullable(),
    unacknowledgedCriticals: z.int(), openDoses: z.int(), version,
  })
  .meta({ id: 'EncounterDetail' });

const location = z.object({ id, bed: named, ward: named, status: z.string(), periodStart: isoDateTime, periodEnd: isoDateTime.nullable() }).meta({ id: 'EncounterLocation' });

export const encountersContract = {
  admitPatient: endpoint('admitPatient', {
    method: 'post', path: '/api/v1/admissions', tag, status: 201, summary: 'Admit a patient: the stay and its journey begin', problems: [409, 422],
    description: 'A patient has one inpatient stay at a time: a second admission is answered 409.',
    body: z.strictObject({
      patientId: id,
      reason: z.strictObject({ systemCode: z.enum(['SNOMED', 'ICD10CM']), code: z.string().trim().regex(/^[A-Z0-9.]{3,18}$/, 'Use a code of the system named') }),
      admitSource: z.enum(['emd', 'outp', 'gp', 'hosp-trans', 'other']).default('other').meta({ description: 'FHIR admit source' }),
      coverageId: id.nullish().meta({ description: 'Who pays; left out: the coverage active today, if any; null: the patient' }),
      practitionerId: id.nullish(),
      orderSet: z.string().trim().min(1).max(40).optional().meta({ description: 'one of listOrderSets' }),
      plannedHours: z.int().min(1).max(2160).optional(),
    }),
    reply: z.object({ encounterId: id, journeyId: id, workflowId: z.string() }),
  }),
  readEncounter: endpoint('readEncounter', { method: 'get', path: '/api/v1/encounters/{encounterId}', tag, summary: 'One encounter', params: encounter, reply: encounterDetail }),
  changeEncounter: endpoint('changeEncounter', {
    method: 'patch', path: '/api/v1/encounters/{encounterId}', tag, summary: 'Change what clinicians decide about a stay', params: encounter, problems: [409, 422],
    body: z.strictObject({ version, plannedHours: z.int().min(1).max(2160).optional(), practitionerId: id.nullable().optional() }),
    reply: encounterDetail,
  }),
  listLocations: endpoint('listLocations', { method: 'get', path: '/api/v1/encounters/{encounterId}/locations', tag, summary: 'Beds the patient lay in', params: encounter, query: z.strictObject({ ...page }), reply: listOf(location) }),
  listPractitioners: endpoint('listPractitioners', {
    method: 'get', path: '/api/v1/practitioners', tag: 'directory', summary: 'Practitioners, by name',
    query: z.strictObject({ ...page, q: z.string().trim().min(1).max(80).optional() }), reply: listOf(z.object({ id, name: z.string(), npi: z.string().nullable(), specialty: z.string().nullable() })),
  }),
  listPayers: endpoint('listPayers', {
    method: 'get', path: '/api/v1/payers', tag: 'directory', summary: 'Payers and their plans, by name', query: z.strictObject({ ...page }),
    reply: listOf(z.object({ id, name: z.string(), payerIdentifier: z.string(), kind: z.string(), plans: z.array(z.object({ id, code: z.string(), name: z.string() })) })),
  }),
} as const;
