import { contract } from '../../../api/client';
import { NOT_GIVEN_REASONS, OUTCOMES, type Outcome } from '../../../domain/medicines/administration';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { get, post } from '../../http/page';
import { Refusal } from '../../http/refusal';
import { type Visit } from '../../http/visit';
import { readNumber } from '../../forms/number';
import { stayAtHand, type StayAtHand } from './stay';

/** At the bedside: scan the patient, scan the package, say what happened. */
export const givePages = [
  get('/patients/:patientId/doses/:doseId', (visit) => showDose(visit)),
  post('/patients/:patientId/doses/:doseId', settle),
  post('/patients/:patientId/doses/:doseId/check', check),
  get('/patients/:patientId/medicines/:medicineId/give', (visit) => showMedicine(visit)),
  post('/patients/:patientId/medicines/:medicineId/give', giveNow),
  post('/patients/:patientId/medicines/:medicineId/infusion', changeInfusion),
];

const text = (visit: Visit, name: string): string => visit.posted.get(name)?.trim() ?? '';
const typedOf = (visit: Visit): Record<string, string> => Object.fromEntries(visit.posted);

async function showDose(visit: Visit, refusal: RefusedForm | null = null, at: StayAtHand | null = null): Promise<void> {
  const stay = at ?? (await stayAtHand(visit));
  const { dose, medicine } = await findDose(visit, stay.encounterId);
  const typed = typedOf(visit);
  const needsCheck = medicine.highAlert !== null && dose.checkedBy === null;
  const outcome = typed['outcome'] ?? (needsCheck ? null : 'given');
  visit.render('medicines/give', {
    ...refusal, ...stay, dose, medicine, typed, errors: refusal?.errors ?? {}, settled: dose.status !== 'planned',
    needsCheck, isVariable: medicine.schedule === 'variable' && !needsCheck,
    outcomes: Object.entries(OUTCOMES).filter(([value]) => !needsCheck || value !== 'given').map(([value, label]) => ({ value, label, chosen: value === outcome })),
    reasons: Object.entries(NOT_GIVEN_REASONS).map(([group, options]) => ({ label: OUTCOMES[group as Outcome], options: options.map((one) => ({ ...one, chosen: one.value === typed['reason'] })) })),
  }, { status: refusal?.status ?? 200 });
}

async function findDose(visit: Visit, encounterId: string) {
  const params = { encounterId };
  const [doses, medicines] = await Promise.all([visit.api.call(contract.listDoses, { params, query: { limit: 200 } }), visit.api.call(contract.listMedicines, { params, query: { limit: 200 } })]);
  const dose = doses.items.find(({ id }) => id === visit.param('doseId'));
  const medicine = medicines.items.find(({ id }) => id === dose?.medicationRequestId);
  if (!dose || !medicine) throw new Refusal(404, 'There is no such dose.');
  return { dose, medicine };
}

async function settle(visit: Visit): Promise<void> {
  const stay = await stayAtHand(visit);
  const outcome = text(visit, 'outcome') as Outcome;
  const quantity = readNumber(text(visit, 'quantity'));
  try {
    const body = {
      version: Number(text(visit, 'version')), outcome, wristband: text(visit, 'wristband'), ...(outcome === 'given' ? { medicineCode: text(visit, 'medicineCode') } : { reason: text(visit, 'reason') }),
      ...(outcome === 'given' && quantity !== null ? { quantity } : {}), ...(text(visit, 'note') ? { note: text(visit, 'note') } : {}),
    };
    await visit.api.call(contract.settleDose, { params: { encounterId: stay.encounterId, doseId: visit.param('doseId') }, body });
    visit.redirect(stay.back, 'dose-recorded');
  } catch (error) {
    await showDose(visit, refusalOf(error), stay);
  }
}

async function check(visit: Visit): Promise<void> {
  const stay = await stayAtHand(visit);
  try {
    await visit.api.call(contract.checkDose, {
      params: { encounterId: stay.encounterId, doseId: visit.param('doseId') }, body: { version: Number(text(visit, 'version')), wristband: text(visit, 'wristband'), medicineCode: text(visit, 'medicineCode') },
    });
    visit.redirect(stay.back, 'dose-checked');
  } catch (error) {
    await showDose(visit, refusalOf(error), stay);
  }
}

async function showMedicine(visit: Visit, refusal: RefusedForm | null = null, at: StayAtHand | null = null): Promise<void> {
  const stay = at ?? (await stayAtHand(visit));
  const medicine = (await visit.api.call(contract.listMedicines, { params: { encounterId: stay.encounterId }, query: { limit: 200 } })).items.find(({ id }) => id === visit.param('medicineId'));
  if (!medicine) throw new Refusal(404, 'There is no such medicine.');
  visit.render('medicines/give-now', { ...refusal, ...stay, medicine, isInfusion: medicine.schedule === 'infusion', typed: typedOf(visit), errors: refusal?.errors ?? {} }, { status: refusal?.status ?? 200 });
}

async function giveNow(visit: Visit): Promise<void> {
  const stay = await stayAtHand(visit);
  const params = { encounterId: stay.encounterId, medicineId: visit.param('medicineId') };
  try {
    const dose = await visit.api.call(contract.giveNow, { params, body: { wristband: text(visit, 'wristband'), medicineCode: text(visit, 'medicineCode'), ...(text(visit, 'note') ? { note: text(visit, 'note') } : {}) } });
    visit.redirect(stay.back, dose.status === 'planned' ? 'dose-prepared' : 'dose-recorded');
  } catch (error) {
    await showMedicine(visit, refusalOf(error), stay);
  }
}

async function changeInfusion(visit: Visit): Promise<void> {
  const stay = await stayAtHand(visit);
  const event = text(visit, 'event') as 'start' | 'rate' | 'stop';
  const rate = readNumber(text(visit, 'rateMlPerHour')) ?? 0;
  const wristband = text(visit, 'wristband');
  const body = event === 'stop' ? { event, wristband } : event === 'rate' ? { event, wristband, rateMlPerHour: rate } : { event, wristband, medicineCode: text(visit, 'medicineCode'), rateMlPerHour: rate };
  try {
    const { isRunning } = await visit.api.call(contract.changeInfusion, { params: { encounterId: stay.encounterId, medicineId: visit.param('medicineId') }, body });
    visit.redirect(stay.back, event === 'start' && !isRunning ? 'dose-prepared' : 'dose-recorded');
  } catch (error) {
    await showMedicine(visit, refusalOf(error), stay);
  }
}
