import { type z } from 'zod';
import { type Role, ROLES, workableRoles } from '../../../domain/roles';
import { TASK_TYPES, taskType, type TaskTypeName } from '../../../domain/tasks/types';
import { type tasksContract } from '../../contract/tasks';
import { type Act, select } from '../../http/act';
import { bearersOf, type NameSearch, searchByName } from '../clinical/patients/nameSearch';
import { peopleCoveredBy } from '../staff/substitutes';

export type InboxQuery = z.output<typeof tasksContract.listTasks.query>;

/** A part of the inbox that one index holds in order: the tasks of one role, on every ward (null) or on some, with or without those on none. */
export interface Branch {
  readonly role: Role;
  readonly wards: { readonly ids: readonly string[]; readonly orNone: boolean } | null;
}

/** A name that more than a handful bear. It is not among the conditions: whoever reads says how it is found. */
export interface CommonName {
  /** For tasks that come in their order. */
  readonly recognised: string;
  /** From the patients on; null when tasks are also found by a bed. */
  readonly search: NameSearch | null;
  /** Are they so few that it is faster to find all of their tasks and sort them? Reads as many. */
  areFew(): Promise<boolean>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What is asked for: the conditions that hold for every task of it, and the branches it is read from. */
export interface Filtered {
  readonly conditions: readonly string[];
  readonly byName: CommonName | null;
  readonly values: Readonly<Record<string, unknown>>;
  readonly branches: readonly Branch[];
  /** The types it can be of. */
  readonly types: readonly TaskTypeName[];
  /** Few tasks match: they are found by that condition first and sorted then. */
  readonly isNarrow: boolean;
}

/** With more wards than this, most of the hospital's tasks match: reading in order and leaving the others out is faster. Up to it each ward is read by itself, which costs the same however many tasks the other wards have. */
const FEW_WARDS = 8;
/** So few patients of a name are named in the query itself. */
const HANDFUL = 100;

const TYPES = Object.keys(TASK_TYPES) as TaskTypeName[];
const STAFF_ROLES = ROLES.filter((role) => role !== 'patient' && role !== 'service');

/** Turn the inbox's query into conditions. Everything typed is bound, nothing spliced. */
export async function filterInbox(act: Act, query: InboxQuery): Promise<Filtered> {
  const conditions: string[] = [];
  const values: Record<string, unknown> = {};
  const add = (sql: string, name?: string, value?: unknown) => {
    conditions.push(sql);
    if (name) values[name] = value;
  };
  let isNarrow = false;
  const narrow = (sql: string, name: string, value: unknown) => {
    isNarrow = true;
    add(sql, name, value);
  };
  if (query.scope === 'mine') narrow('t.holder_id IN (:mine)', 'mine', [act.principal.id, ...(await peopleCoveredBy(act, act.principal.id))]);
  if (query.scope === 'team') narrow('t.team_id IN (SELECT team_id FROM team_members WHERE user_id = :member)', 'member', act.principal.id);
  if (query.holder === 'none') add('t.holder_id IS NULL');
  else if (query.holder === 'anyone') add('t.holder_id IS NOT NULL');
  else if (query.holder) narrow('t.holder_id = :holder', 'holder', query.holder === 'me' ? act.principal.id : query.holder);
  if (query.delegated) narrow('t.owner_id = :owner', 'owner', act.principal.id);
  if (query.teamId) narrow('t.team_id = :teamId', 'teamId', query.teamId);
  if (query.patientId) narrow('t.patient_id = :patientId', 'patientId', query.patientId);
  if (query.journeyId) narrow('t.journey_id = :journeyId', 'journeyId', query.journeyId);
  if (query.claimId) narrow('t.claim_id = :claimId', 'claimId', query.claimId);
  if (query.status) add('t.status = :status', 'status', query.status);
  if (query.status === 'on-hold' || query.status === 'in-progress') isNarrow = true;
  if (query.overdue) add('t.due_at < :now', 'now', act.now);
  if (query.dueFrom) add('t.due_at >= :dueFrom', 'dueFrom', new Date(query.dueFrom));
  if (query.dueTo) add('t.due_at < :dueTo', 'dueTo', new Date(query.dueTo));
  if (query.followUp === 'set') add('t.follow_up_at IS NOT NULL');
  if (query.followUp === 'come') narrow('t.follow_up_at <= :remind', 'remind', act.now);
  if (query.priority !== undefined) add('t.priority = :priority', 'priority', query.priority);
  if (query.acuity !== undefined) add('t.acuity >= :acuity', 'acuity', query.acuity);
  if (query.type) add('t.type = :type', 'type', query.type);
  if (query.stage) add('t.type IN (:types)', 'types', nonEmpty(typesOf({ ...query, type: undefined })));
  const byName = query.q ? await addSearch(act, query.q, add) : null;
  if (query.q && !byName) isNarrow = true;
  return { conditions, byName, values: { ...values, ...byName?.values }, branches: branchesOf(act, query), types: typesOf(query), isNarrow };
}

/** Name or MRN by its words, or the bed by how its code begins. Null: few patients match, and a condition names them. */
async function addSearch(act: Act, text: string, add: (sql: string, name?: string, value?: unknown) => void): Promise<CommonName | null> {
  const [inBed, bearers] = await Promise.all([patientsInBed(act, text), bearersOf(act, text, HANDFUL)]);
  if (bearers.handful) {
    add('t.patient_id IN (:patients)', 'patients', nonEmpty([...bearers.handful, ...inBed]));
    return null;
  }
  const hidden = bearers.hidden.filter((id) => !inBed.includes(id));
  if (hidden.length > 0) add('(t.patient_id IS NULL OR t.patient_id NOT IN (:hidden))', 'hidden', hidden);
  const search = searchByName(act, text, { table: 'tasks', alias: 't', index: 'tasks_patient' });
  if (inBed.length === 0) return { recognised: search.recognised, search, areFew: () => bearers.areFew(), values: search.values };
  return { recognised: `((${search.recognised}) OR t.patient_id IN (:inBed))`, search: null, areFew: () => Promise.resolve(false), values: { ...search.values, inBed } };
}

/** Who lies in a bed whose code begins like this. */
async function patientsInBed(act: Act, text: string): Promise<string[]> {
  const rows = await select<{ patientId: string }>(
    act,
    'SELECT e.patient_id AS patientId FROM beds b JOIN encounter_locations l ON l.occupied_bed_id = b.id JOIN encounters e ON e.id = l.encounter_id WHERE b.code LIKE ? LIMIT 200',
    [`${text.replace(/[%_\\]/g, '')}%`],
  );
  return rows.map((row) => row.patientId);
}

function typesOf({ type, stage }: InboxQuery): TaskTypeName[] {
  return TYPES.filter((one) => (!type || one === type) && (!stage || taskType(one).stage === stage));
}

function branchesOf(act: Act, query: InboxQuery): Branch[] {
  const mine = query.scope === 'role' ? workableRoles(act.principal.roles) : STAFF_ROLES;
  const kinds = typesOf(query);
  const roles = mine.filter((role) => (!query.role || role === query.role) && kinds.some((type) => taskType(type).role === role));
  const wardIds = query.scope === 'role' ? act.principal.wardIds : [];
  if (query.wardId) return wardIds.length > 0 && !wardIds.includes(query.wardId) ? [] : roles.map((role) => ({ role, wards: { ids: [query.wardId ?? ''], orNone: false } }));
  if (wardIds.length === 0) return roles.map((role) => ({ role, wards: null }));
  if (wardIds.length > FEW_WARDS) return roles.map((role) => ({ role, wards: { ids: wardIds, orNone: true } }));
  return roles.flatMap((role) => [{ role, wards: { ids: [], orNone: true } }, ...wardIds.map((id) => ({ role, wards: { ids: [id], orNone: false } }))]);
}

/** Is this branch a small part of its role's tasks: one ward, or the few on none of a role that works on wards? */
export function isSmall({ role, wards }: Branch): boolean {
  if (!wards || (wards.orNone && wards.ids.length > 0)) return false;
  return !wards.orNone || TYPES.every((type) => taskType(type).role !== role || taskType(type).onWard);
}

/** The condition of a branch; `n` tells its values from those of the others. */
export function branchSql({ role, wards }: Branch, n: number, values: Record<string, unknown>): string {
  values[`role${n}`] = role;
  if (!wards) return `t.is_open = 1 AND t.role = :role${n}`;
  if (wards.ids.length > 0) values[`wards${n}`] = wards.ids;
  const places = [...(wards.ids.length > 0 ? [`t.ward_id IN (:wards${n})`] : []), ...(wards.orNone ? ['t.ward_id IS NULL'] : [])];
  return `t.is_open = 1 AND t.role = :role${n} AND (${places.join(' OR ')})`;
}

/** All branches in one condition: every role of them is read on every place of them. */
export function anyBranchSql(branches: readonly Branch[], values: Record<string, unknown>): string {
  values['roles'] = [...new Set(branches.map(({ role }) => role))];
  const isWholeHouse = branches.every(({ wards }) => wards === null);
  if (isWholeHouse) return 't.is_open = 1 AND t.role IN (:roles)';
  const wardIds = [...new Set(branches.flatMap(({ wards }) => wards?.ids ?? []))];
  if (wardIds.length > 0) values['wards'] = wardIds;
  const places = [...(wardIds.length > 0 ? ['t.ward_id IN (:wards)'] : []), ...(branches.some(({ wards }) => wards?.orNone) ? ['t.ward_id IS NULL'] : [])];
  return `t.is_open = 1 AND t.role IN (:roles) AND (${places.join(' OR ')})`;
}

/** SQL has no empty IN list. */
export function nonEmpty<T>(values: readonly T[]): readonly (T | string)[] {
  return values.length > 0 ? values : ['-'];
}
