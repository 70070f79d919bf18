import { contract } from '../../../api/client';
import { post } from '../../http/page';
import { type Visit } from '../../http/visit';

/** Ten codes for the day the telephone is lost: shown once, to print or to keep. */
export const recoveryCodePages = [post('/profile/recovery-codes', (visit) => showRecoveryCodes(visit, '/profile'))];

/** Make new codes and show them; `next` is where the person goes on. */
export async function showRecoveryCodes(visit: Visit, next: string): Promise<void> {
  const { codes } = await visit.api.call(contract.renewRecoveryCodes, { body: {} });
  visit.render('profile/recovery-codes', { codes, next });
}
