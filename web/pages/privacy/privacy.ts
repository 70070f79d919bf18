import { contract } from '../../../api/client';
import { refusalOf } from '../../forms/refused';
import { type FlashCode } from '../../http/flash';
import { post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { showChart } from '../patients/chart';
import { directiveOf } from './directiveForm';

/** Restrictions of a record and what its patient directs, entered at the desk. */
export const privacyPages = [
  post('/patients/:patientId/labels', (visit) => change(visit, 'record-restricted', () => {
    const { posted } = visit;
    const reason = posted.get('reason')?.trim();
    const stayId = posted.get('stayId');
    return visit.api.call(contract.setLabel, { params: { patientId: visit.param('patientId') }, body: { confidentiality: posted.get('confidentiality') === 'V' ? 'V' : 'R', sensitivity: (posted.get('sensitivity') ?? '') as 'PSY', ...(reason ? { reason } : {}), ...(stayId ? { stayId } : {}) } });
  })),
  post('/patients/:patientId/labels/:labelId/end', (visit) => change(visit, 'record-released', () =>
    visit.api.call(contract.endLabel, { params: { patientId: visit.param('patientId'), labelId: visit.param('labelId') }, body: { version: Number(visit.posted.get('version')) } }))),
  post('/patients/:patientId/directives', (visit) => change(visit, 'directive-entered', () => visit.api.call(contract.addDirective, { params: { patientId: visit.param('patientId') }, body: directiveOf(visit.posted) }))),
  post('/patients/:patientId/directives/:consentId/withdrawal', (visit) => change(visit, 'directive-withdrawn', () =>
    visit.api.call(contract.withdrawDirective, { params: { patientId: visit.param('patientId'), consentId: visit.param('consentId') }, body: { version: Number(visit.posted.get('version')) } }))),
];

async function change(visit: Visit, flash: FlashCode, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
    visit.redirect(`/patients/${visit.param('patientId')}/privacy`, flash);
  } catch (error) {
    const { refused, problems = [], status } = refusalOf(error);
    await showChart(visit, 'privacy', { title: problems[0] ?? refused, text: '', status });
  }
}
