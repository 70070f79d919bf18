import { type z } from 'zod';
import { readJson } from '../../../db/models/table';
import { adjustmentWords, CARC, type CodedAdjustment, meaningOf } from '../../../domain/claims/carc';
import { STUCK_CAUSES } from '../../../domain/claims/causes';
import { type claimDeskContract } from '../../contract/claimDesk';
import { DAY_MS, isoDay } from '../../../domain/time';
import { type Act, select } from '../../http/act';
import { readBilled } from './counts';
import { startOfWindow } from './dashboard';
import { payerNames } from './payerNames';

type Performance = z.input<typeof claimDeskContract.readPayerPerformance.reply>;
type ByPayer = Performance['byPayer'][number];

/** How each payer did in the window, whole days and today, counted as it happens; and for which reasons money was refused, from the denials themselves. What an answer undid is not counted. */
export async function readPerformance(act: Act, days: number): Promise<Performance> {
  const since = startOfWindow(act.now, days);
  const billed = (await readBilled(act, isoDay(since / DAY_MS))).filter(({ sent, answered, expectedCents }) => sent > 0 || answered > 0 || expectedCents > 0);
  const names = await payerNames(act, billed.map(({ payerId }) => payerId));
  const byPayer = billed.map(({ payerId, sent, clean, answered, denied, deniedCents, expectedCents, expectedPaidCents, timed, minutes }): ByPayer => ({
    payer: { id: payerId, name: names.get(payerId) ?? '' }, sent, clean, answered, denied, deniedCents, expectedCents, paidCents: expectedPaidCents,
    daysToAnswer: timed > 0 ? Math.round((minutes / timed / 1440) * 10) / 10 : null,
  }));
  return { byPayer: byPayer.sort((one, other) => other.answered - one.answered || one.payer.name.localeCompare(other.payer.name)), byReason: await reasons(act, new Date(since)) };
}

/** Refused money by the payers' codes, the most first. */
async function reasons(act: Act, since: Date): Promise<Performance['byReason']> {
  const rows = await select<{ adjustments: unknown; serviceLines: unknown }>(
    act,
    `SELECT x.adjustments, x.service_lines AS serviceLines FROM remittances r STRAIGHT_JOIN remittance_claims x FORCE INDEX (remittance_claims_denied) ON x.remittance_id = r.id
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
