import { type Act, select } from '../../../http/act';

/** What an insurer did to one claim. */
export interface InsurerPart {
  readonly paidCents: number;
  /** By contract, or waived. */
  readonly reducedCents: number;
}

const NOTHING: InsurerPart = { paidCents: 0, reducedCents: 0 };

/**
 * What insurers paid and reduced on the claims of an account, from the ledger: a claim's own balance also counts what earlier payers
 * settled, what was passed on to the next one, and in past claims what the patient paid.
 */
export async function readInsurerParts(act: Act, accountId: string): Promise<(claimId: string) => InsurerPart> {
  const rows = await select<InsurerPart & { claimId: string }>(
    act,
    `SELECT e.claim_id AS claimId, CAST(SUM(CASE WHEN e.ledger_account = 'cash' AND COALESCE(r.kind, o.kind) <> 'patient-payment' THEN e.cents ELSE 0 END) AS SIGNED) AS paidCents,
       CAST(SUM(CASE WHEN e.ledger_account IN ('contractual-adjustment', 'write-off') THEN e.cents ELSE 0 END) AS SIGNED) AS reducedCents
     FROM ledger_entries e JOIN ledger_operations o ON o.id = e.operation_id LEFT JOIN ledger_operations r ON r.id = o.reverses_id WHERE e.account_id = ? AND e.claim_id IS NOT NULL GROUP BY e.claim_id`,
    [accountId],
  );
  const parts = new Map(rows.map(({ claimId, paidCents, reducedCents }) => [claimId, { paidCents: Number(paidCents), reducedCents: Number(reducedCents) }]));
  return (claimId) => parts.get(claimId) ?? NOTHING;
}
