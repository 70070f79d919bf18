import { contract } from '../../../api/client';
import { addDays } from '../../../domain/calendar/zone';
import { type Visit } from '../../http/visit';

/** Who had a patient before them in a list, day by day: for the patient and for those who check. */
export async function viewListViews(visit: Visit, path: string, patientId: string, isOwn: boolean): Promise<Record<string, unknown>> {
  const on = visit.query.get('on')?.trim() || visit.day();
  const views = await visit.api.call(contract.readListViews, { params: { patientId }, query: { on } });
  const dayHref = (day: string): string => `${path}?${new URLSearchParams(isOwn ? { on: day } : { patientId, on: day })}`;
  const items = views.items.map(({ actor, ...view }) => {
    const isMe = isOwn && actor.id === visit.person.id;
    return { ...view, isOneMoment: view.firstAt.slice(0, 16) === view.lastAt.slice(0, 16), who: isMe ? 'You' : actor.name, href: isOwn ? null : `/audit?actorId=${actor.id}` };
  });
  return { path, patientId: isOwn ? null : patientId, isOwn, views: { ...views, items }, earlierHref: dayHref(addDays(on, -1)), laterHref: on < visit.day() ? dayHref(addDays(on, 1)) : null };
}
