import { readTexts } from '../../../db/models/table';
import { CLAIM_ACTIONS } from '../../../domain/claims/deskActions';
import { formatDollars } from '../../../domain/money';
import { type Act, select } from '../../http/act';
import { conflict, unprocessable } from '../../http/problem';
import { openCents, readClaim, type ClaimRow } from '../claims/claimRow';
import { decideAtDesk, editAtDesk, holdClaim } from '../claims/deskWork';
import { type ClaimChanges, type ClaimDifference } from '../claims/editClaim';
import { escalateClaim, handOverClaim } from '../claims/passOn';
import { type ClaimFix } from './groupFixRow';
import { hospitalDay } from '../staff/hospitalZone';

/** Fix one claim of a group, at the version the dry run saw; the very services of the claim's own page do it. Answers what differs. */
export async function fixClaim(act: Act, groupFixId: string, claimId: string, fix: ClaimFix, plannedVersion: number | null): Promise<{ changes: ClaimDifference[]; version: number }> {
  const claim = await readClaim(act, claimId);
  if (!claim) throw unprocessable('claim-gone', 'This claim is no longer there.');
  if (plannedVersion !== null && claim.version !== plannedVersion) throw conflict('changed-since-dry-run', 'This claim has changed since the dry run.');
  return { changes: await perform(act, groupFixId, claim, fix), version: claim.version };
}

async function perform(act: Act, groupFixId: string, claim: ClaimRow, { action, changes, note, until, userId }: ClaimFix): Promise<ClaimDifference[]> {
  const { id, version } = claim;
  const words: ClaimDifference = { field: 'what happens', before: null, after: CLAIM_ACTIONS[action].done };
  switch (action) {
    case 'save': {
      const { differences } = await editAtDesk(act, id, version, await changesFor(act, claim, changes));
      if (differences.length === 0) throw unprocessable('nothing-changes', 'The claim has these values already.');
      return differences;
    }
    case 'send-on':
    case 'keep-waiting': {
      const { differences } = await decideAtDesk(act, id, version, action, await changesFor(act, claim, changes), note);
      return [...differences, words];
    }
    case 'appeal':
    case 'bill-patient':
    case 'write-off':
      await decideAtDesk(act, id, version, action, {}, note);
      return [{ field: 'open money', before: formatDollars(openCents(claim)), after: CLAIM_ACTIONS[action].done.toLowerCase() }];
    case 'hold':
      await holdClaim(act, id, version, until ?? null, note ?? '');
      return [{ field: 'on hold until', before: claim.holdUntil && hospitalDay(claim.holdUntil), after: until ? hospitalDay(new Date(until)) : null }];
    case 'hand-over': {
      const { from, to } = await handOverClaim(act, id, version, userId ?? '', note ?? null);
      return [{ field: 'holder', before: from, after: to }];
    }
    case 'escalate':
      await escalateClaim(act, id, version, note ?? '', `group-fix/${groupFixId}`);
      return [words];
  }
}

/** What the group's corrections mean for this claim. */
async function changesFor(act: Act, claim: ClaimRow, changes: ClaimFix['changes']): Promise<ClaimChanges> {
  if (!changes) return {};
  const { addModifier, byClaim, ...alike } = changes;
  const own = byClaim?.find((one) => one.claim.toUpperCase() === claim.number);
  if (byClaim && !own) throw unprocessable('no-value-given', 'The list has no value for this claim.');
  return {
    ...alike, ...(own?.authorizationNumber ? { authorizationNumber: own.authorizationNumber } : {}), ...(own?.memberNumber ? { memberNumber: own.memberNumber } : {}),
    ...(addModifier ? { modifiers: await modifiersWith(act, claim, addModifier) } : {}),
  };
}

async function modifiersWith(act: Act, claim: ClaimRow, { procedure, modifier }: { procedure: string; modifier: string }): Promise<NonNullable<ClaimChanges['modifiers']>> {
  const lines = await select<{ number: number; modifiers: unknown }>(act, 'SELECT number, modifiers FROM claim_lines WHERE claim_id = ? AND procedure_code = ? ORDER BY number', [claim.id, procedure]);
  if (lines.length === 0) throw unprocessable('no-such-procedure', `The claim has no line of ${procedure}.`);
  return lines.flatMap(({ number, modifiers }) => {
    const present = readTexts(modifiers);
    if (present.includes(modifier)) return [];
    if (present.length >= 4) throw unprocessable('modifiers-full', `Line ${number} has four modifiers already.`);
    return [{ line: number, modifiers: [...present, modifier] }];
  });
}
