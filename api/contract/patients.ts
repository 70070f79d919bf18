import { z } from 'zod';
import { CODE_STATUSES, type CodeStatus, type Isolation, ISOLATIONS } from '../../domain/clinical/precautions';
import { CONFIDENTIALITIES } from '../../domain/rights/labels';
import { endpoint } from './endpoint';
import { id, isoDate, isoDateTime, listOf, page, version } from './shapes';
import { patientInList } from './tasks';

const tag = 'patients';
const patient = z.strictObject({ patientId: id });
const named = z.object({ id, name: z.string() });
const word = z.string().trim().min(1);

export const GENDERS = ['female', 'male', 'other', 'unknown'] as const;
export const codeStatus = z.enum(Object.keys(CODE_STATUSES) as [CodeStatus, ...CodeStatus[]]);
export const isolation = z.enum(Object.keys(ISOLATIONS) as [Isolation, ...Isolation[]]);

const name = z.strictObject({ family: word.max(80), given: z.array(word.max(80)).min(1).max(5), prefix: word.max(20).optional(), suffix: word.max(20).optional(), maiden: word.max(80).optional() });
const address = z.strictObject({ line: z.string().trim().max(200), city: z.string().trim().max(80), state: z.string().trim().max(40), postalCode: z.string().trim().max(12) });
const contact = z.strictObject({ phone: z.string().trim().regex(/^[+0-9 ().-]{5,30}$/, 'Use digits, spaces, + ( ) . -').nullish(), email: z.email().max(190).nullish(), address: address.nullish() });
const demographics = z.strictObject({ race: z.string().max(40).nullish(), ethnicity: z.string().max(40).nullish(), maritalStatus: z.string().max(20).nullish(), birthPlace: z.string().max(120).nullish(), language: z.string().max(40).nullish() });
const channel = z.enum(['email', 'sms']);

export const allergy = z
  .object({
    id, systemCode: z.string(), code: z.string(), display: z.string(), kind: z.string(), category: z.string(), criticality: z.string().nullable(),
    clinicalStatus: z.string(), reactions: z.array(z.object({ display: z.string(), severity: z.string().nullable() })), onsetAt: isoDateTime.nullable(),
  })
  .meta({ id: 'Allergy' });

/** What stands at the head of every page about a patient. */
export const patientHeader = z
  .object({
    id, mrn: z.string(), name: z.string(), birthDate: z.string(), ageYears: z.int(), gender: z.enum(GENDERS), deceasedAt: isoDateTime.nullable(), codeStatus: z.string(), isolation: z.string().nullable(),
    allergies: z.array(z.object({ display: z.string(), criticality: z.string().nullable(), category: z.string() })), news2: z.int().nullable(),
    bed: named.nullable(), ward: named.nullable(), encounterId: id.nullable().meta({ description: 'the stay going on now' }), confidentiality: z.enum(['N', ...CONFIDENTIALITIES]),
    glass: z.object({ id, endsAt: isoDateTime }).nullable().meta({ description: 'the caller sees this record through broken glass, until then' }), version,
  })
  .meta({ id: 'PatientHeader' });

/** The same with everything a registrar keeps. Stored parts are shown as they were written, so imported ones may lack some. */
export const patientDetail = patientHeader
  .extend({
    nameParts: z.object({ family: z.string(), given: z.array(z.string()), prefix: z.string().nullish(), suffix: z.string().nullish(), maiden: z.string().nullish() }),
    contact: z.object({ phone: z.string().nullish(), email: z.string().nullish(), address: z.object({ line: z.string().nullish(), city: z.string().nullish(), state: z.string().nullish(), postalCode: z.string().nullish() }).nullish() }).nullable(),
    demographics: z.object({ race: z.string().nullish(), ethnicity: z.string().nullish(), maritalStatus: z.string().nullish(), birthPlace: z.string().nullish(), language: z.string().nullish() }).nullable(),
    prefersChannel: z.string(), createdAt: isoDateTime, amendmentCount: z.int().meta({ description: 'requests to amend this record that were decided: they stand beside its entries' }),
  })
  .meta({ id: 'PatientDetail' });

export const coverage = z
  .object({ id, payer: named, plan: named, memberNumber: z.string(), relationship: z.string(), rank: z.int(), status: z.string(), periodStart: isoDate, periodEnd: isoDate.nullable(), activeToday: z.boolean(), version })
  .meta({ id: 'Coverage' });

export const encounterInList = z
  .object({
    id, patientId: id, class: z.enum(['AMB', 'EMER', 'IMP', 'VR', 'HH']), status: z.string(), type: z.string().nullable(), reason: z.string().nullable(), practitioner: z.string().nullable(), ward: named.nullable(),
    periodStart: isoDateTime, periodEnd: isoDateTime.nullable(), isReplay: z.boolean(), hasJourney: z.boolean(),
  })
  .meta({ id: 'EncounterInList' });

