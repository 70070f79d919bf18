import { z } from 'zod';
import { DISCHARGE_BRANCHES, type DischargeBranch, OVERRIDABLE_BRANCHES } from '../../domain/discharge/branches';
import { ROLES } from '../../domain/roles';
import { endpoint } from './endpoint';
import { patientHeader } from './patients';
import { id, isoDateTime } from './shapes';

const tag = 'discharge';
const encounter = z.strictObject({ encounterId: id });
const person = z.object({ id, name: z.string() });
const who = z.string().nullable();

const blocker = z.object({
  kind: z.enum(['task', 'record', 'branch', 'incident']), words: z.string(),
  task: z.object({ id, title: z.string(), role: z.enum(ROLES), holder: person.nullable(), dueAt: isoDateTime, overdue: z.boolean() }).nullable().meta({ description: 'the task that removes it' }),
  incidentId: id.nullable(),
});

const branch = z
  .object({
    branch: z.enum(Object.keys(DISCHARGE_BRANCHES) as [DischargeBranch, ...DischargeBranch[]]), label: z.string(), state: z.enum(['not-begun', 'blocked', 'done', 'overridden']),
    blockers: z.array(blocker).meta({ description: 'blocked because' }), override: z.object({ by: who, at: isoDateTime, reason: z.string() }).nullable(), mayOverride: z.boolean(),
  })
  .meta({ id: 'DischargeBranch' });
const panel = z.object({ phase: z.enum(['not-decided', 'under-way', 'over']), branches: z.array(branch) }).meta({ id: 'DischargePanel' });

const summary = z
  .object({
    encounterId: id, noteId: id, patient: patientHeader, admittedAt: isoDateTime, dischargedAt: isoDateTime.nullable(), reason: z.string().nullable(),
    parts: z.array(z.object({ label: z.string(), text: z.string() })), versions: z.array(z.object({ id, author: who, signedAt: isoDateTime, isAmendment: z.boolean() })).meta({ description: 'the newest first; it is the one shown' }),
  })
  .meta({ id: 'DischargeSummary' });

export const dischargeContract = {
  readDischarge: endpoint('readDischarge', { method: 'get', path: '/api/v1/encounters/{encounterId}/discharge', tag, summary: 'How far a discharge is, and what blocks each branch', params: encounter, reply: panel }),
  overrideDischarge: endpoint('overrideDischarge', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/discharge/overrides', tag, status: 201, summary: 'Let a branch of the discharge pass, with a reason', params: encounter, problems: [409, 422],
    body: z.strictObject({ branch: z.enum(OVERRIDABLE_BRANCHES), reason: z.string().trim().min(5).max(1000) }), reply: panel,
  }),
  readDischargeSummary: endpoint('readDischargeSummary', { method: 'get', path: '/api/v1/encounters/{encounterId}/discharge-summary', tag, summary: 'The signed discharge summary', params: encounter, reply: summary }),
  listDischargeSummaries: endpoint('listDischargeSummaries', {
    method: 'get', path: '/api/v1/patients/{patientId}/discharge-summaries', tag, summary: 'Stays with a signed discharge summary, the latest first', params: z.strictObject({ patientId: id }),
    reply: z.object({ items: z.array(z.object({ encounterId: id, admittedAt: isoDateTime, signedAt: isoDateTime })) }),
  }),
} as const;
