import { contract } from '../../../api/client';
import { readDollars, writeDollars } from '../../forms/dollars';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { answerRow } from './remittances';

/** One payment of a payer: what it pays for, and whether it adds up. */
export const remittancePage = [
  get('/remittances/payments/:remittanceId', (visit) => showRemittance(visit)),
  post('/remittances/payments/:remittanceId/amount', correctAmount),
];

async function showRemittance(visit: Visit, refused: RefusedForm | null = null): Promise<void> {
  const detail = await visit.api.call(contract.readRemittance, { params: { remittanceId: visit.param('remittanceId') } });
  const { remittance, differenceCents, claimsCents, adjustmentCents } = detail;
  visit.render('money/remittance', {
    ...detail, ...refused, answers: detail.answers.map(answerRow), balanced: differenceCents === 0, offCents: Math.abs(differenceCents), expectedCents: claimsCents - adjustmentCents,
    suggested: visit.posted.get('payment') ?? writeDollars(claimsCents - adjustmentCents), typedReason: visit.posted.get('reason') ?? '', mayCorrect: detail.mayWork && differenceCents !== 0, version: remittance.version,
  }, { status: refused?.status ?? 200 });
}

async function correctAmount(visit: Visit): Promise<void> {
  const { posted } = visit;
  const paymentCents = readDollars(posted.get('payment'));
  if (paymentCents === null) return showRemittance(visit, { refused: 'Type the amount in dollars and cents.', errors: {}, status: 422 });
  const remittanceId = visit.param('remittanceId');
  try {
    await visit.api.call(contract.correctRemittance, { params: { remittanceId }, body: { version: Number(posted.get('version')), paymentCents, reason: posted.get('reason')?.trim() ?? '' } });
    visit.redirect(`/remittances/payments/${remittanceId}`, 'remittance-corrected');
  } catch (error) {
    await showRemittance(visit, refusalOf(error));
  }
}
