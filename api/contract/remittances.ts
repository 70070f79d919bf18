import { z } from 'zod';
import { CLAIM_STATUSES } from '../../domain/claims/status';
import { endpoint } from './endpoint';
import { cents, id, isoDate, isoDateTime, listOf, page, version } from './shapes';
import { patientInList } from './tasks';

const tag = 'remittances';
const person = z.object({ id, name: z.string() });
const amount = cents.min(-100_000_000_00).max(100_000_000_00);
const state = z.enum(['received', 'posted', 'unmatched', 'unbalanced', 'ignored']);
const reasonText = z.string().trim().min(3).max(500);
const claimNumber = z.string().trim().regex(/^[A-Za-z0-9-]{1,38}$/, 'Letters, digits and hyphens, at most 38.');
const adjustment = z.strictObject({ group: z.enum(['CO', 'PR', 'OA', 'PI']), reason: z.string().trim().toUpperCase().regex(/^[A-Z0-9]{1,5}$/, 'A CARC such as 45.'), cents: amount });

const answerInList = z
  .object({
    id, remittanceId: id, payer: person, traceNumber: z.string(), source: z.enum(['x12', 'paper']), claimNumber: z.string(), claim: z.object({ id, number: z.string() }).nullable(), statusWords: z.string(),
    patientName: z.string().nullable().meta({ description: 'as the payer has it' }), serviceFrom: isoDate.nullable(), chargeCents: cents, paidCents: cents, patientCents: cents,
    state, stateWords: z.string(), reason: z.string().nullable().meta({ description: 'why it was not posted' }), undone: z.boolean(), receivedAt: isoDateTime, version,
  })
  .meta({ id: 'RemittanceAnswer' });

const remittanceInList = z
  .object({
    id, payer: person, traceNumber: z.string(), source: z.enum(['x12', 'paper']), method: z.string().nullable(), paidOn: isoDate.nullable(), receivedAt: isoDateTime, paymentCents: cents,
    answers: z.int(), waiting: z.int(), status: z.string(), version,
  })
  .meta({ id: 'RemittanceInList' });

const remittanceDetail = z
  .object({
    remittance: remittanceInList, enteredBy: z.string().nullable(),
    claimsCents: cents.meta({ description: 'what the payer says it pays for claims' }), postedCents: cents, waitingCents: cents, adjustmentCents: cents.meta({ description: 'provider-level adjustments; positive takes from the payment' }),
    differenceCents: cents.meta({ description: 'claims − adjustments − payment; zero when it adds up' }),
    answers: z.array(answerInList),
    providerAdjustments: z.array(z.object({ id, reason: z.string(), words: z.string(), reference: z.string().nullable(), cents, posted: z.boolean() })),
    mayWork: z.boolean(),
  })
  .meta({ id: 'RemittanceDetail' });

const settledLine = z.object({ position: z.int(), code: z.string(), serviceDate: isoDate.nullable(), chargeCents: cents, paidCents: cents, words: z.string() });
const answerDetail = z
  .object({
    answer: answerInList, payerClaimNumber: z.string().nullable(), memberNumber: z.string().nullable(), lines: z.array(settledLine),
    adjustments: z.array(adjustment.extend({ words: z.string() })).meta({ description: 'at claim level' }), remarks: z.array(z.string()),
    splitFromId: id.nullable(), parts: z.array(answerInList), workedBy: z.string().nullable(), workedAt: isoDateTime.nullable(), workedReason: z.string().nullable(),
    remittanceDifferenceCents: cents, mayWork: z.boolean(),
  })
  .meta({ id: 'RemittanceAnswerDetail' });

const candidate = z.object({
  id, number: z.string(), status: z.enum(CLAIM_STATUSES), patient: patientInList.nullable(), serviceFrom: isoDate, serviceThrough: isoDate, chargeCents: cents, openCents: cents,
  agrees: z.array(z.enum(['number', 'payer number', 'patient', 'charge', 'date'])),
});
const ownLine = z.object({ number: z.int(), code: z.string(), serviceDate: isoDate, chargeCents: cents });

const one = z.strictObject({ answerId: id });
const worked = z.object({ id, state, version });

