import { contract } from '../../../api/client';
import { SBAR_LABELS, type Sbar } from '../../../domain/shifts/sbar';
import { SHIFTS } from '../../../domain/shifts/times';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { patientHeader } from '../patients/header';

/** A nurse's shift at its two ends: taking over with one action, handing over in one's own words. */
export const shiftPages = [
  get('/shift', (visit) => showShift(visit)),
  post('/shift/acceptance', accept),
  get('/handover/:encounterId', (visit) => showHandover(visit)),
  post('/handover/:encounterId', give),
];

async function showShift(visit: Visit, refused: string | null = null): Promise<void> {
  const mayAssign = visit.has('charge-nurse', 'administrator');
  const [list, { items: wards }] = await Promise.all([
    visit.api.call(contract.listHandovers, { query: { scope: mayAssign ? 'ward' : 'mine' } }),
    visit.api.call(contract.listWards, { query: { limit: 200 } }),
  ]);
  const mine = visit.person.wards.map(({ id }) => id);
  visit.render('shifts/shift', {
    refused, ...list, label: SHIFTS[list.shift].label, mayAssign, mayAccept: visit.has('nurse', 'charge-nurse'),
    toAccept: list.toAccept.map((one) => ({ ...one, isMine: one.givenBy?.id === visit.person.id })),
    wards: wards.filter(({ id }) => mine.length === 0 || mine.includes(id)),
  }, { status: refused ? 409 : 200, parts: { shift: 'shifts/shift-part' } });
}

async function accept(visit: Visit): Promise<void> {
  const handoverIds = visit.posted.getAll('handoverId');
  if (handoverIds.length === 0) return visit.redirect('/shift', 'nothing-selected');
  const { results } = await visit.api.call(contract.acceptHandovers, { body: { handoverIds } });
  const problems = [...new Set(results.flatMap(({ problem }) => problem ?? []))];
  if (problems.length > 0) return showShift(visit, problems.join(' '));
  visit.redirect('/shift', 'handovers-accepted');
}

const PARTS = Object.keys(SBAR_LABELS) as (keyof Sbar)[];
const HINTS: Readonly<Record<keyof Sbar, string>> = { situation: 'Who, where, why, and what is happening now.', background: 'What the next nurse must know before.', assessment: 'How the patient has been this shift.', recommendation: 'What is open and what to look out for.' };

async function showHandover(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const handover = await visit.api.call(contract.readHandover, { params: { encounterId: visit.param('encounterId') } });
  const typed = refusal ? Object.fromEntries(visit.posted) : {};
  visit.render('shifts/handover', {
    ...refusal, errors: refusal?.errors ?? {}, handover, patient: await patientHeader(visit, handover.patient.id), label: SHIFTS[handover.shift].label, isOver: handover.status === 'accepted',
    mayGive: handover.status !== 'accepted' && visit.has('nurse', 'charge-nurse'),
    parts: PARTS.map((name) => ({ name, label: SBAR_LABELS[name], hint: HINTS[name], value: typed[name] ?? handover.sbar[name], error: refusal?.errors[name] })),
  }, { status: refusal?.status ?? 200 });
}

async function give(visit: Visit): Promise<void> {
  const sbar = Object.fromEntries(PARTS.map((name) => [name, visit.posted.get(name)?.replace(/\r\n/g, '\n') ?? ''])) as unknown as Sbar;
  try {
    await visit.api.call(contract.giveHandover, { params: { encounterId: visit.param('encounterId') }, body: { version: Number(visit.posted.get('version')), sbar } });
  } catch (error) {
    return showHandover(visit, refusalOf(error, (field) => field.replace('sbar.', '')));
  }
  visit.redirect('/shift', 'handover-given');
}
