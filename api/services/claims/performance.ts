import { type z } from 'zod';
import { readJson } from '../../../db/models/table';
import { adjustmentWords, CARC, type CodedAdjustment, meaningOf } from '../../../domain/claims/carc';
import { STUCK_CAUSES } from '../../../domain/claims/causes';
import { DAY_MS } from '../../../domain/time';
import { type claimDeskContract } from '../../contract/claimDesk';
import { type Act, select } from '../../http/act';

type Performance = z.input<typeof claimDeskContract.readPayerPerformance.reply>;
type ByPayer = Performance['byPayer'][number];

/** How each payer did in the window, and for which reasons money was refused. Counted from the record; what an answer undid is not counted. */
export async function readPerformance(act: Act, days: number): Promise<Performance> {
  const since = new Date(act.now.getTime() - days * DAY_MS);
  const payers = new Map<string, ByPayer>();
  const at = (id: string, name: string): ByPayer => {
    const known = payers.get(id) ?? { payer: { id, name }, sent: 0, clean: 0, answered: 0, denied: 0, deniedCents: 0, expectedCents: 0, paidCents: 0, daysToAnswer: null };
    payers.set(id, known);
    return known;
  };
  for (const row of await firstSubmissions(act, since)) Object.assign(at(row.payerId, row.payerName), { sent: Number(row.sent), clean: Number(row.clean) });
  for (const row of await answers(act, since)) Object.assign(at(row.payerId, row.payerName), { answered: Number(row.answered), denied: Number(row.denied), deniedCents: Number(row.deniedCents), daysToAnswer: row.daysToAnswer === null ? null : Math.round(Number(row.daysToAnswer) * 10) / 10 });
  for (const row of await expectations(act, since)) Object.assign(at(row.payerId, row.payerName), { expectedCents: Number(row.expectedCents), paidCents: Number(row.paidCents) });
  return { byPayer: [...payers.values()].sort((one, other) => other.answered - one.answered || one.payer.name.localeCompare(other.payer.name)), byReason: await reasons(act, since) };
}

interface OfPayer {
  payerId: string;
  payerName: string;
}

function firstSubmissions(act: Act, since: Date): Promise<(OfPayer & { sent: number; clean: number })[]> {
  return select(
    act,
    `SELECT c.payer_id AS payerId, MAX(p.name) AS payerName, COUNT(*) AS sent,
       COALESCE(SUM(s.status = 'accepted' AND NOT EXISTS (SELECT 1 FROM claim_events e WHERE e.claim_id = s.claim_id AND e.kind = 'scrub-failed')), 0) AS clean
     FROM claim_submissions s JOIN claims c ON c.id = s.claim_id JOIN payers p ON p.id = c.payer_id WHERE s.attempt = 1 AND s.acknowledged_at IS NOT NULL AND s.submitted_at >= ? GROUP BY c.payer_id`,
    [since],
  );
}

function answers(act: Act, since: Date): Promise<(OfPayer & { answered: number; denied: number; deniedCents: number; daysToAnswer: number | null })[]> {
  return select(
    act,
    `SELECT r.payer_id AS payerId, MAX(p.name) AS payerName, COUNT(*) AS answered, COALESCE(SUM(x.denied_cents > 0), 0) AS denied, CAST(COALESCE(SUM(x.denied_cents), 0) AS SIGNED) AS deniedCents,
       AVG(TIMESTAMPDIFF(MINUTE, s.submitted_at, r.received_at)) / 1440 AS daysToAnswer
     FROM remittance_claims x JOIN remittances r ON r.id = x.remittance_id JOIN payers p ON p.id = r.payer_id LEFT JOIN claim_submissions s ON s.id = x.submission_id
     WHERE x.state = 'posted' AND x.status_code <> '22' AND r.received_at >= ? GROUP BY r.payer_id`,
    [since],
  );
}

function expectations(act: Act, since: Date): Promise<(OfPayer & { expectedCents: number; paidCents: number })[]> {
  return select(
    act,
    `SELECT c.payer_id AS payerId, MAX(p.name) AS payerName, CAST(SUM(c.expected_cents) AS SIGNED) AS expectedCents, CAST(SUM(c.paid_cents) AS SIGNED) AS paidCents
     FROM claims c JOIN payers p ON p.id = c.payer_id WHERE c.expected_cents IS NOT NULL AND c.payer_claim_number IS NOT NULL AND c.submitted_at >= ? AND c.status <> 'entered-in-error' GROUP BY c.payer_id`,
    [since],
  );
}

/** Refused money by the payers' codes, the most first. */
async function reasons(act: Act, since: Date): Promise<Performance['byReason']> {
  const rows = await select<{ adjustments: unknown; serviceLines: unknown }>(
    act,
    `SELECT x.adjustments, x.service_lines AS serviceLines FROM remittance_claims x JOIN remittances r ON r.id = x.remittance_id
     WHERE x.state = 'posted' AND x.status_code <> '22' AND x.denied_cents > 0 AND r.received_at >= ?`,
    [since],
  );
  const found = new Map<string, Performance['byReason'][number]>();
  for (const row of rows) {
    const lines = (readJson(row.serviceLines) ?? []) as { adjustments?: CodedAdjustment[] }[];
    const refused = [...((readJson(row.adjustments) ?? []) as CodedAdjustment[]), ...lines.flatMap(({ adjustments }) => adjustments ?? [])].filter((one) => meaningOf(one) === 'denied');
    const inClaim = new Set<string>();
    for (const one of refused) {
      const code = `${one.group}-${one.reason}`;
      const cause = CARC[one.reason]?.cause ?? 'denied-other';
      const known = found.get(code) ?? { code, words: adjustmentWords(one), cause, label: STUCK_CAUSES[cause].label, claims: 0, cents: 0 };
      found.set(code, { ...known, claims: known.claims + (inClaim.has(code) ? 0 : 1), cents: known.cents + one.cents });
      inClaim.add(code);
    }
  }
  return [...found.values()].sort((one, other) => other.cents - one.cents);
}