export const remittancesContract = {
  listRemittanceQueue: endpoint('listRemittanceQueue', {
    method: 'get', path: '/api/v1/remittances/queue', tag, summary: 'Answers of payers: those that wait for a person, or all',
    query: z.strictObject({
      ...page, state: z.enum(['waiting', 'unmatched', 'unbalanced', 'posted', 'ignored', 'all']).default('waiting'), payerId: id.optional(),
      q: z.string().trim().max(80).optional().meta({ description: 'beginning of a claim or trace number, or an amount such as 125.50' }), sort: z.enum(['newest', 'oldest', 'money']).default('newest'),
    }),
    reply: listOf(answerInList).extend({ waitingCents: cents.meta({ description: 'money of all that wait' }) }),
  }),
  listRemittances: endpoint('listRemittances', {
    method: 'get', path: '/api/v1/remittances', tag, summary: 'Payments of payers',
    query: z.strictObject({
      ...page, status: z.enum(['all', 'part-posted', 'posted']).default('all'), source: z.enum(['x12', 'paper']).optional(), payerId: id.optional(),
      q: z.string().trim().max(80).optional().meta({ description: 'beginning of a trace or claim number, or an amount' }), sort: z.enum(['newest', 'oldest', 'money']).default('newest'),
    }),
    reply: listOf(remittanceInList),
  }),
  enterRemittance: endpoint('enterRemittance', {
    method: 'post', path: '/api/v1/remittances', tag, status: 201, idempotency: 'required', summary: 'Enter a remittance that came on paper', problems: [404, 422],
    description: 'It must add up by claim and as a whole; the number of a check counts once per payer.',
    body: z.strictObject({
      payerId: id, traceNumber: z.string().trim().regex(/^[A-Za-z0-9 /.-]{1,50}$/, 'The number of the check or transfer.'), paidOn: isoDate, method: z.enum(['CHK', 'ACH', 'FWT', 'NON']), paymentCents: amount,
      claims: z.array(z.strictObject({
        claimNumber, payerClaimNumber: z.string().trim().regex(/^[A-Za-z0-9 -]{1,50}$/, 'Letters, digits and hyphens.').nullable().optional(),
        statusCode: z.enum(['1', '2', '3', '4', '19', '20', '21', '22']).default('1').meta({ description: 'CLP02; 22 undoes an earlier answer, with negative amounts' }),
        chargeCents: amount, paidCents: amount, adjustments: z.array(adjustment).max(20),
      })).max(200),
      providerAdjustments: z.array(z.strictObject({
        reason: z.string().trim().toUpperCase().regex(/^[A-Z0-9]{2}$/, 'Two characters such as WO.'), reference: z.string().trim().regex(/^[A-Za-z0-9 /.-]{1,50}$/).nullable().default(null), cents: amount,
      })).max(20).default([]),
    }),
    reply: z.object({ id, posted: z.int(), waiting: z.int() }),
  }),
  readRemittance: endpoint('readRemittance', { method: 'get', path: '/api/v1/remittances/{remittanceId}', tag, summary: 'One payment and what it pays for', params: z.strictObject({ remittanceId: id }), reply: remittanceDetail }),
  correctRemittance: endpoint('correctRemittance', {
    method: 'post', path: '/api/v1/remittances/{remittanceId}/amount', tag, summary: 'Correct the amount of a payment that does not add up', params: z.strictObject({ remittanceId: id }), problems: [409, 422],
    body: z.strictObject({ version, paymentCents: amount, reason: reasonText }), reply: z.object({ id, version, posted: z.int() }),
  }),
  readAnswer: endpoint('readAnswer', { method: 'get', path: '/api/v1/remittances/answers/{answerId}', tag, summary: 'What a payer says of one claim', params: one, reply: answerDetail }),
  findClaimsForAnswer: endpoint('findClaimsForAnswer', {
    method: 'get', path: '/api/v1/remittances/answers/{answerId}/claims', tag, summary: 'Claims an answer may belong to, the likeliest first', params: one,
    query: z.strictObject({ q: z.string().trim().max(80).optional().meta({ description: 'claim number, patient name, MRN, or an amount; left out: suggestions' }) }), reply: z.object({ items: z.array(candidate) }),
  }),
  previewMatch: endpoint('previewMatch', {
    method: 'get', path: '/api/v1/remittances/answers/{answerId}/claims/{claimId}', tag, summary: 'What matching an answer to a claim would do, line by line', params: z.strictObject({ answerId: id, claimId: id }),
    reply: z.object({ claim: candidate, lines: z.array(ownLine), pairs: z.array(z.int().nullable()).meta({ description: 'our line for each service line' }), obstacle: z.string().nullable() }),
  }),
  matchAnswer: endpoint('matchAnswer', {
    method: 'post', path: '/api/v1/remittances/answers/{answerId}/match', tag, summary: 'Post a waiting answer to a claim', params: one, problems: [409, 422],
    body: z.strictObject({ version, claimId: id, lines: z.array(z.int().min(1).max(999).nullable()).max(999).optional().meta({ description: 'our line number for each service line; null for none of ours' }) }), reply: worked,
  }),
  unmatchAnswer: endpoint('unmatchAnswer', {
    method: 'post', path: '/api/v1/remittances/answers/{answerId}/unmatch', tag, summary: 'Take back what was made of an answer, exactly', params: one, problems: [409, 422], body: z.strictObject({ version, reason: reasonText }), reply: worked,
  }),
  setAnswerAside: endpoint('setAnswerAside', {
    method: 'post', path: '/api/v1/remittances/answers/{answerId}/set-aside', tag, summary: 'Decide that an answer is for no claim of ours; its money is owed back', params: one, problems: [409, 422],
    body: z.strictObject({ version, reason: reasonText }), reply: worked,
  }),
  splitAnswer: endpoint('splitAnswer', {
    method: 'post', path: '/api/v1/remittances/answers/{answerId}/split', tag, summary: 'Cut an answer given for several claims into parts that add up to it', params: one, problems: [409, 422],
    body: z.strictObject({
      version,
      parts: z.array(z.union([
        z.strictObject({ claimNumber: claimNumber.nullable().optional(), lines: z.array(z.int().min(1).max(999)).min(1).max(999) }),
        z.strictObject({ claimNumber: claimNumber.nullable().optional(), chargeCents: amount, paidCents: amount, adjustments: z.array(adjustment).max(40) }),
      ])).min(2).max(10),
    }),
    reply: z.object({ id, version, parts: z.array(z.object({ id, state })) }),
  }),
  correctAnswer: endpoint('correctAnswer', {
    method: 'post', path: '/api/v1/remittances/answers/{answerId}/amounts', tag, summary: 'Correct the amounts of an answer that does not balance, as the payer says on asking', params: one, problems: [409, 422],
    body: z.strictObject({ version, chargeCents: amount, paidCents: amount, adjustments: z.array(adjustment).max(40), reason: reasonText }), reply: worked,
  }),
} as const;
