import { readTexts } from '../../../db/models/table';
import { type Act, execute, selectOne } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { setPrincipalDiagnosis } from '../money/capture/codedDiagnoses';
import { type ClaimRow, isClosed } from './claimRow';
import { recordClaimEvent } from './events';
import { copyDiagnoses } from './prepareClaim';

/** What staff may change on a claim; what is left out stays. */
export interface ClaimChanges {
  /** ICD-10-CM, principal first; the whole list. */
  readonly diagnoses?: readonly string[] | undefined;
  readonly principalDiagnosis?: string | undefined;
  readonly authorizationNumber?: string | null | undefined;
  readonly memberNumber?: string | undefined;
  readonly drg?: string | null | undefined;
  /** Modifiers by line number. */
  readonly modifiers?: readonly { readonly line: number; readonly modifiers: readonly string[] }[] | undefined;
}

/** One field as it was and as it is, for the story and the audit. */
export interface ClaimDifference {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Change a claim. After adjudication it will go out as a replacement that names the payer's number of the first one (ottehr#9656);
 * what was paid on it stays on it (openemr#4334). The caller holds the claim's row. Returns what differs.
 */
export async function editClaim(act: Act, claim: ClaimRow, changes: ClaimChanges, dedupId: string): Promise<ClaimDifference[]> {
  if (isClosed(claim)) throw unprocessable('claim-closed', 'This claim is closed.');
  const differences = [
    ...(await changeDiagnoses(act, claim, changes)),
    ...(await changeColumn(act, claim, 'authorization_number', 'authorisation number', claim.authorizationNumber, changes.authorizationNumber)),
    ...(await changeColumn(act, claim, 'drg', 'DRG', claim.drg, changes.drg)),
    ...(await changeMemberNumber(act, claim, changes.memberNumber)),
    ...(await changeModifiers(act, claim, changes.modifiers ?? [])),
  ];
  if (differences.length === 0) return [];
  await execute(act, 'UPDATE claims SET version = version + 1, updated_at = ? WHERE id = ?', [act.now, claim.id]);
  const text = differences.map(({ field, before, after }) => `${field}: ${before ?? 'none'} → ${after ?? 'none'}`).join('; ');
  await recordClaimEvent(act, { claimId: claim.id, kind: 'edited', detail: { text, differences }, dedupId });
  act.audits.push({ action: 'claim.edited', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId, detail: { differences } });
  return differences;
}

/** Once adjudicated, a claim is corrected by replacing it: frequency 7 with the payer's own number. */
export async function makeReplacement(act: Act, claim: ClaimRow): Promise<void> {
  if (claim.payerClaimNumber === null || claim.frequency === '7') return;
  await execute(act, "UPDATE claims SET frequency = '7', updated_at = ? WHERE id = ?", [act.now, claim.id]);
}

async function changeDiagnoses(act: Act, claim: ClaimRow, { diagnoses, principalDiagnosis }: ClaimChanges): Promise<ClaimDifference[]> {
  if (diagnoses === undefined && principalDiagnosis === undefined) return [];
  const before = await listDiagnoses(act, claim.id);
  if (diagnoses !== undefined) await replaceDiagnoses(act, claim.id, diagnoses);
  else if (principalDiagnosis !== undefined) await movePrincipal(act, claim, principalDiagnosis);
  const after = await listDiagnoses(act, claim.id);
  return before === after ? [] : [{ field: 'diagnoses', before, after }];
}

async function movePrincipal(act: Act, claim: ClaimRow, code: string): Promise<void> {
  if (claim.encounterId === null) {
    const others = ((await listDiagnoses(act, claim.id)) ?? '').split(' ').filter((one) => one !== '' && one !== code);
    return replaceDiagnoses(act, claim.id, [code, ...others]);
  }
  await setPrincipalDiagnosis(act, claim.encounterId, code);
  await copyDiagnoses(act, claim.id, claim.encounterId);
}

async function replaceDiagnoses(act: Act, claimId: string, codes: readonly string[]): Promise<void> {
  const known = await selectOne<{ codes: string | null }>(act, "SELECT GROUP_CONCAT(code, ':', COALESCE(present_on_admission, '')) AS codes FROM claim_diagnoses WHERE claim_id = ?", [claimId]);
  const indicators = new Map((known?.codes ?? '').split(',').map((pair) => pair.split(':') as [string, string]));
  await execute(act, 'DELETE FROM claim_diagnoses WHERE claim_id = ?', [claimId]);
  const rows = codes.map((code, index) => [claimId, index + 1, code, indicators.get(code) || null]);
  if (rows.length > 0) await execute(act, `INSERT INTO claim_diagnoses (claim_id, rank_order, code, present_on_admission) VALUES ${rows.map(() => '(?)').join(', ')}`, rows);
}

async function listDiagnoses(act: Act, claimId: string): Promise<string | null> {
  const row = await selectOne<{ codes: string | null }>(act, "SELECT GROUP_CONCAT(code ORDER BY rank_order SEPARATOR ' ') AS codes FROM claim_diagnoses WHERE claim_id = ?", [claimId]);
  return row?.codes ?? null;
}

async function changeColumn(act: Act, claim: ClaimRow, column: 'authorization_number' | 'drg', field: string, before: string | null, after: string | null | undefined): Promise<ClaimDifference[]> {
  if (after === undefined || after === before) return [];
  await execute(act, `UPDATE claims SET ${column} = ? WHERE id = ?`, [after, claim.id]);
  return [{ field, before, after }];
}

/** The number belongs to the coverage: later claims of the patient have it too. */
async function changeMemberNumber(act: Act, claim: ClaimRow, after: string | undefined): Promise<ClaimDifference[]> {
  if (after === undefined || claim.coverageId === null) return [];
  const place = { table: 'coverages', column: 'member_number_enc', id: claim.coverageId };
  const row = await selectOne<{ memberNumberEnc: Buffer }>(act, 'SELECT member_number_enc AS memberNumberEnc FROM coverages WHERE id = ? FOR UPDATE', [claim.coverageId]);
  const before = row ? act.database.cipher.open(place, row.memberNumberEnc) : null;
  if (before === after) return [];
  await execute(act, 'UPDATE coverages SET member_number_enc = ?, member_number_index = ?, version = version + 1 WHERE id = ?', [
    act.database.cipher.seal(place, after), act.database.cipher.blindIndex('member', after), claim.coverageId,
  ]);
  return [{ field: 'member number', before, after }];
}

async function changeModifiers(act: Act, claim: ClaimRow, changes: NonNullable<ClaimChanges['modifiers']>): Promise<ClaimDifference[]> {
  const differences: ClaimDifference[] = [];
  for (const { line, modifiers } of changes) {
    const row = await selectOne<{ modifiers: unknown }>(act, 'SELECT modifiers FROM claim_lines WHERE claim_id = ? AND number = ?', [claim.id, line]);
    if (!row) throw unprocessable('no-such-line', `The claim has no line ${line}.`);
    const before = readTexts(row.modifiers);
    if (before.join(' ') === modifiers.join(' ')) continue;
    await execute(act, 'UPDATE claim_lines SET modifiers = ? WHERE claim_id = ? AND number = ?', [JSON.stringify(modifiers), claim.id, line]);
    differences.push({ field: `modifiers of line ${line}`, before: before.join(' ') || null, after: modifiers.join(' ') || null });
  }
  return differences;
}
