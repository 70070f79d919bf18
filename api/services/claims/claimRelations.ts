import { type z } from 'zod';
import { type claimDetail } from '../../contract/claims';
import { type Act, select, selectOne } from '../../http/act';
import { AUTHORIZATION_COLUMNS, type AuthorizationRow } from '../authorizations/authorizationRow';
import { presentAuthorization } from '../authorizations/presentAuthorization';
import { inquiriesOf } from '../inquiries/inquiryRow';
import { presentStatusInquiry } from '../inquiries/present';
import { type ClaimRow } from './claimRow';

type Detail = z.input<typeof claimDetail>;
type Relations = Pick<Detail, 'statusInquiries' | 'authorizations' | 'primaryClaim' | 'secondaryClaims' | 'resubmission'>;

/** What stands around a claim: questions to its payer, authorisations of its stay, claims to other payers, and how it would go out again. */
export async function relationsOf(act: Act, claim: ClaimRow): Promise<Relations> {
  return {
    statusInquiries: (await inquiriesOf(act, 'claim_id', claim.id, '276', 10)).map((row) => presentStatusInquiry(act, row)),
    authorizations: await authorizationsOf(act, claim),
    primaryClaim: claim.primaryClaimId === null ? null : await selectOne<{ id: string; number: string }>(act, 'SELECT id, number FROM claims WHERE id = ?', [claim.primaryClaimId]),
    secondaryClaims: await select<{ id: string; number: string; payer: string }>(act, 'SELECT c.id, c.number, p.name AS payer FROM claims c JOIN payers p ON p.id = c.payer_id WHERE c.primary_claim_id = ? ORDER BY c.id', [claim.id]),
    resubmission: await resubmissionOf(act, claim),
  };
}

async function authorizationsOf(act: Act, { encounterId, payerId }: ClaimRow): Promise<Relations['authorizations']> {
  if (encounterId === null) return [];
  const rows = await select<AuthorizationRow>(act, `SELECT ${AUTHORIZATION_COLUMNS} WHERE a.encounter_id = ? AND a.payer_id = ? ORDER BY a.requested_at DESC, a.id DESC LIMIT 20`, [encounterId, payerId]);
  const shown = [];
  for (const row of rows) shown.push(await presentAuthorization(act, row));
  return shown;
}

/** Whoever works claims may send one again wherever it stands, settled or not; what was never sent goes out by itself. */
async function resubmissionOf(act: Act, claim: ClaimRow): Promise<Relations['resubmission']> {
  const mayWork = act.principal.roles.some((role) => role === 'billing' || role === 'billing-supervisor');
  if (!mayWork || claim.status === 'entered-in-error') return null;
  const sent = await selectOne(act, 'SELECT id FROM claim_submissions WHERE claim_id = ? LIMIT 1', [claim.id]);
  if (!sent) return null;
  const stands = claim.status !== 'voided' && claim.payerClaimNumber !== null;
  return { resubmitAs: stands ? '7' : '1', mayVoid: claim.status !== 'voided' };
}
