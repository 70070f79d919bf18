import { type Act, select } from '../../../http/act';

export interface PayerCredit {
  readonly payerId: string;
  readonly payerName: string;
  /** Owed back; what is asked for and not decided yet is still in it. */
  readonly creditCents: number;
  readonly promisedCents: number;
}

/** Payers we owe money back: paid twice, for no claim of ours, or carried forward. The largest first. */
export async function listPayerCredits(act: Act): Promise<PayerCredit[]> {
  const rows = await select<PayerCredit>(
    act,
    `SELECT v.payer_id AS payerId, p.name AS payerName, v.credit_cents AS creditCents, CAST(COALESCE((SELECT SUM(m.cents) FROM money_requests m WHERE m.payer_id = v.payer_id AND m.status = 'requested'), 0) AS SIGNED) AS promisedCents
     FROM v_payer_credit v JOIN payers p ON p.id = v.payer_id WHERE v.credit_cents > 0 ORDER BY v.credit_cents DESC, p.name, v.payer_id LIMIT 200`,
  );
  return rows.map((row) => ({ ...row, creditCents: Number(row.creditCents), promisedCents: Number(row.promisedCents) }));
}
