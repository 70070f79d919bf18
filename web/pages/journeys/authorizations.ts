import { ApiProblem, contract } from '../../../api/client';
import { post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';

interface View {
  readonly authorizations: Reply<typeof contract.listAuthorizations>['items'];
  /** Where a person of this role asks for one; null: they may not. */
  readonly askHref: string | null;
  /** The claim that carries the number to the payer, for whom it is for. */
  readonly claim: { readonly id: string; readonly number: string } | null;
}

/** Asking a payer beforehand, from the journey's page. */
export const authorizationPages = [post('/journeys/:journeyId/authorizations', ask)];

/** What payers were asked to authorise for a stay; null for whom it is not for. */
export async function authorizationsOf(visit: Visit, encounterId: string, claim: View['claim'] = null): Promise<View | null> {
  if (!visit.has('billing', 'billing-supervisor', 'coder', 'registrar', 'physician', 'manager', 'administrator', 'auditor')) return null;
  const { items } = await visit.api.call(contract.listAuthorizations, { params: { encounterId } });
  return {
    authorizations: items, claim: visit.has('billing', 'billing-supervisor', 'coder', 'manager', 'administrator', 'auditor') ? claim : null,
    askHref: visit.has('billing', 'billing-supervisor', 'registrar', 'physician') ? `/journeys/${encounterId}/authorizations` : null,
  };
}

/** Codes as people type them: with spaces, commas or lines between them. */
export function proceduresOf(posted: URLSearchParams): string[] {
  return (posted.get('procedures') ?? '').toUpperCase().split(/[\s,;]+/).filter(Boolean);
}

async function ask(visit: Visit): Promise<void> {
  const encounterId = visit.param('journeyId');
  const back = visit.cameFrom(`/journeys/${encounterId}`);
  try {
    await visit.api.call(contract.askAuthorization, { params: { encounterId }, body: { procedures: proceduresOf(visit.posted) } });
    visit.redirect(back, 'authorization-asked');
  } catch (error) {
    if (!(error instanceof ApiProblem) || ![400, 422].includes(error.status)) throw error;
    visit.redirect(back, error.status === 400 ? 'authorization-codes' : 'authorization-no-payer');
  }
}
