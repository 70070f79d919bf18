import { QueryTypes } from 'sequelize';
import { UNBALANCED_OPERATIONS } from '../../../api/services/money/ledgerCheck';
import { type Database } from '../../../db/connect';
import { readJson } from '../../../db/models/table';
import { adjustmentWords, type CodedAdjustment, meaningOf } from '../../../domain/claims/carc';

/**
 * Every cent of every claim, told twice in one query: by the claims themselves and by the ledger's accounts. charge = paid + adjustments + open
 * on either side, and the two sides say the same.
 */
const EVERY_CENT = `SELECT c.claims, c.charge, c.paid, c.adjustments, c.open, l.charge AS ledger_charge, l.paid AS ledger_paid, l.adjustments AS ledger_adjustments, l.open AS ledger_open,
    c.charge - c.paid - c.adjustments - c.open AS difference, l.charge - l.paid - l.adjustments - l.open AS ledger_difference
  FROM (SELECT COUNT(*) AS claims, SUM(charge) AS charge, SUM(paid) AS paid, SUM(adjustments) AS adjustments, SUM(\`open\`) AS \`open\` FROM v_claim_balance) c,
    (SELECT -SUM(CASE WHEN account = 'revenue' THEN cents ELSE 0 END) AS charge, SUM(CASE WHEN account = 'cash' THEN cents ELSE 0 END) AS paid,
      SUM(CASE WHEN account IN ('contractual-adjustment', 'receivable-patient') THEN cents ELSE 0 END) AS adjustments,
      SUM(CASE WHEN account = 'receivable-payer' THEN cents ELSE 0 END) AS \`open\` FROM v_ledger) l`;

/** Charge by charge and answer by answer, what the claims' own rows were made of. */
const NEVER: readonly (readonly [string, string])[] = [
  ['claims without an answer that stands', "SELECT COUNT(*) FROM claims c WHERE NOT EXISTS (SELECT 1 FROM remittance_claims x WHERE x.claim_id = c.id AND x.state = 'posted' AND x.reversed_by_id IS NULL)"],
  ['claims answered twice', 'SELECT COUNT(*) FROM (SELECT claim_id FROM remittance_claims GROUP BY claim_id HAVING COUNT(*) > 1) x'],
  ['answers not posted', "SELECT COUNT(*) FROM remittance_claims WHERE state <> 'posted'"],
  ['claims that charge something else than their lines', 'SELECT COUNT(*) FROM claims c WHERE charge_cents <> (SELECT SUM(l.charge_cents) FROM claim_lines l WHERE l.claim_id = c.id)'],
  ['claims that say something else was paid than their answer', "SELECT COUNT(*) FROM claims c JOIN remittance_claims x ON x.claim_id = c.id AND x.state = 'posted' WHERE x.paid_cents <> c.paid_cents OR x.patient_cents <> c.patient_cents"],
  ['payments of another amount than their answers', 'SELECT COUNT(*) FROM remittances r WHERE payment_cents <> (SELECT COALESCE(SUM(x.paid_cents), 0) FROM remittance_claims x WHERE x.remittance_id = r.id) - (SELECT COALESCE(SUM(a.cents), 0) FROM provider_adjustments a WHERE a.remittance_id = r.id)'],
  ['cents by which charges differ from paid, adjusted and open in the whole house', 'SELECT difference_cents FROM v_house_balance'],
  ['operations out of balance', `SELECT COUNT(*) FROM (${UNBALANCED_OPERATIONS}) x`],
];

export interface Books {
  readonly everyCent: Readonly<Record<string, number>>;
  /** The same from the charges of the house, as the money desk shows it. */
  readonly house: Readonly<Record<string, number>>;
  /** One sentence for each thing that must not be and is. */
  readonly faults: readonly string[];
}

/** Look at the books of the record. */
export async function readBooks({ sequelize }: Database): Promise<Books> {
  const numbers = async (sql: string) => {
    const [row] = await sequelize.query<Record<string, unknown>>(sql, { type: QueryTypes.SELECT });
    return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value)]));
  };
  const everyCent = await numbers(EVERY_CENT);
  const faults: string[] = [];
  for (const name of ['charge', 'paid', 'adjustments', 'open']) if (everyCent[name] !== everyCent[`ledger_${name}`]) faults.push(`claims and ledger differ in ${name}`);
  for (const name of ['difference', 'ledger_difference']) if (everyCent[name] !== 0) faults.push(`${name} is ${everyCent[name]}`);
  for (const [what, sql] of NEVER) {
    const [count] = Object.values(await numbers(sql));
    if (count !== 0) faults.push(`${count} ${what}`);
  }
  const waiting = await sequelize.query<{ reason: string }>("SELECT DISTINCT COALESCE(queue_reason, state) AS reason FROM remittance_claims WHERE state <> 'posted'", { type: QueryTypes.SELECT });
  return { everyCent, house: await numbers('SELECT * FROM v_house_balance'), faults: [...faults, ...waiting.map(({ reason }) => `an answer was not posted: ${reason}`)] };
}

export interface Refusal {
  readonly why: string;
  claims: number;
  cents: number;
}

/** What payers refused and why, the most money first. */
export async function readRefusals({ sequelize }: Database): Promise<Refusal[]> {
  const rows = await sequelize.query<{ adjustments: unknown; lines: unknown }>('SELECT adjustments, service_lines AS `lines` FROM remittance_claims', { type: QueryTypes.SELECT });
  const refusals = new Map<string, Refusal>();
  for (const row of rows) {
    const adjustments = [...(readJson(row.adjustments) ?? []) as CodedAdjustment[], ...((readJson(row.lines) ?? []) as { adjustments: CodedAdjustment[] }[]).flatMap((line) => line.adjustments)];
    const denied = adjustments.filter((one) => meaningOf(one) === 'denied');
    for (const why of new Set(denied.map(adjustmentWords))) {
      const refusal = refusals.get(why) ?? { why, claims: 0, cents: 0 };
      refusal.claims += 1;
      refusal.cents += denied.filter((one) => adjustmentWords(one) === why).reduce((sum, { cents }) => sum + cents, 0);
      refusals.set(why, refusal);
    }
  }
  return [...refusals.values()].sort((a, b) => b.cents - a.cents);
}
