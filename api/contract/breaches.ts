import { z } from 'zod';
import { FINDINGS, NOTICES } from '../../domain/privacy/breach';
import { endpoint } from './endpoint';
import { GENDERS } from './patients';
import { id, isoDate, isoDateTime, listOf, page, version } from './shapes';
import { patientInList } from './tasks';

const tag = 'privacy';
const person = z.object({ id, name: z.string() });
const one = z.strictObject({ breachId: id });
const words = z.string().trim().min(10).max(4000);
const typedName = z.string().trim().min(1).max(80);

const decoy = z
  .object({
    id, patient: patientInList, note: z.string().nullable(), plantedBy: person, plantedAt: isoDateTime, endedAt: isoDateTime.nullable(),
    touches: z.array(z.object({ at: isoDateTime, by: person, address: z.string().nullable() })).meta({ description: 'who opened it, newest first, the latest five' }), touchCount: z.int(),
  })
  .meta({ id: 'Decoy' });

const way = z.enum(['mail', 'email']).meta({ description: 'e-mail only where the patient agreed to it (45 CFR 164.404(d)(1))' });
const letterWords = { happened: words, data: words, steps: words, doing: words, contact: words };
const duty = z.object({ notice: z.enum(NOTICES), dueOn: isoDate, why: z.string(), sentOn: isoDate.nullable() });
const breachInList = z
  .object({ id, number: z.string(), discoveredOn: isoDate, finding: z.enum(FINDINGS), actor: person.nullable(), patient: patientInList.nullable(), openedBy: person, openedAt: isoDateTime, version })
  .meta({ id: 'BreachInList' });
const breach = breachInList
  .extend({
    from: isoDateTime, to: isoDateTime, story: z.string().nullable().meta({ description: 'null where it is about one record that does not open for the reader' }), assessment: z.string().nullable(), decidedBy: person.nullable(), decidedAt: isoDateTime.nullable(),
    affected: z.object({ people: z.int(), byState: z.record(z.string(), z.int()), unreachable: z.int() }),
    patients: z.array(z.object({ patient: patientInList, reads: z.int(), firstAt: isoDateTime, lastAt: isoDateTime, what: z.array(z.string()), by: z.array(z.string()), state: z.string().nullable(), isReachable: z.boolean(), letter: z.object({ sentOn: isoDate, way }).nullable().meta({ description: 'when their letter went out' }) })).meta({ description: 'at most a thousand, in the order they were first reached' }),
    actors: z.array(z.object({ name: z.string(), reads: z.int() })),
    isWhole: z.boolean().meta({ description: 'false: there were more list views in that time than are opened here; they are on the audit trail' }),
    notice: z.object({ happened: z.string(), data: z.string(), steps: z.string(), doing: z.string(), contact: z.string(), writtenBy: person, writtenAt: isoDateTime }).nullable().meta({ description: 'what the letters say' }), lettersSent: z.int(),
    duties: z.array(duty), needsSubstituteNotice: z.boolean(),
  })
  .meta({ id: 'Breach' });

