import { type Act, select } from '../../http/act';
import { actUnattended, type Unattended } from '../../http/unattended';
import { lockClaim } from '../claims/claimRow';
import { type ExportedClaim, exportClaim } from './exportClaim';

/** Claims of one transaction: the series of control numbers is locked meanwhile, and others wait for it. */
const TOGETHER = 20;

export interface ClaimToExport {
  readonly id: string;
  readonly number: string;
  readonly type: 'professional' | 'institutional';
  readonly payerIdentifier: string;
  /** Never sent, and still in the house. */
  readonly isUnsent: boolean;
}

/** Every claim that stands, those of one payer and form together. */
export async function claimsToExport(act: Pick<Act, 'database' | 'transaction'>): Promise<ClaimToExport[]> {
  const rows = await select<Omit<ClaimToExport, 'isUnsent'> & { isUnsent: number }>(
    act,
    `SELECT c.id, c.number, c.type, p.payer_identifier AS payerIdentifier, c.source = 'careway' AND NOT EXISTS (SELECT 1 FROM claim_submissions s WHERE s.claim_id = c.id) AS isUnsent
     FROM claims c JOIN payers p ON p.id = c.payer_id WHERE c.status NOT IN ('entered-in-error', 'voided') ORDER BY p.payer_identifier, c.type, c.id`,
  );
  return rows.map((row) => ({ ...row, isUnsent: Number(row.isUnsent) === 1 }));
}

/** A claim by its ID or its number (CLM01); null when there is none. */
export async function findClaim(act: Pick<Act, 'database' | 'transaction'>, idOrNumber: string): Promise<string | null> {
  const [row] = await select<{ id: string }>(act, 'SELECT id FROM claims WHERE id = :given OR number = :given LIMIT 1', { given: idOrNumber });
  return row?.id ?? null;
}

/** Export these claims one after the other, a few to a transaction. */
export async function* exportClaims(unattended: Unattended, claims: readonly ClaimToExport[]): AsyncGenerator<{ claim: ClaimToExport; exported: ExportedClaim }> {
  for (let at = 0; at < claims.length; at += TOGETHER) {
    const done = await actUnattended(unattended, async (act) => {
      const some: { claim: ClaimToExport; exported: ExportedClaim }[] = [];
      for (const claim of claims.slice(at, at + TOGETHER)) {
        const row = await lockClaim(act, claim.id);
        if (row) some.push({ claim, exported: await exportClaim(act, row) });
      }
      return some;
    });
    yield* done;
  }
}
