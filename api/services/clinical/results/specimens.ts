import { randomInt } from 'node:crypto';
import { newId } from '../../../../db/newId';
import { SPECIMEN_LABELS } from '../../../../domain/clinical/labTests';
import { SPECIMEN_REJECTIONS, type SpecimenRejection } from '../../../../domain/clinical/specimenRejection';
import { specimenOf } from '../../../../domain/orders/panels';
import { type Act, execute, selectOnce } from '../../../http/act';
import { loadDisplays } from '../concepts';
import { type EncounterRow } from '../../encounters/encounterRow';

export interface SpecimenToCollect {
  readonly serviceRequestId: string;
  readonly orderName: string;
  readonly kind: keyof typeof SPECIMEN_LABELS;
  readonly kindLabel: string;
  /** Why an earlier specimen of this order was rejected; null: there was none. */
  readonly rejected: string | null;
}

/** Laboratory orders that still wait for their specimen (of one round, when given). */
export async function specimensToCollect(act: Act, encounterId: string, round: number | null): Promise<SpecimenToCollect[]> {
  const orders = await selectOnce<{ id: string; systemCode: string; code: string; rejection: SpecimenRejection | null }>(
    act,
    `SELECT r.id, r.system_code AS systemCode, r.code, (SELECT MAX(x.rejection) FROM specimens x WHERE x.service_request_id = r.id AND x.status = 'unsatisfactory') AS rejection
     FROM service_requests r LEFT JOIN specimens s ON s.usable_request_id = r.id
     WHERE r.encounter_id = :encounterId AND r.category = 'laboratory' AND r.status = 'active' AND s.id IS NULL ${round === null ? '' : 'AND r.round_number = :round'} ORDER BY r.round_number, r.id`,
    { encounterId, round },
  );
  const display = await loadDisplays(act, orders);
  return orders.map((order) => ({ serviceRequestId: order.id, orderName: display(order.systemCode, order.code), kind: specimenOf(order.code), kindLabel: SPECIMEN_LABELS[specimenOf(order.code)], rejected: order.rejection && SPECIMEN_REJECTIONS[order.rejection] }));
}

/** One specimen for each order, under an accession number of its own. An order has one specimen that can be examined: a repeat adds none. */
export async function collectSpecimens(act: Act, encounter: EncounterRow, specimens: readonly SpecimenToCollect[]): Promise<void> {
  if (specimens.length === 0) return;
  const rows = specimens.map((specimen) => [newId(), encounter.patientId, encounter.id, specimen.serviceRequestId, newAccession(act.now), specimen.kind, 'available', act.now, act.principal.id]);
  await execute(
    act,
    `INSERT INTO specimens (id, patient_id, encounter_id, service_request_id, accession, kind, status, collected_at, collected_by) VALUES ${rows.map(() => '(?)').join(', ')}`,
    rows,
  );
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** "L261123-7K3QF9XA": the day, then 40 random bits without letters that look like digits. The unique key has the last word. */
function newAccession(now: Date): string {
  const day = now.toISOString().slice(2, 10).replaceAll('-', '');
  return `L${day}-${Array.from({ length: 8 }, () => CROCKFORD[randomInt(CROCKFORD.length)]).join('')}`;
}
