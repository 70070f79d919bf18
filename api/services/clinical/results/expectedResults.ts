import { LAB_TESTS } from '../../../../domain/clinical/labTests';
import { labName, testsOf } from '../../../../domain/orders/panels';
import { type FormValue } from '../../../../domain/tasks/form';
import { readJson } from '../../../../db/models/table';
import { type Act, selectOnce } from '../../../http/act';
import { loadDisplays } from '../concepts';
import { type ReplayedResults } from '../orders/replay';

/** One value the laboratory owes for an order. */
export interface ExpectedResult {
  /** Row of the form: order and test. */
  readonly id: string;
  readonly serviceRequestId: string;
  readonly orderName: string;
  readonly systemCode: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string | null;
  readonly accession: string;
  readonly collectedAt: Date;
  /** What it was in the past encounter, when this is a replay. */
  readonly prefilled: Readonly<Record<string, FormValue>> | null;
}

interface OpenOrder {
  readonly id: string;
  readonly systemCode: string;
  readonly code: string;
  readonly replay: unknown;
  readonly accession: string;
  readonly collectedAt: Date | null;
}

interface PastResult {
  readonly id: string;
  readonly systemCode: string;
  readonly code: string;
  readonly valueNumber: string | null;
  readonly valueTextEnc: Buffer | null;
  readonly unit: string | null;
}

/** What is to be entered for the collected, unreported orders of a stay (of one round, when given). */
export async function expectedResults(act: Act, encounterId: string, round: number | null): Promise<ExpectedResult[]> {
  const orders = await selectOnce<OpenOrder>(
    act,
    `SELECT r.id, r.system_code AS systemCode, r.code, r.replay, s.accession, s.collected_at AS collectedAt FROM service_requests r JOIN specimens s ON s.usable_request_id = r.id
     WHERE r.encounter_id = :encounterId AND r.category = 'laboratory' AND r.status = 'active' AND NOT EXISTS (SELECT 1 FROM diagnostic_reports d WHERE d.service_request_id = r.id) ${round === null ? '' : 'AND r.round_number = :round'} ORDER BY r.round_number, r.id`,
    { encounterId, round },
  );
  const replays = new Map(orders.map((order) => [order.id, (readJson(order.replay) as ReplayedResults | null)?.observationIds ?? null]));
  const past = await loadPastResults(act, [...replays.values()].flatMap((ids) => ids ?? []));
  const display = await loadDisplays(act, [...orders, ...past.values()]);
  return orders.flatMap((order): ExpectedResult[] => {
    const common = { serviceRequestId: order.id, orderName: display(order.systemCode, order.code), accession: order.accession, collectedAt: order.collectedAt ?? act.now };
    const ids = replays.get(order.id);
    if (!ids) return testsOf(order.code).map((code) => ({ ...common, id: `${order.id}/${code}`, systemCode: order.systemCode, code, name: labName(code) ?? code, unit: LAB_TESTS[code]?.unit ?? null, prefilled: null }));
    return ids.flatMap((id) => {
      const row = past.get(id);
      return row ? [{ ...common, id: `${order.id}/${id}`, systemCode: row.systemCode, code: row.code, name: display(row.systemCode, row.code), unit: row.unit ?? LAB_TESTS[row.code]?.unit ?? null, prefilled: prefill(act, row) }] : [];
    });
  });
}

async function loadPastResults(act: Act, ids: readonly string[]): Promise<Map<string, PastResult>> {
  if (ids.length === 0) return new Map();
  const rows = await selectOnce<PastResult>(act, 'SELECT id, system_code AS systemCode, code, value_number AS valueNumber, value_text_enc AS valueTextEnc, unit FROM observations WHERE id IN (:ids)', { ids });
  return new Map(rows.map((row) => [row.id, row]));
}

function prefill(act: Act, row: PastResult): Readonly<Record<string, FormValue>> {
  if (row.valueNumber !== null) return { value: Number(row.valueNumber) };
  return row.valueTextEnc === null ? {} : { text: act.database.cipher.open({ table: 'observations', column: 'value_text_enc', id: row.id }, row.valueTextEnc) };
}
