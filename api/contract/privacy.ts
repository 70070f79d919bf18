import { z } from 'zod';
import { RECIPIENTS } from '../../domain/rights/directives';
import { GLASS_OUTCOMES, GLASS_REASONS, GLASS_WORDS_LEAST } from '../../domain/rights/glass';
import { CONFIDENTIALITIES, ILLNESSES, SENSITIVITIES } from '../../domain/rights/labels';
import { ROLES } from '../../domain/roles';
import { endpoint } from './endpoint';
import { id, isoDateTime, version } from './shapes';

const tag = 'privacy';
const patient = z.strictObject({ patientId: id });
const person = z.object({ id, name: z.string() });
const note = z.string().trim().max(500);
const staffRoles = ROLES.filter((role) => role !== 'patient' && role !== 'service' && role !== 'auditor');
const staffRole = z.enum(staffRoles as [typeof staffRoles[number], ...typeof staffRoles]);
/** What a record can be named by where somebody stands before it: the ID in the address of its page. */
const RECORDS = ['patientId', 'encounterId', 'journeyId', 'taskId', 'reportId'] as const;

export const securityLabel = z
  .object({ id, encounterId: id.nullable().meta({ description: 'null: the whole record' }), confidentiality: z.enum(CONFIDENTIALITIES), sensitivity: z.enum(SENSITIVITIES), reason: z.string().nullable(), setBy: person, setAt: isoDateTime, endedAt: isoDateTime.nullable(), version })
  .meta({ id: 'SecurityLabel', description: 'FHIR meta.security' });

export const directive = z
  .object({
    id, scope: z.enum(['access', 'sensitive', 'share']), provision: z.enum(['permit', 'deny']), person: person.nullable(), role: z.enum(ROLES).nullable(), recipient: z.enum(RECIPIENTS).nullable(), sensitivity: z.enum(SENSITIVITIES).nullable(),
    note: z.string().nullable(), enteredBy: person, enteredAt: isoDateTime, withdrawnAt: isoDateTime.nullable(), version,
  })
  .meta({ id: 'Directive', description: 'FHIR Consent' });

const glass = z.object({ id, openedAt: isoDateTime, endsAt: isoDateTime });
const glassBreak = glass.extend({ by: person, reason: z.enum(GLASS_REASONS), words: z.string().nullable().meta({ description: 'null for the patient, who reads that it happened' }), endedAt: isoDateTime.nullable(), outcome: z.enum(GLASS_OUTCOMES).nullable() });

const newDirective = z.discriminatedUnion('scope', [
  z.strictObject({ scope: z.literal('share'), provision: z.enum(['permit', 'deny']), recipient: z.enum(RECIPIENTS), note: note.optional() }),
  z.strictObject({ scope: z.literal('access'), provision: z.enum(['permit', 'deny']), userId: id.optional(), role: staffRole.optional(), note: note.optional() }),
  z.strictObject({ scope: z.literal('sensitive'), sensitivity: z.enum(ILLNESSES), note: note.optional() }),
]);

export const privacyContract = {
  readPrivacy: endpoint('readPrivacy', {
    method: 'get', path: '/api/v1/patients/{patientId}/privacy', tag, summary: 'How closely a record is held, what the patient directed, who broke the glass', params: patient,
    reply: z.object({ labels: z.array(securityLabel), directives: z.array(directive), glass: z.array(glassBreak).meta({ description: 'the latest hundred, newest first' }), confidentiality: z.enum(['N', ...CONFIDENTIALITIES]), open: glass.nullable().meta({ description: 'the caller sees this record through broken glass' }) }),
  }),
  setLabel: endpoint('setLabel', {
    method: 'post', path: '/api/v1/patients/{patientId}/labels', tag, status: 201, summary: 'Restrict a record, or one stay of it', params: patient, problems: [409, 422],
    body: z.strictObject({ confidentiality: z.enum(CONFIDENTIALITIES), sensitivity: z.enum(SENSITIVITIES), stayId: id.nullish(), reason: note.optional() }), reply: securityLabel,
  }),
  endLabel: endpoint('endLabel', {
    method: 'post', path: '/api/v1/patients/{patientId}/labels/{labelId}/end', tag, summary: 'Take a restriction back', params: z.strictObject({ patientId: id, labelId: id }), problems: [409, 422], body: z.strictObject({ version }), reply: securityLabel,
  }),
  addDirective: endpoint('addDirective', {
    method: 'post', path: '/api/v1/patients/{patientId}/directives', tag, status: 201, summary: 'Enter what a patient directs', params: patient, problems: [409, 422],
    description: 'Whom the record is told to, who may or may not open it, what is held closer. A directive is never changed: it is withdrawn, and another entered. A denial wins over every permission.',
    body: newDirective, reply: directive,
  }),
  withdrawDirective: endpoint('withdrawDirective', {
    method: 'post', path: '/api/v1/patients/{patientId}/directives/{consentId}/withdrawal', tag, summary: 'Take a directive back', params: z.strictObject({ patientId: id, consentId: id }), problems: [409], body: z.strictObject({ version }), reply: directive,
  }),
  breakGlass: endpoint('breakGlass', {
    method: 'post', path: '/api/v1/glass', tag, status: 201, summary: 'Open a restricted record for at most an hour, with a reason', problems: [404, 409, 422],
    description: 'Open at once; reviewed afterwards; the patient sees it. It is not extended: when the time is over, a new reason is asked for.',
    body: z.strictObject({ record: z.enum(RECORDS), id, reason: z.enum(GLASS_REASONS), words: z.string().trim().min(GLASS_WORDS_LEAST).max(1000) }), reply: glass.extend({ patientId: id }),
  }),
  endGlass: endpoint('endGlass', { method: 'post', path: '/api/v1/glass/{glassId}/end', tag, summary: 'Close a record again before the time is over', params: z.strictObject({ glassId: id }), problems: [409], reply: z.object({ patientId: id, ended: z.boolean() }) }),
} as const;
