import { contract } from '../../../api/client';
import { ListAddress, options } from '../../http/listQuery';
import { get } from '../../http/page';
import { Refusal } from '../../http/refusal';
import { viewListViews } from './listViews';

/** The audit trail for auditors and administrators. */
export const auditPages = [
  get('/audit', async (visit) => {
    const address = new ListAddress('/audit', ['action', 'outcome', 'actorId', 'patientId'] as const, visit.query);
    const patientId = address.value('patientId');
    const { items, nextCursor } = await visit.api.call(contract.listAuditEvents, { query: { ...address.filters, limit: 100, ...(address.cursor ? { cursor: address.cursor } : {}) } as { limit: number } });
    visit.render('audit/audit', {
      action: address.value('action') ?? '', hidden: address.hidden('action'), listsHref: patientId && `/audit/lists?${new URLSearchParams({ patientId })}`, clearHref: address.isFiltered ? '/audit' : null,
      selects: [{ name: 'outcome', label: 'Outcome', hidden: address.hidden('outcome'), options: options(address.value('outcome'), [['', 'Any'], ['done', 'Done'], ['denied', 'Denied'], ['failed', 'Failed']]) }],
      list: { rows: items.map((event) => ({ ...event, actorHref: event.actor.id ? address.with({ actorId: event.actor.id }) : null })), nextHref: address.page(nextCursor), firstHref: address.cursor ? address.with({}) : null, empty: { title: 'Nothing here', text: 'No event fits these filters.', href: '/audit', action: 'Clear the filters' } },
    });
  }),
  get('/audit/lists', async (visit) => {
    const patientId = visit.query.get('patientId')?.trim();
    if (!patientId) throw new Refusal(400, 'Choose a patient first: “same patient” in the audit trail.');
    visit.render('audit/lists', await viewListViews(visit, '/audit/lists', patientId, false));
  }),
  get('/audit/:eventId', async (visit) => {
    const event = await visit.api.call(contract.readAuditEvent, { params: { eventId: visit.param('eventId') } });
    visit.render('audit/event', { event, detail: event.detail === null || event.detail === undefined ? null : JSON.stringify(event.detail, null, 2) });
  }),
];
