import { CLAIM_ACTIONS, INCIDENT_GROUP_ACTIONS } from '../../../domain/claims/deskActions';
import { type Act, selectOne } from '../../http/act';
import { type ClaimDifference } from '../claims/editClaim';
import { type GroupFixRequest } from './groupFixRow';
import { hospitalDay } from '../staff/hospitalZone';

/** What was asked for, for the page and whoever reads it later. */
export async function requestInWords(act: Act, request: GroupFixRequest): Promise<ClaimDifference[]> {
  const { fix } = request;
  const words: [string, string | null | undefined][] = [['what', request.target === 'claim' ? CLAIM_ACTIONS[request.fix.action].label : INCIDENT_GROUP_ACTIONS[request.fix.action].label], ['until', fix.until && hospitalDay(new Date(fix.until))]];
  if (request.target === 'claim') {
    const { changes, userId } = request.fix;
    if (userId) words.push(['to', (await selectOne<{ name: string }>(act, 'SELECT display_name AS name FROM staff_users WHERE id = ?', [userId]))?.name]);
    words.push(['authorisation number', changes?.authorizationNumber], ['principal diagnosis', changes?.principalDiagnosis], ['DRG', changes?.drg]);
    if (changes?.addModifier) words.push(['modifier', `${changes.addModifier.modifier} on every line of ${changes.addModifier.procedure}`]);
    if (changes?.byClaim) words.push(['values by claim', `${changes.byClaim.length} given`]);
  }
  return words.flatMap(([field, after]) => (after ? [{ field, before: null, after }] : []));
}
