import { z } from 'zod';
import { RETENTION_KIND_NAMES } from '../../domain/privacy/retention';
import { endpoint } from './endpoint';
import { id, isoDateTime, listOf, page, version } from './shapes';
import { patientInList } from './tasks';

const tag = 'privacy';
const person = z.object({ id, name: z.string() });
const kind = z.enum(RETENTION_KIND_NAMES);
const reason = z.string().trim().min(5).max(1000);

const period = z.object({
  kind, label: z.string(), what: z.string(), source: z.string(), days: z.int(), floorDays: z.int(), isRemoved: z.boolean().meta({ description: 'false: none of it is ever removed by Careway' }), changedBy: person.nullable(), changedAt: isoDateTime.nullable(), version,
});
const count = z.object({ kind, records: z.int().meta({ description: 'patients for the clinical record, else rows' }), rows: z.int(), isMore: z.boolean().meta({ description: 'true: one run takes no more; run it again' }) });
const run = z.object({ id, isDry: z.boolean(), counts: z.array(count), ranBy: z.string(), ranAt: isoDateTime, isDone: z.boolean().meta({ description: 'a dry run that was carried out' }) }).meta({ id: 'RetentionRun' });
const hold = z
  .object({ id, patient: patientInList, reason: z.string().nullable().meta({ description: 'null where the record does not open for the reader: words may name it' }), placedBy: person, placedAt: isoDateTime, liftedBy: person.nullable(), liftedAt: isoDateTime.nullable(), liftReason: z.string().nullable(), version })
  .meta({ id: 'LegalHold' });

/** How long records are kept, what goes when, and what must stay whatever its age. */
export const retentionContract = {
  readRetention: endpoint('readRetention', { method: 'get', path: '/api/v1/retention', tag, summary: 'Retention periods, and the latest runs', reply: z.object({ periods: z.array(period), runs: z.array(run), standingHolds: z.int() }) }),
  setRetentionPeriod: endpoint('setRetentionPeriod', { method: 'put', path: '/api/v1/retention/periods', tag, summary: 'Set how long a kind of record is kept', problems: [409], body: z.strictObject({ kind, days: z.int().min(1).max(36_525), version }), reply: period }),
  runRetention: endpoint('runRetention', {
    method: 'post', path: '/api/v1/retention/runs', tag, status: 201, summary: 'Remove what is past its period', problems: [404, 409],
    description: 'Without `dryRunId`: count only. With it: carry out a dry run of the last day, once. Refused when more is past its period than the dry run said. Nothing under a legal hold goes, nor the ledger or the audit trail.',
    body: z.strictObject({ dryRunId: id.nullable().default(null) }), reply: run,
  }),
  listLegalHolds: endpoint('listLegalHolds', { method: 'get', path: '/api/v1/legal-holds', tag, summary: 'Records that must stay', query: z.strictObject({ ...page, q: z.string().trim().min(1).max(80).optional(), state: z.enum(['standing', 'lifted', 'all']).default('standing') }), reply: listOf(hold) }),
  placeLegalHold: endpoint('placeLegalHold', { method: 'post', path: '/api/v1/legal-holds', tag, status: 201, summary: 'Keep a patient’s record whatever its age', problems: [422], body: z.strictObject({ patientId: id, reason }), reply: hold }),
  liftLegalHold: endpoint('liftLegalHold', { method: 'post', path: '/api/v1/legal-holds/{holdId}/lift', tag, summary: 'Let the periods count again', params: z.strictObject({ holdId: id }), problems: [409], body: z.strictObject({ version, reason }), reply: hold }),
} as const;
