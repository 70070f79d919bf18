import { z } from 'zod';
import { endpoint } from './endpoint';
import { id, isoDateTime } from './shapes';

const tag = 'patients';
const patient = z.strictObject({ patientId: id });
const form = z.enum(['file', 'paper']);
const request = z.object({ id, status: z.enum(['asked', 'given']), form, askedAt: isoDateTime, dueAt: isoDateTime.meta({ description: '30 days after it was asked for (45 CFR 164.524)' }), answeredAt: isoDateTime.nullable() });

/** A patient's right to their own record. */
export const accessContract = {
  exportRecord: endpoint('exportRecord', {
    method: 'get', path: '/api/v1/patients/{patientId}/export', tag, summary: 'Everything on record of the patient as a FHIR R4 Bundle', description: 'For the patient and the registrar. Made afresh, never stored; every export is on the audit trail.',
    params: patient, reply: z.object({ resourceType: z.literal('Bundle'), type: z.literal('collection'), timestamp: isoDateTime, entry: z.array(z.object({ fullUrl: z.string(), resource: z.looseObject({ resourceType: z.string(), id }) })) }),
  }),
  listAccessRequests: endpoint('listAccessRequests', { method: 'get', path: '/api/v1/patients/{patientId}/access-requests', tag, summary: 'When the patient asked for their record, and when it was given', params: patient, reply: z.object({ items: z.array(request) }) }),
  askForRecord: endpoint('askForRecord', { method: 'post', path: '/api/v1/patients/{patientId}/access-requests', tag, status: 201, summary: 'Ask for the record: the registrar has 30 days', params: patient, body: z.strictObject({ form: form.default('file') }), reply: request, problems: [409] }),
} as const;
