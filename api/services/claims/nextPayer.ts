import { newId } from '../../../db/newId';
import { filingLimit } from '../../../domain/claims/scrub';
import { splitOf } from '../../../domain/claims/settlement';
import { reversalOf } from '../../../domain/ledger/operation';
import { patientTransferEntries } from '../../../domain/ledger/entries';
import { formatDollars } from '../../../domain/money';
import { readJson } from '../../../db/models/table';
import { claimWorkflowId } from '../../../workflows/contracts/ids';
import { WORKFLOW_TYPES } from '../../../workflows/contracts/messages';
import { type ClaimInput } from '../../../workflows/contracts/moneyMessages';
import { type Act, execute, selectOne } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { postOperation } from '../money/ledger';
import { nextNumber } from '../money/numbers';
import { undoClaim } from '../money/undo';
import { tellWorkflow } from '../payer/tellWorkflow';
import { liveAnswer } from '../payer/remittanceRows';
import { endOfHospitalDay } from '../staff/hospitalZone';
import { type ClaimRow, lockClaim } from './claimRow';
import { recordClaimEvent } from './events';

/** Of a claim to the next payer: it counts. */
const STANDING = "status NOT IN ('voided', 'entered-in-error')";

interface NextCoverage {
  readonly id: string;
  readonly payerId: string;
  readonly planId: string;
  readonly rules: unknown;
}

/**
 * Pass what a payer left to the patient on to their next payer, as a claim of its own that carries the first one's answer; the patient
 * owes nothing of it before the last payer has answered. The same services are not owed twice: what moves on leaves the patient's
 * balance (hmislk#12047). Null when nothing is left, nobody comes next, or it was passed on before. The caller holds claim and account.
 */
export async function passToNextPayer(act: Act, claim: ClaimRow): Promise<string | null> {
  const live = await liveAnswer(act, claim.id);
  const share = live ? splitOf(live.settled).patientCents : 0;
  const next = share > 0 ? await nextCoverage(act, claim) : null;
  const known = next && (await selectOne(act, `SELECT id FROM claims WHERE primary_claim_id = ? AND ${STANDING} LIMIT 1`, [claim.id]));
  if (!next || known) return null;
  const claimId = await makeClaim(act, claim, next, share);
  // Out of the patient's balance, back into the payers': the reverse of handing it over, under the new claim.
  await postOperation(act, { kind: 'payer-transfer', dedupId: `claim/${claimId}/passed-on`, entries: reversalOf(patientTransferEntries({ accountId: claim.accountId, claimId }, share)) });
  await execute(act, 'UPDATE claims SET patient_cents = patient_cents - ?, version = version + 1 WHERE id = ?', [share, claim.id]);
  await recordClaimEvent(act, { claimId: claim.id, kind: 'passed-on', detail: { text: `${formatDollars(share)} that this payer left to the patient`, cents: share, claimId }, dedupId: `claim/${claimId}/passed-on` });
  await recordClaimEvent(act, { claimId, kind: 'prepared', detail: { text: `Follows claim ${claim.number}: ${formatDollars(share)} left by the payer before`, primaryClaimId: claim.id }, dedupId: `claim/${claimId}/prepared` });
  act.audits.push({ action: 'claim.passed-on', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId, detail: { claimId, cents: share } });
  const input: ClaimInput = { claimId, journeyWorkflowId: null, encounterId: claim.encounterId };
  act.commands.push({ workflowId: claimWorkflowId(claimId), kind: 'start', name: WORKFLOW_TYPES.claim, payload: input, dedupId: `start/${claimWorkflowId(claimId)}` });
  return claimId;
}

/**
 * Before a claim is sent again: the one to the next payer rests on its answer. One that payer has not answered is taken back; one it
 * has answered must be voided there first. The caller holds the claim's row.
 */
