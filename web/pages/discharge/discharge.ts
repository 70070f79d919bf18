import { contract } from '../../../api/client';
import { post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';

type Panel = Reply<typeof contract.readDischarge>;

/** Letting a branch of a discharge pass, from the journey's page. */
export const dischargePages = [post('/journeys/:journeyId/discharge-override', letPass)];

/** The branches of a discharge as the page shows them; null before anything is decided and after the patient has left. */
export async function dischargeView(visit: Visit, journey: { readonly id: string; readonly stage: string; readonly status: string }): Promise<(Panel & { blocked: boolean; journeyId: string }) | null> {
  if (journey.stage !== 'discharge' || journey.status !== 'running') return null;
  const panel = await visit.api.call(contract.readDischarge, { params: { encounterId: journey.id } });
  return { ...panel, journeyId: journey.id, blocked: panel.branches.some(({ state }) => state === 'blocked') };
}

async function letPass(visit: Visit): Promise<void> {
  const journeyId = visit.param('journeyId');
  const branch = visit.posted.get('branch') as 'clinical' | 'nursing' | 'financial';
  await visit.api.call(contract.overrideDischarge, { params: { encounterId: journeyId }, body: { branch, reason: visit.posted.get('reason') ?? '' } });
  visit.redirect(`/journeys/${journeyId}`, 'branch-passed');
}
