import { readJson, readTexts } from '../../../../db/models/table';
import { type ClaimLine } from '../../../../domain/claims/claimLine';
import { type SettledClaim, type SettledLine } from '../../../../domain/claims/settlement';
import { type Act, select } from '../../../http/act';
import { hospitalDay } from '../../staff/hospitalZone';

const BATCH = 500;

export interface AnsweredLine extends ClaimLine {
  readonly isVisit: boolean;
}

/** A claim with the payer's answer that stands, and what is needed to adjudicate it again. No patient data is opened. */
export interface AnsweredClaim {
  readonly answerId: string;
  readonly claimId: string;
  readonly number: string;
  readonly type: 'professional' | 'institutional';
  readonly patientId: string;
  readonly payerId: string;
  readonly payerName: string;
  readonly coverageId: string | null;
  readonly serviceFrom: string;
  readonly serviceThrough: string;
  readonly drg: string | null;
  readonly receivedAt: Date;
  readonly sentOn: string;
  readonly plan: unknown;
  readonly settled: SettledClaim;
  readonly lines: readonly AnsweredLine[];
  readonly diagnoses: readonly string[];
}

interface Row extends Omit<AnsweredClaim, 'sentOn' | 'plan' | 'settled' | 'lines' | 'diagnoses'> {
  readonly planId: string; readonly sentAt: Date | null; readonly statusCode: string; readonly chargeCents: number; readonly paidCents: number; readonly patientCents: number; readonly adjustments: unknown; readonly serviceLines: unknown;
}

/** Claims a primary payer answered since a moment, in the order of the answers, some hundreds at a time with three reads each. */
export async function* loadAnswered(act: Act, since: Date, payerId: string | undefined): AsyncGenerator<AnsweredClaim[]> {
  const plans = new Map<string, unknown>();
  let after: { at: Date; id: string } | null = null;
  for (;;) {
    const rows: Row[] = await select<Row>(
      act,
      `SELECT x.id AS answerId, c.id AS claimId, c.number, c.type, c.patient_id AS patientId, c.payer_id AS payerId, p.name AS payerName, c.coverage_id AS coverageId, c.plan_id AS planId, c.service_from AS serviceFrom,
         c.service_through AS serviceThrough, c.drg, r.received_at AS receivedAt, COALESCE(s.submitted_at, c.submitted_at) AS sentAt, x.status_code AS statusCode, x.charge_cents AS chargeCents, x.paid_cents AS paidCents,
         x.patient_cents AS patientCents, x.adjustments, x.service_lines AS serviceLines
       FROM remittance_claims x JOIN remittances r ON r.id = x.remittance_id JOIN claims c ON c.id = x.claim_id JOIN payers p ON p.id = c.payer_id LEFT JOIN claim_submissions s ON s.id = x.submission_id
       WHERE x.state = 'posted' AND x.status_code IN ('1', '19') AND x.reversed_by_id IS NULL AND c.status <> 'entered-in-error' AND r.received_at >= :since
         ${payerId ? 'AND c.payer_id = :payerId' : ''} ${after ? 'AND (r.received_at, x.id) > (:at, :id)' : ''} ORDER BY r.received_at, x.id LIMIT ${BATCH}`,
      { since, payerId, at: after?.at, id: after?.id },
    );
    if (rows.length === 0) return;
    await readPlans(act, plans, rows);
    const [lines, diagnoses] = [await linesOf(act, rows), await diagnosesOf(act, rows)];
    yield rows.map((row) => present(row, plans.get(row.planId), lines.get(row.claimId) ?? [], diagnoses.get(row.claimId) ?? []));
    const last = rows[rows.length - 1];
    if (rows.length < BATCH || !last) return;
    after = { at: last.receivedAt, id: last.answerId };
  }
}

function present({ planId: _planId, sentAt, statusCode, chargeCents, paidCents, patientCents, adjustments, serviceLines, ...row }: Row, plan: unknown, lines: AnsweredLine[], diagnoses: string[]): AnsweredClaim {
  return { ...row, sentOn: hospitalDay(sentAt ?? row.receivedAt), plan, lines, diagnoses, settled: toSettled({ statusCode, chargeCents, paidCents, patientCents, adjustments, serviceLines }) };
}

/** The stored answer as the domain reads it. */
export function toSettled(row: { statusCode: string; chargeCents: number; paidCents: number; patientCents: number; adjustments: unknown; serviceLines: unknown }): SettledClaim {
  return {
    statusCode: row.statusCode, chargeCents: Number(row.chargeCents), paidCents: Number(row.paidCents), patientCents: Number(row.patientCents),
    adjustments: (readJson(row.adjustments) ?? []) as SettledClaim['adjustments'], lines: (readJson(row.serviceLines) ?? []) as SettledLine[],
  };
}

async function readPlans(act: Act, plans: Map<string, unknown>, rows: readonly Row[]): Promise<void> {
  const missing = [...new Set(rows.map(({ planId }) => planId))].filter((id) => !plans.has(id));
  if (missing.length === 0) return;
  for (const { id, rules } of await select<{ id: string; rules: unknown }>(act, 'SELECT id, rules FROM plans WHERE id IN (:missing)', { missing })) plans.set(id, readJson(rules));
}

async function linesOf(act: Act, rows: readonly Row[]): Promise<Map<string, AnsweredLine[]>> {
  const found = await select<Omit<AnsweredLine, 'modifiers' | 'isVisit'> & { claimId: string; modifiers: unknown; isVisit: number }>(
    act,
    `SELECT claim_id AS claimId, number, procedure_code AS \`procedure\`, modifiers, revenue_code AS revenueCode, units, charge_cents AS chargeCents, service_date AS serviceDate, is_visit AS isVisit
     FROM claim_lines WHERE claim_id IN (:ids) ORDER BY claim_id, number`,
    { ids: rows.map(({ claimId }) => claimId) },
  );
  const lines = new Map<string, AnsweredLine[]>();
  for (const { claimId, modifiers, isVisit, ...line } of found) {
    const own = lines.get(claimId) ?? [];
    own.push({ ...line, chargeCents: Number(line.chargeCents), isVisit: Number(isVisit) === 1, modifiers: readTexts(modifiers) });
    lines.set(claimId, own);
  }
  return lines;
}

async function diagnosesOf(act: Act, rows: readonly Row[]): Promise<Map<string, string[]>> {
  const found = await select<{ claimId: string; code: string }>(act, 'SELECT claim_id AS claimId, code FROM claim_diagnoses WHERE claim_id IN (:ids) ORDER BY claim_id, rank_order', { ids: rows.map(({ claimId }) => claimId) });
  const diagnoses = new Map<string, string[]>();
  for (const { claimId, code } of found) diagnoses.set(claimId, [...(diagnoses.get(claimId) ?? []), code]);
  return diagnoses;
}
