import { type z } from 'zod';
import { newId } from '../../../../db/newId';
import { duplicateTests } from '../../../../domain/orders/duplicateTests';
import { labName } from '../../../../domain/orders/panels';
import { type resultsContract } from '../../../contract/results';
import { type Act, execute, select } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { tellJourney } from '../medicines/prescribe';

type Ordered = z.output<typeof resultsContract.orderTests.body>;

/** Order laboratory tests in a stay, as one round of their own. What repeats an order that waits, or a fresh report, is refused without a reason. */
export async function orderTests(act: Act, encounter: EncounterRow, { codes, priority, duplicateReason }: Ordered): Promise<{ ids: string[]; round: number }> {
  if (encounter.status !== 'in-progress') throw unprocessable('stay-over', 'This stay is over.');
  const unknown = codes.flatMap((code, index) => (labName(code) === null ? [{ field: `codes[${index}]`, message: `The laboratory does not offer ${code}.` }] : []));
  if (unknown.length > 0) throw unprocessable('no-such-test', 'The laboratory does not offer a test of this order.', { errors: unknown });
  const known = await select<{ code: string; round: number; reportedAt: Date | null }>(
    act,
    `SELECT r.code, r.round_number AS round, d.issued_at AS reportedAt FROM service_requests r LEFT JOIN diagnostic_reports d ON d.service_request_id = r.id
     WHERE r.encounter_id = ? AND r.category = 'laboratory' AND r.status IN ('active', 'completed') ORDER BY r.id`,
    [encounter.id],
  );
  const repeated = duplicateTests(codes, known.map(({ code, reportedAt }) => ({ code, reportedAt: reportedAt?.getTime() ?? null })), act.now.getTime());
  if (repeated.length > 0 && duplicateReason === undefined) throw unprocessable('duplicate-order', 'A test of this order is ordered or reported already. Leave it out, or say why it is needed again.', { errors: repeated.map((message) => ({ field: 'codes', message })) });
  const round = Math.max(0, ...known.map((one) => one.round)) + 1;
  const ids = codes.map(() => newId());
  const rows = codes.map((code, index) => {
    const id = ids[index] ?? newId();
    const reason = repeated.length > 0 && duplicateReason !== undefined ? act.database.cipher.seal({ table: 'service_requests', column: 'duplicate_reason_enc', id }, duplicateReason) : null;
    return [id, encounter.patientId, encounter.id, 'laboratory', 'LOINC', code, priority, 'active', round, act.principal.id, act.now, reason];
  });
  await execute(act, `INSERT INTO service_requests (id, patient_id, encounter_id, category, system_code, code, priority, status, round_number, requester_id, ordered_at, duplicate_reason_enc) VALUES ${rows.map(() => '(?)').join(', ')}`, rows);
  tellJourney(act, encounter);
  act.audits.push({ action: 'tests.ordered', resourceType: 'service-request', patientId: encounter.patientId, detail: { codes, round, repeated: repeated.length } });
  return { ids, round };
}
