import { type contract } from '../../../api/client';
import { type Reply } from '../../http/visit';
import { type IconName } from '../../render/icons';
import { longDate } from '../../render/time';

type Event = Reply<typeof contract.listJourneyEvents>['items'][number];

const LINKS: Readonly<Record<string, string>> = { task: '/tasks/', claim: '/claims/', incident: '/incidents#' };

interface StoryLine extends Event {
  readonly glyph: IconName;
  readonly tone: string;
  readonly href: string | null;
}

/** Events by day, newest first, each with the mark of who or what it was. */
export function storyView(events: readonly Event[], now: string, zone: string): { day: string; lines: StoryLine[] }[] {
  const days: { day: string; lines: StoryLine[] }[] = [];
  for (const event of events) {
    const day = dayWords(event.at, now, zone);
    if (days[days.length - 1]?.day !== day) days.push({ day, lines: [] });
    days[days.length - 1]?.lines.push({ ...event, ...markOf(event), href: event.referenceId && event.referenceType && LINKS[event.referenceType] ? `${LINKS[event.referenceType]}${event.referenceId}` : null });
  }
  return days;
}

function dayWords(at: string, now: string, zone: string): string {
  const day = longDate(at, zone);
  if (day === longDate(now, zone)) return 'Today';
  return day === longDate(new Date(Date.parse(now) - 86_400_000).toISOString(), zone) ? 'Yesterday' : day;
}

function markOf({ activity, actorKind }: Event): { glyph: IconName; tone: string } {
  if (/incident-opened|denied|reject|breach/.test(activity)) return { glyph: 'alert', tone: 'bad' };
  if (/paid|closed|solved|completed|discharged/.test(activity)) return { glyph: 'done', tone: 'good' };
  if (actorKind === 'person') return { glyph: 'person', tone: 'person' };
  return { glyph: actorKind === 'payer' ? 'money' : 'path', tone: '' };
}
