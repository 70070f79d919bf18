import { type contract } from '../../../api/client';
import { AMENDMENT_GROUNDS, AMENDMENT_STATE_LABELS, type AmendmentState, ENTRY_KIND_NAMES, ENTRY_KINDS, RECIPIENT_KINDS } from '../../../domain/privacy/amendment';
import { ListAddress, options } from '../../http/listQuery';
import { type Reply, type Visit } from '../../http/visit';

type Amendment = Reply<typeof contract.listPatientAmendments>['items'][number];

export const STATE_TONES: Readonly<Record<AmendmentState, string>> = { asked: 'amber', accepted: 'green', denied: 'red' };

/** A request as its pages show it. */
export function amendmentView(one: Amendment, now: Date): object {
  return {
    ...one, kindLabel: ENTRY_KINDS[one.kind].label, tone: STATE_TONES[one.status], state: AMENDMENT_STATE_LABELS[one.status], groundWords: one.ground && AMENDMENT_GROUNDS[one.ground],
    recipients: one.recipients.map((recipient) => ({ ...recipient, known: RECIPIENT_KINDS[recipient.kind] })), leftToTell: one.recipients.filter(({ outcome }) => outcome === null).length,
    isOpen: one.status === 'asked', isLate: one.status === 'asked' && one.dueAt < now.toISOString(), mayDisagree: one.status === 'denied' && one.disagreement === null,
  };
}

/** What stands in the record, to choose an entry from; or the one that was chosen. */
export function entriesView(visit: Visit, path: string, page: Reply<typeof contract.listRecordEntries>): object {
  const address = new ListAddress(path, ['kind', 'q'] as const, visit.query);
  return {
    path, search: { hidden: address.hidden('q'), value: address.value('q') ?? '' }, kinds: options(address.value('kind'), [['', 'Everything'], ...ENTRY_KIND_NAMES.map((name) => [name, ENTRY_KINDS[name].label] as const)]),
    list: {
      rows: page.items.map((one) => ({ ...one, kindLabel: ENTRY_KINDS[one.kind].label, href: `${path}?${new URLSearchParams({ kind: one.kind, entry: one.id })}` })), total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: { title: 'Nothing found', text: 'Try other words, or another kind.', href: path, action: 'Show everything' },
    },
  };
}
