import { type z } from 'zod';
import { reasonWords } from '../../../../domain/medicines/administration';
import { type Schedule } from '../../../../domain/medicines/prescription';
import { type dose, type medicine } from '../../../contract/clinical';
import { type Act, select } from '../../../http/act';
import { pageOf } from '../../../http/cursor';
import { loadDisplays } from '../concepts';
import { doseWords } from '../medicines/orders';
import { iso, newestFirst, type Page, type PageQuery } from '../paging';

export type Medicine = z.infer<typeof medicine>;
type Dose = z.infer<typeof dose>;
type Alert = Medicine['alerts'][number];

interface MedicineRow {
  id: string;
  category: string;
  systemCode: string;
  code: string;
  status: string;
  schedule: Schedule;
  doseQuantity: string | null;
  doseLow: string | null;
  doseUnit: string | null;
  route: string | null;
  everyHours: number | null;
  asNeeded: number;
  maxPerDay: number | null;
  rateMlPerHour: string | null;
  runningRate: string | null;
  runningKind: string | null;
  instructionsEnc: Buffer | null;
  dosesPlanned: number | null;
  dosesGiven: number | null;
  dosesNotGiven: number | null;
  supplyQuantity: number | null;
  refills: number | null;
  highAlert: string | null;
  authoredAt: Date;
  orderedBy: string | null;
  verifiedAt: Date | null;
  verifiedBy: string | null;
  stoppedAt: Date | null;
  stopReasonEnc: Buffer | null;
  overrideEnc: Buffer | null;
  version: number;
}

const SELECT = `SELECT m.id, m.category, m.system_code AS systemCode, m.code, m.status, m.schedule, m.dose_quantity AS doseQuantity, m.dose_low AS doseLow, m.dose_unit AS doseUnit, m.route, m.every_hours AS everyHours,
    m.as_needed AS asNeeded, m.max_per_day AS maxPerDay, m.rate_ml_per_hour AS rateMlPerHour, m.instructions_enc AS instructionsEnc, m.doses_planned AS dosesPlanned, d.given AS dosesGiven, d.notGiven AS dosesNotGiven,
    m.supply_quantity AS supplyQuantity, m.refills, m.high_alert AS highAlert, m.authored_at AS authoredAt, o.display_name AS orderedBy, m.verified_at AS verifiedAt, v.display_name AS verifiedBy,
    m.stopped_at AS stoppedAt, m.stop_reason_enc AS stopReasonEnc, m.allergy_override_enc AS overrideEnc, m.version,
    (SELECT i.rate_ml_per_hour FROM infusion_events i WHERE i.medication_request_id = m.id ORDER BY i.at DESC, i.id DESC LIMIT 1) AS runningRate,
    (SELECT i.kind FROM infusion_events i WHERE i.medication_request_id = m.id ORDER BY i.at DESC, i.id DESC LIMIT 1) AS runningKind
  FROM medication_requests m LEFT JOIN staff_users o ON o.id = m.requester_id LEFT JOIN staff_users v ON v.id = m.verified_by
  LEFT JOIN (SELECT medication_request_id, SUM(status = 'completed') AS given, SUM(status = 'not-done') AS notGiven FROM medication_administrations WHERE encounter_id = :encounterId GROUP BY medication_request_id) d
    ON d.medication_request_id = m.id`;

/** Medicine orders of a stay with how many doses were given and what their check found, newest first. */
export async function listMedicines(act: Act, encounterId: string, query: PageQuery): Promise<Page<Medicine>> {
  const { after, order, values } = newestFirst(query, 'm.authored_at', 'm.id');
  const rows = await select<MedicineRow>(act, `${SELECT} WHERE m.encounter_id = :encounterId ${after} ${order}`, { encounterId, ...values });
  const page = pageOf(rows, query.limit, (row) => [row.authoredAt.toISOString(), row.id]);
  return { items: await present(act, page.items), nextCursor: page.nextCursor, total: null };
}

/** One order of a stay; null when there is none. */
export async function readMedicine(act: Act, encounterId: string, medicineId: string): Promise<Medicine | null> {
  const rows = await select<MedicineRow>(act, `${SELECT} WHERE m.encounter_id = :encounterId AND m.id = :medicineId`, { encounterId, medicineId });
  return (await present(act, rows))[0] ?? null;
}

