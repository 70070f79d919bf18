import { type z } from 'zod';
import { type Finding } from '../../../../domain/medicines/checkOrders';
import { type Product } from '../../../../domain/medicines/data/formulary';
import { prescriptionProblems } from '../../../../domain/medicines/prescription';
import { productOf } from '../../../../domain/medicines/recognise';
import { newId } from '../../../../db/newId';
import { SIGNALS } from '../../../../workflows/contracts/messages';
import { journeyWorkflowId } from '../../../../workflows/contracts/ids';
import { type medicinesContract } from '../../../contract/medicines';
import { type Act, execute, selectOne } from '../../../http/act';
import { conflict, notFound, staleVersion, unprocessable } from '../../../http/problem';
import { stillThere } from '../../../http/stillThere';
import { type EncounterRow, requireGoingOn } from '../../encounters/encounterRow';
import { loadDisplays } from '../concepts';
import { type Medicine, readMedicine } from '../lists/medicines';
import { announceChart } from './announceChart';
import { dropOpenDoses } from './giveDoses';
import { type MedicineOrder, medicineOrder } from './medicineOrder';
import { findingsOf, orderMedicines } from './orderMedicines';

type Draft = z.output<typeof medicinesContract.checkPrescription.body>;
type Prescribed = z.output<typeof medicinesContract.prescribe.body>;

/** What the check of a prescription would find. Orders nothing. */
export async function checkPrescription(act: Act, encounter: EncounterRow, body: Draft): Promise<Finding[]> {
  const order = orderOf(body);
  return findingsOf(act, encounter, [order], await loadDisplays(act, [order]));
}

/** Order one medicine. An order it replaces is stopped in the same act; the journey is told, so that pharmacist and nurses hear of it. */
export async function prescribe(act: Act, encounter: EncounterRow, body: Prescribed): Promise<Medicine> {
  requireGoingOn(encounter);
  const order = orderOf(body);
  if (order.replacesId !== null) await stopOrder(act, encounter, order.replacesId, null, 'Replaced by another order.');
  const [id = ''] = await orderMedicines(act, encounter, [order], { override: body.overrideReason ?? null, field: 'code' });
  tellJourney(act, encounter);
  act.audits.push({ action: 'medicine.prescribed', resourceType: 'medication-request', resourceId: id, patientId: encounter.patientId, detail: { code: order.code, category: order.category, schedule: order.schedule } });
  return requireMedicine(act, encounter.id, id);
}

/** Stop a medicine: its open doses are closed as stopped. */
export async function stopMedicine(act: Act, encounter: EncounterRow, medicineId: string, body: { version: number; reason: string }): Promise<Medicine> {
  await stopOrder(act, encounter, medicineId, body.version, body.reason);
  tellJourney(act, encounter);
  return requireMedicine(act, encounter.id, medicineId);
}

async function stopOrder(act: Act, encounter: EncounterRow, medicineId: string, version: number | null, reason: string): Promise<void> {
  const row = await selectOne<{ status: string; version: number }>(act, 'SELECT status, version FROM medication_requests WHERE id = ? AND encounter_id = ? FOR UPDATE', [medicineId, encounter.id]);
  if (!row) throw version === null ? unprocessable('no-medicine', 'The order to replace is not one of this stay.', { errors: [{ field: 'replaces', message: 'Choose an order of this stay.' }] }) : notFound();
  if (version !== null && version !== row.version) throw staleVersion(row.version);
  if (row.status !== 'active' && row.status !== 'on-hold') throw conflict('medicine-over', `This medicine is ${row.status} already.`, { currentVersion: row.version });
  const sealed = act.database.cipher.seal({ table: 'medication_requests', column: 'stop_reason_enc', id: medicineId }, reason);
  await execute(act, "UPDATE medication_requests SET status = 'stopped', stopped_at = ?, stopped_by = ?, stop_reason_enc = ?, version = version + 1 WHERE id = ?", [act.now, act.principal.id, sealed, medicineId]);
  await dropOpenDoses(act, encounter.id, 'discontinued', medicineId);
  act.audits.push({ action: 'medicine.stopped', resourceType: 'medication-request', resourceId: medicineId, patientId: encounter.patientId, detail: { reason } });
}

/** The journey reads its orders again; without one (a visit that never had a workflow) nobody listens. */
export function tellJourney(act: Act, encounter: EncounterRow): void {
  const messageId = newId();
  if (encounter.hasJourney) act.commands.push({ workflowId: journeyWorkflowId(encounter.id), kind: 'signal', name: SIGNALS.ordersChanged, payload: { messageId }, dedupId: `orders/${messageId}` });
  announceChart(act, encounter.id);
}

/** The order a prescription stands for; refused field by field when it cannot be carried out as it stands. */
function orderOf({ replaces, ...body }: Draft): MedicineOrder {
  const product = requireProduct(body.code);
  const problems = prescriptionProblems(product, body);
  if (problems.length > 0) throw unprocessable('prescription-incomplete', 'This prescription cannot be carried out as it stands.', { errors: problems });
  const { code, category, schedule, doseQuantity, doseLow, doseUnit, route, everyHours, dosesPlanned, maxPerDay, rateMlPerHour, supplyQuantity, refills } = body;
  const isOnce = schedule === 'stat' || (schedule === 'scheduled' && everyHours === null);
  return medicineOrder({
    code, category, schedule, doseQuantity, doseLow, doseUnit, route, everyHours, dosesPlanned: isOnce && category === 'inpatient' ? 1 : dosesPlanned, maxPerDay, rateMlPerHour, supplyQuantity, refills,
    instructions: body.instructions === '' ? null : body.instructions, replacesId: replaces ?? null,
  });
}

function requireProduct(code: string): Product {
  const product = productOf(code);
  if (!product) throw unprocessable('not-in-formulary', 'The pharmacy does not stock this medicine.', { errors: [{ field: 'code', message: 'Choose a medicine of the list.' }] });
  return product;
}

async function requireMedicine(act: Act, encounterId: string, id: string): Promise<Medicine> {
  return stillThere(await readMedicine(act, encounterId, id), 'order');
}
