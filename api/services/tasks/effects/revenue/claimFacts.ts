import { STUCK_CAUSES } from '../../../../../domain/claims/causes';
import { type TaskInput } from '../../../../../domain/tasks/form';
import { formatDollars } from '../../../../../domain/money';
import { type Act, selectOne } from '../../../../http/act';
import { notFound } from '../../../../http/problem';
import { type ClaimRow, lockClaim, openCents } from '../../../claims/claimRow';
import { denialProposals } from '../../../claims/proposals';
import { openStuckDetail } from '../../../claims/stuck';
import { type TaskAtHand } from '../../effect';
import { hospitalDay } from '../../../staff/hospitalZone';

type Facts = NonNullable<TaskInput['facts']>;

/** The claim a task is about, its row locked while the task is being completed. */
export async function claimOf(act: Act, task: TaskAtHand): Promise<ClaimRow> {
  const claim = task.claimId === null ? null : await lockClaim(act, task.claimId);
  if (!claim) throw notFound();
  return claim;
}

/** What a biller reads above the form: which claim, how much, why it is stuck, what usually helps, by when. */
export async function claimFacts(act: Act, claim: ClaimRow): Promise<Facts> {
  const payer = await selectOne<{ name: string }>(act, 'SELECT name FROM payers WHERE id = ?', [claim.payerId]);
  const cause = claim.stuckCause === null ? null : STUCK_CAUSES[claim.stuckCause];
  const detail = openStuckDetail(act, claim);
  return [
    { label: 'Claim', value: `${claim.number}, ${payer?.name ?? 'payer'}` },
    { label: 'Open', value: `${formatDollars(openCents(claim))} of ${formatDollars(claim.chargeCents)}` },
    ...(cause ? [{ label: 'Cause', value: cause.label }] : []),
    ...(detail?.problems ?? []).map((value) => ({ label: 'Says', value })),
    ...(cause ? [{ label: 'What helps', value: cause.fix }] : []),
    ...(claim.nextDeadlineAt ? [{ label: 'Deadline', value: hospitalDay(claim.nextDeadlineAt) }] : []),
  ];
}

/** A proposal for each refused amount; a person decides. */
export async function denialAdviceFacts(act: Act, claim: ClaimRow): Promise<Facts> {
  return (await denialProposals(act, claim)).map((value) => ({ label: 'Proposal', value }));
}

/** The claim's principal diagnosis, to show filled in; null when there is none. */
export async function principalOf(act: Act, claimId: string): Promise<string | null> {
  const row = await selectOne<{ code: string }>(act, 'SELECT code FROM claim_diagnoses WHERE claim_id = ? AND rank_order = 1', [claimId]);
  return row?.code ?? null;
}
