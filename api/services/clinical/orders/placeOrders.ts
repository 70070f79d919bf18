import { newId } from '../../../../db/newId';
import { findAllergyConflicts } from '../../../../domain/orders/allergyCheck';
import { type Act, execute, select } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { loadDisplays } from '../concepts';

/** A laboratory test, panel or procedure to order. */
export interface ServiceOrder {
  readonly category: 'laboratory' | 'procedure';
  readonly systemCode: string;
  readonly code: string;
  /** What is drawn or done together. */
  readonly round: number;
  readonly replay: unknown;
}

export interface MedicineOrder {
  readonly systemCode: string;
  readonly code: string;
  readonly category: 'inpatient' | 'discharge';
  readonly doseQuantity: number | null;
  readonly doseUnit: string | null;
  readonly route: string | null;
  /** Null: one dose, once. */
  readonly everyHours: number | null;
  /** Null: until stopped. */
  readonly dosesPlanned: number | null;
  readonly unitCents: number | null;
  readonly replay: unknown;
}

export interface Orders {
  readonly services: readonly ServiceOrder[];
  readonly medicines: readonly MedicineOrder[];
}

/**
 * The one way anything is ordered: allergies are checked here, whoever orders and however. A conflict is refused with what it
 * is about, unless the prescriber gives a reason, which is kept with the order.
 */
export async function placeOrders(act: Act, encounter: EncounterRow, orders: Orders, options: { allergyOverride: string | null; field: string }): Promise<void> {
  const conflicting = await checkAllergies(act, encounter, orders.medicines, options);
  await insertServices(act, encounter, orders.services);
  await insertMedicines(act, encounter, orders.medicines, conflicting, options.allergyOverride);
}

async function checkAllergies(act: Act, encounter: EncounterRow, medicines: readonly MedicineOrder[], { allergyOverride, field }: { allergyOverride: string | null; field: string }): Promise<ReadonlySet<string>> {
  if (medicines.length === 0) return new Set();
  const allergies = await select<{ systemCode: string; code: string; category: string }>(
    act, "SELECT system_code AS systemCode, code, category FROM allergies WHERE patient_id = ? AND clinical_status = 'active'", [encounter.patientId]);
  const display = await loadDisplays(act, [...medicines, ...allergies]);
  const conflicts = findAllergyConflicts(
    medicines.map((medicine) => ({ code: medicine.code, name: display(medicine.systemCode, medicine.code) })),
    allergies.map((allergy) => ({ code: allergy.code, name: display(allergy.systemCode, allergy.code), category: allergy.category })),
  );
  if (conflicts.length > 0 && allergyOverride === null) {
    const names = [...new Set(conflicts.map((conflict) => `${conflict.medicine.name}: an active allergy to ${conflict.because === 'substance' ? 'this medicine' : 'a medicine of this group'} is on record.`))];
    throw unprocessable('allergy-conflict', 'An order conflicts with a recorded allergy. Choose another medicine, or give the reason to order it nevertheless.', { errors: names.map((message) => ({ field, message })) });
  }
  return new Set(conflicts.map((conflict) => conflict.medicine.code));
}

async function insertServices(act: Act, encounter: EncounterRow, services: readonly ServiceOrder[]): Promise<void> {
  if (services.length === 0) return;
  const rows = services.map((order) => [newId(), encounter.patientId, encounter.id, order.category, order.systemCode, order.code, 'routine', 'active', order.round, act.principal.id, act.now, order.replay === null ? null : JSON.stringify(order.replay)]);
  await execute(
    act,
    `INSERT INTO service_requests (id, patient_id, encounter_id, category, system_code, code, priority, status, round_number, requester_id, ordered_at, replay) VALUES ${rows.map(() => '(?)').join(', ')}`,
    rows,
  );
}

async function insertMedicines(act: Act, encounter: EncounterRow, medicines: readonly MedicineOrder[], conflicting: ReadonlySet<string>, override: string | null): Promise<void> {
  if (medicines.length === 0) return;
  const rows = medicines.map((order) => {
    const id = newId();
    const reason = override !== null && conflicting.has(order.code) ? act.database.cipher.seal({ table: 'medication_requests', column: 'allergy_override_enc', id }, override) : null;
    return [id, encounter.patientId, encounter.id, order.systemCode, order.code, order.category, 'active', order.doseQuantity, order.doseUnit, order.route, order.everyHours, order.dosesPlanned, order.unitCents,
      act.principal.id, act.now, reason, order.replay === null ? null : JSON.stringify(order.replay)];
  });
  await execute(
    act,
    `INSERT INTO medication_requests (id, patient_id, encounter_id, system_code, code, category, status, dose_quantity, dose_unit, route, every_hours, doses_planned, unit_cost_cents,
       requester_id, authored_at, allergy_override_enc, replay) VALUES ${rows.map(() => '(?)').join(', ')}`,
    rows,
  );
}
