import { type Act } from '../../http/act';
import { rehearse } from '../../http/attempt';
import { lockAtVersion } from './deskWork';
import { type ClaimChanges, type ClaimDifference, editClaim } from './editClaim';
import { lockClaim } from './claimRow';
import { type ClaimEstimate, estimateClaim } from './estimateClaim';
import { scrubClaim } from './scrubClaim';

export interface EditPreview {
  readonly differences: ClaimDifference[];
  /** What would still keep the claim in the house. */
  readonly problems: string[];
  readonly before: ClaimEstimate | null;
  readonly after: ClaimEstimate | null;
}

/** What a correction would change, whether the claim could leave then, and what it would pay: done and taken back. */
export async function previewEdit(act: Act, claimId: string, version: number, changes: ClaimChanges): Promise<EditPreview> {
  const tried = await rehearse(act, async (inner): Promise<EditPreview> => {
    const claim = await lockAtVersion(inner, claimId, version);
    const before = await estimateClaim(inner, claim);
    const differences = await editClaim(inner, claim, changes, `claim/${claimId}/preview`);
    const changed = (await lockClaim(inner, claimId)) ?? claim;
    const { problems } = await scrubClaim(inner, changed);
    return { differences, problems: problems.map(({ message }) => message), before, after: await estimateClaim(inner, changed) };
  });
  if (!tried.done) throw tried.problem;
  act.audits.push({ action: 'claim.previewed', resourceType: 'claim', resourceId: claimId });
  return tried.value;
}