export async function takeBackFromNextPayer(act: Act, claim: ClaimRow): Promise<void> {
  const found = await selectOne<{ id: string }>(act, "SELECT id FROM claims WHERE primary_claim_id = ? AND status <> 'entered-in-error' ORDER BY created_at DESC, id DESC LIMIT 1", [claim.id]);
  const next = found && (await lockClaim(act, found.id));
  if (!next) return;
  if (next.status !== 'voided') {
    if (await liveAnswer(act, next.id)) throw unprocessable('next-payer-first', `Claim ${next.number} to the next payer rests on this one and was answered: void that first.`);
    await undoClaim(act, next);
    await tellWorkflow(act, next.id, { remittanceClaimId: `undone-${next.id}`, outcome: 'voided', patientCents: 0 });
  }
  // A voided one has handed its share to the patient already; it is counted under the first claim again.
  const share = next.chargeCents - next.priorCents;
  if (next.status === 'voided') await execute(act, 'UPDATE claims SET patient_cents = patient_cents - ? WHERE id = ?', [share, next.id]);
  await execute(act, 'UPDATE claims SET patient_cents = patient_cents + ? WHERE id = ?', [share, claim.id]);
}

/** The patient's coverage that comes after this claim's and holds for the whole service. */
async function nextCoverage(act: Act, claim: ClaimRow): Promise<NextCoverage | null> {
  return selectOne<NextCoverage>(
    act,
    `SELECT c.id, c.payer_id AS payerId, c.plan_id AS planId, l.rules FROM coverages c JOIN payers p ON p.id = c.payer_id JOIN plans l ON l.id = c.plan_id
     WHERE c.patient_id = :patientId AND c.status = 'active' AND p.kind <> 'self-pay' AND c.payer_id <> :payerId
       AND c.period_start <= :from AND (c.period_end IS NULL OR c.period_end >= :through)
       AND c.rank_order > COALESCE((SELECT o.rank_order FROM coverages o WHERE o.id = :coverageId), 0)
     ORDER BY c.rank_order, c.period_start, c.id LIMIT 1`,
    { patientId: claim.patientId, payerId: claim.payerId, from: claim.serviceFrom, through: claim.serviceThrough, coverageId: claim.coverageId },
  );
}

/** The same services, lines and diagnoses; all but the patient's share counts as settled by the payer before. */
async function makeClaim(act: Act, claim: ClaimRow, next: NextCoverage, share: number): Promise<string> {
  const claimId = newId();
  const prior = claim.chargeCents - share;
  const timelyFilingOn = filingLimit(claim.serviceThrough, (readJson(next.rules) as { timelyFilingDays?: number | null } | null)?.timelyFilingDays);
  await execute(
    act,
    `INSERT INTO claims (id, number, patient_id, encounter_id, account_id, coverage_id, payer_id, plan_id, type, status, drg, service_from, service_through, charge_cents, adjustment_cents,
       prior_cents, primary_claim_id, timely_filing_on, next_deadline_at, source, created_at, updated_at) VALUES (?)`,
    [[
      claimId, await nextNumber(act, 'claim'), claim.patientId, claim.encounterId, claim.accountId, next.id, next.payerId, next.planId, claim.type, 'draft', claim.drg, claim.serviceFrom,
      claim.serviceThrough, claim.chargeCents, prior, prior, claim.id, timelyFilingOn, timelyFilingOn && endOfHospitalDay(timelyFilingOn), 'careway', act.now, act.now,
    ]],
  );
  await execute(
    act,
    `INSERT INTO claim_lines (id, claim_id, number, charge_item_id, procedure_code, modifiers, revenue_code, units, charge_cents, service_date, is_visit)
     SELECT UUID(), ?, number, charge_item_id, procedure_code, modifiers, revenue_code, units, charge_cents, service_date, is_visit FROM claim_lines WHERE claim_id = ?`,
    [claimId, claim.id],
  );
  await execute(
    act,
    'INSERT INTO claim_diagnoses (claim_id, rank_order, code, present_on_admission) SELECT ?, rank_order, code, present_on_admission FROM claim_diagnoses WHERE claim_id = ?',
    [claimId, claim.id],
  );
  return claimId;
}
