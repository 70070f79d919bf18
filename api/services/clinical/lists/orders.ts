import { type z } from 'zod';
import { type clinicalContract } from '../../../contract/clinical';
import { SPECIMEN_REJECTIONS, type SpecimenRejection } from '../../../../domain/clinical/specimenRejection';
import { NOT_DONE_REASONS, type NotDoneReason } from '../../../../domain/orders/imagingStudies';
import { type Act, select } from '../../../http/act';
import { pageOf } from '../../../http/cursor';
import { loadDisplays } from '../concepts';
import { iso, newestFirst, type Page, type PageQuery } from '../paging';

type Order = z.infer<typeof clinicalContract.listOrders.reply>['items'][number];
type Procedure = z.infer<typeof clinicalContract.listProcedures.reply>['items'][number];
type Condition = z.infer<typeof clinicalContract.listConditions.reply>['items'][number];

interface OrderRow extends Omit<Order, 'display' | 'orderedAt' | 'completedAt' | 'scheduledAt' | 'performedAt' | 'specimen' | 'notDone' | 'question' | 'rejected'> {
  orderedAt: Date;
  completedAt: Date | null;
  scheduledAt: Date | null;
  performedAt: Date | null;
  accession: string | null;
  kind: string | null;
  collectedAt: Date | null;
  receivedAt: Date | null;
  notDone: NotDoneReason | null;
  questionEnc: Buffer | null;
  rejection: SpecimenRejection | null;
}

/** Orders of a stay with their specimens and how far each has come, newest first. */
export async function listOrders(act: Act, encounterId: string, query: PageQuery & { category?: string | undefined }): Promise<Page<Order>> {
  const { after, order, values } = newestFirst(query, 'r.ordered_at', 'r.id');
  const rows = await select<OrderRow>(
    act,
    `SELECT r.id, r.category, r.system_code AS systemCode, r.code, r.status, r.priority, r.round_number AS round, r.ordered_at AS orderedAt, u.display_name AS orderedBy, r.completed_at AS completedAt,
       s.accession, s.kind, s.collected_at AS collectedAt, s.received_at AS receivedAt, r.scheduled_at AS scheduledAt, r.performed_at AS performedAt, r.not_done AS notDone, r.question_enc AS questionEnc, d.id AS reportId, d.status AS reportStatus,
       (SELECT MAX(x.rejection) FROM specimens x WHERE x.service_request_id = r.id AND x.status = 'unsatisfactory') AS rejection
     FROM service_requests r LEFT JOIN staff_users u ON u.id = r.requester_id LEFT JOIN specimens s ON s.usable_request_id = r.id LEFT JOIN diagnostic_reports d ON d.service_request_id = r.id
     WHERE r.encounter_id = :encounterId ${query.category ? 'AND r.category = :category' : ''} ${after} ${order}`,
    { encounterId, category: query.category ?? null, ...values },
  );
  const page = pageOf(rows, query.limit, (row) => [row.orderedAt.toISOString(), row.id]);
  const display = await loadDisplays(act, page.items);
  return {
    items: page.items.map(({ accession, kind, collectedAt, receivedAt, notDone, questionEnc, rejection, ...row }) => ({
      ...row, display: display(row.systemCode, row.code), orderedAt: row.orderedAt.toISOString(), completedAt: iso(row.completedAt), scheduledAt: iso(row.scheduledAt), performedAt: iso(row.performedAt),
      notDone: notDone && NOT_DONE_REASONS[notDone], question: questionEnc === null ? null : act.database.cipher.open({ table: 'service_requests', column: 'question_enc', id: row.id }, questionEnc),
      specimen: accession === null || kind === null ? null : { accession, kind, collectedAt: iso(collectedAt), receivedAt: iso(receivedAt) }, rejected: rejection && SPECIMEN_REJECTIONS[rejection],
    })),
    nextCursor: page.nextCursor, total: null,
  };
}

/** Procedures of a stay, newest first. */
export async function listProcedures(act: Act, encounterId: string, query: PageQuery): Promise<Page<Procedure>> {
  const { after, order, values } = newestFirst(query, 'p.created_at', 'p.id');
  const rows = await select<{ id: string; systemCode: string; code: string; status: string; performedStart: Date | null; performedEnd: Date | null; performer: string | null; reasonSystem: string | null; reasonCode: string | null; createdAt: Date }>(
    act,
    `SELECT p.id, p.system_code AS systemCode, p.code, p.status, p.performed_start AS performedStart, p.performed_end AS performedEnd, u.display_name AS performer, p.reason_system AS reasonSystem,
       p.reason_code AS reasonCode, p.created_at AS createdAt FROM procedures p LEFT JOIN staff_users u ON u.id = p.performer_id WHERE p.encounter_id = :encounterId ${after} ${order}`,
    { encounterId, ...values },
  );
  const page = pageOf(rows, query.limit, (row) => [row.createdAt.toISOString(), row.id]);
  const display = await loadDisplays(act, page.items.flatMap((row) => [row, { systemCode: row.reasonSystem, code: row.reasonCode }]));
  return {
    items: page.items.map(({ reasonSystem, reasonCode, createdAt: _createdAt, ...row }) => ({
      ...row, display: display(row.systemCode, row.code), performedStart: iso(row.performedStart), performedEnd: iso(row.performedEnd), reason: display(reasonSystem, reasonCode) || null,
    })),
    nextCursor: page.nextCursor, total: null,
  };
}

/** Diagnoses of a stay, newest first. */
export async function listConditions(act: Act, encounterId: string, query: PageQuery): Promise<Page<Condition>> {
  const { after, order, values } = newestFirst(query, 'c.created_at', 'c.id');
  const rows = await select<{ id: string; systemCode: string; code: string; clinicalStatus: string; onsetAt: Date | null; abatedAt: Date | null; createdAt: Date }>(
    act,
    `SELECT c.id, c.system_code AS systemCode, c.code, c.clinical_status AS clinicalStatus, c.onset_at AS onsetAt, c.abated_at AS abatedAt, c.created_at AS createdAt FROM conditions c WHERE c.encounter_id = :encounterId ${after} ${order}`,
    { encounterId, ...values },
  );
  const page = pageOf(rows, query.limit, (row) => [row.createdAt.toISOString(), row.id]);
  const display = await loadDisplays(act, page.items);
  return {
    items: page.items.map(({ createdAt: _createdAt, ...row }) => ({ ...row, display: display(row.systemCode, row.code), onsetAt: iso(row.onsetAt), abatedAt: iso(row.abatedAt) })),
    nextCursor: page.nextCursor, total: null,
  };
}
