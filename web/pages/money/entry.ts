import { randomUUID } from 'node:crypto';
import { contract } from '../../../api/client';
import { COMMON_PROVIDER_ADJUSTMENTS, providerAdjustmentKind } from '../../../domain/ledger/providerAdjustments';
import { readDollars } from '../../forms/dollars';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { Refusal } from '../../http/refusal';
import { type Visit } from '../../http/visit';
import { amountFields, amountsOf } from './amounts';

const METHODS = [['CHK', 'Check'], ['ACH', 'Bank transfer (ACH)'], ['FWT', 'Wire'], ['NON', 'No payment']] as const;
const PLB_ROWS = 2;
const MOST_CLAIMS = 50;

/** Enter a remittance that came on paper. Another claim is another set of fields; everything typed is kept, with or without script. */
export const entryPages = [
  get('/remittances/new', (visit) => showEntry(visit, null)),
  post('/remittances/new', enter),
];

async function showEntry(visit: Visit, refused: RefusedForm | null): Promise<void> {
  const { posted } = visit;
  const { items: payers } = await visit.api.call(contract.listPayers, { query: { limit: 200 } });
  visit.render('money/entry', {
    ...refused, once: posted.get('_once') ?? randomUUID(), count: claimCount(posted),
    payers: options(posted.get('payerId'), [['', 'Choose the payer'], ...payers.map(({ id, name }) => [id, name] as const)]), methods: options(posted.get('method') ?? 'CHK', METHODS),
    trace: posted.get('trace') ?? '', paidOn: posted.get('paidOn') ?? visit.day(), payment: posted.get('payment') ?? '',
    claims: Array.from({ length: claimCount(posted) }, (_, index) => ({
      number: index + 1, id: `claim.${index}.`, claimNumber: posted.get(`claim.${index}.number`) ?? '', payerNumber: posted.get(`claim.${index}.payerNumber`) ?? '', error: refused?.errors[`claims.${index}.paidCents`],
      amounts: amountFields(`claim.${index}.`, { charge: null, paid: null, adjustments: [] }, posted),
    })),
    adjustments: Array.from({ length: PLB_ROWS }, (_, index) => ({
      index, reasons: options(posted.get(`plb.${index}.reason`), [['', 'None'], ...COMMON_PROVIDER_ADJUSTMENTS.map((code) => [code, `${code}: ${providerAdjustmentKind(code).words}`] as const)]),
      reference: posted.get(`plb.${index}.reference`) ?? '', amount: posted.get(`plb.${index}.amount`) ?? '',
    })),
  }, { status: refused?.status ?? 200 });
}

const claimCount = (posted: URLSearchParams): number => Math.min(MOST_CLAIMS, Math.max(1, Number(posted.get('count') ?? 1) + (posted.get('action') === 'add' ? 1 : 0)));

/** The form carries the idempotency key: a double click or a reload enters it once. */
async function enter(visit: Visit): Promise<void> {
  const { posted } = visit;
  if (posted.get('action') === 'add') return showEntry(visit, null);
  const paymentCents = readDollars(posted.get('payment'));
  if (paymentCents === null || !posted.get('payerId')) return showEntry(visit, { refused: paymentCents === null ? 'Type the amount paid in dollars and cents.' : 'Choose the payer.', errors: {}, status: 422 });
  try {
    const { id } = await visit.api.call(contract.enterRemittance, {
      idempotencyKey: `web-remittance-${posted.get('_once') ?? ''}`,
      body: {
        payerId: posted.get('payerId') ?? '', traceNumber: posted.get('trace')?.trim() ?? '', paidOn: posted.get('paidOn') ?? '', method: METHODS.find(([code]) => code === posted.get('method'))?.[0] ?? 'CHK', paymentCents,
        claims: claimsOf(posted), providerAdjustments: adjustmentsOf(posted),
      },
    });
    visit.redirect(`/remittances/payments/${id}`, 'remittance-entered');
  } catch (error) {
    const refused = error instanceof Refusal ? { refused: error.message, errors: {}, status: error.status } : refusalOf(error);
    await showEntry(visit, { ...refused, refused: [refused.refused, ...Object.entries(refused.errors).filter(([field]) => !field.startsWith('claims.')).map(([, message]) => message)].join(' ') });
  }
}

/** Claims whose number was typed; fields left empty are no claim. */
function claimsOf(posted: URLSearchParams) {
  const claims = [];
  for (let index = 0; posted.has(`claim.${index}.number`); index += 1) {
    const claimNumber = posted.get(`claim.${index}.number`)?.trim() ?? '';
    const amounts = amountsOf(posted, `claim.${index}.`);
    if (claimNumber === '' && amounts.chargeCents === 0 && amounts.paidCents === 0) continue;
    claims.push({ claimNumber, payerClaimNumber: posted.get(`claim.${index}.payerNumber`)?.trim() || null, statusCode: amounts.chargeCents < 0 ? ('22' as const) : ('1' as const), ...amounts });
  }
  return claims;
}

function adjustmentsOf(posted: URLSearchParams) {
  return Array.from({ length: PLB_ROWS }, (_, index) => index).flatMap((index) => {
    const reason = posted.get(`plb.${index}.reason`) ?? '';
    const cents = readDollars(posted.get(`plb.${index}.amount`), 'zero');
    if (cents === null) throw new Refusal(422, 'A provider adjustment must be an amount such as 125.50, or −125.50 when it adds to the payment.');
    return reason === '' || cents === 0 ? [] : [{ reason, reference: posted.get(`plb.${index}.reference`)?.trim() || null, cents }];
  });
}
