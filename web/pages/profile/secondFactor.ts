import { SafeString } from 'handlebars';
import QRCode from 'qrcode';
import { ApiProblem, contract } from '../../../api/client';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { homeOf } from '../../navigation';
import { showRecoveryCodes } from './recoveryCodes';

/** Setting up an authenticator app: the password again, a secret to scan, its first code typed back. */
export const secondFactorPages = [
  get('/profile/second-factor', (visit) => show(visit)),
  post('/profile/second-factor', async (visit) => {
    try {
      const { secret, uri } = await visit.api.call(contract.setUpSecondFactor, { body: { currentPassword: textOf(visit, 'currentPassword') } });
      await show(visit, { secret, uri });
    } catch (error) {
      await show(visit, refusalOf(error));
    }
  }),
  post('/profile/second-factor/code', async (visit) => {
    const secret = { secret: textOf(visit, 'secret'), uri: textOf(visit, 'uri') };
    try {
      const me = await visit.api.call(contract.confirmSecondFactor, { body: { totp: textOf(visit, 'totp') } });
      // Whoever loses the telephone needs another way in: the codes come at once.
      if (me.recoveryCodesLeft === 0) return showRecoveryCodes(visit, homeOf(me.roles));
      visit.redirect(homeOf(me.roles), 'second-factor-set-up');
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status >= 500) throw error;
      await show(visit, { ...secret, ...refusalOf(error) });
    }
  }),
  post('/profile/second-factor/removal', async (visit) => {
    try {
      await visit.api.call(contract.removeSecondFactor, { body: { currentPassword: textOf(visit, 'currentPassword') } });
      visit.redirect('/profile', 'second-factor-removed');
    } catch (error) {
      await show(visit, refusalOf(error));
    }
  }),
];

const textOf = (visit: Visit, name: string): string => visit.posted.get(name) ?? '';

interface Shown extends Partial<RefusedForm> {
  readonly secret?: string;
  readonly uri?: string;
}

/** The secret goes back and forth in the form, so that a mistyped code does not cost another scan; it counts only once confirmed. */
async function show(visit: Visit, shown: Shown = {}): Promise<void> {
  const { secret, uri } = shown;
  visit.render('profile/second-factor', {
    ...shown, errors: shown.errors ?? {}, first: visit.person.mustSetUpSecondFactor, set: visit.person.hasAuthenticator,
    code: secret && uri?.startsWith('otpauth://') ? { image: new SafeString(await QRCode.toString(uri, { type: 'svg', margin: 2 })), groups: secret.match(/.{1,4}/g)?.join(' ') } : null,
  }, { status: shown.status ?? 200 });
}