async function present(act: Act, rows: readonly MedicineRow[]): Promise<Medicine[]> {
  const [display, alerts] = [await loadDisplays(act, rows), await loadAlerts(act, rows.map(({ id }) => id))];
  const open = (column: string, id: string, sealed: Buffer | null) => (sealed === null ? null : act.database.cipher.open({ table: 'medication_requests', column, id }, sealed));
  const number = (value: string | null): number | null => (value === null ? null : Number(value));
  return rows.map(({ doseQuantity, doseLow, doseUnit, overrideEnc, instructionsEnc, stopReasonEnc, rateMlPerHour, runningRate, runningKind, ...row }) => {
    const rate = number(runningRate) ?? number(rateMlPerHour);
    const override = open('allergy_override_enc', row.id, overrideEnc);
    return {
      ...row, display: display(row.systemCode, row.code), dose: doseWords({ doseQuantity: number(doseQuantity), doseLow: number(doseLow), doseUnit, rateMlPerHour: rate }), asNeeded: row.asNeeded === 1,
      dosesGiven: Number(row.dosesGiven ?? 0), dosesNotGiven: Number(row.dosesNotGiven ?? 0), authoredAt: row.authoredAt.toISOString(), verifiedAt: iso(row.verifiedAt), stoppedAt: iso(row.stoppedAt),
      instructions: open('instructions_enc', row.id, instructionsEnc), stopReason: open('stop_reason_enc', row.id, stopReasonEnc), rateMlPerHour: rate, isRunning: runningKind !== null && runningKind !== 'stop',
      // Orders from before each finding had a line of its own kept one reason, for allergies.
      alerts: [...(override === null ? [] : [{ kind: 'allergy', level: 'stop' as const, message: 'An active allergy was on record.', override }]), ...(alerts.get(row.id) ?? [])],
    };
  });
}

/** What the check of these orders found, by order, stops first. */
export async function loadAlerts(act: Act, ids: readonly string[]): Promise<Map<string, Alert[]>> {
  const rows = ids.length === 0 ? [] : await select<{ id: string; requestId: string; kind: string; level: 'stop' | 'note'; messageEnc: Buffer; overrideEnc: Buffer | null }>(
    act, 'SELECT id, medication_request_id AS requestId, kind, level, message_enc AS messageEnc, override_enc AS overrideEnc FROM medication_alerts WHERE medication_request_id IN (?) ORDER BY level DESC, id', [[...ids]]);
  const byRequest = new Map<string, Alert[]>();
  for (const { id, requestId, kind, level, messageEnc, overrideEnc } of rows) {
    const open = (column: string, sealed: Buffer) => act.database.cipher.open({ table: 'medication_alerts', column, id }, sealed);
    byRequest.set(requestId, [...(byRequest.get(requestId) ?? []), { kind, level, message: open('message_enc', messageEnc), override: overrideEnc === null ? null : open('override_enc', overrideEnc) }]);
  }
  return byRequest;
}

interface DoseRow {
  id: string;
  medicationRequestId: string;
  systemCode: string;
  code: string;
  doseNumber: number;
  dueAt: Date;
  status: string;
  outcome: string | null;
  givenAt: Date | null;
  quantity: string | null;
  performer: string | null;
  checkedBy: string | null;
  checkedAt: Date | null;
  reasonCode: string | null;
  noteEnc: Buffer | null;
  version: number;
}

/** The administration chart of a stay, newest first; or one dose of it. */
export async function listDoses(act: Act, encounterId: string, query: PageQuery, doseId: string | null = null): Promise<Page<Dose>> {
  const { after, order, values } = newestFirst(query, 'a.due_at', 'a.id');
  const rows = await select<DoseRow>(
    act,
    `SELECT a.id, a.medication_request_id AS medicationRequestId, m.system_code AS systemCode, m.code, a.dose_number AS doseNumber, a.due_at AS dueAt, a.status, a.outcome, a.given_at AS givenAt, a.dose_quantity AS quantity,
       u.display_name AS performer, c.display_name AS checkedBy, a.checked_at AS checkedAt, a.reason_code AS reasonCode, a.note_enc AS noteEnc, a.version
     FROM medication_administrations a JOIN medication_requests m ON m.id = a.medication_request_id LEFT JOIN staff_users u ON u.id = a.performer_id LEFT JOIN staff_users c ON c.id = a.checked_by
     WHERE a.encounter_id = :encounterId ${doseId === null ? '' : 'AND a.id = :doseId'} ${after} ${order}`,
    { encounterId, doseId, ...values },
  );
  const page = pageOf(rows, query.limit, (row) => [row.dueAt.toISOString(), row.id]);
  const display = await loadDisplays(act, page.items);
  return {
    items: page.items.map(({ reasonCode, noteEnc, quantity, ...row }) => ({
      ...row, display: display(row.systemCode, row.code), dueAt: row.dueAt.toISOString(), givenAt: iso(row.givenAt), checkedAt: iso(row.checkedAt), quantity: quantity === null ? null : Number(quantity),
      reason: reasonCode === null ? null : reasonWords(reasonCode),
      note: noteEnc === null ? null : act.database.cipher.open({ table: 'medication_administrations', column: 'note_enc', id: row.id }, noteEnc),
    })),
    nextCursor: page.nextCursor, total: null,
  };
}
