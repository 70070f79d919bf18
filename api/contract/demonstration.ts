import { z } from 'zod';
import { CONSCIOUSNESS } from '../../domain/clinical/vitals';
import { endpoint } from './endpoint';
import { id, isoDateTime, listOf, page } from './shapes';
import { patientInList } from './tasks';

/** What drives the demonstration hospital; answered 404 anywhere else. */
const tag = 'demonstration';

const replayable = z.object({ encounterId: id, patient: patientInList, reason: z.string().nullable(), startedAt: isoDateTime, hours: z.int(), rounds: z.int().meta({ description: 'how often it was played already' }) });

const vitals = z.object({
  respirations: z.int(), spo2: z.int(), onOxygen: z.boolean(), systolic: z.int(), pulse: z.int(), consciousness: z.enum(CONSCIOUSNESS), temperature: z.number(), pain: z.int(),
});

const fastForwardBody = z
  .strictObject({ hours: z.number().positive().max(24 * 400).optional(), untilNextTimer: z.literal(true).optional() })
  .refine((body) => (body.hours === undefined) !== (body.untilNextTimer === undefined), { message: 'Say hours, or untilNextTimer: one of the two.' });
const fastForwardReply = z.object({
  skippedMs: z.int(),
  workflows: z.array(z.object({ workflowId: z.string(), reached: z.boolean().meta({ description: 'false: work that fell due was still going on when the wait ended; time goes on skipping' }) })),
  rows: z.int().meta({ description: 'rows of the record moved back' }),
});

export const demonstrationContract = {
  listReplayable: endpoint('listReplayable', {
    method: 'get', path: '/api/v1/demonstration/encounters', tag, summary: 'Past inpatient stays that can be played again, those played least first',
    query: z.strictObject({ ...page, played: z.enum(['never', 'any']).default('never') }), problems: [404], reply: listOf(replayable),
  }),
  replayEncounter: endpoint('replayEncounter', {
    method: 'post', path: '/api/v1/demonstration/replays', tag, status: 201, summary: 'Admit a patient again for a past stay', problems: [404, 409, 422],
    description: 'The coverage of that stay is over: one for today with the same payer, plan and member number is used or made.',
    body: z.strictObject({ encounterId: id }), reply: z.object({ encounterId: id, journeyId: id, workflowId: z.string(), round: z.int() }),
  }),
  readScript: endpoint('readScript', {
    method: 'get', path: '/api/v1/demonstration/script/{encounterId}', tag, summary: 'What simulated staff enter for a replayed stay', params: z.strictObject({ encounterId: id }),
    reply: z.object({
      encounterId: id, orderSet: z.string(), plannedHours: z.int(), disposition: z.string(), died: z.boolean().meta({ description: 'the patient died in that stay' }),
      overrideReason: z.string().nullable().meta({ description: 'for the order form, when the check finds something in what was given then' }),
      assessment: vitals.extend({ fallsRisk: z.enum(['low', 'moderate', 'high']) }), rounds: z.array(vitals).min(1).meta({ description: 'observation rounds in order; the last one repeats' }), selfPay: z.boolean(),
    }),
  }),
  fastForwardJourney: endpoint('fastForwardJourney', {
    method: 'post', path: '/api/v1/demonstration/journeys/{journeyId}/fast-forward', tag, summary: 'Let time pass for one patient', params: z.strictObject({ journeyId: id }), body: fastForwardBody, reply: fastForwardReply, problems: [409, 422],
    description: 'Every workflow of the stay (payer, claim, journey, follow-up) gets the same time, and the record is moved back by it. What has ended has a record alone: it is moved back by hours.',
  }),
  fastForwardClaim: endpoint('fastForwardClaim', {
    method: 'post', path: '/api/v1/demonstration/claims/{claimId}/fast-forward', tag, summary: 'Let time pass for one claim and whoever it is of', params: z.strictObject({ claimId: id }), body: fastForwardBody, reply: fastForwardReply, problems: [409, 422],
  }),
} as const;
