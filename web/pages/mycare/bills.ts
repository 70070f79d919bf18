import { contract } from '../../../api/client';
import { refusalOf } from '../../forms/refused';
import { get, post } from '../../http/page';
import { Refusal } from '../../http/refusal';
import { type Visit } from '../../http/visit';

/** The patient's own bills: what is due today and what is not theirs to pay yet, statements and invoices to print, and payment plans. */
export const billPages = [
  get('/my-care/bills', (visit) => showBills(visit)),
  post('/my-care/plans/:planId/agreement', async (visit) => {
    try {
      await visit.api.call(contract.agreePaymentPlan, { params: { paymentPlanId: visit.param('planId') }, body: { version: Number(visit.posted.get('version')) } });
      visit.redirect('/my-care/bills', 'plan-accepted');
    } catch (error) {
      await showBills(visit, refusalOf(error));
    }
  }),
];

async function showBills(visit: Visit, refused: { refused: string; status: number } | null = null): Promise<void> {
  const { patientId } = visit.person;
  if (!patientId) throw new Refusal(403, 'This page is for patients.');
  const { balance, dueNowCents, accounts, invoices } = await visit.api.call(contract.readPortal, { params: { patientId } });
  visit.render('mycare/bills', {
    ...refused, balance, dueNowCents, creditCents: balance.patientCents < 0 ? -balance.patientCents : 0,
    accounts: accounts.map((account) => ({ ...account, isProposed: account.plan?.status === 'proposed', hasPlan: account.plan !== null && ['proposed', 'active'].includes(account.plan.status) })),
    open: invoices.filter(({ openCents }) => openCents > 0), settled: invoices.filter(({ openCents }) => openCents <= 0),
  }, { status: refused?.status ?? 200 });
}
