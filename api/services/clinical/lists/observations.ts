import { type z } from 'zod';
import { isUnjudged } from '../../../../domain/clinical/interpretation';
import { type clinicalContract, type observation } from '../../../contract/clinical';
import { type Act, select } from '../../../http/act';
import { pageOf } from '../../../http/cursor';
import { loadDisplays } from '../concepts';
import { loadEarlier } from '../results/earlierValues';
import { iso, newestFirst, type Page, type PageQuery } from '../paging';

export type Observation = z.infer<typeof observation>;
type Report = z.infer<typeof clinicalContract.listReports.reply>['items'][number];

interface Row {
  patientId: string;
  id: string;
  category: string;
  systemCode: string;
  code: string;
  status: string;
  valueNumber: string | null;
  valueTextEnc: Buffer | null;
  unit: string | null;
  referenceLow: string | null;
  referenceHigh: string | null;
  interpretation: string | null;
  effectiveAt: Date;
  performer: string | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  serviceRequestId: string | null;
  reportId: string | null;
  errorAt: Date | null;
  errorBy: string | null;
  errorReasonEnc: Buffer | null;
}

const SELECT = `SELECT o.id, o.patient_id AS patientId, o.category, o.system_code AS systemCode, o.code, o.status, o.value_number AS valueNumber, o.value_text_enc AS valueTextEnc, o.unit, o.reference_low AS referenceLow,
  o.reference_high AS referenceHigh, o.interpretation, o.effective_at AS effectiveAt, p.display_name AS performer, o.acknowledged_at AS acknowledgedAt, a.display_name AS acknowledgedBy,
  o.service_request_id AS serviceRequestId, o.diagnostic_report_id AS reportId, o.error_at AS errorAt, e.display_name AS errorBy, o.error_reason_enc AS errorReasonEnc
  FROM observations o LEFT JOIN staff_users p ON p.id = o.performer_id LEFT JOIN staff_users a ON a.id = o.acknowledged_by LEFT JOIN staff_users e ON e.id = o.error_by`;

/** Observations of one category, newest first; numbers as they were entered. */
export async function listObservations(act: Act, encounterId: string, query: PageQuery & { category: string }): Promise<Page<Observation>> {
  const { after, order, values } = newestFirst(query, 'o.effective_at', 'o.id');
  const rows = await select<Row>(act, `${SELECT} WHERE o.encounter_id = :encounterId AND o.category = :category ${after} ${order}`, { encounterId, category: query.category, ...values });
  const page = pageOf(rows, query.limit, (row) => [row.effectiveAt.toISOString(), row.id]);
  return { items: await present(act, page.items), nextCursor: page.nextCursor, total: null };
}

/** Reports with their results: two queries for a page of them. */
export async function listReports(act: Act, encounterId: string, query: PageQuery): Promise<Page<Report>> {
  const { after, order, values } = newestFirst(query, 'r.created_at', 'r.id');
  const rows = await select<{ id: string; systemCode: string; code: string; status: string; issuedAt: Date | null; performer: string | null; createdAt: Date; reviewedAt: Date | null; reviewedBy: string | null; version: number; category: string | null }>(
    act,
    `SELECT r.id, r.system_code AS systemCode, r.code, r.status, r.issued_at AS issuedAt, p.display_name AS performer, r.created_at AS createdAt,
       r.reviewed_at AS reviewedAt, v.display_name AS reviewedBy, r.version, q.category
     FROM diagnostic_reports r LEFT JOIN staff_users p ON p.id = r.performer_id LEFT JOIN staff_users v ON v.id = r.reviewed_by LEFT JOIN service_requests q ON q.id = r.service_request_id WHERE r.encounter_id = :encounterId ${after} ${order}`,
    { encounterId, ...values },
  );
  const page = pageOf(rows, query.limit, (row) => [row.createdAt.toISOString(), row.id]);
  const ids = page.items.map((row) => row.id);
  const results = ids.length === 0 ? [] : await present(act, await select<Row>(act, `${SELECT} WHERE o.diagnostic_report_id IN (:ids) ORDER BY o.id`, { ids }));
  const display = await loadDisplays(act, page.items);
  return {
    items: page.items.map((row) => {
      const own = results.filter((result) => result.reportId === row.id);
      const count = (...interpretations: string[]) => own.filter((result) => result.interpretation !== null && interpretations.includes(result.interpretation)).length;
      return {
        id: row.id, systemCode: row.systemCode, code: row.code, display: display(row.systemCode, row.code), category: row.category === 'imaging' ? 'imaging' as const : 'laboratory' as const, status: row.status, issuedAt: iso(row.issuedAt), performer: row.performer,
        abnormal: count('L', 'H', 'LL', 'HH', 'A', 'AA'), critical: count('LL', 'HH', 'AA'), unjudged: own.filter(isUnjudged).length, reviewedAt: iso(row.reviewedAt), reviewedBy: row.reviewedBy, version: row.version, results: own,
      };
    }),
    nextCursor: page.nextCursor, total: null,
  };
}

/** Every value of one laboratory test of a patient, newest first, whichever stay it belongs to. */
export async function readTrend(act: Act, patientId: string, code: string, limit: number): Promise<{ code: string; display: string; unit: string | null; items: Observation[] }> {
  const rows = await select<Row>(act, `${SELECT} WHERE o.patient_id = ? AND o.category = 'laboratory' AND o.system_code = 'LOINC' AND o.code = ? AND o.status <> 'entered-in-error' ORDER BY o.effective_at DESC, o.id DESC LIMIT ${limit}`, [patientId, code]);
  const display = await loadDisplays(act, [{ systemCode: 'LOINC', code }]);
  return { code, display: display('LOINC', code), unit: rows.find(({ unit }) => unit !== null)?.unit ?? null, items: await present(act, rows) };
}

async function present(act: Act, rows: readonly Row[]): Promise<Observation[]> {
  const [display, earlier] = [await loadDisplays(act, rows), await loadEarlier(act, rows)];
  const number = (value: string | null): number | null => (value === null ? null : Number(value));
  return rows.map(({ valueNumber, valueTextEnc, patientId: _patientId, errorAt, errorBy, errorReasonEnc, ...row }) => ({
    ...row, ...earlier(row.id), display: display(row.systemCode, row.code), value: number(valueNumber),
    text: valueTextEnc === null ? null : act.database.cipher.open({ table: 'observations', column: 'value_text_enc', id: row.id }, valueTextEnc),
    referenceLow: number(row.referenceLow), referenceHigh: number(row.referenceHigh), effectiveAt: row.effectiveAt.toISOString(), acknowledgedAt: iso(row.acknowledgedAt),
    error: errorAt && errorReasonEnc ? { at: errorAt.toISOString(), by: errorBy, reason: act.database.cipher.open({ table: 'observations', column: 'error_reason_enc', id: row.id }, errorReasonEnc) } : null,
  }));
}
