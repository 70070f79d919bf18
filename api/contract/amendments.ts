import { z } from 'zod';
import { AMENDMENT_GROUND_NAMES, AMENDMENT_STATES, ENTRY_KIND_NAMES, RECIPIENT_KIND_NAMES } from '../../domain/privacy/amendment';
import { endpoint } from './endpoint';
import { id, isoDateTime, listOf, page, version } from './shapes';
import { patientInList } from './tasks';

const tag = 'privacy';
const patient = z.strictObject({ patientId: id });
const one = z.strictObject({ patientId: id, amendmentId: id });
const kind = z.enum(ENTRY_KIND_NAMES);
const words = z.string().trim().min(3).max(2000);
const q = z.string().trim().min(1).max(80).optional();

const entry = z.object({ kind, id, encounterId: id.nullable(), at: isoDateTime.nullable(), text: z.string() }).meta({ id: 'RecordEntry' });
const recipient = z
  .object({ id, kind: z.enum(RECIPIENT_KIND_NAMES), name: z.string(), outcome: z.enum(['told', 'not-told']).nullable().meta({ description: 'null: not marked yet' }), words: z.string().nullable().meta({ description: 'how they were told, or why not' }), markedBy: z.string().nullable(), markedAt: isoDateTime.nullable() })
  .meta({ id: 'AmendmentRecipient' });
const amendment = z
  .object({
    id, kind, entryId: id, encounterId: id.nullable(), entry: z.string().meta({ description: 'as it read when this was asked; the entry itself stays' }), wanted: z.string(), reason: z.string(),
    status: z.enum(AMENDMENT_STATES), askedBy: z.string(), askedAt: isoDateTime, dueAt: isoDateTime.meta({ description: '60 days after it was asked, 90 when extended (45 CFR 164.526(b)(2))' }), extension: z.string().nullable().meta({ description: 'why it takes longer' }),
    decidedBy: z.string().nullable(), decidedAt: isoDateTime.nullable(), ground: z.enum(AMENDMENT_GROUND_NAMES).nullable(), answer: z.string().nullable().meta({ description: 'what was added beside the entry, or why it was denied' }),
    tell: z.string().nullable().meta({ description: 'who else has to know, as the privacy officer wrote' }), inform: z.string().nullable().meta({ description: 'whom the patient wants to be told' }),
    recipients: z.array(recipient).meta({ description: 'who has to be told of what was accepted (45 CFR 164.526(c)(3)); for readers of the account of disclosures and the patient' }), disagreement: z.string().nullable(), disagreedAt: isoDateTime.nullable(), rebuttal: z.string().nullable(), version,
  })
  .meta({ id: 'Amendment' });
const inList = z
  .object({ id, patient: patientInList, kind, status: z.enum(AMENDMENT_STATES), askedAt: isoDateTime, dueAt: isoDateTime, isExtended: z.boolean(), isDisagreed: z.boolean(), taskId: id.nullable().meta({ description: 'the open task to decide' }) })
  .meta({ id: 'AmendmentInList' });

/** A patient's right to have their record amended. */
export const amendmentsContract = {
  listRecordEntries: endpoint('listRecordEntries', {
    method: 'get', path: '/api/v1/patients/{patientId}/record-entries', tag, summary: 'What stands in the record, to choose from what is to be amended', description: 'For those who may ask, who show again who they are. Newest first.', params: patient,
    query: z.strictObject({ ...page, kind: kind.optional(), entryId: id.optional(), q }), reply: listOf(entry),
  }),
  listPatientAmendments: endpoint('listPatientAmendments', { method: 'get', path: '/api/v1/patients/{patientId}/amendments', tag, summary: 'What was asked to be amended, and what became of it', params: patient, reply: z.object({ items: z.array(amendment) }) }),
  askForAmendment: endpoint('askForAmendment', {
    method: 'post', path: '/api/v1/patients/{patientId}/amendments', tag, status: 201, summary: 'Ask that an entry be amended (45 CFR 164.526)', description: 'The privacy officer decides within 60 days. The entry is never overwritten.', params: patient, problems: [409],
    body: z.strictObject({ kind, entryId: id, wanted: words, reason: words, inform: z.string().trim().min(2).max(1000).optional().meta({ description: 'who should be told once it is accepted, one a line' }) }), reply: amendment,
  }),
  disagreeWithDenial: endpoint('disagreeWithDenial', {
    method: 'post', path: '/api/v1/patients/{patientId}/amendments/{amendmentId}/disagreement', tag, summary: 'Add the patient’s statement of disagreement to a denial', description: 'Goes along with the entry in every later export.', params: one, problems: [409, 422],
    body: z.strictObject({ version, statement: words }), reply: amendment,
  }),
  rebutDisagreement: endpoint('rebutDisagreement', {
    method: 'post', path: '/api/v1/patients/{patientId}/amendments/{amendmentId}/rebuttal', tag, summary: 'Answer the statement of disagreement', params: one, problems: [409, 422], body: z.strictObject({ version, text: words }), reply: amendment,
  }),
  listAmendments: endpoint('listAmendments', {
    method: 'get', path: '/api/v1/amendments', tag, summary: 'Requests to amend records; what is open first, by its date', query: z.strictObject({ ...page, status: z.enum(AMENDMENT_STATES).optional(), q }), reply: listOf(inList),
  }),
} as const;
