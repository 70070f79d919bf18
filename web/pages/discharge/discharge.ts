import { contract } from '../../../api/client';
import { post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';

type Panel = Reply<typeof contract.readDischarge>;
type View = Panel & { readonly blocked: boolean; readonly journeyId: string };

/** Letting a branch of a discharge pass, from the journey's page or the patient's. */
export const dischargePages = [post('/journeys/:journeyId/discharge-override', letPass)];

/** The branches of a discharge as the page shows them; null before anything is decided and after the patient has left. */
export async function dischargeView(visit: Visit, journey: { readonly id: string; readonly stage: string; readonly status: string }): Promise<View | null> {
  if (journey.stage !== 'discharge' || journey.status !== 'running') return null;
  return view(await visit.api.call(contract.readDischarge, { params: { encounterId: journey.id } }), journey.id);
}

/** The same on the patient's own page, once the discharge is under way; null before and after, and for whom it is not for. */
export async function dischargeOf(visit: Visit, encounterId: string): Promise<View | null> {
  if (!visit.has('nurse', 'charge-nurse', 'physician', 'registrar', 'pharmacist', 'bed-manager', 'manager', 'administrator', 'auditor')) return null;
  const panel = await visit.api.call(contract.readDischarge, { params: { encounterId } });
  return panel.phase === 'under-way' ? view(panel, encounterId) : null;
}

/** The departure waits for the other branches, which stand beside it with their reasons: it need not say them again. */
function view(panel: Panel, journeyId: string): View {
  const branches = panel.branches.map((branch) => {
    const own = branch.blockers.filter(({ kind }) => kind !== 'branch');
    const waits = branch.blockers.length > own.length ? [{ kind: 'branch' as const, words: 'Waits for the branches that are not done.', task: null, incidentId: null }] : [];
    return { ...branch, blockers: [...waits, ...own] };
  });
  return { ...panel, branches, journeyId, blocked: branches.some(({ state }) => state === 'blocked') };
}

async function letPass(visit: Visit): Promise<void> {
  const journeyId = visit.param('journeyId');
  const branch = visit.posted.get('branch') as 'clinical' | 'nursing' | 'financial';
  await visit.api.call(contract.overrideDischarge, { params: { encounterId: journeyId }, body: { branch, reason: visit.posted.get('reason') ?? '' } });
  visit.redirect(visit.cameFrom(`/journeys/${journeyId}`), 'branch-passed');
}
