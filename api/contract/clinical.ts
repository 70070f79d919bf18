import { z } from 'zod';
import { endpoint } from './endpoint';
import { type Schedule, SCHEDULES } from '../../domain/medicines/prescription';
import { id, isoDateTime, listOf, page, version } from './shapes';

const tag = 'clinical record';
const encounter = z.strictObject({ encounterId: id });
const coded = { systemCode: z.string(), code: z.string(), display: z.string() };
const who = z.string().nullable().meta({ description: 'name of the person, when known' });

const condition = z.object({ id, ...coded, clinicalStatus: z.string(), onsetAt: isoDateTime.nullable(), abatedAt: isoDateTime.nullable() }).meta({ id: 'Condition' });
const order = z
  .object({ id, category: z.string(), ...coded, status: z.string(), priority: z.string(), round: z.int(), orderedAt: isoDateTime, orderedBy: who, completedAt: isoDateTime.nullable(), question: z.string().nullable().meta({ description: 'what the clinician wants to know' }),
    specimen: z.object({ accession: z.string(), kind: z.string(), collectedAt: isoDateTime.nullable(), receivedAt: isoDateTime.nullable() }).nullable().meta({ description: 'the one that is examined' }), rejected: z.string().nullable().meta({ description: 'why an earlier specimen was rejected' }),
    scheduledAt: isoDateTime.nullable(), performedAt: isoDateTime.nullable(), notDone: z.string().nullable().meta({ description: 'why an examination did not take place' }), reportId: id.nullable(), reportStatus: z.string().nullable() })
  .meta({ id: 'ServiceRequest' });
export const observation = z
  .object({
    id, category: z.string(), ...coded, status: z.string(), value: z.number().nullable(), text: z.string().nullable(), unit: z.string().nullable(), referenceLow: z.number().nullable(), referenceHigh: z.number().nullable(),
    interpretation: z.string().nullable().meta({ description: 'HL7 table 0078' }), effectiveAt: isoDateTime, performer: who, acknowledgedAt: isoDateTime.nullable(), acknowledgedBy: who, serviceRequestId: id.nullable(), reportId: id.nullable(),
    delta: z.string().nullable().meta({ description: 'the value changed more than the laboratory believes' }),
    error: z.object({ at: isoDateTime, by: who, reason: z.string() }).nullable().meta({ description: 'entered in error: who said so, and why' }),
    earlier: z.array(z.object({ status: z.string(), value: z.number().nullable(), text: z.string().nullable(), changedAt: isoDateTime, changedBy: who, reason: z.string() })).meta({ description: 'what was reported before it was amended or corrected, newest first' }),
  })
  .meta({ id: 'Observation' });
/** Numbers without a range or limit for this patient: a person judges them. */
export const unjudged = z.int().meta({ description: 'numbers no table judges: neither normal nor abnormal' });
const report = z.object({ id, ...coded, category: z.enum(['laboratory', 'imaging']), status: z.string(), issuedAt: isoDateTime.nullable(), performer: who, abnormal: z.int(), critical: z.int(), unjudged, reviewedAt: isoDateTime.nullable(), reviewedBy: who, version, results: z.array(observation) }).meta({ id: 'DiagnosticReport' });
export const medicine = z
  .object({
    id, category: z.string(), ...coded, status: z.string(), dose: z.string().nullable(), route: z.string().nullable(), everyHours: z.int().nullable(), schedule: z.enum(Object.keys(SCHEDULES) as [Schedule, ...Schedule[]]), asNeeded: z.boolean(), maxPerDay: z.int().nullable(), instructions: z.string().nullable(), dosesPlanned: z.int().nullable(), dosesGiven: z.int(), dosesNotGiven: z.int(),
    authoredAt: isoDateTime, orderedBy: who, verifiedAt: isoDateTime.nullable(), verifiedBy: who, stoppedAt: isoDateTime.nullable(), stopReason: z.string().nullable(),
    highAlert: z.string().nullable().meta({ description: 'ISMP category; each dose is checked by a second person' }), supplyQuantity: z.int().nullable(), refills: z.int().nullable(), rateMlPerHour: z.number().nullable().meta({ description: 'of an infusion, as it runs now' }),
    isRunning: z.boolean().meta({ description: 'an infusion that was started and not stopped' }),
    alerts: z.array(z.object({ kind: z.string(), level: z.enum(['stop', 'note']), message: z.string(), override: z.string().nullable().meta({ description: 'why it was ordered nevertheless' }) })), version,
  })
  .meta({ id: 'MedicationRequest' });
