import { type SettledClaim } from '../../../domain/claims/settlement';
import { type Act, selectOne } from '../../http/act';
import { liveAnswer } from '../payer/remittanceRows';
import { type ClaimRow } from './claimRow';
import { hospitalDay } from '../staff/hospitalZone';

/** What the payer before has answered, as the claim to the next one carries it. */
export interface PriorAnswer {
  readonly payer: { readonly id: string; readonly identifier: string; readonly name: string; readonly kind: string };
  readonly memberNumber: string;
  /** P primary, S secondary: that payer's place. */
  readonly responsibility: string;
  readonly payerClaimNumber: string | null;
  readonly answeredOn: string;
  readonly settled: SettledClaim;
}

/** SBR01 by the order of the patient's coverages. */
const RESPONSIBILITY = ['P', 'S', 'T', 'A', 'B', 'C', 'D'] as const;

interface PriorRow {
  readonly id: string;
  readonly identifier: string;
  readonly name: string;
  readonly kind: string;
  readonly coverageId: string;
  readonly memberNumberEnc: Buffer;
  readonly answeredAt: Date;
  readonly payerClaimNumber: string | null;
}

/** A claim's place among the patient's payers, and the answer of the one before. */
export async function readPlace(act: Act, claim: Pick<ClaimRow, 'id' | 'primaryClaimId'>): Promise<{ responsibility: string; prior: PriorAnswer | null }> {
  const place = await placeOf(act, claim.primaryClaimId);
  const responsibility = RESPONSIBILITY[place] ?? 'U';
  const live = claim.primaryClaimId === null ? null : await liveAnswer(act, claim.primaryClaimId);
  const row = live && (await selectOne<PriorRow>(
    act,
    `SELECT p.id, p.payer_identifier AS identifier, p.name, p.kind, v.id AS coverageId, v.member_number_enc AS memberNumberEnc, r.received_at AS answeredAt, x.payer_claim_number AS payerClaimNumber
     FROM remittance_claims x JOIN remittances r ON r.id = x.remittance_id JOIN claims c ON c.id = x.claim_id JOIN payers p ON p.id = c.payer_id JOIN coverages v ON v.id = c.coverage_id WHERE x.id = ?`,
    [live.id],
  ));
  if (!live || !row) return { responsibility, prior: null };
  return {
    responsibility,
    prior: {
      payer: { id: row.id, identifier: row.identifier, name: row.name, kind: row.kind }, responsibility: RESPONSIBILITY[place - 1] ?? 'P', payerClaimNumber: row.payerClaimNumber,
      memberNumber: act.database.cipher.open({ table: 'coverages', column: 'member_number_enc', id: row.coverageId }, row.memberNumberEnc).trim(),
      answeredOn: hospitalDay(row.answeredAt), settled: live.settled,
    },
  };
}

/** How many claims to earlier payers this one follows. */
async function placeOf(act: Act, primaryClaimId: string | null): Promise<number> {
  let place = 0;
  for (let id = primaryClaimId; id !== null && place < RESPONSIBILITY.length; place += 1) id = (await selectOne<{ before: string | null }>(act, 'SELECT primary_claim_id AS `before` FROM claims WHERE id = ?', [id]))?.before ?? null;
  return place;
}
