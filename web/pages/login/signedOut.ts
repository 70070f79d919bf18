import { contract } from '../../../api/client';
import { type Visit } from '../../http/visit';

/** Signed out here; the provider's own session goes on until it is ended there. */
export async function showSignedOut(visit: Visit): Promise<void> {
  const { signOutUrl } = await visit.api.call(contract.readOpenId, {}).catch(() => ({ signOutUrl: null }));
  visit.render('login/signed-out', { signOutUrl, name: visit.deps.config.openIdName });
}
