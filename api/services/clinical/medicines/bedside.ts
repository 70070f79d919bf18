import { type z } from 'zod';
import { isReasonOf } from '../../../../domain/medicines/administration';
import { tooSoon } from '../../../../domain/orders/doseSchedule';
import { newId } from '../../../../db/newId';
import { type dose as doseShape } from '../../../contract/clinical';
import { type medicinesContract } from '../../../contract/medicines';
import { type Act, execute, select, selectOne } from '../../../http/act';
import { conflict, invalid, notFound, staleVersion, unprocessable } from '../../../http/problem';
import { stillThere } from '../../../http/stillThere';
import { type EncounterRow, requireGoingOn } from '../../encounters/encounterRow';
import { listDoses } from '../lists/medicines';
import { announceChart } from './announceChart';
import { checkDoses, settleDoses } from './giveDoses';
import { type OpenDose, openDoses } from './openDoses';
import { closeSettledRounds } from './closeRounds';
import { mayBeGiven, type MedicineRow, medicineOrders } from './orders';

type Dose = z.infer<typeof doseShape>;
type Settlement = z.output<typeof medicinesContract.settleDose.body>;

/** Check one high-alert dose at the drug chart. */
export async function checkDose(act: Act, encounter: EncounterRow, doseId: string, body: z.output<typeof medicinesContract.checkDose.body>): Promise<Dose> {
  const dose = await requireOpenDose(act, encounter, doseId, body.version);
  if (dose.order.highAlert === null) throw unprocessable('no-check-needed', 'Only a high-alert medicine is checked by a second person.');
  await checkDoses(act, encounter, body.wristband, [{ dose, medicineCode: body.medicineCode, field: '' }]);
  await closeSettledRounds(act, encounter);
  return requireDose(act, encounter.id, doseId);
}

/** Give, hold, refuse or miss one dose at the drug chart. The task that asked for it is done with its last dose. */
export async function settleDose(act: Act, encounter: EncounterRow, doseId: string, body: Settlement): Promise<Dose> {
  requireGoingOn(encounter);
  const { outcome, reason } = body;
  if (outcome !== 'given' && (reason === undefined || !isReasonOf(outcome, reason))) throw invalid([{ field: 'reason', message: 'Say why: choose one of the reasons.' }]);
  if (outcome === 'given' && body.medicineCode === undefined) throw invalid([{ field: 'medicineCode', message: 'Scan the package, or type its code.' }]);
  const dose = await requireOpenDose(act, encounter, doseId, body.version);
  await settleDoses(act, encounter, body.wristband, [{ dose, outcome, reason: reason ?? null, note: body.note ?? null, medicineCode: body.medicineCode ?? null, quantity: body.quantity ?? null, field: '' }]);
  await closeSettledRounds(act, encounter);
  return requireDose(act, encounter.id, doseId);
}

/**
 * Give a medicine that is ordered for when it is needed: once the shortest time has passed, and no more than a day allows. A high-alert
 * one is only prepared: a colleague checks it, then it is given like any other dose.
 */
export async function giveNow(act: Act, encounter: EncounterRow, medicineId: string, body: z.output<typeof medicinesContract.giveNow.body>): Promise<Dose> {
  requireGoingOn(encounter);
  const order = await requireOrder(act, encounter, medicineId);
  if (order.schedule !== 'as-needed') throw unprocessable('not-as-needed', 'This medicine has set times: its doses are on the chart.');
  const prepared = (await openDoses(act, encounter.id)).find((dose) => dose.order.id === order.id);
  if (prepared) throw conflict('dose-prepared', 'A dose of this medicine is prepared already: give it, or say why not.');
  const given = await select<{ at: Date }>(act, "SELECT given_at AS at FROM medication_administrations WHERE medication_request_id = ? AND status = 'completed' AND given_at IS NOT NULL", [order.id]);
  const early = tooSoon(order, given.map(({ at }) => at.getTime()), act.now.getTime());
  if (early !== null) throw unprocessable('too-soon', early);
  const dose = await prepareDose(act, encounter, order);
  if (order.highAlert === null) await settleDoses(act, encounter, body.wristband, [{ dose, outcome: 'given', reason: null, note: body.note ?? null, medicineCode: body.medicineCode, quantity: null, field: '' }]);
  return requireDose(act, encounter.id, dose.id);
}

type InfusionChange = z.output<typeof medicinesContract.changeInfusion.body>;

