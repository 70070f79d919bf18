import { newId } from '../../../db/newId';
import { type Finding, fingerprintOf, type Severity, type SignalName } from '../../../domain/claims/signals/signal';
import { type Act, execute, select } from '../../http/act';

/** Standing: found at the last look. Released: a person looked and let it pass, for good. Gone: not found any more. */
export type SignalState = 'standing' | 'released' | 'gone';

/** What of a finding is sealed. */
type SealedDetail = Pick<Finding, 'reason' | 'evidence' | 'lines'>;

export interface SignalRow extends SealedDetail {
  readonly id: string;
  readonly claimId: string;
  readonly signal: SignalName;
  readonly severity: Severity;
  readonly fingerprint: string;
  readonly state: SignalState;
  readonly otherClaim: { readonly id: string; readonly number: string } | null;
  readonly foundAt: Date;
  readonly releasedAt: Date | null;
  readonly releasedBy: string | null;
}

type Row = Omit<SignalRow, 'otherClaim' | keyof SealedDetail> & { readonly otherClaimId: string | null; readonly otherClaimNumber: string | null; readonly detailEnc: Buffer };

/** What was ever found about these claims, what keeps one back first. */
export async function readSignals(act: Pick<Act, 'database' | 'transaction'>, claimIds: readonly string[]): Promise<SignalRow[]> {
  if (claimIds.length === 0) return [];
  const rows = await select<Row>(
    act,
    `SELECT s.id, s.claim_id AS claimId, s.signal_name AS \`signal\`, s.severity, s.fingerprint, s.state, s.other_claim_id AS otherClaimId, o.number AS otherClaimNumber, s.detail_enc AS detailEnc,
       s.found_at AS foundAt, s.released_at AS releasedAt, u.display_name AS releasedBy
     FROM claim_signals s LEFT JOIN claims o ON o.id = s.other_claim_id LEFT JOIN staff_users u ON u.id = s.released_by
     WHERE s.claim_id IN (:claimIds) ORDER BY s.claim_id, s.state <> 'standing', s.severity, s.found_at, s.id`,
    { claimIds },
  );
  return rows.map(({ detailEnc, otherClaimId, otherClaimNumber, ...row }) => ({
    ...row, otherClaim: otherClaimId === null ? null : { id: otherClaimId, number: otherClaimNumber ?? '' }, ...(act.database.cipher.openJson<SealedDetail>(placeOfDetail(row.id), detailEnc) as SealedDetail),
  }));
}

/**
 * Put on record what a look at a claim found, and take down what it found no more. What a person released stays released: the same reason on
 * the same facts holds no claim twice. Answers the findings that nobody has released. The caller holds the claim's row.
 */
export async function recordFindings(act: Act, claimId: string, findings: readonly Finding[]): Promise<Finding[]> {
  const known = new Map((await select<{ id: string; fingerprint: string; state: SignalState }>(act, 'SELECT id, fingerprint, state FROM claim_signals WHERE claim_id = ? FOR UPDATE', [claimId])).map((row) => [row.fingerprint, row]));
  const found = new Map(findings.map((finding) => [fingerprintOf(finding), finding]));
  const gone = [...known.values()].filter(({ fingerprint, state }) => state === 'standing' && !found.has(fingerprint)).map(({ id }) => id);
  if (gone.length > 0) await execute(act, "UPDATE claim_signals SET state = 'gone' WHERE id IN (:gone)", { gone });
  for (const [fingerprint, finding] of found) {
    const row = known.get(fingerprint);
    if (!row) await insertFinding(act, claimId, fingerprint, finding);
    else if (row.state === 'gone') await execute(act, "UPDATE claim_signals SET state = 'standing', found_at = ? WHERE id = ?", [act.now, row.id]);
  }
  return [...found].filter(([fingerprint]) => known.get(fingerprint)?.state !== 'released').map(([, finding]) => finding);
}

async function insertFinding(act: Act, claimId: string, fingerprint: string, { signal, severity, reason, evidence, lines, otherClaimId }: Finding): Promise<void> {
  const id = newId();
  const detail: SealedDetail = { reason, evidence, lines };
  await execute(act, 'INSERT INTO claim_signals (id, claim_id, signal_name, severity, fingerprint, other_claim_id, detail_enc, found_at) VALUES (?)', [
    [id, claimId, signal, severity, fingerprint, otherClaimId, act.database.cipher.sealJson(placeOfDetail(id), detail), act.now],
  ]);
}

/** A person let everything pass that stands on this claim. */
export async function releaseSignals(act: Act, claimId: string): Promise<number> {
  return execute(act, "UPDATE claim_signals SET state = 'released', released_at = ?, released_by = ? WHERE claim_id = ? AND state = 'standing'", [act.now, act.principal.id, claimId]);
}

function placeOfDetail(signalId: string): { table: string; column: string; id: string } {
  return { table: 'claim_signals', column: 'detail_enc', id: signalId };
}
