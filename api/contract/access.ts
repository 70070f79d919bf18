import { z } from 'zod';
import { endpoint } from './endpoint';
import { id, isoDateTime } from './shapes';

const tag = 'patients';
const patient = z.strictObject({ patientId: id });
const form = z.enum(['file', 'paper']);
const security = z.array(z.object({ system: z.string(), code: z.string(), display: z.string().optional() }));
const request = z.object({ id, status: z.enum(['asked', 'given']), form, askedAt: isoDateTime, dueAt: isoDateTime.meta({ description: '30 days after it was asked for (45 CFR 164.524)' }), answeredAt: isoDateTime.nullable() });

/** A patient's right to their own record. */
export const accessContract = {
  exportRecord: endpoint('exportRecord', {
    method: 'get', path: '/api/v1/patients/{patientId}/export', tag, summary: 'Everything on record of the patient as a FHIR R4 Bundle', description: 'For the patient and the registrar, who show again who they are. Restricted parts carry their labels (meta.security). Made afresh, never stored; every export is on the audit trail.',
    params: patient, reply: z.object({ resourceType: z.literal('Bundle'), meta: z.object({ security }).optional().meta({ description: 'how closely the most sensitive part is held' }), type: z.literal('collection'), timestamp: isoDateTime, entry: z.array(z.object({ fullUrl: z.string(), resource: z.looseObject({ resourceType: z.string(), id }) })) }),
  }),
  printRecord: endpoint('printRecord', {
    method: 'get', path: '/api/v1/patients/{patientId}/export/document', tag, summary: 'Everything on record of the patient to read and to print (PDF)', description: 'The same as the Bundle, for the same people and on the same conditions.',
    params: patient, reply: z.object({ fileName: z.string(), contentType: z.literal('application/pdf'), base64: z.string() }),
  }),
  listAccessRequests: endpoint('listAccessRequests', { method: 'get', path: '/api/v1/patients/{patientId}/access-requests', tag, summary: 'When the patient asked for their record, and when it was given', params: patient, reply: z.object({ items: z.array(request) }) }),
  askForRecord: endpoint('askForRecord', { method: 'post', path: '/api/v1/patients/{patientId}/access-requests', tag, status: 201, summary: 'Ask for the record: the registrar has 30 days', params: patient, body: z.strictObject({ form: form.default('file') }), reply: request, problems: [409] }),
} as const;
