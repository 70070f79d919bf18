import { z } from 'zod';
import { REVIEW_DECISION_NAMES } from '../../domain/claims/reviewDecisions';
import { SETTINGS, type Setting } from '../../domain/claims/signals/facts';
import { SEVERITIES, SIGNAL_NAMES } from '../../domain/claims/signals/signal';
import { claimInList } from './claims';
import { endpoint } from './endpoint';
import { cents, id, isoDateTime, listOf, page, version } from './shapes';

const tag = 'claims';
const claim = z.strictObject({ claimId: id });
const signal = z.enum(SIGNAL_NAMES);
const settings = Object.keys(SETTINGS) as [Setting, ...Setting[]];

export const claimSignal = z
  .object({
    id, signal, label: z.string(), severity: z.enum(SEVERITIES).meta({ description: 'hold: a person decides before the claim leaves; note: told, keeps nothing back' }),
    reason: z.string(), evidence: z.array(z.object({ label: z.string(), value: z.string() })).meta({ description: 'the numbers behind the reason' }),
    lines: z.array(z.int()).meta({ description: 'empty: the whole claim' }), otherClaim: z.object({ id, number: z.string() }).nullable(),
    state: z.enum(['standing', 'released', 'gone']), foundAt: isoDateTime, releasedAt: isoDateTime.nullable(), releasedBy: z.string().nullable(),
  })
  .meta({ id: 'ClaimSignal', description: 'Something about a claim that stands out (FHIR DetectedIssue). It decides nothing.' });
const review = z.object({
  id, status: z.enum(['open', 'released', 'corrected', 'voided', 'gone']), heldAt: isoDateTime, decidedAt: isoDateTime.nullable(), decidedBy: z.string().nullable(), reason: z.string().nullable(), modelVersion: z.int().nullable(),
});

/** Claims that stand out: the review queue, the reasons of one claim, a person's decision, and what the record has taught. */
export const signalsContract = {
  listReviews: endpoint('listReviews', {
    method: 'get', path: '/api/v1/claims/reviews', tag, summary: 'Claims held because something about them stands out, each with its reasons',
    query: z.strictObject({ ...page, signal: signal.optional(), payerId: id.optional(), q: z.string().trim().min(1).max(80).optional().meta({ description: 'claim number, patient name or MRN' }), sort: z.enum(['deadline', 'money', 'newest']).default('deadline'), count: z.enum(['true']).optional() }),
    reply: listOf(z.object({ claim: claimInList, heldAt: isoDateTime, signals: z.array(claimSignal) }))
      .extend({ queues: z.array(z.object({ signal, label: z.string(), look: z.string(), count: z.int(), openCents: cents, nearestDeadlineAt: isoDateTime.nullable() })).meta({ description: 'by what stands out first, whatever the filters' }) }),
  }),
  readClaimSignals: endpoint('readClaimSignals', {
    method: 'get', path: '/api/v1/claims/{claimId}/signals', tag, summary: 'What stands out about a claim, and what people decided about it', params: claim,
    reply: z.object({ signals: z.array(claimSignal), reviews: z.array(review).meta({ description: 'newest first' }) }),
  }),
  reviewClaim: endpoint('reviewClaim', {
    method: 'post', path: '/api/v1/claims/{claimId}/review', tag, summary: 'Decide about a claim that stands out: its review task is completed', params: claim,
    body: z.strictObject({
      version, decision: z.enum(REVIEW_DECISION_NAMES), reason: z.string().trim().min(1).max(1000),
      lines: z.array(z.int().min(1)).max(999).optional().meta({ description: 'for correct: numbers of the lines to take off' }),
      charges: z.enum(['bill-patient', 'cancel-charges']).optional().meta({ description: 'for void: what becomes of the charges' }),
    }),
    reply: z.object({ taskId: id, version }), problems: [409, 422],
  }),
  readSignalModel: endpoint('readSignalModel', {
    method: 'get', path: '/api/v1/claims/signals/model', tag, summary: 'What the record has taught the signals; null before the first training',
    reply: z.object({
      model: z.object({
        version: z.int(), trainedAt: isoDateTime, claims: z.int(), services: z.int().meta({ description: 'services with peers' }),
        forests: z.array(z.object({ setting: z.enum(settings), label: z.string(), claims: z.int(), threshold: z.number().meta({ description: 'scores above it are outliers' }) })),
      }).nullable(),
    }),
  }),
} as const;
