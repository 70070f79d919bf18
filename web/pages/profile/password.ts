import { contract } from '../../../api/client';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { homeOf } from '../../navigation';

/** Choosing another password; who came with a one-time password does so first. */
export const passwordPages = [
  get('/profile/password', (visit) => showForm(visit)),
  post('/profile/password', async (visit) => {
    const text = (name: string): string => visit.posted.get(name) ?? '';
    if (text('newPassword') !== text('again')) return showForm(visit, { refused: 'The two new passwords differ.', errors: { again: 'Type the same password again.' }, status: 422 });
    try {
      const me = await visit.api.call(contract.changePassword, { body: { currentPassword: text('currentPassword'), newPassword: text('newPassword') } });
      visit.redirect(homeOf(me.roles), 'password-changed');
    } catch (error) {
      showForm(visit, refusalOf(error));
    }
  }),
];

function showForm(visit: Visit, refusal: RefusedForm | null = null): void {
  visit.render('profile/password', { ...refusal, errors: refusal?.errors ?? {}, first: visit.person.mustChangePassword }, { status: refusal?.status ?? 200 });
}
