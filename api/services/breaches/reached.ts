import { type Act, select } from '../../http/act';
import { DONE_BY_PEOPLE, eachList, type ListEvent } from '../audit/listed';
import { type BreachRow } from './breachRow';

/** One record that was reached: how often, when, what of it, by whom. */
export interface Reached {
  readonly patientId: string;
  reads: number;
  firstAt: Date;
  lastAt: Date;
  readonly what: Set<string>;
  readonly by: Set<string>;
}

type Event = Omit<ListEvent, 'actorName'>;

/** Nobody’s own record. */
const OWN = "NOT EXISTS (SELECT 1 FROM staff_users p WHERE p.id = e.actor_id AND p.patient_id IS NOT NULL)";

/**
 * Every patient whose record somebody reached in the time of the breach, by the audit trail: those an event names, and those a list showed, whose IDs stand sealed in the
 * list’s one event. What was refused was not reached.
 */
export async function readReached(act: Act, breach: Pick<BreachRow, 'fromAt' | 'toAt' | 'actorId' | 'patientId'>): Promise<{ reached: Reached[]; isWhole: boolean }> {
  const { fromAt: from, toAt: to, actorId, patientId } = breach;
  const values = { from, to, actorId, patientId };
  const where = `e.at >= :from AND e.at < :to AND ${OWN}${actorId === null ? '' : ' AND e.actor_id = :actorId'}`;
  const named = await select<Event & { patientId: string }>(act, `SELECT e.at, e.actor_id AS actorId, e.patient_id AS patientId, e.action, e.resource_type AS resourceType
     FROM audit_events e WHERE ${where} AND ${DONE_BY_PEOPLE} AND ${patientId === null ? 'e.patient_id IS NOT NULL' : 'e.patient_id = :patientId'}`, values);
  const found = new Map<string, Reached>();
  for (const event of named) note(found, event.patientId, event);
  const isWhole = await eachList(act, where, values, (event, patients) => {
    for (const id of patients) if (patientId === null || id === patientId) note(found, id, event);
  });
  for (const { patientId: id } of await select<{ patientId: string }>(act, 'SELECT patient_id AS patientId FROM decoys')) found.delete(id); // nobody is behind them
  return { reached: [...found.values()].sort((a, b) => a.firstAt.getTime() - b.firstAt.getTime() || (a.patientId < b.patientId ? -1 : 1)), isWhole };
}

function note(found: Map<string, Reached>, patientId: string, { at, actorId, action, resourceType }: Event): void {
  const one = found.get(patientId) ?? { patientId, reads: 0, firstAt: at, lastAt: at, what: new Set<string>(), by: new Set<string>() };
  one.reads += 1;
  if (at < one.firstAt) one.firstAt = at;
  if (at > one.lastAt) one.lastAt = at;
  one.what.add(`${action}|${resourceType}`);
  one.by.add(actorId);
  found.set(patientId, one);
}
