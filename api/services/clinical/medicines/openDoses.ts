import { rhythmWords } from '../../../../domain/medicines/prescription';
import { type MedicineRow, medicineOrders, orderLine } from './orders';
import { type Act, selectOnce } from '../../../http/act';
import { loadDisplays } from '../concepts';

/** Which open doses a form is about. */
export type DoseKind = 'all' | 'round' | 'high-alert' | 'stat';

export interface OpenDose {
  readonly id: string;
  readonly order: MedicineRow;
  /** Which task it is given in. */
  readonly kind: Exclude<DoseKind, 'all'>;
  readonly name: string;
  readonly line: string;
  readonly hint: string;
  readonly doseNumber: number;
  readonly dueAt: Date;
  readonly checkedBy: string | null;
  readonly checkedAt: Date | null;
  readonly version: number;
}

/** Doses that are planned and not settled, the oldest first; rows locked in a write. */
export async function openDoses(act: Act, encounterId: string, kind: DoseKind = 'all'): Promise<OpenDose[]> {
  const doses = await selectOnce<{ id: string; medicationRequestId: string; doseNumber: number; dueAt: Date; checkedBy: string | null; checkedAt: Date | null; version: number }>(
    act,
    `SELECT id, medication_request_id AS medicationRequestId, dose_number AS doseNumber, due_at AS dueAt, checked_by AS checkedBy, checked_at AS checkedAt, version FROM medication_administrations
     WHERE encounter_id = ? AND status = 'planned' ORDER BY due_at, id ${act.transaction ? 'FOR UPDATE' : ''}`,
    [encounterId],
  );
  if (doses.length === 0) return [];
  const orders = new Map((await medicineOrders(act, encounterId)).map((order) => [order.id, order]));
  const display = await loadDisplays(act, [...orders.values()]);
  return doses.flatMap(({ medicationRequestId, ...dose }) => {
    const order = orders.get(medicationRequestId);
    if (!order || (kind !== 'all' && kindOf(order) !== kind)) return [];
    const name = display(order.systemCode, order.code);
    return [{ ...dose, order, kind: kindOf(order), name, line: orderLine(order, name), hint: `dose ${dose.doseNumber}, ${rhythmWords(order)}` }];
  });
}

/** Which task an order's doses are given in. */
export function kindOf(order: Pick<MedicineRow, 'schedule' | 'highAlert'>): Exclude<DoseKind, 'all'> {
  if (order.schedule === 'stat') return 'stat';
  return order.highAlert === null ? 'round' : 'high-alert';
}
