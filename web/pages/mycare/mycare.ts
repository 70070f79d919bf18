import { contract } from '../../../api/client';
import { get } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';
import { viewListViews } from '../audit/listViews';
import { billPages } from './bills';
import { ownId } from './ownId';

/** The patient's own page, made for a phone: what comes next, what to do, what is owed, new results, who looked. */
export const myCarePages = [
  get('/my-care', showMyCare),
  ...billPages,
  get('/my-care/accesses', async (visit) => {
    const patientId = ownId(visit);
    const cursor = visit.query.get('cursor');
    const { items, nextCursor } = await visit.api.call(contract.listAccesses, { params: { patientId }, query: { limit: 50, ...(cursor ? { cursor } : {}) } });
    visit.render('mycare/accesses', { items, olderHref: nextCursor ? `/my-care/accesses?cursor=${encodeURIComponent(nextCursor)}` : null });
  }),
  get('/my-care/lists', async (visit) => visit.render('mycare/lists', await viewListViews(visit, '/my-care/lists', ownId(visit), true))),
];

async function showMyCare(visit: Visit): Promise<void> {
  const patientId = ownId(visit);
  const { api } = visit;
  const [patient, portal, stays, alerts, summaries] = await Promise.all([
    api.call(contract.readPatient, { params: { patientId } }),
    api.call(contract.readPortal, { params: { patientId } }),
    api.call(contract.listPatientEncounters, { params: { patientId }, query: { limit: 10 } }),
    api.call(contract.listAlerts, { query: { unread: 'true', limit: 10 } }),
    api.call(contract.listDischargeSummaries, { params: { patientId } }),
  ]);
  const stay = stays.items.find(({ id }) => id === patient.encounterId) ?? stays.items[0] ?? null;
  const reports = stay ? (await api.call(contract.listReports, { params: { encounterId: stay.id }, query: { limit: 5 } })).items : [];
  const open = portal.invoices.filter(({ openCents }) => openCents > 0);
  const firstDue = firstDueOn(portal);
  visit.render('mycare/mycare', {
    patient, balance: portal.balance, dueNowCents: portal.dueNowCents, invoices: open, reports, summaries: summaries.items, stays: stays.items.slice(0, 5),
    firstName: patient.nameParts.given[0] ?? patient.name,
    inHouse: patient.encounterId !== null,
    next: portal.appointments[0] ?? null, later: portal.appointments.slice(1),
    todo: [
      ...(portal.accounts.some(({ plan }) => plan?.status === 'proposed') ? [{ glyph: 'money', text: 'Look at the payment plan we propose', href: '/my-care/bills', overdue: false }] : []),
      ...(portal.dueNowCents > 0 ? [{ glyph: 'money', text: 'Pay what is due', href: '/my-care/bills', cents: portal.dueNowCents, overdue: firstDue !== null && firstDue < visit.day(), ...(firstDue === null ? {} : { dueOn: firstDue }) }] : []),
      ...(patient.contact?.phone || patient.contact?.email ? [] : [{ glyph: 'person', text: 'Tell us how to reach you: we have neither phone nor e-mail.', overdue: false }]),
      ...(alerts.items.length > 0 ? [{ glyph: 'bell', text: `Read ${alerts.items.length} new ${alerts.items.length === 1 ? 'message' : 'messages'}`, href: '/alerts', overdue: false }] : []),
    ],
  });
}

/** Since or until when the oldest of what is due: the instalment of a plan, else the invoice. */
function firstDueOn({ accounts, invoices }: Reply<typeof contract.readPortal>): string | null {
  const instalments = accounts.flatMap(({ plan }) => (plan?.status === 'active' ? plan.instalments.filter(({ openCents }) => openCents > 0).map(({ dueOn }) => dueOn) : []));
  const days = instalments.length > 0 ? instalments : invoices.filter(({ openCents }) => openCents > 0).map(({ dueOn }) => dueOn);
  return days.sort()[0] ?? null;
}
