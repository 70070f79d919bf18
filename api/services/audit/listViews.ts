import { type z } from 'zod';
import { type auditContract } from '../../contract/audit';
import { type Act } from '../../http/act';
import { hospitalDay, hospitalDaySpan } from '../staff/hospitalZone';
import { accessWords, wordsForOthers } from './accessWords';
import { eachList, type ListEvent } from './listed';

type Reply = z.infer<typeof auditContract.readListViews.reply>;
type View = Reply['items'][number];

/**
 * Who had this patient before them in a list on one day of the hospital, newest first: each person and kind of list once, with how often. A list is one event with the IDs of
 * all it showed sealed in it, so every list of the day is opened for this.
 */
export async function readListViews(act: Act, patientId: string, on = hospitalDay(act.now)): Promise<Reply> {
  const found = new Map<string, View>();
  const wordsFor = act.principal.patientId === patientId ? (words: string): string => words : wordsForOthers;
  const isWhole = await eachList(act, 'e.at >= :from AND e.at < :to', hospitalDaySpan(on), (event, patients) => {
    if (patients.has(patientId)) note(found, event, wordsFor(accessWords({ ...event, outcome: 'done' })));
  });
  return { on, items: [...found.values()].sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1)), isWhole };
}

function note(found: Map<string, View>, { at, actorId, actorName, action, resourceType }: ListEvent, words: string): void {
  const key = `${actorId} ${action} ${resourceType}`;
  const moment = at.toISOString();
  const known = found.get(key);
  if (!known) found.set(key, { actor: { id: actorId, name: actorName ?? 'Somebody who is gone', kind: 'person' }, words, action, resourceType, times: 1, firstAt: moment, lastAt: moment });
  else found.set(key, { ...known, times: known.times + 1, firstAt: moment < known.firstAt ? moment : known.firstAt, lastAt: moment > known.lastAt ? moment : known.lastAt });
}
