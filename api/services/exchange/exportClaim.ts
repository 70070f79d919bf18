import { createHash } from 'node:crypto';
import { type X12Problem } from '../../../interop/x12';
import { type Act, execute, selectOne } from '../../http/act';
import { type ClaimRow } from '../claims/claimRow';
import { type ClaimSnapshot, takeSnapshot } from '../claims/snapshot';
import { placeOfSubmission } from '../claims/submitClaim';
import { type StayFacts, readStay } from '../claims/x12/facts';
import { writeClaim } from '../claims/x12/claim837';
import { nextControlNumber } from '../money/numbers';
import { completePastClaim, type Gap } from './pastClaim';

/** An export is a copy to look at or to carry over by hand, not a submission: test data (ISA15). */
const USAGE = 'T';

export type ExportedClaim =
  | { readonly ok: true; readonly text: string; readonly controlNumber: number; readonly gaps: readonly Gap[] }
  | { readonly ok: false; readonly problems: readonly X12Problem[] };

interface Numbered {
  readonly controlNumber: number;
  readonly contentHash: Buffer;
  readonly writtenAt: Date;
}

/**
 * A claim as an 837: what was sent last, byte for byte; a claim that was never sent as it stands now. An interchange has one control
 * number for good: the same content comes out under the same number and date, changed content under a new one. The caller holds the
 * claim's row.
 */
export async function exportClaim(act: Act, claim: ClaimRow): Promise<ExportedClaim> {
  act.audits.push({ action: 'claim.exported', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId });
  const sent = await readSent(act, claim.id);
  if (sent) return { ok: true, ...sent, gaps: [] };
  const asItStands = await takeSnapshot(act, claim);
  // Only what is over may be filled in; a live claim that is incomplete does not leave the house (openemr PR#1994).
  const { snapshot, gaps } = claim.source === 'careway' ? { snapshot: asItStands, gaps: [] } : await completePastClaim(act, asItStands);
  return numbered(act, snapshot, await readStay(act, claim.encounterId), gaps);
}

async function readSent(act: Act, claimId: string): Promise<{ text: string; controlNumber: number } | null> {
  const row = await selectOne<{ id: string; controlNumber: number; contentEnc: Buffer }>(
    act,
    "SELECT id, control_number AS controlNumber, content_enc AS contentEnc FROM claim_submissions WHERE claim_id = ? AND kind <> 'appeal' AND content_enc IS NOT NULL ORDER BY attempt DESC LIMIT 1",
    [claimId],
  );
  return row && { text: act.database.cipher.open(placeOfSubmission(row.id), row.contentEnc), controlNumber: row.controlNumber };
}

async function numbered(act: Act, snapshot: ClaimSnapshot, stay: StayFacts | null, gaps: readonly Gap[]): Promise<ExportedClaim> {
  const claimId = snapshot.claim.id;
  const before = await selectOne<Numbered>(act, 'SELECT control_number AS controlNumber, content_hash AS contentHash, written_at AS writtenAt FROM claim_exports WHERE claim_id = ? FOR UPDATE', [claimId]);
  if (before) {
    const again = writeClaim(snapshot, stay, { controlNumber: before.controlNumber, now: before.writtenAt, usage: USAGE });
    if (!again.ok) return again;
    if (hashOf(again.text).equals(before.contentHash)) return { ok: true, text: again.text, controlNumber: before.controlNumber, gaps };
  }
  const controlNumber = await nextControlNumber(act);
  const written = writeClaim(snapshot, stay, { controlNumber, now: act.now, usage: USAGE });
  if (!written.ok) return written;
  await execute(
    act,
    `INSERT INTO claim_exports (claim_id, control_number, content_hash, written_at) VALUES (?)
     ON DUPLICATE KEY UPDATE control_number = VALUES(control_number), content_hash = VALUES(content_hash), written_at = VALUES(written_at)`,
    [[claimId, controlNumber, hashOf(written.text), act.now]],
  );
  return { ok: true, text: written.text, controlNumber, gaps };
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
