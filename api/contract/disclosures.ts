import { z } from 'zod';
import { DISCLOSURE_KIND_NAMES } from '../../domain/privacy/disclosures';
import { endpoint } from './endpoint';
import { id, isoDate, isoDateTime, listOf, page, version } from './shapes';

const tag = 'privacy';
const patient = z.strictObject({ patientId: id });
const kind = z.enum(DISCLOSURE_KIND_NAMES);
const words = z.string().trim().min(3).max(500);

const disclosure = z
  .object({
    id, kind, label: z.string(), rule: z.string(), disclosedOn: isoDate, recipient: z.string().meta({ description: 'who received it, and their address if known' }), what: z.string(), purpose: z.string(),
    suspendedUntil: isoDate.nullable().meta({ description: 'the patient is not told before' }), recordedBy: z.string(), recordedAt: isoDateTime, withdrawnAt: isoDateTime.nullable().meta({ description: 'entered in error' }), version,
  })
  .meta({ id: 'Disclosure' });

/** The accounting of disclosures. */
export const disclosuresContract = {
  listDisclosures: endpoint('listDisclosures', {
    method: 'get', path: '/api/v1/patients/{patientId}/disclosures', tag, summary: 'To whom the record was told in the last six years (45 CFR 164.528)', params: patient, query: z.strictObject({ ...page }), reply: listOf(disclosure).extend({ from: isoDate }),
    description: 'Outside treatment, payment and operations, which the law leaves out. The patient is not shown what an agency had suspended, nor what was entered in error.',
  }),
  recordDisclosure: endpoint('recordDisclosure', {
    method: 'post', path: '/api/v1/patients/{patientId}/disclosures', tag, status: 201, summary: 'Record a disclosure', params: patient,
    body: z.strictObject({ kind, disclosedOn: isoDate, recipient: words, what: words, purpose: words, suspendedUntil: isoDate.nullable().default(null) }), reply: disclosure,
  }),
  withdrawDisclosure: endpoint('withdrawDisclosure', {
    method: 'post', path: '/api/v1/patients/{patientId}/disclosures/{disclosureId}/error', tag, summary: 'Say that it was entered in error', params: z.strictObject({ patientId: id, disclosureId: id }), problems: [409], body: z.strictObject({ version, reason: words }), reply: disclosure,
  }),
} as const;
