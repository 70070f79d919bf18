import { type contract } from '../../../api/client';
import { PRIORITY_LABELS } from '../../../domain/tasks/taskType';
import { isTaskType, taskType } from '../../../domain/tasks/types';
import { type ChipView, type ListAddress, options } from '../../http/listQuery';
import { type Me, type Reply } from '../../http/visit';

export type Counts = Reply<typeof contract.countTasks>;

/** What the inbox's address can carry: every filter of the API, and its order. */
export const FILTERS = [
  'scope', 'holder', 'overdue', 'status', 'delegated', 'type', 'wardId', 'stage', 'role', 'teamId', 'priority', 'acuity', 'followUp', 'dueFrom', 'dueTo', 'patientId', 'journeyId', 'claimId', 'q', 'sort', 'reverse',
] as const;
export type InboxAddress = ListAddress<(typeof FILTERS)[number]>;

const SORTS = [
  ['', 'Due first'], ['priority', 'Priority'], ['acuity', 'NEWS2, highest first'], ['bed', 'Bed'], ['holder', 'Holder'], ['type', 'Kind'], ['followUp', 'Reminder'], ['newest', 'Newest'],
] as const;

/** A chip shows one part of the inbox: the others it excludes are cleared. */
const CLEAR = { scope: null, holder: null, overdue: null, status: null, delegated: null } as const;

/** The chips above the list, with live counts. */
export function chips(address: InboxAddress, counts: Counts, hasTeam: boolean): ChipView[] {
  const chosen = (Object.keys(CLEAR) as (keyof typeof CLEAR)[]).filter((name) => address.value(name)).map((name) => `${name}=${address.value(name)}`).join('&');
  const chip = (label: string, part: Partial<Record<keyof typeof CLEAR, string>>, more: Partial<ChipView> = {}): ChipView => ({
    label, href: address.with({ ...CLEAR, ...part }), current: chosen === Object.entries(part).map(([name, value]) => `${name}=${value}`).join('&'), ...more,
  });
  return [
    chip('My roles', {}, { count: counts.role }),
    chip('Mine', { scope: 'mine' }, { count: counts.mine }),
    chip('Nobody’s', { holder: 'none' }, { count: counts.unclaimed }),
    chip('Overdue', { overdue: 'true' }, { count: counts.overdue, tone: counts.overdue > 0 ? 'red' : null }),
    ...(hasTeam ? [chip('My teams', { scope: 'team' })] : []),
    chip('On hold', { scope: 'mine', status: 'on-hold' }),
    chip('Delegated', { scope: 'all', delegated: 'true' }),
    chip('Whole hospital', { scope: 'all' }),
  ];
}

/** The filters behind "More filters". */
export const MORE = ['teamId', 'priority', 'acuity', 'followUp', 'reverse'] as const;

const select = (address: InboxAddress, name: (typeof FILTERS)[number], label: string, all: readonly (readonly [string, string])[]): object => ({ name, label, options: options(address.value(name), all), hidden: address.hidden(name) });

/** The filters that are chosen from a list, those used most. */
export function selects(address: InboxAddress, counts: Counts, me: Me): object[] {
  const type = address.value('type');
  const types: [string, string][] = counts.byType.map(({ type: name, title, count }) => [name, `${title} (${count})`]);
  if (type && !counts.byType.some((one) => one.type === type)) types.push([type, isTaskType(type) ? taskType(type).title : type]);
  return [
    select(address, 'type', 'Kind', [['', 'Every kind'], ...types]),
    ...(me.wards.length > 1 ? [select(address, 'wardId', 'Ward', [['', 'All my wards'], ...me.wards.map(({ id, name }) => [id, name] as const)])] : []),
    select(address, 'sort', 'Sort', SORTS),
  ];
}

/** The others. */
export function moreSelects(address: InboxAddress, teams: readonly { readonly id: string; readonly name: string }[]): object[] {
  return [
    select(address, 'priority', 'Priority', [['', 'Any'], ...Object.entries(PRIORITY_LABELS)]),
    select(address, 'acuity', 'NEWS2', [['', 'Any'], ['1', '1 or more'], ['5', '5 or more'], ['7', '7 or more']]),
    select(address, 'followUp', 'Reminder', [['', 'Any'], ['come', 'Time has come'], ['set', 'Set']]),
    ...(teams.length > 0 ? [select(address, 'teamId', 'Team', [['', 'Any'], ...teams.map(({ id, name }) => [id, name] as const)])] : []),
    select(address, 'reverse', 'Order', [['', 'As usual'], ['true', 'Reversed']]),
  ];
}

export function emptyWords(address: InboxAddress, counts: Counts): { title: string; text: string; href: string | null; action: string | null } {
  if (address.value('q')) return { title: 'Nothing matches', text: 'Search by patient name (three letters or more), MRN or bed.', href: address.with({ q: null }), action: 'Show all' };
  if (address.value('status') === 'on-hold') return { title: 'Nothing on hold', text: 'A task waits here while a payer or a patient has the next move.', href: '/tasks', action: 'Show all' };
  if (address.value('delegated')) return { title: 'Nothing delegated', text: 'What a colleague does for you stands here until it comes back.', href: '/tasks', action: 'Show all' };
  if (address.value('scope') === 'mine') return { title: 'You hold no task', text: counts.unclaimed > 0 ? 'Take one that nobody holds.' : 'Nothing waits for your roles just now.', href: counts.unclaimed > 0 ? address.with({ scope: null, holder: 'none' }) : null, action: 'Show what nobody holds' };
  if (address.isFiltered) return { title: 'Nothing here', text: 'No open task fits these filters.', href: '/tasks', action: 'Clear the filters' };
  return { title: 'All done', text: 'New tasks appear here by themselves.', href: null, action: null };
}