/** Start an infusion, change its rate or stop it; each on record with its time. Starting is giving: the five rights hold, and the second check too. */
export async function changeInfusion(act: Act, encounter: EncounterRow, medicineId: string, body: InfusionChange): Promise<{ isRunning: boolean; rateMlPerHour: number | null; at: string }> {
  requireGoingOn(encounter);
  const order = await requireOrder(act, encounter, medicineId);
  if (order.schedule !== 'infusion') throw unprocessable('not-an-infusion', 'This medicine is not an infusion.');
  const last = await selectOne<{ kind: string }>(act, 'SELECT kind FROM infusion_events WHERE medication_request_id = ? ORDER BY at DESC, id DESC LIMIT 1', [order.id]);
  const isRunning = last !== null && last.kind !== 'stop';
  if (isRunning === (body.event === 'start')) throw conflict('infusion-state', isRunning ? 'This infusion runs already.' : 'This infusion does not run.');
  const limit = order.rateMlPerHour ?? 0;
  if (body.event !== 'stop' && body.rateMlPerHour > limit) throw unprocessable('rate-above-order', `The order allows up to ${limit} mL/h. A faster rate needs another order.`, { errors: [{ field: 'rateMlPerHour', message: `At most ${limit} mL/h.` }] });
  if (body.event === 'start') {
    const dose = (await openDoses(act, encounter.id)).find((one) => one.order.id === order.id) ?? (await prepareDose(act, encounter, order));
    // Prepared only: a colleague checks it, then it is started.
    if (order.highAlert !== null && dose.checkedBy === null) return { isRunning: false, rateMlPerHour: null, at: act.now.toISOString() };
    await settleDoses(act, encounter, body.wristband, [{ dose, outcome: 'given', reason: null, note: null, medicineCode: body.medicineCode, quantity: null, field: '' }]);
  }
  const rate = body.event === 'stop' ? null : body.rateMlPerHour;
  await execute(act, 'INSERT INTO infusion_events (id, patient_id, encounter_id, medication_request_id, kind, rate_ml_per_hour, at, performer_id) VALUES (?)', [[newId(), encounter.patientId, encounter.id, order.id, body.event, rate, act.now, act.principal.id]]);
  announceChart(act, encounter.id);
  act.audits.push({ action: `infusion.${body.event}`, resourceType: 'medication-request', resourceId: order.id, patientId: encounter.patientId, detail: { rate } });
  return { isRunning: rate !== null, rateMlPerHour: rate, at: act.now.toISOString() };
}

async function requireOrder(act: Act, encounter: EncounterRow, medicineId: string): Promise<MedicineRow> {
  const order = (await medicineOrders(act, encounter.id, { lock: true })).find(({ id }) => id === medicineId);
  if (!order) throw notFound();
  if (order.status !== 'active') throw conflict('medicine-over', `This medicine is ${order.status}.`, { currentVersion: order.version });
  if (!mayBeGiven(order)) throw unprocessable('not-verified', 'A pharmacist has not verified this medicine yet.');
  return order;
}

async function prepareDose(act: Act, encounter: EncounterRow, order: MedicineRow): Promise<OpenDose> {
  const last = await selectOne<{ number: number | null }>(act, 'SELECT MAX(dose_number) AS number FROM medication_administrations WHERE medication_request_id = ?', [order.id]);
  const id = newId();
  await execute(act, 'INSERT INTO medication_administrations (id, patient_id, encounter_id, medication_request_id, dose_number, due_at) VALUES (?)', [[id, encounter.patientId, encounter.id, order.id, Number(last?.number ?? 0) + 1, act.now]]);
  const dose = stillThere((await openDoses(act, encounter.id)).find((one) => one.id === id), 'dose');
  announceChart(act, encounter.id);
  return dose;
}

async function requireOpenDose(act: Act, encounter: EncounterRow, doseId: string, version: number): Promise<OpenDose> {
  const row = await selectOne<{ status: string; version: number; performer: string | null }>(
    act, 'SELECT a.status, a.version, u.display_name AS performer FROM medication_administrations a LEFT JOIN staff_users u ON u.id = a.performer_id WHERE a.id = ? AND a.encounter_id = ? FOR UPDATE', [doseId, encounter.id]);
  if (!row) throw notFound();
  if (row.status !== 'planned') throw conflict('dose-settled', row.performer ? `${row.performer} has recorded this dose already.` : 'This dose is recorded already.', { currentVersion: row.version });
  if (row.version !== version) throw staleVersion(row.version);
  const dose = (await openDoses(act, encounter.id)).find(({ id }) => id === doseId);
  if (!dose) throw notFound();
  return dose;
}

async function requireDose(act: Act, encounterId: string, doseId: string): Promise<Dose> {
  return stillThere((await listDoses(act, encounterId, { limit: 1 }, doseId)).items[0], 'dose');
}
