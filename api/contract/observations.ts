import { z } from 'zod';
import { RISK_RANK, type News2Risk } from '../../domain/clinical/news2';
import { endpoint } from './endpoint';
import { id, isoDateTime, version } from './shapes';
import { patientInList } from './tasks';

const tag = 'observations';
const encounter = z.strictObject({ encounterId: id });
const risk = z.enum(Object.keys(RISK_RANK) as [News2Risk, ...News2Risk[]]).meta({ description: 'clinical risk of the NEWS2 score' });
const who = z.string().nullable();
const scale = z.union([z.literal(1), z.literal(2)]).meta({ description: 'NEWS2 SpO2 scale: 2 for a target of 88 to 92 %' });

const inRound = z
  .object({
    encounterId: id, patient: patientInList, ward: z.object({ id, name: z.string() }),
    score: z.object({ news2: z.int(), risk, at: isoDateTime }).nullable().meta({ description: 'the last complete set' }),
    dueAt: isoDateTime.nullable().meta({ description: 'when the next observations are due' }), overdue: z.boolean(),
    round: z.object({ taskId: id, holder: who }).nullable().meta({ description: 'the open task of the round' }),
    escalation: z.object({ raisedAt: isoDateTime, acknowledgedAt: isoDateTime.nullable() }).nullable().meta({ description: 'a deterioration whose loop is not closed' }),
  })
  .meta({ id: 'PatientInRound' });

const escalation = z
  .object({
    id, news2: z.int().nullable().meta({ description: 'null: the patient is not scored' }), risk, isComplete: z.boolean(), byConcern: z.boolean().meta({ description: 'somebody at the bedside was worried' }), raisedAt: isoDateTime, raisedBy: who, acknowledgedAt: isoDateTime.nullable(), acknowledgedBy: who,
    reobservedAt: isoDateTime.nullable(), reobservedNews2: z.int().nullable(), closedAt: isoDateTime.nullable(),
    withdrawnAt: isoDateTime.nullable().meta({ description: 'what raised it was entered in error' }), withdrawnBy: who,
  })
  .meta({ id: 'Escalation' });

const target = z.object({ scale, prescribedBy: who, prescribedAt: isoDateTime.nullable(), reason: z.string().nullable(), version }).meta({ id: 'OxygenTarget' });

export const observationsContract = {
  listWardObservations: endpoint('listWardObservations', {
    method: 'get', path: '/api/v1/observations/round', tag, summary: 'Who lies on the ward, with the last score and when the next observations are due',
    query: z.strictObject({ wardId: id.optional().meta({ description: 'left out: the wards of who asks, or all' }) }), reply: z.object({ items: z.array(inRound) }),
  }),
  recordObservations: endpoint('recordObservations', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/observations', tag, status: 201, summary: 'Record bedside observations outside a round', params: encounter, problems: [409, 422],
    description: 'A whole set completes the open round. Impossible values are refused; unusual ones are taken with `<field>Confirmed: true`.',
    body: z.strictObject({ values: z.record(z.string().max(60), z.unknown()).meta({ description: 'domain/tasks/vitalsFields: BEDSIDE_FORM' }) }),
    reply: z.object({ news2: z.int().nullable(), risk: risk.nullable(), isComplete: z.boolean(), completedTaskId: id.nullable() }),
  }),
  withdrawObservations: endpoint('withdrawObservations', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/observations/errors', tag, summary: 'Mark vital signs as entered in error; they stay readable', params: encounter, problems: [409, 422],
    description: 'They count no more: their score, charts, the next round, and a deterioration only they had raised go by what stands.',
    body: z.strictObject({ observationIds: z.array(id).min(1).max(20), reason: z.string().trim().min(3).max(500) }),
    reply: z.object({ observationIds: z.array(id), news2: z.int().nullable().meta({ description: 'the score that stands' }) }),
  }),
  readLastObservations: endpoint('readLastObservations', {
    method: 'get', path: '/api/v1/encounters/{encounterId}/observations/last', tag, summary: 'The last value of each vital sign, by the field of the form', params: encounter,
    reply: z.object({ values: z.record(z.string(), z.string()), scale: scale.nullable().meta({ description: 'null: not scored, under 16 years' }) }),
  }),
  listEscalations: endpoint('listEscalations', {
    method: 'get', path: '/api/v1/encounters/{encounterId}/escalations', tag, summary: 'Deteriorations of a stay: raised, acknowledged, observed again', params: encounter, reply: z.object({ items: z.array(escalation) }),
  }),
  readOxygenTarget: endpoint('readOxygenTarget', { method: 'get', path: '/api/v1/encounters/{encounterId}/oxygen-target', tag, summary: 'Which SpO2 scale a stay is scored by', params: encounter, reply: target }),
  prescribeOxygenTarget: endpoint('prescribeOxygenTarget', {
    method: 'put', path: '/api/v1/encounters/{encounterId}/oxygen-target', tag, summary: 'Prescribe the SpO2 scale of a stay', params: encounter, problems: [409, 422],
    body: z.strictObject({ version, scale, reason: z.string().trim().min(3).max(500) }), reply: target,
  }),
} as const;
