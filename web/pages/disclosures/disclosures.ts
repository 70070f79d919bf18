import { contract } from '../../../api/client';
import { DISCLOSURE_KIND_NAMES, DISCLOSURE_KINDS, type DisclosureKind } from '../../../domain/privacy/disclosures';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { type FlashCode } from '../../http/flash';
import { ListAddress, options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { Refusal } from '../../http/refusal';
import { type Visit } from '../../http/visit';
import { patientHeader } from '../patients/header';

/** To whom a record was told: at the desk, and for the patient. */
export const disclosurePages = [
  get('/patients/:patientId/disclosures', (visit) => showDisclosures(visit)),
  post('/patients/:patientId/disclosures', (visit) => change(visit, 'disclosure-recorded', (params, text) =>
    visit.api.call(contract.recordDisclosure, { params, body: { kind: text('kind') as DisclosureKind, disclosedOn: text('disclosedOn'), recipient: text('recipient'), what: text('what'), purpose: text('purpose'), suspendedUntil: text('suspendedUntil') || null } }))),
  post('/patients/:patientId/disclosures/:disclosureId/error', (visit) => change(visit, 'disclosure-withdrawn', (params, text) =>
    visit.api.call(contract.withdrawDisclosure, { params: { ...params, disclosureId: visit.param('disclosureId') }, body: { version: Number(text('version')), reason: text('reason') } }))),
  get('/my-care/disclosures', async (visit) => {
    const { patientId } = visit.person;
    if (!patientId) throw new Refusal(403, 'This page is for patients.');
    const address = new ListAddress('/my-care/disclosures', [] as const, visit.query);
    const page = await visit.api.call(contract.listDisclosures, { params: { patientId }, query: { limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } });
    visit.render('disclosures/mine', { items: page.items, from: page.from, olderHref: address.page(page.nextCursor) });
  }),
];

async function showDisclosures(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const patientId = visit.param('patientId');
  const address = new ListAddress(`/patients/${patientId}/disclosures`, [] as const, visit.query);
  const [patient, page] = await Promise.all([patientHeader(visit, patientId), visit.api.call(contract.listDisclosures, { params: { patientId }, query: { limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } })]);
  visit.render('disclosures/disclosures', {
    ...refusal, errors: refusal?.errors ?? {}, typed: refusal ? Object.fromEntries(visit.posted) : {}, patient, from: page.from, mayWrite: visit.has('registrar', 'privacy-officer'), today: visit.day(),
    kinds: options(visit.posted.get('kind'), DISCLOSURE_KIND_NAMES.map((value) => [value, DISCLOSURE_KINDS[value].label] as const)),
    list: { rows: page.items, total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null, empty: { title: 'Nothing told', text: 'What an authority, a court or a researcher was told stands here.', href: null, action: null } },
  }, { status: refusal?.status ?? 200 });
}

async function change(visit: Visit, flash: FlashCode, perform: (params: { patientId: string }, text: (name: string) => string) => Promise<unknown>): Promise<void> {
  const patientId = visit.param('patientId');
  try {
    await perform({ patientId }, (name) => visit.posted.get(name)?.trim() ?? '');
    visit.redirect(`/patients/${patientId}/disclosures`, flash);
  } catch (error) {
    await showDisclosures(visit, refusalOf(error));
  }
}