export const dose = z
  .object({ id, medicationRequestId: id, ...coded, doseNumber: z.int(), dueAt: isoDateTime, status: z.string(), outcome: z.string().nullable(), givenAt: isoDateTime.nullable(), quantity: z.number().nullable(), performer: who, checkedBy: who, checkedAt: isoDateTime.nullable(), reason: z.string().nullable(), note: z.string().nullable(), version })
  .meta({ id: 'MedicationAdministration' });
const procedure = z.object({ id, ...coded, status: z.string(), performedStart: isoDateTime.nullable(), performedEnd: isoDateTime.nullable(), performer: who, reason: z.string().nullable() }).meta({ id: 'Procedure' });
const note = z.object({ id, kind: z.string(), title: z.string(), status: z.string(), text: z.string(), author: who, signedAt: isoDateTime.nullable(), amends: id.nullable(), amendedBy: id.nullable().meta({ description: 'the newer version, which stands' }), createdAt: isoDateTime }).meta({ id: 'ClinicalNote' });

const query = z.strictObject({ ...page });
const list = <T extends z.ZodType>(name: string, path: string, summary: string, item: T) =>
  endpoint(name, { method: 'get', path: `/api/v1/encounters/{encounterId}/${path}`, tag, summary, params: encounter, query, reply: listOf(item) });

export const clinicalContract = {
  listConditions: list('listConditions', 'conditions', 'Diagnoses of a stay', condition),
  listOrders: endpoint('listOrders', {
    method: 'get', path: '/api/v1/encounters/{encounterId}/orders', tag, summary: 'Orders, newest first', params: encounter,
    query: z.strictObject({ ...page, category: z.enum(['laboratory', 'imaging', 'procedure', 'nursing']).optional() }), reply: listOf(order),
  }),
  listReports: list('listReports', 'reports', 'Diagnostic reports with their results, newest first', report),
  listObservations: endpoint('listObservations', {
    method: 'get', path: '/api/v1/encounters/{encounterId}/observations', tag, summary: 'Observations of one category, newest first', params: encounter,
    query: z.strictObject({ ...page, category: z.enum(['vital-signs', 'laboratory', 'survey', 'social-history', 'imaging', 'procedure', 'exam', 'therapy']).default('vital-signs') }), reply: listOf(observation),
  }),
  readResultTrend: endpoint('readResultTrend', {
    method: 'get', path: '/api/v1/encounters/{encounterId}/result-trend', tag, summary: 'Every value of one laboratory test of a patient, this stay’s and earlier ones, newest first', params: encounter,
    query: z.strictObject({ code: z.string().min(1).max(40).meta({ description: 'LOINC' }), limit: page.limit }), reply: z.object({ code: z.string(), display: z.string(), unit: z.string().nullable().meta({ description: 'of the newest value' }), items: z.array(observation) }),
  }),
  listMedicines: list('listMedicines', 'medicines', 'Medicine orders, newest first', medicine),
  listDoses: list('listDoses', 'doses', 'The administration chart, newest first', dose),
  listProcedures: list('listProcedures', 'procedures', 'Procedures, newest first', procedure),
  listNotes: list('listNotes', 'notes', 'Notes, newest first', note),
  addNote: endpoint('addNote', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/notes', tag, status: 201, summary: 'Write and sign a progress note', params: encounter,
    body: z.strictObject({ text: z.string().trim().min(1).max(8000), amends: id.optional().meta({ description: 'the note this one corrects; the first one stays' }) }), reply: note, problems: [409, 422],
  }),
} as const;
