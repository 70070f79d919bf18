import { type MedicineCategory, type Schedule } from '../../../../domain/medicines/prescription';

/** A medicine to order, by whatever path. */
export interface MedicineOrder {
  readonly systemCode: string;
  readonly code: string;
  readonly category: MedicineCategory;
  readonly schedule: Schedule;
  readonly doseQuantity: number | null;
  readonly doseLow: number | null;
  readonly doseUnit: string | null;
  readonly route: string | null;
  /** Null: one dose, once. */
  readonly everyHours: number | null;
  /** Null: until stopped. */
  readonly dosesPlanned: number | null;
  readonly maxPerDay: number | null;
  readonly rateMlPerHour: number | null;
  readonly instructions: string | null;
  readonly supplyQuantity: number | null;
  readonly refills: number | null;
  /** The order this one takes the place of. */
  readonly replacesId: string | null;
  readonly unitCents: number | null;
  readonly replay: unknown;
}

/** A whole order from what differs from a plain one: on the ward, at set times, until stopped. */
export function medicineOrder(order: Pick<MedicineOrder, 'code'> & Partial<MedicineOrder>): MedicineOrder {
  return {
    systemCode: 'RXNORM', category: 'inpatient', schedule: 'scheduled', doseQuantity: null, doseLow: null, doseUnit: null, route: null, everyHours: null, dosesPlanned: null, maxPerDay: null,
    rateMlPerHour: null, instructions: null, supplyQuantity: null, refills: null, replacesId: null, unitCents: null, replay: null, ...order,
  };
}
