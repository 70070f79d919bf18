import { z } from 'zod';
import { IMAGING_STUDIES } from '../../domain/orders/imagingStudies';
import { PANELS } from '../../domain/orders/panels';
import { unjudged } from './clinical';
import { endpoint } from './endpoint';
import { id, isoDateTime, listOf, page, version } from './shapes';
import { patientInList } from './tasks';

const tag = 'orders and results';
const encounter = z.strictObject({ encounterId: id });
const oneReport = z.strictObject({ encounterId: id, reportId: id });

const orderCode = z.string().trim().min(1).max(40);

const unreviewed = z
  .object({ id, encounterId: id, display: z.string(), status: z.string(), issuedAt: isoDateTime, abnormal: z.int(), critical: z.int(), unjudged, orderedByMe: z.boolean(), patient: patientInList, version })
  .meta({ id: 'UnreviewedReport' });

export const resultsContract = {
  orderTests: endpoint('orderTests', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/orders', tag, status: 201, summary: 'Order laboratory tests and imaging; what repeats another order needs a reason', params: encounter, problems: [422],
    description: 'Urgent and stat rounds wait for no other; a stat examination needs no slot.',
    body: z.strictObject({
      codes: z.array(orderCode).max(20).default([]).meta({ description: `LOINC: ${Object.keys(PANELS).length} panels, or single tests` }),
      imaging: z.array(orderCode).max(10).default([]).meta({ description: `LOINC: ${Object.keys(IMAGING_STUDIES).length} examinations` }),
      priority: z.enum(['routine', 'urgent', 'stat']).default('routine'), question: z.string().trim().min(1).max(1000).optional().meta({ description: 'what the clinician wants to know' }), duplicateReason: z.string().trim().min(3).max(500).optional(),
    }),
    reply: z.object({ ids: z.array(id), round: z.int().nullable().meta({ description: 'of the laboratory' }), imagingRound: z.int().nullable() }),
  }),
  listUnreviewedReports: endpoint('listUnreviewedReports', {
    method: 'get', path: '/api/v1/reports/unreviewed', tag, summary: 'Reports no clinician has looked at, critical ones first', query: z.strictObject({ limit: page.limit, mine: z.stringbool().default(false).meta({ description: 'only what this person ordered' }) }), reply: listOf(unreviewed),
  }),
  reviewReport: endpoint('reviewReport', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/reports/{reportId}/review', tag, summary: 'Say that a report was looked at', params: oneReport, problems: [409],
    body: z.strictObject({ version }), reply: z.object({ id, reviewedAt: isoDateTime, version }),
  }),
  changeReport: endpoint('changeReport', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/reports/{reportId}/changes', tag, summary: 'Amend or correct a report; the earlier values are kept', params: oneReport, problems: [409, 422],
    description: 'Amended: something was added. Corrected: a value was wrong. The report counts as new: it is looked at again.',
    body: z.strictObject({
      version, kind: z.enum(['amended', 'corrected']), reason: z.string().trim().min(3).max(500),
      results: z.array(z.strictObject({ observationId: id, value: z.number().min(-1000).max(10_000_000).nullable().default(null), text: z.string().trim().min(1).max(500).nullable().default(null) })).min(1).max(60),
    }),
    reply: z.object({ id, status: z.string(), critical: z.int(), version }),
  }),
} as const;
