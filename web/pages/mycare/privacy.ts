import { contract } from '../../../api/client';
import { CONFIDENTIALITY_LABELS } from '../../../domain/rights/labels';
import { refusalOf, type RefusedForm } from '../../forms/refused';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { directiveOf } from '../privacy/directiveForm';
import { directiveWords, ownChoices } from '../privacy/privacyView';
import { ownId } from './ownId';

/** Who may see my record: what a patient directs by themselves. */
export const myPrivacyPages = [
  get('/my-care/privacy', (visit) => show(visit)),
  post('/my-care/privacy', async (visit) => {
    try {
      await visit.api.call(contract.addDirective, { params: { patientId: ownId(visit) }, body: directiveOf(visit.posted) });
      visit.redirect('/my-care/privacy', 'directive-entered');
    } catch (error) {
      await show(visit, refusalOf(error));
    }
  }),
  post('/my-care/privacy/:consentId/withdrawal', async (visit) => {
    await visit.api.call(contract.withdrawDirective, { params: { patientId: ownId(visit), consentId: visit.param('consentId') }, body: { version: Number(visit.posted.get('version')) } });
    visit.redirect('/my-care/privacy', 'directive-withdrawn');
  }),
];

async function show(visit: Visit, refused: RefusedForm | null = null): Promise<void> {
  const params = { patientId: ownId(visit) };
  const [{ directives, glass, confidentiality }, accesses] = await Promise.all([visit.api.call(contract.readPrivacy, { params }), visit.api.call(contract.listAccesses, { params, query: { limit: 200 } })]);
  const looked = new Map(accesses.items.flatMap(({ actor }) => (actor.kind === 'person' && actor.id && actor.id !== visit.person.id ? [[actor.id, actor.name] as const] : [])));
  const standing = directives.filter(({ withdrawnAt }) => !withdrawnAt);
  visit.render('mycare/privacy', {
    refused: refused && [...(refused.problems ?? []), refused.refused][0],
    level: confidentiality === 'N' ? null : CONFIDENTIALITY_LABELS[confidentiality], glass,
    directives: standing.map((one) => ({ ...one, words: directiveWords(one, true) })),
    choices: ownChoices, people: [...looked].map(([id, name]) => ({ value: `user:${id}`, label: name })),
  }, { status: refused?.status ?? 200 });
}
