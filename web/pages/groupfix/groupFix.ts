import { contract } from '../../../api/client';
import { CLAIM_ACTIONS, INCIDENT_GROUP_ACTIONS } from '../../../domain/claims/deskActions';
import { get, post } from '../../http/page';
import { type ChipView, ListAddress } from '../../http/listQuery';
import { type Reply, type Visit } from '../../http/visit';
import { type IconName } from '../../render/icons';

type Detail = Reply<typeof contract.readGroupFix>;
type GroupFix = Detail['groupFix'];
type Item = Reply<typeof contract.listGroupFixItems>['items'][number];

/** One fix for many: the dry run, the application and what came of it, one by one; and those made before. */
export const groupFixPages = [
  get('/group-fixes', showList),
  get('/group-fixes/:groupFixId', showGroupFix),
  post('/group-fixes/:groupFixId/apply', async (visit) => {
    await visit.api.call(contract.applyGroupFix, { params: paramsOf(visit), body: { version: Number(visit.posted.get('version')) } });
    visit.redirect(`/group-fixes/${visit.param('groupFixId')}`);
  }),
  post('/group-fixes/:groupFixId/stop', async (visit) => {
    await visit.api.call(contract.stopGroupFix, { params: paramsOf(visit), body: { version: Number(visit.posted.get('version')) } });
    visit.redirect(`/group-fixes/${visit.param('groupFixId')}`, 'group-fix-stopped');
  }),
];

const paramsOf = (visit: Visit): { groupFixId: string } => ({ groupFixId: visit.param('groupFixId') });

const STATES: Readonly<Record<GroupFix['state'], { words: string; tone: string; glyph: IconName }>> = {
  planning: { words: 'Dry run', tone: 'amber', glyph: 'clock' },
  planned: { words: 'Ready to apply', tone: 'amber', glyph: 'flag' },
  applying: { words: 'Being applied', tone: 'amber', glyph: 'clock' },
  done: { words: 'Applied', tone: 'green', glyph: 'done' },
  stopped: { words: 'Stopped', tone: '', glyph: 'skip' },
};
const ITEM_STATES: Readonly<Record<Item['state'], { words: string; tone: string; glyph: IconName }>> = {
  listed: { words: 'Not looked at yet', tone: '', glyph: 'circle' },
  ready: { words: 'Will change', tone: 'accent', glyph: 'arrow' },
  impossible: { words: 'Cannot', tone: 'red', glyph: 'alert' },
  done: { words: 'Done', tone: 'green', glyph: 'done' },
  failed: { words: 'Not done', tone: 'red', glyph: 'alert' },
  'left-out': { words: 'Left out', tone: 'amber', glyph: 'skip' },
};

async function showGroupFix(visit: Visit): Promise<void> {
  const params = paramsOf(visit);
  const address = new ListAddress(`/group-fixes/${params.groupFixId}`, ['state'] as const, visit.query);
  const [detail, page] = await Promise.all([
    visit.api.call(contract.readGroupFix, { params }),
    visit.api.call(contract.listGroupFixItems, { params, query: { ...address.filters, ...(address.cursor ? { cursor: address.cursor } : {}), limit: 50 } as { limit: number } }),
  ]);
  const { groupFix } = detail;
  const state = address.value('state');
  const chips: ChipView[] = [
    { label: 'All', href: address.with({ state: null }), current: state === null, count: groupFix.total },
    ...(Object.keys(ITEM_STATES) as Item['state'][]).filter((name) => groupFix.counts[name] > 0 || state === name)
      .map((name): ChipView => ({ label: ITEM_STATES[name].words, href: address.with({ state: name }), current: state === name, count: groupFix.counts[name], tone: ITEM_STATES[name].tone === 'red' ? 'red' : null })),
  ];
  visit.render('groupfix/groupfix', {
    ...detail, ...view(groupFix), chips, backHref: groupFix.target === 'claim' ? '/claims' : '/incidents',
    isClaim: groupFix.target === 'claim', looked: groupFix.total - groupFix.counts.listed, applied: groupFix.counts.done + groupFix.counts.failed, toApply: groupFix.counts.done + groupFix.counts.failed + groupFix.counts.ready,
    notDone: groupFix.counts.impossible + groupFix.counts.failed + groupFix.counts['left-out'],
    mayStop: ['planning', 'planned', 'applying'].includes(groupFix.state) && (detail.mayApply || visit.has('billing-supervisor', 'manager', 'administrator')),
    is: { [groupFix.state]: true },
    list: {
      rows: page.items.map((item) => ({ ...item, at: ITEM_STATES[item.state], href: groupFix.target === 'claim' ? `/claims/${item.id}` : null })), total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: { title: 'None is in this state', text: 'Choose another state to see the others.', href: address.with({ state: null }), action: 'Show all' },
    },
  }, { parts: { 'group-fix': 'groupfix/part' } });
}

/** A group fix in words. */
function view(groupFix: GroupFix): { label: string; noun: string; at: (typeof STATES)[GroupFix['state']] } {
  const actions: Readonly<Record<string, { label: string }>> = groupFix.target === 'claim' ? CLAIM_ACTIONS : INCIDENT_GROUP_ACTIONS;
  return { label: actions[groupFix.action]?.label ?? groupFix.action, noun: groupFix.target === 'claim' ? 'claim' : 'stuck step', at: STATES[groupFix.state] };
}

async function showList(visit: Visit): Promise<void> {
  const address = new ListAddress('/group-fixes', ['mine', 'target'] as const, visit.query);
  const page = await visit.api.call(contract.listGroupFixes, { query: { ...address.filters, ...(address.cursor ? { cursor: address.cursor } : {}), limit: 50 } as { limit: number } });
  const mine = address.value('mine') === 'true';
  visit.render('groupfix/list', {
    chips: [{ label: 'Everybody’s', href: address.with({ mine: null }), current: !mine }, { label: 'Mine', href: address.with({ mine: 'true' }), current: mine }],
    list: {
      rows: page.items.map((groupFix) => ({ ...groupFix, ...view(groupFix), notDone: groupFix.counts.impossible + groupFix.counts.failed + groupFix.counts['left-out'] })), total: null, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: { title: 'No group fix yet', text: 'Choose a cause on the claims desk, then “Fix together”.', href: '/claims', action: 'To the claims desk' },
    },
  }, { parts: { 'group-fixes': 'groupfix/list-part' } });
}
