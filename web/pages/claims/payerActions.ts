import { contract } from '../../../api/client';
import { post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { proceduresOf } from '../journeys/authorizations';
import { act } from './claim';

/** What a claim's page does towards its payer: ask where it stands, send it again, void it, ask for an authorisation. */
export const claimPayerPages = [
  post('/claims/:claimId/status-inquiries', (visit) => act(visit, 'payer-asked', () => visit.api.call(contract.askClaimStatus, { params: claimOf(visit), body: { version: Number(visit.posted.get('version')) } }))),
  post('/claims/:claimId/resubmissions', (visit) => act(visit, 'claim-resent', () => visit.api.call(contract.resubmitClaim, { params: claimOf(visit), body: resubmissionOf(visit.posted) }))),
  post('/claims/:claimId/authorizations', (visit) => act(visit, 'authorization-asked', () => visit.api.call(contract.askAuthorization, {
    params: { encounterId: visit.posted.get('encounterId') ?? '' }, body: { procedures: proceduresOf(visit.posted) },
  }))),
];

const claimOf = (visit: Visit): { claimId: string } => ({ claimId: visit.param('claimId') });

function resubmissionOf(posted: URLSearchParams) {
  const payerClaimNumber = posted.get('payerClaimNumber')?.trim();
  const isVoid = posted.get('kind') === 'void';
  return {
    version: Number(posted.get('version')), kind: isVoid ? ('void' as const) : ('resubmit' as const), reason: posted.get('reason')?.trim() ?? '', ...(payerClaimNumber ? { payerClaimNumber } : {}),
    ...(isVoid ? { charges: posted.get('charges') === 'cancel-charges' ? ('cancel-charges' as const) : ('bill-patient' as const) } : {}),
  };
}
