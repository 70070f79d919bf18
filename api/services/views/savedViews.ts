import { type z } from 'zod';
import { newId } from '../../../db/newId';
import { readJson } from '../../../db/models/table';
import { type Role } from '../../../domain/roles';
import { claimsContract } from '../../contract/claims';
import { type Endpoint } from '../../contract/endpoint';
import { journeysContract } from '../../contract/journeys';
import { tasksContract } from '../../contract/tasks';
import { type savedView, type VIEW_RESOURCES, type viewsContract } from '../../contract/views';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, invalid, Problem, staleVersion, unprocessable } from '../../http/problem';

export type SavedView = z.infer<typeof savedView>;
type Resource = (typeof VIEW_RESOURCES)[number];

export interface ViewRow {
  readonly id: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly sharedRole: Role | null;
  readonly resource: Resource;
  readonly name: string;
  readonly query: unknown;
  readonly version: number;
}

/** A person who keeps more has lost the overview, and the list is read on every page. */
const MOST_VIEWS = 50;
/** Parts of a list's query that no view keeps: words and patients would stand unsealed in the record, a page is not a view. */
const NOT_KEPT = ['q', 'patientId', 'journeyId', 'claimId', 'cursor', 'limit', 'count'];
/** A view that its list would refuse is refused here. */
const LISTS: Readonly<Record<Resource, Endpoint>> = { tasks: tasksContract.listTasks, claims: claimsContract.listClaims, journeys: journeysContract.listJourneys };

const SELECT = `SELECT v.id, v.owner_id AS ownerId, u.display_name AS ownerName, v.shared_role AS sharedRole, v.resource, v.name, v.query, v.version
  FROM saved_filters v JOIN staff_users u ON u.id = v.owner_id`;

/** Mine, and those shared with one of my roles; mine first. */
export async function listViews(act: Act, resource: Resource | undefined): Promise<SavedView[]> {
  const rows = await select<ViewRow>(act, `${SELECT} WHERE (v.owner_id = :me OR v.shared_role IN (:roles)) AND (:resource IS NULL OR v.resource = :resource)
    ORDER BY v.owner_id = :me DESC, v.name, v.id LIMIT 200`, { me: act.principal.id, roles: rolesOf(act), resource: resource ?? null });
  return rows.map((row) => present(act, row));
}

/** A view that the principal may see, locked when it is to be changed; null when there is none. */
export async function findView(act: Act, viewId: string): Promise<ViewRow | null> {
  return selectOne<ViewRow>(act, `${SELECT} WHERE v.id = :viewId AND (v.owner_id = :me OR v.shared_role IN (:roles))${act.transaction ? ' FOR UPDATE' : ''}`, {
    viewId, me: act.principal.id, roles: rolesOf(act),
  });
}

export async function createView(act: Act, body: z.output<typeof viewsContract.createView.body>): Promise<SavedView> {
  checkQuery(body.resource, body.query);
  checkSharing(act, body.sharedRole);
  const kept = await selectOne<{ n: number }>(act, 'SELECT COUNT(*) AS n FROM saved_filters WHERE owner_id = ? AND resource = ?', [act.principal.id, body.resource]);
  if (Number(kept?.n) >= MOST_VIEWS) throw unprocessable('too-many-views', `You keep ${MOST_VIEWS} views of this list already. Delete one first.`);
  await refuseTakenName(act, body.resource, body.name, null);
  const id = newId();
  await execute(act, 'INSERT INTO saved_filters (id, owner_id, shared_role, resource, name, query) VALUES (?)', [[id, act.principal.id, body.sharedRole, body.resource, body.name, JSON.stringify(body.query)]]);
  return { id, resource: body.resource, name: body.name, query: body.query, sharedRole: body.sharedRole, owner: { id: act.principal.id, name: act.principal.name }, mine: true, version: 1 };
}

export async function changeView(act: Act, view: ViewRow, body: z.output<typeof viewsContract.changeView.body>): Promise<SavedView> {
  refuseOthers(act, view);
  if (body.version !== view.version) throw staleVersion(view.version);
  checkQuery(view.resource, body.query);
  checkSharing(act, body.sharedRole, view.sharedRole);
  await refuseTakenName(act, view.resource, body.name, view.id);
  await execute(act, 'UPDATE saved_filters SET name = ?, query = ?, shared_role = ?, version = version + 1 WHERE id = ?', [body.name, JSON.stringify(body.query), body.sharedRole, view.id]);
  return present(act, { ...view, name: body.name, query: body.query, sharedRole: body.sharedRole, version: view.version + 1 });
}

export async function deleteView(act: Act, view: ViewRow): Promise<void> {
  refuseOthers(act, view);
  await execute(act, 'DELETE FROM saved_filters WHERE id = ?', [view.id]);
}

function refuseOthers(act: Act, view: ViewRow): void {
  if (view.ownerId !== act.principal.id) throw new Problem(403, 'not-the-owner', 'This view was shared with you; only its owner changes it. Save it under a name of your own.');
}

function checkQuery(resource: Resource, query: Readonly<Record<string, string>>): void {
  const errors = Object.keys(query).filter((name) => NOT_KEPT.includes(name)).map((name) => ({ field: `query.${name}`, message: 'A saved view keeps filters only, no search words, patients or pages.' }));
  const checked = LISTS[resource].query.safeParse(query);
  for (const issue of checked.error?.issues ?? []) errors.push({ field: ['query', ...issue.path.map(String)].join('.'), message: issue.message });
  if (errors.length > 0) throw invalid(errors);
}

/** People share with their own roles; those who oversee share with anyone. What stays as it was is not asked again. */
function checkSharing(act: Act, role: Role | null, before: Role | null = null): void {
  const { roles } = act.principal;
  if (role === null || role === before || roles.includes(role)) return;
  const isStaffRole = role !== 'patient' && role !== 'service';
  if (isStaffRole && (roles.includes('administrator') || roles.includes('manager'))) return;
  throw invalid([{ field: 'sharedRole', message: 'You can share a view with a role you have.' }]);
}

async function refuseTakenName(act: Act, resource: Resource, name: string, but: string | null): Promise<void> {
  const taken = await selectOne(act, 'SELECT id FROM saved_filters WHERE owner_id = ? AND resource = ? AND name = ? AND (? IS NULL OR id <> ?)', [act.principal.id, resource, name, but, but]);
  if (taken) throw conflict('name-taken', 'You have a view of this name already.');
}

function present(act: Act, row: ViewRow): SavedView {
  const { id, resource, name, sharedRole, version } = row;
  return { id, resource, name, query: readJson(row.query) as Record<string, string>, sharedRole, owner: { id: row.ownerId, name: row.ownerName }, mine: row.ownerId === act.principal.id, version };
}

/** SQL has no empty list. */
function rolesOf(act: Act): string[] {
  return act.principal.roles.length > 0 ? [...act.principal.roles] : [''];
}
