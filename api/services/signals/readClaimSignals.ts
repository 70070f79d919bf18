import { type z } from 'zod';
import { SIGNALS } from '../../../domain/claims/signals/signal';
import { type claimSignal, type signalsContract } from '../../contract/signals';
import { type Act, select } from '../../http/act';
import { placeOfDecision, type ReviewStatus } from './reviewRow';
import { readSignals, type SignalRow } from './signalRows';

/** A signal as the API shows it. */
export function presentSignal({ claimId: _claim, fingerprint: _fingerprint, foundAt, releasedAt, evidence, lines, ...signal }: SignalRow): z.input<typeof claimSignal> {
  return { ...signal, label: SIGNALS[signal.signal].label, evidence: [...evidence], lines: [...lines], foundAt: foundAt.toISOString(), releasedAt: releasedAt?.toISOString() ?? null };
}

/** What stands out about a claim and how every review of it ended. Reads patient data: audited. */
export async function readClaimSignals(act: Act, claim: { readonly id: string; readonly patientId: string }): Promise<z.input<typeof signalsContract.readClaimSignals.reply>> {
  const rows = await select<{ id: string; status: ReviewStatus; heldAt: Date; decidedAt: Date | null; decidedBy: string | null; modelVersion: number | null; decisionEnc: Buffer | null }>(
    act,
    `SELECT r.id, r.status, r.held_at AS heldAt, r.decided_at AS decidedAt, u.display_name AS decidedBy, r.model_version AS modelVersion, r.decision_enc AS decisionEnc
     FROM claim_reviews r LEFT JOIN staff_users u ON u.id = r.decided_by WHERE r.claim_id = ? ORDER BY r.held_at DESC, r.id DESC`,
    [claim.id],
  );
  act.audits.push({ action: 'claim.signals-read', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId });
  return {
    signals: (await readSignals(act, [claim.id])).map(presentSignal),
    reviews: rows.map(({ decisionEnc, ...row }) => ({ ...row, heldAt: row.heldAt.toISOString(), decidedAt: row.decidedAt?.toISOString() ?? null, reason: act.database.cipher.openJson<{ reason: string }>(placeOfDecision(row.id), decisionEnc)?.reason ?? null })),
  };
}
