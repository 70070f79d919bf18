import { type z } from 'zod';
import { NOT_GIVEN_REASONS } from '../../../../domain/tasks/types/treatment';
import { type clinicalContract } from '../../../contract/clinical';
import { type Act, select } from '../../../http/act';
import { pageOf } from '../../../http/cursor';
import { loadDisplays } from '../concepts';
import { iso, newestFirst, type Page, type PageQuery } from '../paging';

type Medicine = z.infer<typeof clinicalContract.listMedicines.reply>['items'][number];
type Dose = z.infer<typeof clinicalContract.listDoses.reply>['items'][number];

interface MedicineRow extends Omit<Medicine, 'display' | 'dose' | 'asNeeded' | 'dosesGiven' | 'dosesNotGiven' | 'authoredAt' | 'verifiedAt' | 'stoppedAt' | 'allergyOverride'> {
  doseQuantity: string | null;
  doseUnit: string | null;
  asNeeded: number;
  dosesGiven: number | null;
  dosesNotGiven: number | null;
  authoredAt: Date;
  verifiedAt: Date | null;
  stoppedAt: Date | null;
  overrideEnc: Buffer | null;
}

/** Medicine orders of a stay with how many doses were given, newest first. */
export async function listMedicines(act: Act, encounterId: string, query: PageQuery): Promise<Page<Medicine>> {
  const { after, order, values } = newestFirst(query, 'm.authored_at', 'm.id');
  const rows = await select<MedicineRow>(
    act,
    `SELECT m.id, m.category, m.system_code AS systemCode, m.code, m.status, m.dose_quantity AS doseQuantity, m.dose_unit AS doseUnit, m.route, m.every_hours AS everyHours, m.as_needed AS asNeeded,
       m.doses_planned AS dosesPlanned, d.given AS dosesGiven, d.notGiven AS dosesNotGiven, m.authored_at AS authoredAt, o.display_name AS orderedBy, m.verified_at AS verifiedAt, v.display_name AS verifiedBy,
       m.stopped_at AS stoppedAt, m.allergy_override_enc AS overrideEnc
     FROM medication_requests m LEFT JOIN staff_users o ON o.id = m.requester_id LEFT JOIN staff_users v ON v.id = m.verified_by
     LEFT JOIN (SELECT medication_request_id, SUM(status = 'completed') AS given, SUM(status = 'not-done') AS notGiven FROM medication_administrations WHERE encounter_id = :encounterId GROUP BY medication_request_id) d
       ON d.medication_request_id = m.id
     WHERE m.encounter_id = :encounterId ${after} ${order}`,
    { encounterId, ...values },
  );
  const page = pageOf(rows, query.limit, (row) => [row.authoredAt.toISOString(), row.id]);
  const display = await loadDisplays(act, page.items);
  return {
    items: page.items.map(({ doseQuantity, doseUnit, overrideEnc, ...row }) => ({
      ...row, display: display(row.systemCode, row.code), dose: doseQuantity === null ? null : `${Number(doseQuantity)} ${doseUnit ?? ''}`.trim(), asNeeded: row.asNeeded === 1,
      dosesGiven: Number(row.dosesGiven ?? 0), dosesNotGiven: Number(row.dosesNotGiven ?? 0), authoredAt: row.authoredAt.toISOString(), verifiedAt: iso(row.verifiedAt), stoppedAt: iso(row.stoppedAt),
      allergyOverride: overrideEnc === null ? null : act.database.cipher.open({ table: 'medication_requests', column: 'allergy_override_enc', id: row.id }, overrideEnc),
    })),
    nextCursor: page.nextCursor, total: null,
  };
}

const REASONS: Readonly<Record<string, string>> = { ...Object.fromEntries(NOT_GIVEN_REASONS.map(({ value, label }) => [value, label])), discontinued: 'Medicine stopped', discharged: 'Patient discharged' };

/** The administration chart of a stay, newest first. */
export async function listDoses(act: Act, encounterId: string, query: PageQuery): Promise<Page<Dose>> {
  const { after, order, values } = newestFirst(query, 'a.due_at', 'a.id');
  const rows = await select<{ id: string; medicationRequestId: string; systemCode: string; code: string; doseNumber: number; dueAt: Date; status: string; givenAt: Date | null; performer: string | null; reasonCode: string | null; noteEnc: Buffer | null }>(
    act,
    `SELECT a.id, a.medication_request_id AS medicationRequestId, m.system_code AS systemCode, m.code, a.dose_number AS doseNumber, a.due_at AS dueAt, a.status, a.given_at AS givenAt, u.display_name AS performer,
       a.reason_code AS reasonCode, a.note_enc AS noteEnc
     FROM medication_administrations a JOIN medication_requests m ON m.id = a.medication_request_id LEFT JOIN staff_users u ON u.id = a.performer_id WHERE a.encounter_id = :encounterId ${after} ${order}`,
    { encounterId, ...values },
  );
  const page = pageOf(rows, query.limit, (row) => [row.dueAt.toISOString(), row.id]);
  const display = await loadDisplays(act, page.items);
  return {
    items: page.items.map(({ reasonCode, noteEnc, ...row }) => ({
      ...row, display: display(row.systemCode, row.code), dueAt: row.dueAt.toISOString(), givenAt: iso(row.givenAt), reason: reasonCode === null ? null : (REASONS[reasonCode] ?? reasonCode),
      note: noteEnc === null ? null : act.database.cipher.open({ table: 'medication_administrations', column: 'note_enc', id: row.id }, noteEnc),
    })),
    nextCursor: page.nextCursor, total: null,
  };
}