/** Records nobody has a reason to open, and what has to be done when somebody saw what was not theirs to see. */
export const breachesContract = {
  listDecoys: endpoint('listDecoys', { method: 'get', path: '/api/v1/decoys', tag, summary: 'Decoy records, and who opened them', query: z.strictObject({ ...page, q: z.string().trim().min(1).max(80).optional() }), reply: listOf(decoy) }),
  plantDecoy: endpoint('plantDecoy', {
    method: 'post', path: '/api/v1/decoys', tag, status: 201, summary: 'Make up a patient whom nobody has a reason to open', description: 'Looks like any other record in a search. Opening it tells administrators and auditors at once.',
    body: z.strictObject({ family: typedName, given: typedName, birthDate: isoDate, gender: z.enum(GENDERS), note: z.string().trim().max(500).optional() }), reply: decoy,
  }),
  endDecoy: endpoint('endDecoy', { method: 'post', path: '/api/v1/decoys/{decoyId}/end', tag, summary: 'Take a decoy away: the record is deleted, its touches stay on the trail', params: z.strictObject({ decoyId: id }), problems: [409], reply: decoy }),
  listBreaches: endpoint('listBreaches', {
    method: 'get', path: '/api/v1/breaches', tag, summary: 'Breaches of patients’ data, newest first', reply: listOf(breachInList),
    query: z.strictObject({ ...page, finding: z.enum(FINDINGS).optional(), q: z.string().trim().min(1).max(80).optional().meta({ description: 'number, patient or MRN' }) }),
  }),
  openBreach: endpoint('openBreach', {
    method: 'post', path: '/api/v1/breaches', tag, status: 201, summary: 'Enter what may be a breach', description: 'Names a member of the staff, a patient, or both, and a time: who was affected is read from the audit trail.', problems: [422],
    body: z.strictObject({ discoveredOn: isoDate, from: isoDateTime, to: isoDateTime, actorId: id.nullable().default(null), patientId: id.nullable().default(null), story: words }), reply: breachInList,
  }),
  readBreach: endpoint('readBreach', { method: 'get', path: '/api/v1/breaches/{breachId}', tag, summary: 'Who was affected, what was seen, by whom and when; who has to be told by when (45 CFR 164.404 to 410)', params: one, reply: breach }),
  decideBreach: endpoint('decideBreach', {
    method: 'post', path: '/api/v1/breaches/{breachId}/finding', tag, summary: 'Say what the risk assessment found (45 CFR 164.402(2))', params: one, problems: [409],
    body: z.strictObject({ version, finding: z.enum(['breach', 'no-breach']), assessment: words }), reply: breachInList,
  }),
  recordNotice: endpoint('recordNotice', {
    method: 'post', path: '/api/v1/breaches/{breachId}/notices', tag, summary: 'Say when a notice was sent', params: one, problems: [409, 422], body: z.strictObject({ version, notice: z.enum(NOTICES), sentOn: isoDate }), reply: breachInList,
  }),
  writeBreachNotice: endpoint('writeBreachNotice', {
    method: 'put', path: '/api/v1/breaches/{breachId}/notice', tag, summary: 'Write what the letters to those affected say', description: 'What happened, which kinds of information, what they can do, what the hospital does, how to reach it (45 CFR 164.404(c)). Dates, and what was done to each record, are added from the trail.',
    params: one, problems: [409, 422], body: z.strictObject({ version, ...letterWords }), reply: breachInList,
  }),
  printBreachLetter: endpoint('printBreachLetter', {
    method: 'get', path: '/api/v1/breaches/{breachId}/letters/{patientId}', tag, summary: 'The letter to one patient (PDF)', params: z.strictObject({ breachId: id, patientId: id }), problems: [422],
    reply: z.object({ fileName: z.string(), contentType: z.literal('application/pdf'), base64: z.string() }),
  }),
  printBreachLetters: endpoint('printBreachLetters', {
    method: 'get', path: '/api/v1/breaches/{breachId}/letters', tag, summary: 'The letters to everybody affected who can be written to (PDF)', description: 'In the order of the report, at most 250 in a file.', params: one, problems: [422],
    query: z.strictObject({ only: z.enum(['all', 'unsent']).default('all'), part: z.coerce.number().int().min(1).max(10_000).default(1) }),
    reply: z.object({ fileName: z.string(), contentType: z.literal('application/pdf'), base64: z.string(), letters: z.int().meta({ description: 'in this file' }), total: z.int(), parts: z.int() }),
  }),
  markLettersSent: endpoint('markLettersSent', {
    method: 'post', path: '/api/v1/breaches/{breachId}/letters', tag, summary: 'Say that letters went out', params: one, problems: [409, 422],
    body: z.strictObject({ version, patientIds: z.array(id).min(1).max(1000), sentOn: isoDate, way: way.default('mail') }), reply: breachInList,
  }),
} as const;
