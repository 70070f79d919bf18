import { z } from 'zod';
import { CAUSE_KINDS, STUCK_CAUSES, type StuckCause } from '../../domain/claims/causes';
import { CLAIM_STATUSES } from '../../domain/claims/status';
import { endpoint } from './endpoint';
import { cents, id, isoDate, isoDateTime, listOf, page, version } from './shapes';
import { authorization } from './authorizations';
import { statusInquiry } from './inquiries';
import { patientInList } from './tasks';

const tag = 'claims';
const claim = z.strictObject({ claimId: id });
const person = z.object({ id, name: z.string() });
const causes = Object.keys(STUCK_CAUSES) as [StuckCause, ...StuckCause[]];
const status = z.enum(CLAIM_STATUSES);
const cause = z.enum(causes);
export const diagnosisCode = z.string().regex(/^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$/, 'Enter an ICD-10-CM code such as I50.9.');
export const modifier = z.string().regex(/^[A-Z0-9]{2}$/, 'A modifier has two characters.');

const stuck = z.object({ cause, kind: z.enum(CAUSE_KINDS), label: z.string(), fix: z.string(), fingerprint: z.string().nullable() });
const openTask = z.object({ id, type: z.string(), title: z.string(), dueAt: isoDateTime, holder: person.nullable() });

export const claimInList = z
  .object({
    id, number: z.string(), status, frequency: z.enum(['1', '7', '8']), patient: patientInList.nullable(), payer: person, serviceFrom: isoDate, serviceThrough: isoDate,
    chargeCents: cents, paidCents: cents, adjustmentCents: cents, patientCents: cents, openCents: cents, expectedCents: cents.nullable(),
    stuck: stuck.nullable(), deadlineAt: isoDateTime.nullable(), holdUntil: isoDateTime.nullable(), task: openTask.nullable(), submittedAt: isoDateTime.nullable(),
    closedAt: isoDateTime.nullable(), version, updatedAt: isoDateTime,
  })
  .meta({ id: 'ClaimInList', description: 'Charge = paid + adjustments + open; the patient’s share is among the adjustments' });

const adjustment = z.object({ group: z.string(), reason: z.string(), cents, words: z.string() });
const claimLine = z.object({
  number: z.int(), description: z.string(), procedureCode: z.string().nullable(), modifiers: z.array(z.string()), revenueCode: z.string().nullable(), units: z.int(), serviceDate: isoDate,
  chargeCents: cents, allowedCents: cents.nullable(), paidCents: cents.nullable(), adjustments: z.array(adjustment),
});
const submission = z.object({
  id, attempt: z.int(), kind: z.enum(['original', 'replacement', 'void', 'appeal']), controlNumber: z.int(), status: z.enum(['sent', 'accepted', 'rejected']),
  submittedAt: isoDateTime, acknowledgedAt: isoDateTime.nullable(), answers: z.array(z.string()).meta({ description: 'the payer’s codes in plain words' }),
});
export const filingProof = z
  .object({
    claimId: id, claimNumber: z.string(), serviceThrough: isoDate, timelyFilingOn: isoDate.nullable(), firstSentAt: isoDateTime.nullable(),
    sentInTime: z.boolean(), acceptedInTime: z.boolean().meta({ description: 'sent in time, and taken in by the payer' }),
    submissions: z.array(submission.extend({
      sha256: z.string().nullable().meta({ description: 'of the 837 as sent' }), arrivedAt: isoDateTime.nullable().meta({ description: 'when a 999 said it could be read' }), arrivalControlNumber: z.int().nullable().meta({ description: 'ISA13 of the 999' }),
      acknowledgmentControlNumber: z.int().nullable().meta({ description: 'ISA13 of the 277CA' }),
    })),
  })
  .meta({ id: 'FilingProof', description: 'Everything sent for a claim, oldest first, with the payer’s acknowledgements' });
const remittance = z.object({
  id, traceNumber: z.string(), receivedAt: isoDateTime, statusWords: z.string(), payerClaimNumber: z.string().nullable(), chargeCents: cents, paidCents: cents, patientCents: cents,
  deniedCents: cents.nullable(), state: z.enum(['received', 'posted', 'unmatched', 'unbalanced', 'ignored']), queueReason: z.string().nullable(), undone: z.boolean(),
  lines: z.array(z.string()).meta({ description: 'plain sentences' }),
});
const storyEntry = z.object({ id: z.int(), kind: z.string(), title: z.string(), text: z.string().nullable(), at: isoDateTime, actor: z.string().nullable(), actorKind: z.string(),
  reference: z.object({ type: z.enum(['remittance', 'submission', 'document']), id }).nullable().meta({ description: 'what the entry tells of' }) });