const patientChanges = { name, birthDate: isoDate, gender: z.enum(GENDERS), contact, demographics, prefersChannel: channel };

export const patientsContract = {
  listPatients: endpoint('listPatients', {
    method: 'get', path: '/api/v1/patients', tag, summary: 'Find patients', description: 'Every word typed must match the start (three letters and more) or the whole of a word of name or MRN.',
    query: z.strictObject({
      ...page,
      q: z.string().trim().min(1).max(80).optional().meta({ description: 'words of name and MRN' }),
      mrn: z.string().trim().min(1).max(40).optional().meta({ description: 'exactly this MRN' }),
    }),
    reply: listOf(patientInList.extend({ deceasedAt: isoDateTime.nullable() })),
  }),
  createPatient: endpoint('createPatient', {
    method: 'post', path: '/api/v1/patients', tag, status: 201, summary: 'Register a new patient', problems: [409],
    body: z.strictObject({ ...patientChanges, contact: contact.optional(), demographics: demographics.optional(), prefersChannel: channel.default('email'), mrn: z.string().trim().regex(/^[A-Za-z0-9-]{3,20}$/, 'Use 3 to 20 letters, digits or dashes').optional().meta({ description: 'given by an older system; else Careway gives one' }) }),
    reply: patientDetail,
  }),
  readPatient: endpoint('readPatient', { method: 'get', path: '/api/v1/patients/{patientId}', tag, summary: 'One patient', params: patient, reply: patientDetail }),
  changePatient: endpoint('changePatient', {
    method: 'patch', path: '/api/v1/patients/{patientId}', tag, summary: 'Correct what is known about a patient', params: patient, problems: [409],
    body: z.strictObject({ version, ...patientChanges }).partial().required({ version: true }), reply: patientDetail,
  }),
  setPrecautions: endpoint('setPrecautions', {
    method: 'put', path: '/api/v1/patients/{patientId}/precautions', tag, summary: 'Set code status and isolation', params: patient, problems: [409],
    body: z.strictObject({ version, codeStatus, isolation: isolation.nullable() }), reply: patientDetail,
  }),
  listPatientEncounters: endpoint('listPatientEncounters', { method: 'get', path: '/api/v1/patients/{patientId}/encounters', tag, summary: 'A patient’s encounters, newest first', params: patient, query: z.strictObject({ ...page, class: z.enum(['AMB', 'EMER', 'IMP', 'VR', 'HH']).optional() }), reply: listOf(encounterInList) }),
  listCoverages: endpoint('listCoverages', { method: 'get', path: '/api/v1/patients/{patientId}/coverages', tag, summary: 'Who pays for a patient', params: patient, query: z.strictObject({ ...page }), reply: listOf(coverage) }),
  addCoverage: endpoint('addCoverage', {
    method: 'post', path: '/api/v1/patients/{patientId}/coverages', tag, status: 201, summary: 'Add a coverage', params: patient, problems: [409, 422],
    body: z.strictObject({ planId: id, memberNumber: z.string().trim().min(1).max(40), relationship: z.enum(['self', 'spouse', 'child', 'other']).default('self'), rank: z.int().min(1).max(3).default(1), periodStart: isoDate, periodEnd: isoDate.nullish() }), reply: coverage,
  }),
  listAllergies: endpoint('listAllergies', { method: 'get', path: '/api/v1/patients/{patientId}/allergies', tag, summary: 'Allergies and intolerances', params: patient, query: z.strictObject({ ...page }), reply: listOf(allergy) }),
  recordAllergy: endpoint('recordAllergy', {
    method: 'post', path: '/api/v1/patients/{patientId}/allergies', tag, status: 201, summary: 'Record an allergy or intolerance', params: patient,
    body: z.strictObject({ systemCode: z.enum(['RXNORM', 'SNOMED']), code: z.string().trim().regex(/^[0-9]{1,18}$/, 'Use digits'), kind: z.enum(['allergy', 'intolerance']).default('allergy'), category: z.enum(['medication', 'food', 'environment', 'biologic']), criticality: z.enum(['low', 'high', 'unable-to-assess']).optional() }),
    reply: allergy,
  }),
  changeAllergy: endpoint('changeAllergy', {
    method: 'patch', path: '/api/v1/patients/{patientId}/allergies/{allergyId}', tag, summary: 'Say whether an allergy still stands', params: z.strictObject({ patientId: id, allergyId: id }),
    body: z.strictObject({ clinicalStatus: z.enum(['active', 'inactive', 'resolved', 'refuted']) }), reply: allergy,
  }),
} as const;
