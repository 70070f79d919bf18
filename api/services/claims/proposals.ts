import { meaningOf } from '../../../domain/claims/carc';
import { adviseDenial } from '../../../domain/claims/denialAdvice';
import { allAdjustments } from '../../../domain/claims/settlement';
import { type Act } from '../../http/act';
import { liveAnswer } from '../payer/remittanceRows';
import { type ClaimRow } from './claimRow';

/** What to do about each thing the payer refused, without repeats; a person decides. */
export async function denialProposals(act: Act, claim: Pick<ClaimRow, 'id' | 'authorizationNumber'>): Promise<string[]> {
  const live = await liveAnswer(act, claim.id);
  if (!live) return [];
  const remarks = live.settled.lines.flatMap((line) => line.remarks);
  const refused = allAdjustments(live.settled).filter((adjustment) => meaningOf(adjustment) === 'denied');
  return [...new Set(refused.map((adjustment) => adviseDenial(adjustment, remarks, { hasAuthorization: claim.authorizationNumber !== null }).reason))];
}
