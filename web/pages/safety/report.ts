import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { contract } from '../../../api/client';
import { HARM_NAMES, HARMS } from '../../../domain/safety/harm';
import { INFECTIONS, MEDICATION_ERROR_CATEGORIES, PRESSURE_INJURY_STAGES, SAFETY_EVENT_KIND_NAMES, SAFETY_EVENT_KINDS, type SafetyEventKind } from '../../../domain/safety/kinds';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { patientHeader } from '../patients/header';

/** Reporting an event: one short form, reachable from the menu and from a patient's page. */
export const safetyReportPages = [
  get('/safety/new', (visit) => showForm(visit)),
  post('/safety/new', report),
];

async function showForm(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const { posted } = visit;
  const about = { patientId: posted.get('patientId') ?? visit.query.get('patientId'), encounterId: posted.get('encounterId') ?? visit.query.get('encounterId') };
  const [patient, wards] = await Promise.all([patientHeader(visit, about.patientId), visit.api.call(contract.listWards, { query: { limit: 200 } })]);
  const here = patient?.ward?.id ?? (visit.person.wards.length === 1 ? visit.person.wards[0]?.id : undefined);
  const choices = (name: string, all: Readonly<Record<string, string>>) => options(posted.get(name), [['', 'Choose'], ...Object.entries(all)]);
  visit.render('safety/new', {
    ...refusal, patient, encounterId: patient ? about.encounterId : null, typed: Object.fromEntries(posted), errors: refusal?.errors ?? {}, once: posted.get('_once') ?? randomUUID(),
    at: posted.get('occurredAt') ?? DateTime.fromJSDate(visit.now, { zone: visit.deps.config.timeZone }).toFormat("yyyy-MM-dd'T'HH:mm"), isAnonymous: posted.get('anonymous') === 'true',
    kinds: SAFETY_EVENT_KIND_NAMES.map((value) => ({ value, label: SAFETY_EVENT_KINDS[value].label, chosen: posted.get('kind') === value })),
    harms: HARM_NAMES.map((value) => ({ value, label: HARMS[value], chosen: posted.get('harm') === value })),
    details: [
      { name: 'stage', kind: 'pressure-injury', label: 'Which stage?', options: choices('stage', PRESSURE_INJURY_STAGES) }, { name: 'category', kind: 'medication-error', label: 'How far did it go? (NCC MERP)', options: choices('category', MEDICATION_ERROR_CATEGORIES) },
      { name: 'infection', kind: 'infection', label: 'Which infection?', options: choices('infection', INFECTIONS) },
    ],
    wards: options(posted.get('wardId') ?? here ?? '', [['', 'Not on a ward'], ...wards.items.map(({ id, name }) => [id, name] as const)]),
  }, { status: refusal?.status ?? 200 });
}

/** The detail that belongs to the kind chosen; without browser code the others are posted along. */
const DETAIL_FIELDS: Readonly<Partial<Record<SafetyEventKind, string>>> = { 'pressure-injury': 'stage', 'medication-error': 'category', infection: 'infection' };

async function report(visit: Visit): Promise<void> {
  const text = (name: string): string | null => visit.posted.get(name)?.trim() || null;
  const kind = (text('kind') ?? '') as SafetyEventKind;
  const detailField = DETAIL_FIELDS[kind];
  const at = DateTime.fromISO(text('occurredAt') ?? '', { zone: visit.deps.config.timeZone });
  const anonymous = text('anonymous') === 'true';
  try {
    const { id } = await visit.api.call(contract.reportSafetyEvent, {
      idempotencyKey: `web-safety-${text('_once') ?? ''}`,
      body: {
        kind, detail: detailField ? text(detailField) : null, harm: (text('harm') ?? '') as 'none', occurredAt: at.isValid ? (at.toUTC().toISO() ?? '') : '', wardId: text('wardId'), place: text('place'), narrative: text('narrative') ?? '',
        patientId: text('patientId'), encounterId: text('encounterId'), anonymous,
      },
    });
    visit.redirect(id === null ? '/safety' : `/safety/${id}`, anonymous ? 'safety-reported-nameless' : 'safety-reported');
  } catch (error) {
    await showForm(visit, refusalOf(error, (field) => (field === 'detail' ? (detailField ?? field) : field)));
  }
}
