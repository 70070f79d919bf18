import { contract, ApiProblem } from '../../../api/client';
import { EQUIPMENT, type Equipment } from '../../../domain/beds/equipment';
import { RESERVATION_MINUTES } from '../../../domain/beds/reservation';
import { TRANSFER_REASONS, type TransferReason } from '../../../domain/beds/transfer';
import { type FlashCode } from '../../http/flash';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { patientHeader } from '../patients/header';
import { type Bed, type BedView, bedView, type Board } from './bedView';

/** One bed: who lies in it or is expected, and what can be done about that. Every act is a form of its own. */
export const bedPage = [
  get('/beds/:bedId', (visit) => showBed(visit)),
  act('reserve', 'bed-kept', (visit) => visit.api.call(contract.reserveBed, { params: bed(visit), body: { version: whole(visit, 'version'), encounterId: text(visit, 'encounterId'), minutes: whole(visit, 'minutes') } })),
  act('give-back', 'bed-given-back', (visit) => visit.api.call(contract.giveBackBed, { params: bed(visit), body: { version: whole(visit, 'version') } })),
  act('move', 'patient-moved', async (visit) => {
    const { id, version } = choice(visit, 'toBed');
    await visit.api.call(contract.moveToBed, { params: { bedId: id }, body: { version, encounterId: text(visit, 'encounterId') } });
  }),
  act('swap', 'patients-swapped', async (visit) => {
    const { id, version } = choice(visit, 'otherBed');
    await visit.api.call(contract.swapBeds, { params: bed(visit), body: { version: whole(visit, 'version'), otherBedId: id, otherVersion: version, bedsCleaned: (visit.posted.get('bedsCleaned') === 'yes') as true } });
  }),
  act('undo', 'move-undone', (visit) => visit.api.call(contract.undoMove, { params: { moveId: text(visit, 'moveId') }, body: { layInNewBed: text(visit, 'layInNewBed') === 'yes' } })),
  act('transfer', 'transfer-requested', async (visit) => {
    const note = text(visit, 'note');
    await visit.api.call(contract.requestTransfer, { params: { encounterId: text(visit, 'encounterId') }, body: { toWardId: text(visit, 'toWardId'), reason: text(visit, 'reason') as TransferReason, ...(note ? { note } : {}) } });
  }),
  act('withdraw', 'transfer-withdrawn', (visit) => visit.api.call(contract.withdrawTransfer, { params: { transferId: text(visit, 'transferId') }, body: { version: whole(visit, 'transferVersion') } })),
  act('needs', 'needs-saved', (visit) => visit.api.call(contract.setBedNeeds, { params: { encounterId: text(visit, 'encounterId') }, body: { version: whole(visit, 'encounterVersion'), equipment: visit.posted.getAll('equipment') as Equipment[] } })),
];

const bed = (visit: Visit): { bedId: string } => ({ bedId: visit.param('bedId') });
const text = (visit: Visit, name: string): string => visit.posted.get(name)?.trim() ?? '';
const whole = (visit: Visit, name: string): number => Number(visit.posted.get(name));

/** A bed is chosen with its version, so that a choice made on an old board is noticed. */
function choice(visit: Visit, name: string): { id: string; version: number } {
  const [id = '', version = ''] = text(visit, name).split('~');
  return { id, version: Number(version) };
}

/** A form of this page: done, back to the board with a word; refused, the page again with what was typed. */
function act(name: string, flash: FlashCode, perform: (visit: Visit) => Promise<unknown>) {
  return post(`/beds/:bedId/${name}`, async (visit) => {
    try {
      await perform(visit);
    } catch (error) {
      return showBed(visit, { form: name, ...refusalOf(error) });
    }
    visit.redirect('/beds', flash);
  });
}

async function showBed(visit: Visit, refusal: (RefusedForm & { form: string }) | null = null): Promise<void> {
  const { wards, waiting } = await visit.api.call(contract.readBedBoard, { query: {} });
  const ward = wards.find(({ beds }) => beds.some(({ id }) => id === visit.param('bedId')));
  const found = ward?.beds.find(({ id }) => id === visit.param('bedId'));
  if (!ward || !found) throw new ApiProblem(404, { type: 'urn:careway:problem:not-found', title: 'There is no such bed.', status: 404 });
  const view = bedView(found);
  const typed = Object.fromEntries(visit.posted);
  const lies = view.patient !== null && !view.isReserved;
  visit.render('beds/bed', {
    ...refusal, errors: refusal?.errors ?? {}, typed, bed: view, ward, patient: await patientHeader(visit, view.patient?.id ?? null), lies,
    may: {
      change: visit.has('bed-manager', 'charge-nurse', 'administrator'), move: lies && visit.has('nurse', 'charge-nurse', 'bed-manager', 'administrator'),
      transfer: lies && visit.has('nurse', 'charge-nurse', 'bed-manager', 'administrator', 'physician'),
    },
    ...choices(view, ward, wards, waiting, typed),
  }, { status: refusal?.status ?? 200 });
}

type Ward = Board['wards'][number];

function choices(bedHere: BedView, ward: Ward, wards: readonly Ward[], waiting: Board['waiting'], typed: Readonly<Record<string, string>>) {
  const others = ward.beds.filter(({ id }) => id !== bedHere.id);
  const chosen = (list: readonly Bed[], words: (one: Bed) => string, name: string) => options(typed[name] ?? '', list.map((one) => [`${one.id}~${one.version}`, words(one)] as const));
  return {
    freeBeds: chosen(others.filter((one) => bedView(one).kind === 'free' || (one.isReserved && one.encounterId === bedHere.encounterId)), (one) => [`${one.code}, room ${one.room}`, one.isolationCapable ? 'isolation' : '', ...one.equipment].filter(Boolean).join(', '), 'toBed'),
    takenBeds: chosen(others.filter((one) => one.status === 'O'), (one) => `${one.code}: ${one.patient?.name ?? ''}`, 'otherBed'),
    otherWards: options(typed['toWardId'] ?? '', wards.filter(({ id }) => id !== ward.id).map(({ id, name, counts }) => [id, `${name} (${counts.free} free)`] as const)),
    reasons: options(typed['reason'] ?? '', Object.entries(TRANSFER_REASONS)),
    waiting: options(typed['encounterId'] ?? '', waiting.map(({ encounterId, patient }) => [encounterId, `${patient.name}, ${patient.mrn}`] as const)),
    minutes: options(typed['minutes'] ?? String(RESERVATION_MINUTES.usual), [['30', '30 minutes'], ['60', '1 hour'], ['120', '2 hours'], ['240', '4 hours'], ['480', '8 hours'], ['720', '12 hours']]),
    equipment: Object.entries(EQUIPMENT).map(([value, label]) => ({ value, label, checked: bedHere.needs?.equipment.includes(value) ?? false })),
  };
}
