import Handlebars, { type HelperOptions } from 'handlebars';
import { localDate } from '../../domain/calendar/zone';
import { CODE_STATUSES, type CodeStatus, type Isolation, ISOLATIONS } from '../../domain/clinical/precautions';
import { isRole, ROLE_LABELS } from '../../domain/roles';
import { formatDollars } from '../../domain/money';
import { STAGE_LABELS, type Stage } from '../../domain/journey/stages';
import { type Route, ROUTES } from '../../domain/medicines/data/formulary';
import { rhythmWords, type Schedule } from '../../domain/medicines/prescription';
import { iconSvg } from './icons';
import { ageWords, calendarDay, clockTime, datedSentence, exactTime, longDate, relativeTime, shortTime, span, urgencyOf, weekday as weekdayOf } from './time';

const { escapeExpression, SafeString } = Handlebars;
type Safe = InstanceType<typeof SafeString>;

/** What every template can reach as `@now`, `@zone` and `@sprite`. */
interface Frame { readonly now: string; readonly zone: string; readonly sprite: string }
const frame = (options: HelperOptions): Frame => options.data as Frame;

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** A time element: short words inside, the exact time on hover. */
function timeElement(iso: unknown, words: string, options: HelperOptions, attributes = ''): Safe {
  const at = text(iso);
  return new SafeString(`<time datetime="${escapeExpression(at)}" title="${escapeExpression(exactTime(at, frame(options).zone))}"${attributes}>${escapeExpression(words)}</time>`);
}

const CLASSES: Readonly<Record<string, string>> = { IMP: 'Inpatient stay', AMB: 'Outpatient visit', EMER: 'Emergency visit', VR: 'Virtual visit', HH: 'Home visit' };

const URGENCY = {
  overdue: { icon: 'alert', word: 'Overdue' },
  soon: { icon: 'clock', word: 'Due' },
  later: { icon: 'clock', word: 'Due' },
} as const;

/**
 * Helpers of the templates. Those that return markup build it from escaped parts; no template prints data unescaped
 * (tests/web/templates.test.ts looks for it).
 */
