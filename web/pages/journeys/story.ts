import { type contract } from '../../../api/client';
import { type Reply } from '../../http/visit';
import { type IconName } from '../../render/icons';
import { longDate } from '../../render/time';

export type StoryEvent = Omit<Reply<typeof contract.listJourneyEvents>['items'][number], 'source'> & { readonly source: Reply<typeof contract.listJourneyEvents>['items'][number]['source'] | 'workflow'; readonly href?: string | null };

/** Where the evidence of a line is. A reference without a page of its own stands in the line's detail. */
const LINKS: Readonly<Record<string, string>> = { task: '/tasks/', claim: '/claims/', incident: '/incidents?status=any&incidentId=', account: '/accounts/' };

interface StoryLine extends StoryEvent {
  readonly glyph: IconName;
  readonly tone: string;
  readonly href: string | null;
}

/** Events by day, newest first, each with the mark of who or what it was. */
export function storyView(events: readonly StoryEvent[], now: string, zone: string): { day: string; lines: StoryLine[] }[] {
  const days: { day: string; lines: StoryLine[] }[] = [];
  for (const event of events) {
    const day = dayWords(event.at, now, zone);
    if (days[days.length - 1]?.day !== day) days.push({ day, lines: [] });
    days[days.length - 1]?.lines.push({ ...event, ...markOf(event), href: event.href ?? evidenceOf(event) });
  }
  return days;
}

function dayWords(at: string, now: string, zone: string): string {
  const day = longDate(at, zone);
  if (day === longDate(now, zone)) return 'Today';
  return day === longDate(new Date(Date.parse(now) - 86_400_000).toISOString(), zone) ? 'Yesterday' : day;
}

/** The page that shows what a line is about. */
function evidenceOf({ referenceType, referenceId }: StoryEvent): string | null {
  if (!referenceId || !referenceType) return null;
  const path = Object.hasOwn(LINKS, referenceType) ? LINKS[referenceType] : undefined;
  return path ? `${path}${referenceId}` : null;
}

const SOURCE_MARKS: Readonly<Record<string, { glyph: IconName; tone: string }>> = { deadline: { glyph: 'clock', tone: 'bad' }, message: { glyph: 'mail', tone: '' }, money: { glyph: 'money', tone: 'good' }, workflow: { glyph: 'path', tone: '' } };

function markOf({ activity, actorKind, source }: StoryEvent): { glyph: IconName; tone: string } {
  const mark = SOURCE_MARKS[source];
  if (mark) return mark;
  if (/incident-opened|denied|reject|breach/.test(activity)) return { glyph: 'alert', tone: 'bad' };
  if (/paid|closed|solved|completed|discharged/.test(activity)) return { glyph: 'done', tone: 'good' };
  if (actorKind === 'person') return { glyph: 'person', tone: 'person' };
  return { glyph: actorKind === 'payer' ? 'money' : 'path', tone: '' };
}
