import { z } from 'zod';
import { CLAIM_ACTION_NAMES, INCIDENT_GROUP_ACTION_NAMES } from '../../domain/claims/deskActions';
import { claimFilters, diagnosisCode, modifier } from './claims';
import { endpoint } from './endpoint';
import { cents, id, isoDateTime, listOf, page, version } from './shapes';

const tag = 'group fixes';
const groupFix = z.strictObject({ groupFixId: id });
const person = z.object({ id, name: z.string() });
const reason = z.string().trim().min(1).max(1000);
const procedure = z.string().regex(/^[A-Z0-9]{4,7}$/, 'A procedure code has five characters.');

/** What may be changed on every claim of a group alike, and what differs claim by claim. */
const groupChanges = z.strictObject({
  authorizationNumber: z.string().trim().min(1).max(50).optional(),
  principalDiagnosis: diagnosisCode.optional(),
  drg: z.string().regex(/^[0-9]{3}$/, 'A DRG has three digits.').optional(),
  addModifier: z.strictObject({ procedure, modifier }).optional().meta({ description: 'to every line of a procedure' }),
  byClaim: z.array(z.strictObject({ claim: z.string().trim().max(20), authorizationNumber: z.string().trim().min(1).max(50).optional(), memberNumber: z.string().trim().regex(/^[A-Za-z0-9-]{2,80}$/, 'Letters, digits and hyphens.').optional() }))
    .min(1).max(20_000).optional().meta({ description: 'values of their own, by claim number; a claim of the group that is missing here is not changed, and says so' }),
});

const claimFix = z.strictObject({
  action: z.enum(CLAIM_ACTION_NAMES),
  changes: groupChanges.optional(),
  note: reason.optional().meta({ description: 'why; stands in each claim’s story' }),
  until: isoDateTime.optional().meta({ description: 'for a hold' }),
  userId: id.optional().meta({ description: 'for a hand-over' }),
});
const incidentFix = z.strictObject({ action: z.enum(INCIDENT_GROUP_ACTION_NAMES), note: z.string().trim().min(1).max(500).optional(), until: isoDateTime.optional() });

const rest = z.strictObject({ groupFixId: id }).meta({ description: 'what another group fix could not do' });
const claimSelection = z.strictObject({ ...claimFilters, ids: z.array(id).min(1).max(20_000).optional(), rest: rest.optional() });
const incidentSelection = z.strictObject({ fingerprint: z.string().regex(/^[0-9a-f]{16}$/).optional(), ids: z.array(id).min(1).max(20_000).optional(), rest: rest.optional() });

const STATES = ['planning', 'planned', 'applying', 'done', 'stopped'] as const;
const ITEM_STATES = ['listed', 'ready', 'impossible', 'done', 'failed', 'left-out'] as const;
const counts = z.object({ listed: z.int(), ready: z.int(), impossible: z.int(), done: z.int(), failed: z.int(), 'left-out': z.int() });

export const groupFixInList = z
  .object({
    id, target: z.enum(['claim', 'incident']), action: z.enum([...CLAIM_ACTION_NAMES, ...INCIDENT_GROUP_ACTION_NAMES.filter((name) => name !== 'hold')]), state: z.enum(STATES), total: z.int(), counts,
    createdBy: person, createdAt: isoDateTime, plannedAt: isoDateTime.nullable(), appliedAt: isoDateTime.nullable(), endedAt: isoDateTime.nullable(), version,
  })
  .meta({ id: 'GroupFixInList' });

const change = z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() });
export const groupFixItem = z
  .object({
    id, number: z.string().meta({ description: 'claim number, or the stuck step' }), patient: z.string().nullable(), openCents: cents.nullable(), state: z.enum(ITEM_STATES),
    changes: z.array(change), problem: z.string().nullable().meta({ description: 'why not' }),
    now: z.string().nullable().meta({ description: 'how the claim or incident stands at this moment' }), isSolved: z.boolean().meta({ description: 'the claim moves again, or the step has passed' }),
  })
  .meta({ id: 'GroupFixItem' });

const planned = z.object({ id, total: z.int() });

/**
 * One fix for many: the list is frozen, a dry run says for each what will change (it runs the very fix and takes it back), and only then it is
 * applied, each in turn, with a result for each. There is no limit to the number, and what cannot be done says why.
 */
export const groupFixesContract = {
  planClaimGroupFix: endpoint('planClaimGroupFix', {
    method: 'post', path: '/api/v1/group-fixes/claims', tag, status: 201, summary: 'Freeze a list of claims and begin the dry run of one fix for all of them',
    body: z.strictObject({ select: claimSelection, fix: claimFix }), reply: planned, problems: [422],
  }),
  planIncidentGroupFix: endpoint('planIncidentGroupFix', {
    method: 'post', path: '/api/v1/group-fixes/incidents', tag, status: 201, summary: 'Freeze a list of stuck steps and begin the dry run of one answer to all of them',
    body: z.strictObject({ select: incidentSelection, fix: incidentFix }), reply: planned, problems: [422],
  }),
  listGroupFixes: endpoint('listGroupFixes', {
    method: 'get', path: '/api/v1/group-fixes', tag, summary: 'Group fixes, newest first',
    query: z.strictObject({ ...page, target: z.enum(['claim', 'incident']).optional(), mine: z.enum(['true']).optional() }), reply: listOf(groupFixInList),
  }),
  readGroupFix: endpoint('readGroupFix', {
    method: 'get', path: '/api/v1/group-fixes/{groupFixId}', tag, summary: 'How a group fix stands', params: groupFix,
    reply: z.object({
      groupFix: groupFixInList, request: z.array(change).meta({ description: 'what was asked for, in words' }), note: z.string().nullable(), openCents: cents.meta({ description: 'money open on its claims now' }),
      solved: z.int().meta({ description: 'of those done: claims that move again, steps that have passed' }), pending: z.int().meta({ description: 'of those done: it is not known yet' }), stuckAgain: z.int(), mayApply: z.boolean(),
    }),
  }),
  listGroupFixItems: endpoint('listGroupFixItems', {
    method: 'get', path: '/api/v1/group-fixes/{groupFixId}/items', tag, summary: 'What will change or has changed, one by one', params: groupFix,
    query: z.strictObject({ ...page, state: z.enum(ITEM_STATES).optional() }), reply: listOf(groupFixItem),
  }),
  applyGroupFix: endpoint('applyGroupFix', {
    method: 'post', path: '/api/v1/group-fixes/{groupFixId}/application', tag, status: 202, summary: 'Do what the dry run has shown', params: groupFix,
    body: z.strictObject({ version }), reply: z.object({ version }), problems: [409, 422],
  }),
  stopGroupFix: endpoint('stopGroupFix', {
    method: 'post', path: '/api/v1/group-fixes/{groupFixId}/stop', tag, summary: 'Leave out what is not done yet', params: groupFix,
    body: z.strictObject({ version }), reply: z.object({ version, leftOut: z.int() }), problems: [409, 422],
  }),
} as const;
