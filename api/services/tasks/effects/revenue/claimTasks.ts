import { formatDollars } from '../../../../../domain/money';
import { type FormValues } from '../../../../../domain/tasks/form';
import { DAY_MS } from '../../../../../domain/time';
import { type Act, execute } from '../../../../http/act';
import { unprocessable } from '../../../../http/problem';
import { type ClaimRow, openCents } from '../../../claims/claimRow';
import { type ClaimChanges, editClaim, makeReplacement } from '../../../claims/editClaim';
import { recordClaimEvent } from '../../../claims/events';
import { takeSnapshot } from '../../../claims/snapshot';
import { needsApproval, proposerOf } from '../../../claims/writeOffApproval';
import { type TaskAtHand, type TaskEffect, type TaskEffects } from '../../effect';
import { claimFacts, claimOf, denialAdviceFacts, principalOf } from './claimFacts';

/** The payer has it: how long until somebody asks again. */
const WAIT_AGAIN_MS = 14 * DAY_MS;

const fixClaim: TaskEffect = {
  input: async (act, task) => {
    const claim = await claimOf(act, task);
    return { facts: await claimFacts(act, claim), values: { principalDiagnosis: await principalOf(act, claim.id), authorizationNumber: claim.authorizationNumber } };
  },
  apply: async (act, task, values) => {
    const claim = await claimOf(act, task);
    await edit(act, task, claim, { principalDiagnosis: text(values, 'principalDiagnosis'), authorizationNumber: text(values, 'authorizationNumber') });
    await note(act, task, claim, text(values, 'note'));
    return {};
  },
};

const resolveRejection: TaskEffect = {
  input: async (act, task) => {
    const claim = await claimOf(act, task);
    const { coverage } = await takeSnapshot(act, claim);
    act.audits.push({ action: 'coverage.read', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId });
    return { facts: await claimFacts(act, claim), values: { memberNumber: coverage?.memberNumber ?? null, principalDiagnosis: await principalOf(act, claim.id) } };
  },
  apply: async (act, task, values) => {
    const claim = await claimOf(act, task);
    await edit(act, task, claim, { memberNumber: text(values, 'memberNumber'), principalDiagnosis: text(values, 'principalDiagnosis') });
    await note(act, task, claim, text(values, 'note'));
    return {};
  },
};

const resolveDenial: TaskEffect = {
  input: async (act, task) => {
    const claim = await claimOf(act, task);
    return { facts: [...(await claimFacts(act, claim)), ...(await denialAdviceFacts(act, claim))], values: { authorizationNumber: claim.authorizationNumber } };
  },
  apply: async (act, task, values) => {
    const claim = await claimOf(act, task);
    await edit(act, task, claim, { authorizationNumber: text(values, 'authorizationNumber') });
    if (values['decision'] === 'correct') await makeReplacement(act, claim);
    await note(act, task, claim, text(values, 'reason'));
    const isGivenUp = values['decision'] === 'write-off';
    if (isGivenUp) await recordClaimEvent(act, { claimId: claim.id, kind: 'write-off-proposed', detail: { text: formatDollars(openCents(claim)) }, dedupId: `task/${task.id}/proposed` });
    return { needsApproval: isGivenUp && (await needsApproval(act, openCents(claim))) };
  },
};

/** A second person: not the one who proposed it. */
const approveWriteOff: TaskEffect = {
  input: async (act, task) => {
    const claim = await claimOf(act, task);
    const proposer = await proposerOf(act, claim.id, task.focusId);
    return { facts: [...(await claimFacts(act, claim)), { label: 'Proposed by', value: proposer?.name ?? 'nobody on record' }, ...(await denialAdviceFacts(act, claim))] };
  },
  apply: async (act, task, values) => {
    const claim = await claimOf(act, task);
    const proposer = await proposerOf(act, claim.id, task.focusId);
    if (!proposer || proposer.id === act.principal.id) throw unprocessable('second-person-needed', 'You proposed this write-off: another person decides.');
    const kind = values['decision'] === 'approve' ? 'write-off-approved' : 'write-off-refused';
    await recordClaimEvent(act, { claimId: claim.id, kind, detail: { text: text(values, 'reason') ?? '', proposerId: proposer.id }, dedupId: `task/${task.id}/${kind}` });
    return {};
  },
};

const chasePayer: TaskEffect = {
  input: async (act, task) => ({ facts: await claimFacts(act, await claimOf(act, task)) }),
  apply: async (act, task, values) => {
    const claim = await claimOf(act, task);
    if (values['decision'] === 'resubmit') {
      // Not at the payer after all: what is not there can be sent again.
      await execute(act, "UPDATE claims SET status = 'ready', stuck_cause = NULL, stuck_fingerprint = NULL, version = version + 1, updated_at = ? WHERE id = ? AND status IN ('submitted', 'acknowledged')", [act.now, claim.id]);
    } else {
      await execute(act, 'UPDATE claims SET next_deadline_at = ?, stuck_cause = NULL, stuck_fingerprint = NULL, version = version + 1, updated_at = ? WHERE id = ?', [new Date(act.now.getTime() + WAIT_AGAIN_MS), act.now, claim.id]);
    }
    await note(act, task, claim, text(values, 'note'));
    return {};
  },
};

/** Tasks of the claim's own workflow. */
export const claimTaskEffects: TaskEffects = { 'fix-claim': fixClaim, 'resolve-rejection': resolveRejection, 'resolve-denial': resolveDenial, 'approve-write-off': approveWriteOff, 'chase-payer': chasePayer };

async function edit(act: Act, task: TaskAtHand, claim: ClaimRow, changes: ClaimChanges): Promise<void> {
  await editClaim(act, claim, changes, `task/${task.id}/edited`);
}

async function note(act: Act, task: TaskAtHand, claim: ClaimRow, words: string | undefined): Promise<void> {
  if (words !== undefined) await recordClaimEvent(act, { claimId: claim.id, kind: 'note', detail: { text: words }, dedupId: `task/${task.id}/note` });
}

/** Left empty means unchanged. */
function text(values: FormValues, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
