import { z } from 'zod';
import { type ScaleName, SCALES } from '../../domain/clinical/scales';
import { BAND_TONES } from '../../domain/clinical/scales/scale';
import { endpoint } from './endpoint';
import { id, isoDate, isoDateTime, version } from './shapes';

const tag = 'nursing';
const encounter = z.strictObject({ encounterId: id });
const problemParams = z.strictObject({ encounterId: id, problemId: id });
const scale = z.enum(Object.keys(SCALES) as [ScaleName, ...ScaleName[]]);
const who = z.string().nullable();
const words = z.string().trim().min(1).max(2000);

const assessment = z
  .object({
    id, scale, title: z.string(), source: z.string(), total: z.int(), band: z.object({ code: z.string(), label: z.string(), tone: z.enum(BAND_TONES), advice: z.string() }),
    answers: z.array(z.object({ label: z.string(), answer: z.string(), score: z.int() })), performer: who, at: isoDateTime,
  })
  .meta({ id: 'Assessment' });

const problem = z
  .object({
    id, problem: z.string(), goal: z.string(), goalOn: isoDate.nullable(), status: z.enum(['active', 'achieved', 'not-achieved']), createdBy: who, createdAt: isoDateTime, closedBy: who, closedAt: isoDateTime.nullable(), version,
    entries: z.array(z.object({ id, kind: z.enum(['intervention', 'evaluation']), text: z.string(), author: who, at: isoDateTime })).meta({ description: 'in the order they were written' }),
  })
  .meta({ id: 'CarePlanProblem' });
const plan = z.object({ problems: z.array(problem) });

export const nursingContract = {
  listAssessments: endpoint('listAssessments', {
    method: 'get', path: '/api/v1/encounters/{encounterId}/assessments', tag, summary: 'Nursing assessments, the latest first', params: encounter, reply: z.object({ items: z.array(assessment) }),
  }),
  recordAssessment: endpoint('recordAssessment', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/assessments', tag, status: 201, summary: 'Record a nursing assessment by a published scale', params: encounter, problems: [422],
    body: z.strictObject({ scale, answers: z.record(z.string().max(40), z.unknown()).meta({ description: 'item: code of the answer (domain/clinical/scales)' }) }), reply: z.object({ items: z.array(assessment) }),
  }),
  readCarePlan: endpoint('readCarePlan', { method: 'get', path: '/api/v1/encounters/{encounterId}/care-plan', tag, summary: 'The care plan of a stay', params: encounter, reply: plan }),
  addCarePlanProblem: endpoint('addCarePlanProblem', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/care-plan', tag, status: 201, summary: 'Add a problem with its goal to the care plan', params: encounter, problems: [422],
    body: z.strictObject({ problem: z.string().trim().min(1).max(500), goal: z.string().trim().min(1).max(500), goalOn: isoDate.optional(), intervention: words.optional() }), reply: plan,
  }),
  addCarePlanEntry: endpoint('addCarePlanEntry', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/care-plan/{problemId}/entries', tag, status: 201, summary: 'Add an intervention or an evaluation', params: problemParams, problems: [409],
    body: z.strictObject({ kind: z.enum(['intervention', 'evaluation']), text: words }), reply: plan,
  }),
  closeCarePlanProblem: endpoint('closeCarePlanProblem', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/care-plan/{problemId}/closure', tag, summary: 'Close a problem with its evaluation', params: problemParams, problems: [409],
    body: z.strictObject({ version, outcome: z.enum(['achieved', 'not-achieved']), evaluation: words }), reply: plan,
  }),
} as const;
