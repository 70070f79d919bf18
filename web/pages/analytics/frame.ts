import { contract } from '../../../api/client';
import { DIAGNOSIS_GROUPS, diagnosisGroupLabel } from '../../../domain/analytics/diagnosisGroups';
import { ROLE_LABELS } from '../../../domain/roles';
import { DAY_MS } from '../../../domain/time';
import { ListAddress, options, type OptionView } from '../../http/listQuery';
import { type Visit } from '../../http/visit';

export const FILTERS = ['from', 'to', 'wardId', 'payerId', 'diagnosis', 'role', 'kind', 'name', 'by'] as const;
type Filter = (typeof FILTERS)[number];
export type AnalyticsAddress = ListAddress<Filter>;

const TABS = [['/analytics', 'Overview'], ['/analytics/times', 'Stages and steps'], ['/analytics/variants', 'Variants'], ['/analytics/conformance', 'Conformance'], ['/analytics/forecasts', 'Forecasts']] as const;
/** What the API looks at when no days are named. */
const USUAL_DAYS = 90;
const WINDOWS = [[30, '30 days'], [90, '90 days'], [365, 'A year']] as const;

export const addressOf = (visit: Visit, path: string): AnalyticsAddress => new ListAddress(path, FILTERS, visit.query);

/** The filters of this address that a question of the API takes; the API says what is wrong with those it does not know. */
export function asked(address: AnalyticsAddress, ...names: Filter[]): object {
  return Object.fromEntries(names.flatMap((name) => (address.value(name) === null ? [] : [[name, address.value(name)]])));
}

/** What every page of analytics has above its figures: tabs, days and filters, and what a role that is set does not narrow here. */
export async function frameOf(visit: Visit, address: AnalyticsAddress, filters: readonly ('wardId' | 'payerId' | 'diagnosis' | 'role')[], roleNote: string | null = null): Promise<object> {
  const [{ items: wards }, { items: payers }] = await Promise.all([visit.api.call(contract.listWards, { query: { limit: 200 } }), visit.api.call(contract.listPayers, { query: { limit: 200 } })]);
  const all: Record<'wardId' | 'payerId' | 'diagnosis' | 'role', [label: string, options: readonly (readonly [string, string])[]]> = {
    wardId: ['Ward', wards.map(({ id, name }) => [id, name])], payerId: ['Payer', payers.map(({ id, name }) => [id, name])],
    diagnosis: ['Diagnosis', DIAGNOSIS_GROUPS.map((group) => [group, diagnosisGroupLabel(group)])],
    role: ['Role', Object.entries(ROLE_LABELS).filter(([role]) => role !== 'patient' && role !== 'service')],
  };
  const others = ['wardId', 'payerId', 'diagnosis', 'role'] as const;
  const to = visit.now.toISOString().slice(0, 10);
  const from = (days: number): string => new Date(visit.now.getTime() - days * DAY_MS).toISOString().slice(0, 10);
  return {
    path: address.path,
    tabs: TABS.map(([href, label]) => ({ label, href: new ListAddress(href, ['from', 'to', ...others], visit.query).with({}), current: href === address.path })),
    chips: WINDOWS.map(([days, label]) => ({ label, href: address.with({ from: days === USUAL_DAYS ? null : from(days), to: days === USUAL_DAYS ? null : to }), current: (address.value('from') ?? from(USUAL_DAYS)) === from(days) && (address.value('to') ?? to) === to })),
    range: { from: address.value('from') ?? from(USUAL_DAYS), to: address.value('to') ?? to, hidden: address.hidden('from', 'to') },
    selects: filters.map((name): { name: string; label: string; hidden: object[]; options: OptionView[] } => ({ name, label: all[name][0], hidden: address.hidden(name), options: options(address.value(name), [['', 'All'], ...all[name][1]]) })),
    csv: `${address.with({}).replace(address.path, `${address.path}.csv`)}`,
    isFiltered: address.isFiltered,
    roleNote: address.value('role') ? roleNote : null,
  };
}
