import { DateTime } from 'luxon';
import { contract } from '../../../api/client';
import { FINDING_LABELS, FINDINGS, type Finding } from '../../../domain/privacy/breach';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { ListAddress, options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';

export const FINDING_TONES: Readonly<Record<Finding, string>> = { presumed: 'amber', breach: 'red', 'no-breach': 'green' };

/** What was seen by whom it was not meant for: the list, and entering what may be a breach. */
export const breachPages = [get('/breaches', showBreaches), get('/breaches/new', (visit) => showForm(visit)), post('/breaches', openBreach)];

async function showBreaches(visit: Visit): Promise<void> {
  const address = new ListAddress('/breaches', ['finding', 'q'] as const, visit.query);
  const page = await visit.api.call(contract.listBreaches, { query: { ...address.filters, limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } as { limit: number } });
  const finding = address.value('finding');
  const chip = (value: Finding | null, label: string) => ({ label, href: address.with({ finding: value }), current: finding === value });
  visit.render('breaches/breaches', {
    mayWrite: visit.has('privacy-officer'), search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    chips: [chip(null, 'All'), ...FINDINGS.map((one) => chip(one, FINDING_LABELS[one]))],
    list: {
      rows: page.items.map((one) => ({ ...one, words: FINDING_LABELS[one.finding], tone: FINDING_TONES[one.finding] })), total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: address.isFiltered ? { title: 'Nothing matches', text: 'Search by number, patient name or MRN.', href: '/breaches', action: 'Clear the filters' } : { title: 'No breach on record', text: 'When somebody saw what was not theirs to see, enter it here: the report is made from the audit trail.', href: null, action: null },
    },
  });
}

async function showForm(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const { posted, query } = visit;
  const { items } = await visit.api.call(contract.listStaff, {});
  const zone = visit.deps.config.timeZone;
  const at = (moment: Date) => DateTime.fromJSDate(moment, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");
  visit.render('breaches/new', {
    ...refusal, errors: refusal?.errors ?? {}, typed: Object.fromEntries(posted),
    people: options(posted.get('actorId') ?? query.get('actorId'), [['', 'Everybody'], ...items.map(({ id, name }) => [id, name] as const)]),
    discoveredOn: posted.get('discoveredOn') ?? at(visit.now).slice(0, 10), from: posted.get('from') ?? at(new Date(visit.now.getTime() - 7 * 86_400_000)), to: posted.get('to') ?? at(visit.now),
  }, { status: refusal?.status ?? 200 });
}

async function openBreach(visit: Visit): Promise<void> {
  const text = (name: string): string => visit.posted.get(name)?.trim() ?? '';
  const moment = (name: string): string => DateTime.fromISO(text(name), { zone: visit.deps.config.timeZone }).toUTC().toISO() ?? '';
  try {
    const mrn = text('mrn');
    const [patient] = mrn === '' ? [] : (await visit.api.call(contract.listPatients, { query: { mrn } })).items;
    if (mrn !== '' && !patient) return await showForm(visit, { refused: 'Nobody has this MRN.', errors: { mrn: 'Nobody has this MRN.' }, status: 422 });
    const breach = await visit.api.call(contract.openBreach, { body: { discoveredOn: text('discoveredOn'), from: moment('from'), to: moment('to'), actorId: text('actorId') || null, patientId: patient?.id ?? null, story: text('story') } });
    visit.redirect(`/breaches/${breach.id}`, 'breach-opened');
  } catch (error) {
    await showForm(visit, refusalOf(error));
  }
}
