import { z } from 'zod';
import { endpoint } from './endpoint';
import { cents, id, isoDate, isoDateTime, version } from './shapes';

const tag = 'payer inquiries';
const named = z.object({ id, name: z.string() });

/** How every question to a payer stands. */
export const inquiry = {
  id,
  payer: named,
  controlNumber: z.int().meta({ description: 'ISA13, GS06 and TRN02 of the question' }),
  askedAt: isoDateTime,
  askedBy: z.string().nullable().meta({ description: 'null: the patient’s journey' }),
  answerDueAt: isoDateTime,
  standing: z.enum(['waiting', 'late', 'answered', 'rejected']).meta({ description: 'rejected: the payer did not look at it (AAA), which is no answer' }),
  answeredAt: isoDateTime.nullable(),
  answerControlNumber: z.int().nullable().meta({ description: 'ISA13 of the answer' }),
  rejections: z.array(z.string()).meta({ description: 'AAA in plain words' }),
  advice: z.string().nullable().meta({ description: 'what to do about an answer that is late or a question that was rejected' }),
};

export const eligibilityInquiry = z
  .object({
    ...inquiry, coverageId: id, encounterId: id.nullable(),
    answer: z
      .object({
        outcome: z.enum(['active', 'inactive']), plan: z.string().nullable(), from: isoDate.nullable(), through: isoDate.nullable(),
        amounts: z.array(z.object({ what: z.enum(['copay', 'deductible', 'out-of-pocket']), level: z.enum(['individual', 'family']), period: z.enum(['year', 'left', 'visit']), cents })),
        coinsuranceRate: z.number().nullable().meta({ description: '0 to 1' }), authorizationRequired: z.boolean(), authorizationFor: z.array(z.string()).meta({ description: 'HCPCS codes' }), messages: z.array(z.string()),
      })
      .nullable(),
  })
  .meta({ id: 'EligibilityInquiry', description: 'A 270 and what its 271 said' });

export const statusInquiry = z
  .object({ ...inquiry, claimId: id, category: z.string().nullable().meta({ description: 'claim status category (STC01-1)' }), answer: z.array(z.string()).meta({ description: 'the payer’s codes in plain words' }) })
  .meta({ id: 'ClaimStatusInquiry', description: 'A 276 and what its 277 said' });

export const inquiriesContract = {
  listEligibility: endpoint('listEligibility', {
    method: 'get', path: '/api/v1/patients/{patientId}/eligibility-inquiries', tag, summary: 'What payers said about a patient’s coverages, newest first', params: z.strictObject({ patientId: id }),
    reply: z.object({ items: z.array(eligibilityInquiry) }),
  }),
  askEligibility: endpoint('askEligibility', {
    method: 'post', path: '/api/v1/coverages/{coverageId}/eligibility-inquiries', tag, status: 201, summary: 'Ask the payer whether a coverage is active today (270)', params: z.strictObject({ coverageId: id }),
    reply: eligibilityInquiry, problems: [422],
  }),
  askClaimStatus: endpoint('askClaimStatus', {
    method: 'post', path: '/api/v1/claims/{claimId}/status-inquiries', tag, status: 201, summary: 'Ask the payer where a claim stands (276)', params: z.strictObject({ claimId: id }),
    body: z.strictObject({ version }), reply: statusInquiry, problems: [409, 422],
  }),
  readInquiry: endpoint('readInquiry', {
    method: 'get', path: '/api/v1/payer-inquiries/{inquiryId}', tag, summary: 'One question: what it is about, what the payer said, and the file it went out in', params: z.strictObject({ inquiryId: id }),
    reply: z.object({
      ...inquiry, kind: z.enum(['270', '276', '278']), patientId: id, encounterId: id.nullable().meta({ description: 'the stay it was asked for, when it has a journey' }), claim: z.object({ id, number: z.string() }).nullable(),
      answer: z.array(z.string()).meta({ description: 'what the payer said, in plain words' }), content: z.string(),
    }),
  }),
  inquireOverdueClaim: endpoint('inquireOverdueClaim', {
    method: 'post', path: '/api/v1/internal/claims/{claimId}/status-inquiry', tag: 'internal', idempotency: 'required', summary: 'Ask the payer about a claim whose answer is overdue (276)', params: z.strictObject({ claimId: id }),
    reply: z.object({ standing: z.enum(['unanswered', 'in-process', 'finalized', 'not-found']) }),
  }),
} as const;
