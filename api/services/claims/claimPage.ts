import { type z } from 'zod';
import { adjustmentWords, type CodedAdjustment } from '../../../domain/claims/carc';
import { statusWords, type ClaimStatusCode } from '../../../domain/claims/statusCodes';
import { readJson, readTexts } from '../../../db/models/table';
import { type claimDetail } from '../../contract/claims';
import { type Act, select, selectOne } from '../../http/act';
import { denialProposals } from './proposals';
import { relationsOf } from './claimRelations';
import { type ClaimRow, isClosed } from './claimRow';
import { readClaimInList } from './desk';
import { readRemittances } from './claimRemittances';
import { CLAIM_EVENTS, type ClaimEventKind, placeOfEvent } from './events';
import { listDocuments } from './letters/writeAppeal';
import { openStuckDetail } from './stuck';

export type ClaimDetail = z.input<typeof claimDetail>;
const STORY_LENGTH = 200;

/** Everything the billing desk needs to know about one claim. Reads patient data: audited. */
export async function readClaimPage(act: Act, claim: ClaimRow): Promise<ClaimDetail | null> {
  const inList = await readClaimInList(act, claim.id);
  const context = await readContext(act, claim);
  if (!inList || !context) return null;
  act.audits.push({ action: 'claim.read', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId });
  return {
    claim: inList, type: claim.type, payerClaimNumber: claim.payerClaimNumber, planName: context.planName, memberNumber: openMember(act, claim, context.memberNumberEnc),
    authorizationNumber: claim.authorizationNumber, drg: claim.drg, account: { id: claim.accountId, number: context.accountNumber }, encounterId: claim.encounterId, journeyId: context.journeyId,
    timelyFilingOn: claim.timelyFilingOn, appealBy: claim.appealBy, problems: [...(openStuckDetail(act, claim)?.problems ?? [])], proposals: await denialProposals(act, claim),
    diagnoses: await diagnosesOf(act, claim.id), lines: await linesOf(act, claim.id), submissions: await submissionsOf(act, claim.id), remittances: await readRemittances(act, claim.id),
    documents: await listDocuments(act, claim.id), escalation: await escalationOf(act, claim.id),
    ...(await relationsOf(act, claim)),
    story: await storyOf(act, claim.id), mayWork: !isClosed(claim) && act.principal.roles.some((role) => role === 'billing' || role === 'billing-supervisor'),
  };
}

async function escalationOf(act: Act, claimId: string): Promise<ClaimDetail['escalation']> {
  const row = await selectOne<{ at: Date; by: string | null }>(act, 'SELECT c.escalated_at AS at, u.display_name AS `by` FROM claims c LEFT JOIN staff_users u ON u.id = c.escalated_by WHERE c.id = ? AND c.escalated_at IS NOT NULL', [claimId]);
  return row && { at: row.at.toISOString(), by: row.by ?? 'Somebody' };
}

interface Context {
  readonly planName: string;
  readonly accountNumber: string;
  readonly journeyId: string | null;
  readonly memberNumberEnc: Buffer | null;
}

async function readContext(act: Act, claim: ClaimRow): Promise<Context | null> {
  return selectOne<Context>(
    act,
    `SELECT p.name AS planName, a.number AS accountNumber, j.id AS journeyId, v.member_number_enc AS memberNumberEnc
     FROM claims c JOIN plans p ON p.id = c.plan_id JOIN accounts a ON a.id = c.account_id LEFT JOIN journeys j ON j.id = c.encounter_id LEFT JOIN coverages v ON v.id = c.coverage_id WHERE c.id = ?`,
    [claim.id],
  );
}

function openMember(act: Act, claim: ClaimRow, sealed: Buffer | null): string | null {
  return sealed === null || claim.coverageId === null ? null : act.database.cipher.open({ table: 'coverages', column: 'member_number_enc', id: claim.coverageId }, sealed);
}

async function diagnosesOf(act: Act, claimId: string): Promise<ClaimDetail['diagnoses']> {
  const rows = await select<{ code: string; display: string | null; rankOrder: number; presentOnAdmission: string | null }>(
    act,
    `SELECT d.code, c.display, d.rank_order AS rankOrder, d.present_on_admission AS presentOnAdmission FROM claim_diagnoses d
     LEFT JOIN concepts c ON c.system_code = 'ICD10CM' AND c.code = d.code WHERE d.claim_id = ? ORDER BY d.rank_order`,
    [claimId],
  );
  return rows.map(({ rankOrder, ...row }) => ({ ...row, principal: rankOrder === 1 }));
}

