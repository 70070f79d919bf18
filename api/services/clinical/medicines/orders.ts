import { type DoseOrder } from '../../../../domain/medicines/dailyDose';
import { type MedicineCategory, type Schedule } from '../../../../domain/medicines/prescription';
import { type ScheduledMedicine } from '../../../../domain/orders/doseSchedule';
import { type Act, selectOnce } from '../../../http/act';

/** A medicine order of a stay. */
export interface MedicineRow extends ScheduledMedicine {
  readonly id: string;
  readonly systemCode: string;
  readonly code: string;
  readonly category: MedicineCategory;
  readonly status: string;
  readonly schedule: Schedule;
  readonly doseQuantity: number | null;
  readonly doseLow: number | null;
  readonly doseUnit: string | null;
  readonly route: string | null;
  readonly maxPerDay: number | null;
  readonly rateMlPerHour: number | null;
  /** ISMP category; null: one person gives it. */
  readonly highAlert: string | null;
  readonly verifiedAt: Date | null;
  readonly version: number;
}

type Stored = Omit<MedicineRow, 'isUnscheduled' | 'doseQuantity' | 'doseLow' | 'rateMlPerHour'> & { doseQuantity: string | null; doseLow: string | null; rateMlPerHour: string | null };

/** The medicine orders of a stay, rows locked in a write when asked. */
export async function medicineOrders(act: Act, encounterId: string, options: { lock?: boolean } = {}): Promise<MedicineRow[]> {
  const rows = await selectOnce<Stored>(
    act,
    `SELECT id, system_code AS systemCode, code, category, status, schedule, dose_quantity AS doseQuantity, dose_low AS doseLow, dose_unit AS doseUnit, route, every_hours AS everyHours, doses_planned AS dosesPlanned,
       max_per_day AS maxPerDay, rate_ml_per_hour AS rateMlPerHour, high_alert AS highAlert, verified_at AS verifiedAt, version FROM medication_requests WHERE encounter_id = ? ORDER BY authored_at, id
     ${options.lock && act.transaction ? 'FOR UPDATE' : ''}`,
    [encounterId],
  );
  const number = (value: string | null): number | null => (value === null ? null : Number(value));
  return rows.map((row) => ({
    ...row, doseQuantity: number(row.doseQuantity), doseLow: number(row.doseLow), rateMlPerHour: number(row.rateMlPerHour), isUnscheduled: ['as-needed', 'stat', 'infusion'].includes(row.schedule),
  }));
}

/** Orders whose doses are given on the ward, whatever became of them since: they set the rhythm of the rounds for the whole stay. */
export function onTheWard(orders: readonly MedicineRow[]): MedicineRow[] {
  return orders.filter((order) => order.category === 'inpatient' && order.status !== 'entered-in-error');
}

/** No dose of an order before a pharmacist has verified it; a stat dose cannot wait for that and is verified afterwards (as Joint Commission MM.05.01.01 allows). */
export function mayBeGiven(order: Pick<MedicineRow, 'status' | 'verifiedAt' | 'schedule'>): boolean {
  return order.status === 'active' && (order.verifiedAt !== null || order.schedule === 'stat');
}

type Dosed = Pick<DoseOrder, 'doseQuantity' | 'doseUnit' | 'route' | 'rateMlPerHour'> & { readonly doseLow: number | null };

/** "40 mg", "2 to 6 UNT", "50 mL/h"; null when the order does not say. */
export function doseWords({ doseQuantity, doseLow, doseUnit, rateMlPerHour }: Omit<Dosed, 'route'>): string | null {
  if (rateMlPerHour !== null) return `${rateMlPerHour} mL/h`;
  if (doseQuantity === null) return null;
  return `${doseLow === null ? '' : `${doseLow} to `}${doseQuantity} ${doseUnit ?? ''}`.trim();
}

/** "furosemide 10 MG/ML injection, 40 mg, oral": an order as the chart shows it. */
export function orderLine(order: Dosed, name: string): string {
  return [name, doseWords(order), order.route].filter(Boolean).join(', ');
}