export const claimDetail = z
  .object({
    claim: claimInList,
    type: z.enum(['professional', 'institutional']), payerClaimNumber: z.string().nullable(), planName: z.string(), memberNumber: z.string().nullable(), authorizationNumber: z.string().nullable(),
    drg: z.string().nullable(), account: z.object({ id, number: z.string() }), encounterId: id.nullable(), journeyId: id.nullable(), timelyFilingOn: isoDate.nullable(), appealBy: isoDate.nullable(),
    problems: z.array(z.string()).meta({ description: 'why it is stuck, in sentences' }), proposals: z.array(z.string()),
    diagnoses: z.array(z.object({ code: z.string(), display: z.string().nullable(), principal: z.boolean(), presentOnAdmission: z.string().nullable() })),
    lines: z.array(claimLine), submissions: z.array(submission), remittances: z.array(remittance),
    documents: z.array(z.object({ id, kind: z.enum(['appeal-letter']), createdAt: isoDateTime, createdBy: z.string() })),
    escalation: z.object({ at: isoDateTime, by: z.string() }).nullable(),
    story: z.array(storyEntry).meta({ description: 'newest first' }),
    statusInquiries: z.array(statusInquiry).meta({ description: 'what the payer was asked about it, newest first' }),
    authorizations: z.array(authorization).meta({ description: 'of the stay at this payer, newest first' }),
    primaryClaim: z.object({ id, number: z.string() }).nullable().meta({ description: 'of the payer before this one' }), secondaryClaims: z.array(z.object({ id, number: z.string(), payer: z.string() })).meta({ description: 'of the payers after this one' }),
    resubmission: z.object({ resubmitAs: z.enum(['1', '7']), mayVoid: z.boolean().meta({ description: 'the payer’s number is known' }) }).nullable().meta({ description: 'how it would go out again; null when it cannot' }),
    mayWork: z.boolean(),
  })
  .meta({ id: 'ClaimDetail' });

/** Which claims: by state, cause, root cause, payer, patient or words. */
export const claimFilters = {
  state: z.enum(['open', 'stuck', 'closed', 'all']).default('open'),
  status: status.optional(),
  cause: cause.optional(),
  causeKind: z.enum(CAUSE_KINDS).optional(),
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/).optional().meta({ description: 'claims with one root cause' }),
  payerId: id.optional(),
  patientId: id.optional(),
  escalated: z.enum(['true']).optional().meta({ description: 'brought before the supervisor' }),
  q: z.string().trim().min(1).max(80).optional().meta({ description: 'claim number, patient name or MRN' }),
};
/** What staff may change on a claim; what is left out stays. */
export const claimEdits = {
  diagnoses: z.array(diagnosisCode).min(1).max(25).optional().meta({ description: 'ICD-10-CM, principal first; the whole list' }),
  authorizationNumber: z.string().trim().min(1).max(50).nullable().optional(),
  memberNumber: z.string().trim().regex(/^[A-Za-z0-9-]{2,80}$/, 'Letters, digits and hyphens.').optional(),
  drg: z.string().regex(/^[0-9]{3}$/, 'A DRG has three digits.').nullable().optional(),
  modifiers: z.array(z.strictObject({ line: z.int().min(1).max(999), modifiers: z.array(modifier).max(4) })).max(999).optional(),
};
const difference = z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() });
const note = z.string().trim().min(1).max(1000);

const queue = z.object({
  cause, kind: z.enum(CAUSE_KINDS), label: z.string(), fix: z.string(), fingerprint: z.string().nullable(), payer: person.nullable(), count: z.int(), openCents: cents, nearestDeadlineAt: isoDateTime.nullable(),
});
const rate = z.object({ part: z.int(), of: z.int(), rate: z.number().nullable().meta({ description: '0 to 1; null when there is nothing to measure' }) });

