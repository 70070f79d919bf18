import { type ScheduledMedicine } from '../../../../domain/orders/doseSchedule';
import { type Act, select } from '../../../http/act';

/** A medicine order of a stay. */
export interface MedicineRow extends ScheduledMedicine {
  readonly id: string;
  readonly systemCode: string;
  readonly code: string;
  readonly category: 'inpatient' | 'discharge';
  readonly status: string;
  readonly doseQuantity: string | null;
  readonly doseUnit: string | null;
  readonly route: string | null;
  readonly verifiedAt: Date | null;
}

/** The medicine orders of a stay, rows locked in a write when asked. */
export async function medicineOrders(act: Act, encounterId: string, options: { lock?: boolean } = {}): Promise<MedicineRow[]> {
  const rows = await select<Omit<MedicineRow, 'asNeeded'> & { asNeeded: number }>(
    act,
    `SELECT id, system_code AS systemCode, code, category, status, dose_quantity AS doseQuantity, dose_unit AS doseUnit, route, every_hours AS everyHours, doses_planned AS dosesPlanned,
       as_needed AS asNeeded, verified_at AS verifiedAt FROM medication_requests WHERE encounter_id = ? ORDER BY authored_at, id ${options.lock && act.transaction ? 'FOR UPDATE' : ''}`,
    [encounterId],
  );
  return rows.map((row) => ({ ...row, asNeeded: row.asNeeded === 1 }));
}

/** Orders whose doses are given on the ward, whatever became of them since: they set the rhythm of the rounds for the whole stay. */
export function onTheWard(orders: readonly MedicineRow[]): MedicineRow[] {
  return orders.filter((order) => order.category === 'inpatient' && order.status !== 'entered-in-error');
}

/** "furosemide 10 MG/ML injection, 40 mg, oral": an order as the chart shows it. */
export function orderLine(order: MedicineRow, name: string): string {
  const dose = order.doseQuantity === null ? null : `${Number(order.doseQuantity)} ${order.doseUnit ?? ''}`.trim();
  return [name, dose, order.route].filter(Boolean).join(', ');
}

/** "every 8 h, 12 doses" */
export function rhythm(order: ScheduledMedicine): string {
  if (order.asNeeded) return 'as needed';
  if (order.everyHours === null) return 'once';
  return `every ${order.everyHours} h${order.dosesPlanned === null ? '' : `, ${order.dosesPlanned} doses`}`;
}
