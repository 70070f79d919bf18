import { type z } from 'zod';
import { type ClaimAction, type IncidentGroupAction } from '../../../domain/claims/deskActions';
import { type groupFixesContract } from '../../contract/groupFixes';
import { type Act, selectOne } from '../../http/act';

export type ClaimFix = z.output<typeof groupFixesContract.planClaimGroupFix.body>['fix'];
export type ClaimSelection = z.output<typeof groupFixesContract.planClaimGroupFix.body>['select'];
export type IncidentFix = z.output<typeof groupFixesContract.planIncidentGroupFix.body>['fix'];
export type IncidentSelection = z.output<typeof groupFixesContract.planIncidentGroupFix.body>['select'];

/** What was asked for, as kept with the group fix. */
export type GroupFixRequest = { readonly target: 'claim'; readonly fix: ClaimFix } | { readonly target: 'incident'; readonly fix: IncidentFix };

export const GROUP_FIX_STATES = ['planning', 'planned', 'applying', 'done', 'stopped'] as const;
export type GroupFixState = (typeof GROUP_FIX_STATES)[number];

/** A row of `group_fixes`. */
export interface GroupFixRow {
  readonly id: string;
  readonly target: 'claim' | 'incident';
  readonly action: ClaimAction | IncidentGroupAction;
  readonly requestEnc: Buffer;
  readonly state: GroupFixState;
  readonly total: number;
  readonly createdBy: string;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly plannedAt: Date | null;
  readonly appliedAt: Date | null;
  readonly endedAt: Date | null;
  readonly version: number;
}

export const GROUP_FIX_COLUMNS = `g.id, g.target, g.action, g.request_enc AS requestEnc, g.state, g.total, g.created_by AS createdBy, u.display_name AS createdByName, g.created_at AS createdAt,
  g.planned_at AS plannedAt, g.applied_at AS appliedAt, g.ended_at AS endedAt, g.version`;

/** The group fix; in a write its row is locked, so that its chunks, its stop and its application come one after the other. */
export async function lockGroupFix(act: Act, groupFixId: string): Promise<GroupFixRow | null> {
  if (act.transaction) await selectOne(act, 'SELECT id FROM group_fixes WHERE id = ? FOR UPDATE', [groupFixId]);
  return selectOne<GroupFixRow>(act, `SELECT ${GROUP_FIX_COLUMNS} FROM group_fixes g JOIN staff_users u ON u.id = g.created_by WHERE g.id = ?`, [groupFixId]);
}

export function openRequest(act: Pick<Act, 'database'>, row: Pick<GroupFixRow, 'id' | 'requestEnc'>): GroupFixRequest {
  const request = act.database.cipher.openJson<GroupFixRequest>(placeOfRequest(row.id), row.requestEnc);
  if (!request) throw new Error('A group fix without its request cannot be in the record.');
  return request;
}

export const placeOfRequest = (id: string) => ({ table: 'group_fixes', column: 'request_enc', id });
export const placeOfItem = (column: 'plan_enc' | 'problem_enc', groupFixId: string, targetId: string) => ({ table: 'group_fix_items', column, id: `${groupFixId}/${targetId}` });