interface LineRow {
  number: number; procedureCode: string | null; modifiers: unknown; revenueCode: string | null; units: number; serviceDate: string; chargeCents: number; allowedCents: number | null;
  paidCents: number | null; adjustments: unknown; service: string | null; department: string | null;
}

async function linesOf(act: Act, claimId: string): Promise<ClaimDetail['lines']> {
  const rows = await select<LineRow>(
    act,
    `SELECT l.number, l.procedure_code AS procedureCode, l.modifiers, l.revenue_code AS revenueCode, l.units, l.service_date AS serviceDate, l.charge_cents AS chargeCents,
       l.allowed_cents AS allowedCents, l.paid_cents AS paidCents, l.adjustments, s.display AS service, r.display AS department
     FROM claim_lines l LEFT JOIN charge_items i ON i.id = l.charge_item_id
     LEFT JOIN concepts s ON s.system_code = i.system_code AND s.code = i.code
     LEFT JOIN concepts r ON r.system_code = 'REVENUE' AND r.code = l.revenue_code WHERE l.claim_id = ? ORDER BY l.number`,
    [claimId],
  );
  return rows.map(({ service, department, ...row }) => ({
    ...row, description: service ?? department ?? (row.revenueCode === null ? 'Service' : `Revenue code ${row.revenueCode}`), modifiers: readTexts(row.modifiers), chargeCents: Number(row.chargeCents),
    allowedCents: row.allowedCents === null ? null : Number(row.allowedCents), paidCents: row.paidCents === null ? null : Number(row.paidCents),
    adjustments: ((readJson(row.adjustments) ?? []) as CodedAdjustment[]).map((one) => ({ ...one, words: adjustmentWords(one) })),
  }));
}

async function submissionsOf(act: Act, claimId: string): Promise<ClaimDetail['submissions']> {
  const rows = await select<{ id: string; attempt: number; kind: 'original' | 'replacement' | 'void' | 'appeal'; controlNumber: number; status: 'sent' | 'accepted' | 'rejected'; submittedAt: Date; acknowledgedAt: Date | null; statusCodes: unknown }>(
    act,
    `SELECT id, attempt, kind, control_number AS controlNumber, status, submitted_at AS submittedAt, acknowledged_at AS acknowledgedAt, status_codes AS statusCodes
     FROM claim_submissions WHERE claim_id = ? ORDER BY attempt DESC`,
    [claimId],
  );
  return rows.map(({ statusCodes, ...row }) => ({
    ...row, submittedAt: row.submittedAt.toISOString(), acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null, answers: ((readJson(statusCodes) ?? []) as ClaimStatusCode[]).map(statusWords),
  }));
}

async function storyOf(act: Act, claimId: string): Promise<ClaimDetail['story']> {
  const rows = await select<{ id: number; kind: string; at: Date; actor: string | null; actorKind: string; detailEnc: Buffer | null; dedupId: string }>(
    act,
    `SELECT e.id, e.kind, e.at, u.display_name AS actor, e.actor_kind AS actorKind, e.detail_enc AS detailEnc, e.dedup_id AS dedupId
     FROM claim_events e LEFT JOIN staff_users u ON u.id = e.actor_id WHERE e.claim_id = ? ORDER BY e.id DESC LIMIT ${STORY_LENGTH}`,
    [claimId],
  );
  return rows.map(({ detailEnc, dedupId, ...row }) => ({
    ...row, id: Number(row.id), at: row.at.toISOString(), reference: referenceOf(dedupId), title: Object.hasOwn(CLAIM_EVENTS, row.kind) ? CLAIM_EVENTS[row.kind as ClaimEventKind] : row.kind,
    text: act.database.cipher.openJson<{ text?: string }>(placeOfEvent(dedupId), detailEnc)?.text || null,
  }));
}

/** What a story entry tells of, by the key that keeps it from being told twice. */
function referenceOf(dedupId: string): ClaimDetail['story'][number]['reference'] {
  const [, kind, id] = /^(remittance-claim|submission|document)\/([0-9a-f-]{36})/.exec(dedupId) ?? [];
  if (!kind || !id) return null;
  return { type: kind === 'remittance-claim' ? 'remittance' : (kind as 'submission' | 'document'), id };
}