export const HELPERS = {
  icon: (name: unknown, options: HelperOptions) => new SafeString(iconSvg(text(name), frame(options).sprite)),
  eq: (a: unknown, b: unknown) => a === b,
  not: (a: unknown) => !a,
  and: (...args: unknown[]) => args.slice(0, -1).every(Boolean),
  or: (...args: unknown[]) => args.slice(0, -1).find(Boolean) ?? false,
  gt: (a: unknown, b: unknown) => Number(a) > Number(b),
  choose: (test: unknown, yes: unknown, no: unknown) => (test ? yes : no),
  concat: (...args: unknown[]) => args.slice(0, -1).map(text).join(''),
  array: (...args: unknown[]) => args.slice(0, -1),
  plural: (count: unknown, one: string, many: unknown) => `${HELPERS.whole(count)} ${Number(count) === 1 ? one : typeof many === 'string' ? many : `${one}s`}`,
  whole: (value: unknown) => text(value).replace(/\B(?=(\d{3})+(?!\d))/g, ','),
  firstOf: (items: unknown, count: number) => (Array.isArray(items) ? items.slice(0, count) : []),
  decimal: (value: unknown) => String(Math.round(Number(value) * 100) / 100),
  codeWords: (status: unknown) => CODE_STATUSES[text(status) as CodeStatus] ?? text(status),
  isolationWords: (isolation: unknown) => ISOLATIONS[text(isolation) as Isolation] ?? text(isolation),
  /** A term without the tag SNOMED CT ends it with: "Gingivitis (disorder)" is what the code list says, not what people say. */
  plainTerm: (term: unknown) => text(term).replace(/ \((disorder|finding|procedure|situation|observable entity|regime\/therapy)\)$/, ''),
  className: (name: unknown) => CLASSES[text(name)] ?? text(name),
  /** "every 8 h, 12 doses", "when needed, at least 6 h apart": the rhythm of a medicine order. */
  scheduleWords: (order: unknown) => rhythmWords(order as { schedule: Schedule; everyHours: number | null; dosesPlanned: number | null; maxPerDay: number | null }),
  /** "under the skin" for sc. What is no code of ours stays as it was written. */
  routeWords: (route: unknown) => (Object.hasOwn(ROUTES, text(route)) ? ROUTES[text(route) as Route].toLowerCase() : text(route)),
  rounded: (value: unknown) => String(Math.round(Number(value))),
  dollars: (amount: unknown) => (amount === null || amount === undefined ? '—' : formatDollars(Number(amount))),
  /** "$1.2M", "$340K": for figures at a glance; the exact amount stands in the table. */
  dollarsShort: (amount: unknown) => shortDollars(Number(amount)),
  roleName: (role: unknown) => (isRole(text(role)) ? ROLE_LABELS[text(role) as keyof typeof ROLE_LABELS] : text(role)),
  stageName: (stage: unknown) => STAGE_LABELS[text(stage) as Stage] ?? text(stage),
  /** "In progress" from a code such as "in-progress". */
  codeText: (code: unknown) => `${text(code).charAt(0).toUpperCase()}${text(code).slice(1).replace(/-/g, ' ')}`,
  initials: (name: unknown) => text(name).split(/[\s,]+/).filter(Boolean).slice(0, 2).map((word) => word[0]).join('').toUpperCase(),
  /** "58 y" from a birth date; months below two years, as paediatric charts count. */
  ageOf: (birthDate: unknown, options: HelperOptions) => ageWords(text(birthDate), localDate(frame(options).zone, Date.parse(frame(options).now))),
  calendar: (date: unknown) => (date ? calendarDay(text(date)) : '—'),
  /** Words of the API in which days stand as ISO dates. */
  dated: (sentence: unknown) => datedSentence(text(sentence)),
  dateOf: (iso: unknown, options: HelperOptions) => (iso ? timeElement(iso, longDate(text(iso), frame(options).zone), options) : '—'),
  clockOf: (iso: unknown, options: HelperOptions) => (iso ? timeElement(iso, clockTime(text(iso), frame(options).zone), options) : '—'),
  timeOf: (iso: unknown, options: HelperOptions) => (iso ? timeElement(iso, shortTime(text(iso), frame(options).now, frame(options).zone), options) : '—'),
  /** The same in plain words, where an element cannot stand: inside a drawing. */
  timeWords: (iso: unknown, options: HelperOptions) => (iso ? shortTime(text(iso), frame(options).now, frame(options).zone) : ''),
  /** "Wed, Nov 25": a day near by, as a roster says it. */
  weekday: (date: unknown) => (date ? weekdayOf(text(date)) : '—'),
  exactly: (iso: unknown, options: HelperOptions) => (iso ? exactTime(text(iso), frame(options).zone) : '—'),
  ago: (iso: unknown, options: HelperOptions) => (iso ? timeElement(iso, relativeTime(text(iso), frame(options).now), options, ' data-relative') : '—'),
  lasting: (ms: unknown) => (ms === null || ms === undefined ? '' : span(Number(ms))),
  /** How long ago, without the "ago": for "waiting 4 h". */
  since: (iso: unknown, options: HelperOptions) => (iso ? timeElement(iso, span(Date.parse(frame(options).now) - Date.parse(text(iso))), options, ' data-since') : '—'),
  /** A due chip: word, icon and colour together. */
  dueChip: (iso: unknown, options: HelperOptions) => {
    if (!iso) return '—';
    const { now, zone, sprite } = frame(options);
    const urgency = urgencyOf(text(iso), now);
    const { icon, word } = URGENCY[urgency];
    const words = urgency === 'overdue' ? `${word} ${span(Date.parse(text(iso)) - Date.parse(now))}` : `${word} ${relativeTime(text(iso), now)}`;
    return new SafeString(`<time class="due ${urgency}" datetime="${escapeExpression(text(iso))}" title="${escapeExpression(exactTime(text(iso), zone))}" data-due>${iconSvg(icon, sprite)}<span>${escapeExpression(words)}</span></time>`);
  },
  /** A deadline days or weeks away: red when passed, amber within a week. */
  deadlineChip: (iso: unknown, options: HelperOptions) => {
    if (!iso) return '—';
    const { now, zone, sprite } = frame(options);
    const days = (Date.parse(text(iso)) - Date.parse(now)) / 86_400_000;
    const level = days < 0 ? 'overdue' : days <= 7 ? 'soon' : 'later';
    const words = days < 0 ? `Passed ${span(days * 86_400_000)} ago` : relativeTime(text(iso), now);
    return new SafeString(`<time class="due ${level}" datetime="${escapeExpression(text(iso))}" title="${escapeExpression(exactTime(text(iso), zone))}">${level === 'later' ? '' : iconSvg(level === 'overdue' ? 'alert' : 'clock', sprite)}<span>${escapeExpression(words)}</span></time>`);
  },
  /** NEWS2 with its band in words; grey when there is none yet. */
  newsScore: (score: unknown, options: HelperOptions) => {
    if (score === null || score === undefined) return new SafeString('<span class="news none" title="No early-warning score yet"><abbr>NEWS2</abbr> –</span>');
    const { level, words } = newsBand(Number(score));
    return new SafeString(`<span class="news ${level}" title="Early-warning score: ${words}">${level === 'low' ? '' : iconSvg(level === 'high' ? 'alert' : 'pulse', frame(options).sprite)}<abbr>NEWS2</abbr> ${Number(score)}<span class="unseen"> (${words})</span></span>`);
  },
} as const;

function shortDollars(cents: number): string {
  const dollars = Math.abs(cents) / 100;
  const sign = cents < 0 ? '−' : '';
  if (dollars >= 999_500) return `${sign}$${(dollars / 1_000_000).toFixed(dollars >= 9_950_000 ? 0 : 1)}M`;
  if (dollars >= 9_950) return `${sign}$${Math.round(dollars / 1000)}K`;
  return `${sign}$${HELPERS.whole(Math.round(dollars))}`;
}

function newsBand(score: number): { level: string; words: string } {
  if (score >= 7) return { level: 'high', words: 'high, emergency response' };
  if (score >= 5) return { level: 'medium', words: 'medium, urgent response' };
  return { level: 'low', words: 'low' };
}
