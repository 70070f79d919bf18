import { rhythmWords } from '../../../../domain/medicines/prescription';
import { type RowValue } from '../../../../domain/tasks/form';
import { type Act, execute } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';
import { loadDisplays } from '../concepts';
import { loadAlerts } from '../lists/medicines';
import { writeNote } from '../notes';
import { announceChart } from './announceChart';
import { medicineOrders, orderLine } from './orders';

export interface UnverifiedMedicine {
  readonly id: string;
  readonly line: string;
  readonly hint: string;
}

/** Active orders no pharmacist has looked at. */
export async function unverifiedMedicines(act: Act, encounterId: string): Promise<UnverifiedMedicine[]> {
  const orders = (await medicineOrders(act, encounterId, { lock: true })).filter((order) => order.status === 'active' && order.verifiedAt === null);
  const [display, alerts] = [await loadDisplays(act, orders), await loadAlerts(act, orders.map(({ id }) => id))];
  const said = (id: string) => (alerts.get(id) ?? []).map(({ message, override }) => (override === null ? message : `${message} Ordered nevertheless: ${override}`));
  return orders.map((order) => ({
    id: order.id, line: orderLine(order, display(order.systemCode, order.code)), hint: [order.category === 'discharge' ? `to take home, ${rhythmWords(order)}` : rhythmWords(order), ...said(order.id)].join(' · '),
  }));
}

/** Verify or refuse each order. A refused one is cancelled with the reason on record; no dose of it is ever planned. */
export async function verifyMedicines(act: Act, encounter: EncounterRow, taskId: string, rows: readonly RowValue[]): Promise<{ verified: number; refused: number }> {
  const verified = rows.filter((row) => row['decision'] === 'verified').map((row) => row.id);
  const refused = rows.filter((row) => row['decision'] === 'refused');
  if (verified.length > 0) {
    await execute(act, 'UPDATE medication_requests SET verified_at = ?, verified_by = ?, version = version + 1 WHERE id IN (?) AND encounter_id = ?', [act.now, act.principal.id, verified, encounter.id]);
  }
  if (refused.length > 0) {
    await execute(act, "UPDATE medication_requests SET status = 'cancelled', stopped_at = ?, version = version + 1 WHERE id IN (?) AND encounter_id = ?", [act.now, refused.map((row) => row.id), encounter.id]);
    const lines = new Map((await medicineOrders(act, encounter.id)).map((order) => [order.id, order]));
    const display = await loadDisplays(act, [...lines.values()]);
    const text = refused.map((row) => {
      const order = lines.get(row.id);
      return `${order ? display(order.systemCode, order.code) : row.id}: ${String(row['reason'])}`;
    });
    await writeNote(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'medicine-verification', text: text.join('\n'), taskId });
  }
  announceChart(act, encounter.id);
  return { verified: verified.length, refused: refused.length };
}
