import { type z } from 'zod';
import { type auditContract } from '../../contract/audit';
import { type Act, select } from '../../http/act';
import { hospitalDay, hospitalDaySpan } from '../staff/hospitalZone';
import { accessWords, wordsForOthers } from './accessWords';
import { ABOUT_MANY, DONE_BY_PEOPLE, type ListEvent, MOST_LISTS, patientsOfLists } from './listed';

type Reply = z.infer<typeof auditContract.readListViews.reply>;
type View = Reply['items'][number];
interface Row extends ListEvent { readonly at: Date; readonly actorId: string; readonly actorName: string | null; readonly action: string; readonly resourceType: string }

/** Lists opened together. */
const BATCH = 2000;

/**
 * Who had this patient before them in a list on one day of the hospital, newest first: each person and kind of list once, with how often. A list is one event with the IDs of
 * all it showed sealed in it, so every list of the day is opened for this.
 */
export async function readListViews(act: Act, patientId: string, on = hospitalDay(act.now)): Promise<Reply> {
  const lists = await select<Pick<Row, 'chain' | 'sequence'>>(act, `SELECT e.chain, e.sequence FROM audit_events e WHERE e.at >= :from AND e.at < :to AND ${DONE_BY_PEOPLE} AND ${ABOUT_MANY}
     ORDER BY e.at DESC, e.chain, e.sequence LIMIT ${MOST_LISTS + 1}`, hospitalDaySpan(on));
  const found = new Map<string, View>();
  const wordsFor = act.principal.patientId === patientId ? (words: string): string => words : wordsForOthers;
  for (let start = 0; start < Math.min(lists.length, MOST_LISTS); start += BATCH)
    for (const { event, patients } of await patientsOfLists(act, await readEvents(act, lists.slice(start, Math.min(start + BATCH, MOST_LISTS))))) if (patients.has(patientId)) note(found, event, wordsFor(accessWords({ ...event, outcome: 'done' })));
  return { on, items: [...found.values()].sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1)), isWhole: lists.length <= MOST_LISTS };
}

async function readEvents(act: Act, keys: readonly Pick<Row, 'chain' | 'sequence'>[]): Promise<Row[]> {
  return select<Row>(act, `SELECT e.chain, e.sequence, e.at, e.actor_id AS actorId, u.display_name AS actorName, e.action, e.resource_type AS resourceType, e.detail_enc AS detail
     FROM audit_events e LEFT JOIN staff_users u ON u.id = e.actor_id WHERE (e.chain, e.sequence) IN (:keys)`, { keys: keys.map(({ chain, sequence }) => [chain, Number(sequence)]) });
}

function note(found: Map<string, View>, { at, actorId, actorName, action, resourceType }: Row, words: string): void {
  const key = `${actorId} ${action} ${resourceType}`;
  const moment = at.toISOString();
  const known = found.get(key);
  if (!known) found.set(key, { actor: { id: actorId, name: actorName ?? 'Somebody who is gone', kind: 'person' }, words, action, resourceType, times: 1, firstAt: moment, lastAt: moment });
  else found.set(key, { ...known, times: known.times + 1, firstAt: moment < known.firstAt ? moment : known.firstAt, lastAt: moment > known.lastAt ? moment : known.lastAt });
}
