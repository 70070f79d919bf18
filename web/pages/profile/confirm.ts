import { contract } from '../../../api/client';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { get, post } from '../../http/page';
import { ownPath, type Visit } from '../../http/visit';
import { credentialOf } from '../login/enter';

/** Before a sensitive change: is it still the person who signed in? The session goes on under a new cookie. */
export const confirmPages = [
  get('/profile/confirm', (visit) => show(visit)),
  post('/profile/confirm/options', async (visit) => {
    visit.ctx.body = { options: await visit.api.call(contract.beginConfirmation, { body: {} }) };
  }),
  post('/profile/confirm', async (visit) => {
    const [password, totp] = [visit.posted.get('password'), visit.posted.get('totp')?.trim()];
    try {
      const { token } = await visit.api.call(contract.confirmIdentity, {
        body: visit.posted.get('credential') ? { passkey: credentialOf(visit) } : { ...(password ? { password } : {}), ...(totp ? { totp } : {}) },
      });
      visit.jar.write('session', token);
      visit.redirect(ownPath(visit.posted.get('next'), '/profile'));
    } catch (error) {
      await show(visit, refusalOf(error));
    }
  }),
];

async function show(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const { items } = await visit.api.call(contract.listPasskeys, {});
  visit.render('profile/confirm', {
    refused: refusal?.refused ?? null, errors: refusal?.errors ?? {}, next: ownPath(visit.query.get('next') ?? visit.posted.get('next'), '/profile'),
    hasPasskey: items.some(({ suspendedAt }) => !suspendedAt), asksCode: visit.person.hasAuthenticator || visit.person.mustConfirm,
  }, { status: refusal?.status ?? 200 });
}