export const claimsContract = {
  listClaims: endpoint('listClaims', {
    method: 'get', path: '/api/v1/claims', tag, summary: 'The claims desk',
    query: z.strictObject({ ...page, ...claimFilters, sort: z.enum(['deadline', 'money', 'newest']).default('deadline'), count: z.enum(['true']).optional() }),
    reply: listOf(claimInList),
  }),
  listClaimCauses: endpoint('listClaimCauses', {
    method: 'get', path: '/api/v1/claims/causes', tag, summary: 'Stuck claims by cause: how many, how much, how urgent',
    query: z.strictObject({ by: z.enum(['cause', 'root-cause']).default('cause') }),
    reply: z.object({ items: z.array(queue), totalCount: z.int(), totalOpenCents: cents }),
  }),
  readClaimsDashboard: endpoint('readClaimsDashboard', {
    method: 'get', path: '/api/v1/claims/dashboard', tag, summary: 'Money outstanding and how well claims go',
    query: z.strictObject({ days: z.coerce.number().int().min(7).max(730).default(90).meta({ description: 'window of the rates' }) }),
    reply: z.object({
      openCents: cents, openClaims: z.int(), stuckCents: cents, stuckClaims: z.int(), patientOpenCents: cents,
      daysInReceivables: z.number().nullable().meta({ description: 'open money over the average daily charge of the window' }),
      ageing: z.array(z.object({ bucket: z.enum(['0-30', '31-60', '61-90', '91-120', '121+']), claims: z.int(), openCents: cents })),
      cleanClaims: rate.meta({ description: 'taken in at the first submission, without a scrub failure before' }),
      denials: rate.meta({ description: 'answers with something denied, of all answers' }),
      denialsByPayer: z.array(z.object({ payer: person, answered: z.int(), denied: z.int(), deniedCents: cents })),
      denialsByCause: z.array(z.object({ cause, label: z.string(), claims: z.int(), openCents: cents })),
      expectedCents: cents, paidAgainstExpectedCents: cents, underpaidClaims: z.int(),
    }),
  }),
  readClaim: endpoint('readClaim', { method: 'get', path: '/api/v1/claims/{claimId}', tag, summary: 'One claim with its story', params: claim, reply: claimDetail }),
  readSubmission: endpoint('readSubmission', {
    method: 'get', path: '/api/v1/claims/{claimId}/submissions/{submissionId}', tag, summary: 'The 837 as sent', params: z.strictObject({ claimId: id, submissionId: id }),
    reply: z.object({ id, controlNumber: z.int(), submittedAt: isoDateTime, content: z.string() }),
  }),
  readFilingProof: endpoint('readFilingProof', { method: 'get', path: '/api/v1/claims/{claimId}/filing-proof', tag, summary: 'Proof of timely filing: every submission with its acknowledgement', params: claim, reply: filingProof }),
  printFilingProof: endpoint('printFilingProof', {
    method: 'get', path: '/api/v1/claims/{claimId}/filing-proof/document', tag, summary: 'The same as a PDF', params: claim, reply: z.object({ fileName: z.string(), content: z.string().meta({ description: 'PDF, base64' }) }),
  }),
  editClaim: endpoint('editClaim', {
    method: 'patch', path: '/api/v1/claims/{claimId}', tag, summary: 'Change diagnoses, modifiers, authorisation, member number or DRG', params: claim,
    body: z.strictObject({ version, ...claimEdits }), reply: z.object({ differences: z.array(difference), version }), problems: [409, 422],
  }),
  retryClaim: endpoint('retryClaim', {
    method: 'post', path: '/api/v1/claims/{claimId}/retry', tag, summary: 'Send a stuck claim on: its open task is completed', params: claim,
    body: z.strictObject({ version, note: note.optional() }), reply: z.object({ taskId: id, decision: z.string(), version }), problems: [409, 422],
  }),
  editAndRetryClaim: endpoint('editAndRetryClaim', {
    method: 'post', path: '/api/v1/claims/{claimId}/edit-and-retry', tag, summary: 'Correct a stuck claim and send it on in one step', params: claim,
    body: z.strictObject({ version, ...claimEdits, note: note.optional() }), reply: z.object({ taskId: id, decision: z.string(), differences: z.array(difference), version }), problems: [409, 422],
  }),
  resubmitClaim: endpoint('resubmitClaim', {
    method: 'post', path: '/api/v1/claims/{claimId}/resubmissions', tag, summary: 'Send a claim again wherever it stands: as a replacement, a void or the original once more',
    description: 'What the payer has adjudicated is replaced (frequency 7) or voided (8) under the payer’s own claim number; what it has not goes out as the original again. A settled claim is opened again.',
    params: claim,
    body: z.strictObject({
      version, kind: z.enum(['resubmit', 'void']), reason: note, payerClaimNumber: z.string().trim().regex(/^[\x21-\x7e]{1,50}$/, 'Up to 50 characters without spaces.').optional(),
      charges: z.enum(['bill-patient', 'cancel-charges']).optional().meta({ description: 'what becomes of the charges of a voided claim; default: the patient is billed' }),
    }),
    reply: z.object({ frequency: z.enum(['1', '7', '8']), payerClaimNumber: z.string().nullable(), version }), problems: [409, 422],
  }),
  holdClaim: endpoint('holdClaim', {
    method: 'post', path: '/api/v1/claims/{claimId}/hold', tag, summary: 'Keep a claim back until a date', params: claim,
    body: z.strictObject({ version, until: isoDateTime.nullable().meta({ description: 'null ends a hold' }), reason: note }), reply: z.object({ holdUntil: isoDateTime.nullable(), version }), problems: [409, 422],
  }),
  commentClaim: endpoint('commentClaim', {
    method: 'post', path: '/api/v1/claims/{claimId}/notes', tag, status: 201, summary: 'Write a note into the claim’s story', params: claim, body: z.strictObject({ text: note }), reply: z.object({ added: z.literal(true) }),
  }),
} as const;
