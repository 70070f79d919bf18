import { newId } from '../../../../db/newId';
import { checkOrders, type Finding } from '../../../../domain/medicines/checkOrders';
import { highAlertCategory } from '../../../../domain/medicines/recognise';
import { type Act, executeLater } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { type Display, loadDisplays } from '../concepts';
import { type MedicineOrder } from './medicineOrder';
import { loadPatientFacts } from './patientFacts';

export interface OrderingOptions {
  /** Why to order despite what the check finds; null: nothing may be found that stops. */
  readonly override: string | null;
  /** The field of the form that a refusal points at; a function when each order has its own. */
  readonly field: string | ((order: MedicineOrder) => string);
}

/**
 * The one way a medicine order comes into being: whoever orders and however, each order is checked here for allergy, duplicate,
 * interaction, dose and kidneys. What stops it is refused in words, unless the prescriber gives a reason; reason and findings
 * are kept with the order. The stay's row must be locked, so that two orders at once see each other. Answers the new IDs in order.
 */
export async function orderMedicines(act: Act, encounter: EncounterRow, orders: readonly MedicineOrder[], options: OrderingOptions): Promise<string[]> {
  if (orders.length === 0) return [];
  const display = await loadDisplays(act, orders);
  const found = await findingsOf(act, encounter, orders, display);
  const stops = found.filter(({ level }) => level === 'stop');
  if (stops.length > 0 && options.override === null) throw refusal(stops, orders, options.field);
  const ids = orders.map(() => newId());
  await insertOrders(act, encounter, orders, ids, display);
  await insertAlerts(act, encounter, found, orders, ids, options.override);
  await planStatDoses(act, encounter, orders, ids);
  for (const finding of stops) {
    act.audits.push({ action: 'medicine-check.overridden', resourceType: 'medication-request', resourceId: ids[orders.findIndex(({ code }) => code === finding.code)] ?? null, patientId: encounter.patientId, detail: { kind: finding.kind, rule: finding.rule, message: finding.message, reason: options.override } });
  }
  return ids;
}

/** The check alone, for a prescriber who looks first. Changes nothing. */
export async function findingsOf(act: Act, encounter: EncounterRow, orders: readonly MedicineOrder[], display: Display): Promise<Finding[]> {
  const replaced = orders.flatMap(({ replacesId }) => (replacesId === null ? [] : [replacesId]));
  const found: Finding[] = [];
  for (const category of ['inpatient', 'discharge'] as const) {
    const own = orders.filter((order) => order.category === category);
    if (own.length === 0) continue;
    const facts = await loadPatientFacts(act, encounter.patientId, encounter.id, category, replaced);
    found.push(...checkOrders(own.map((order) => ({ ...order, name: display(order.systemCode, order.code), asNeeded: order.schedule === 'as-needed' })), facts));
  }
  return found;
}

function refusal(stops: readonly Finding[], orders: readonly MedicineOrder[], field: OrderingOptions['field']): Error {
  const place = (code: string): string => {
    const order = orders.find((one) => one.code === code);
    return typeof field === 'string' || !order ? String(typeof field === 'string' ? field : 'medicines') : field(order);
  };
  const errors = [...new Map(stops.map((stop) => [stop.message, { field: place(stop.code), message: stop.message }])).values()];
  const isAllergy = stops.some(({ kind }) => kind === 'allergy');
  const title = isAllergy ? 'An order conflicts with a recorded allergy. Choose another medicine, or give the reason to order it nevertheless.' : 'The check of this order found something. Change it, or give the reason to order it nevertheless.';
  return unprocessable(isAllergy ? 'allergy-conflict' : 'medicine-check', title, { errors });
}

async function insertOrders(act: Act, encounter: EncounterRow, orders: readonly MedicineOrder[], ids: readonly string[], display: Display): Promise<void> {
  const rows = orders.map((order, index) => {
    const id = ids[index] ?? newId();
    const instructions = order.instructions === null ? null : act.database.cipher.seal({ table: 'medication_requests', column: 'instructions_enc', id }, order.instructions);
    const highAlert = order.category === 'inpatient' ? highAlertCategory({ code: order.code, name: display(order.systemCode, order.code) }, order.route) : null;
    return [id, encounter.patientId, encounter.id, order.systemCode, order.code, order.category, 'active', order.schedule, order.doseQuantity, order.doseLow, order.doseUnit, order.route, order.everyHours,
      order.schedule === 'as-needed', order.dosesPlanned, order.maxPerDay, order.rateMlPerHour, instructions, order.supplyQuantity, order.refills, highAlert, order.replacesId, order.unitCents,
      act.principal.id, act.now, order.replay === null ? null : JSON.stringify(order.replay)];
  });
  await executeLater(
    act,
    `INSERT INTO medication_requests (id, patient_id, encounter_id, system_code, code, category, status, schedule, dose_quantity, dose_low, dose_unit, route, every_hours,
       as_needed, doses_planned, max_per_day, rate_ml_per_hour, instructions_enc, supply_quantity, refills, high_alert, replaces_id, unit_cost_cents, requester_id, authored_at, replay)
     VALUES ${rows.map(() => '(?)').join(', ')}`,
    rows,
  );
}

async function insertAlerts(act: Act, encounter: EncounterRow, found: readonly Finding[], orders: readonly MedicineOrder[], ids: readonly string[], override: string | null): Promise<void> {
  if (found.length === 0) return;
  const seal = (id: string, column: string, text: string) => act.database.cipher.seal({ table: 'medication_alerts', column, id }, text);
  const rows = found.map((finding) => {
    const id = newId();
    const isStop = finding.level === 'stop';
    return [id, encounter.patientId, encounter.id, ids[orders.findIndex(({ code }) => code === finding.code)], finding.kind, finding.level, finding.rule.slice(0, 60), seal(id, 'message_enc', finding.message),
      isStop ? seal(id, 'override_enc', override ?? '') : null, isStop ? act.principal.id : null, act.now];
  });
  await executeLater(
    act,
    `INSERT INTO medication_alerts (id, patient_id, encounter_id, medication_request_id, kind, level, rule, message_enc, override_enc, overridden_by, created_at) VALUES ${rows.map(() => '(?)').join(', ')}`,
    rows,
  );
}

/** A stat dose is due as it is ordered: it waits for no round and no pharmacist. */
async function planStatDoses(act: Act, encounter: EncounterRow, orders: readonly MedicineOrder[], ids: readonly string[]): Promise<void> {
  const rows = orders.flatMap((order, index) => (order.schedule === 'stat' ? [[newId(), encounter.patientId, encounter.id, ids[index], 1, act.now]] : []));
  if (rows.length === 0) return;
  await executeLater(act, `INSERT INTO medication_administrations (id, patient_id, encounter_id, medication_request_id, dose_number, due_at) VALUES ${rows.map(() => '(?)').join(', ')}`, rows);
}
