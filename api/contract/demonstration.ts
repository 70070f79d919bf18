import { z } from 'zod';
import { endpoint } from './endpoint';
import { cents, id, isoDateTime, listOf, page } from './shapes';

/** What drives the demonstration hospital; answered 404 anywhere else. */
const tag = 'demonstration';
const journey = z.strictObject({ journeyId: id });

export const demonstrationContract = {
  listReplayable: endpoint('listReplayable', {
    method: 'get', path: '/api/v1/demonstration/encounters', tag, summary: 'Past encounters that can be played again, those played least first',
    query: z.strictObject({ ...page, class: z.enum(['inpatient', 'emergency', 'ambulatory']).default('inpatient') }),
    reply: listOf(z.object({ encounterId: id, patientId: id, rounds: z.int().meta({ description: 'how often it was played already' }), startedAt: isoDateTime, hours: z.number(), totalCostCents: cents.nullable() })),
  }),
  startReplay: endpoint('startReplay', {
    method: 'post', path: '/api/v1/demonstration/replays', tag, status: 201, summary: 'Admit a patient to play a past encounter again',
    body: z.strictObject({ encounterId: id, round: z.int().min(1).max(1000) }).meta({ description: 'the same encounter and round start one journey, once' }),
    reply: z.object({ journeyId: id, started: z.boolean().meta({ description: 'false: this round had been started already' }) }), problems: [422],
  }),
  readScript: endpoint('readScript', {
    method: 'get', path: '/api/v1/demonstration/journeys/{journeyId}/script', tag, summary: 'What staff recorded in the past encounter, to enter again', params: journey,
    reply: z.object({ vitals: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])), plannedHours: z.int(), disposition: z.string().nullable() }),
  }),
  fastForwardJourney: endpoint('fastForwardJourney', {
    method: 'post', path: '/api/v1/demonstration/journeys/{journeyId}/fast-forward', tag, idempotency: 'none', summary: 'Let time pass for one patient: the workflow and the record',
    params: journey, body: z.strictObject({ hours: z.number().min(0).max(24 * 400).optional().meta({ description: 'default: until what the journey waits for' }) }),
    reply: z.object({ skippedMs: z.int() }), problems: [409, 422],
  }),
  fastForwardClaim: endpoint('fastForwardClaim', {
    method: 'post', path: '/api/v1/demonstration/claims/{claimId}/fast-forward', tag, idempotency: 'none', summary: 'Let time pass for one claim and for its payer’s answer',
    params: z.strictObject({ claimId: id }), body: z.strictObject({ hours: z.number().min(0).max(24 * 400).optional() }),
    reply: z.object({ skippedMs: z.int() }), problems: [409, 422],
  }),
} as const;
