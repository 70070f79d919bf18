import { z } from 'zod';
import { claimEdits } from './claims';
import { endpoint } from './endpoint';
import { cents, id, isoDate, isoDateTime, listOf, page, version } from './shapes';

const tag = 'claims';
const claim = z.strictObject({ claimId: id });
const reason = z.string().trim().min(1).max(1000);
const person = z.object({ id, name: z.string() });

const adjustment = z.object({ group: z.string(), reason: z.string(), cents, words: z.string() });
export const claimEstimate = z
  .object({
    chargeCents: cents, payerCents: cents, patientCents: cents, adjustments: z.array(adjustment), explanation: z.array(z.string()).meta({ description: 'each step in a sentence' }),
    lines: z.array(z.object({ number: z.int(), chargeCents: cents, allowedCents: cents.nullable(), payerCents: cents.nullable(), adjustments: z.array(adjustment) })),
  })
  .meta({ id: 'ClaimEstimate' });
const difference = z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() });
const underpaidLine = z.object({ number: z.int().nullable().meta({ description: 'null: the whole claim' }), what: z.string(), expectedCents: cents, paidCents: cents, differenceCents: cents, why: z.string() });

/** What staff do with one claim beyond correcting it, and claims that were paid less than their plan says. */
export const claimDeskContract = {
  estimateClaim: endpoint('estimateClaim', {
    method: 'get', path: '/api/v1/claims/{claimId}/estimate', tag, summary: 'What would this claim pay?', params: claim,
    description: 'Adjudicates the claim as it stands by its plan’s rules. Null when the plan on file cannot be applied.', reply: z.object({ estimate: claimEstimate.nullable() }),
  }),
  previewClaimEdit: endpoint('previewClaimEdit', {
    method: 'post', path: '/api/v1/claims/{claimId}/preview', tag, summary: 'What a correction would change; nothing is changed', params: claim,
    body: z.strictObject({ version, ...claimEdits }),
    reply: z.object({ differences: z.array(difference), problems: z.array(z.string()).meta({ description: 'what would still keep the claim in the house' }), before: claimEstimate.nullable(), after: claimEstimate.nullable() }), problems: [409, 422],
  }),
  handOverClaim: endpoint('handOverClaim', {
    method: 'post', path: '/api/v1/claims/{claimId}/handover', tag, summary: 'Hand the claim to a colleague', params: claim,
    body: z.strictObject({ version, userId: id, comment: z.string().trim().min(1).max(500).optional() }), reply: z.object({ holder: person, version }), problems: [409, 422],
  }),
  escalateClaim: endpoint('escalateClaim', {
    method: 'post', path: '/api/v1/claims/{claimId}/escalation', tag, summary: 'Bring the claim before the supervisors', params: claim,
    body: z.strictObject({ version, reason }), reply: z.object({ version }), problems: [409, 422],
  }),
  draftAppealLetter: endpoint('draftAppealLetter', {
    method: 'get', path: '/api/v1/claims/{claimId}/appeal-letter', tag, summary: 'A letter of appeal put together from the denial, to be finished by a person; 404 when nothing was denied', params: claim,
    reply: z.object({ subject: z.string(), text: z.string() }),
  }),
  writeAppealLetter: endpoint('writeAppealLetter', {
    method: 'post', path: '/api/v1/claims/{claimId}/appeal-letters', tag, status: 201, summary: 'Make the letter as a PDF and keep it with the claim', params: claim,
    body: z.strictObject({ text: z.string().trim().min(1).max(8000) }), reply: z.object({ documentId: id }), problems: [422],
  }),
  readClaimDocument: endpoint('readClaimDocument', {
    method: 'get', path: '/api/v1/claims/{claimId}/documents/{documentId}', tag, summary: 'A document written for the claim', params: z.strictObject({ claimId: id, documentId: id }),
    reply: z.object({ id, kind: z.enum(['appeal-letter']), createdAt: isoDateTime, createdBy: z.string(), text: z.string(), content: z.string().meta({ description: 'the PDF in base64' }) }),
  }),
  readPayerPerformance: endpoint('readPayerPerformance', {
    method: 'get', path: '/api/v1/claims/performance', tag, summary: 'Clean claims, denials, money expected and paid, by payer; refused money by reason',
    query: z.strictObject({ days: z.coerce.number().int().min(7).max(730).default(90) }),
    reply: z.object({
      byPayer: z.array(z.object({ payer: person, sent: z.int(), clean: z.int(), answered: z.int(), denied: z.int(), deniedCents: cents, expectedCents: cents, paidCents: cents, daysToAnswer: z.number().nullable() })),
      byReason: z.array(z.object({ code: z.string().meta({ description: 'group and CARC' }), words: z.string(), cause: z.string(), label: z.string(), claims: z.int(), cents })),
    }),
  }),
  listUnderpayments: endpoint('listUnderpayments', {
    method: 'get', path: '/api/v1/claims/underpayments', tag, summary: 'Paid claims that by their plan’s rules should have paid more, by re-adjudicating them',
    query: z.strictObject({ ...page, days: z.coerce.number().int().min(7).max(730).default(90).meta({ description: 'answers of the last days' }), payerId: id.optional() }),
    reply: listOf(z.object({ claim: z.object({ id, number: z.string() }), payer: person, patient: z.string().nullable(), answeredOn: isoDate, expectedCents: cents, paidCents: cents, differenceCents: cents, lines: z.array(underpaidLine) }))
      .extend({ checked: z.int().meta({ description: 'claims adjudicated again' }), differenceCents: cents.meta({ description: 'over all that are underpaid' }) }),
  }),
} as const;
