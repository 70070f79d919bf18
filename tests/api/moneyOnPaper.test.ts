import { contract } from '../../api/client';
import { makeCrosswalk, makeHospital, makePayer, makeStay } from '../factories/money';
import { startTestApi, type TestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { readPdf } from '../support/pdfText';

let api: TestApi;
let billing: BillingDriver;
let clerk: TestUser;
beforeAll(async () => {
  api = await startTestApi();
  billing = await BillingDriver.start(api);
  await makeHospital();
  await makeCrosswalk();
  clerk = await api.as('billing');
});
afterAll(() => api.stop());

/** The lines of a letter, and every amount on a line in cents. */
class Paper {
  readonly lines: readonly string[];

  constructor(content: string) {
    this.lines = readPdf(Buffer.from(content, 'base64')).flatMap((page) => page.lines);
  }

  amounts(line: string): number[] {
    return [...line.matchAll(/([-−]?)\$([\d,]+)\.(\d\d)/g)].map(([, sign, dollars = '', cents = '']) => (sign ? -1 : 1) * (Number(dollars.replace(/,/g, '')) * 100 + Number(cents)));
  }

  /** The amounts beside a label that stands once. */
  beside(label: string): number[] {
    const found = this.lines.filter((line) => line.startsWith(label));
    if (found.length !== 1) throw new Error(`“${label}” stands ${found.length} times.`);
    return this.amounts(found[0] ?? '');
  }

  /** The lines between two headings. */
  between(from: string, to: string | null): string[] {
    const start = this.lines.indexOf(from);
    const end = to === null ? this.lines.length : this.lines.indexOf(to);
    if (start < 0 || end < start) throw new Error(`No part of the letter lies between “${from}” and “${to ?? 'its end'}”.`);
    return this.lines.slice(start + 1, end);
  }
}

/** Billed to insurance, paid in part, the patient's share invoiced, and some of it paid. */
async function settledStay() {
  const stay = await makeStay(api.database, { payer: await makePayer(api.database), nights: 2, panels: 2, procedures: 1, doses: 4 });
  const { claimId } = await billing.adjudicate(stay.encounterId);
  const { invoiceId } = await billing.settle(claimId, 'paid');
  const [account] = await billing.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [stay.encounterId]);
  const accountId = account?.id ?? '';
  await clerk.client.call(contract.takePayment, { idempotencyKey: billing.key(), body: { accountId, invoiceId: invoiceId ?? '', cents: 12_345, method: 'card' } });
  return { accountId, claimId, invoiceId: invoiceId ?? '' };
}
const ledger = (where: string, values: unknown[]) => billing.scalar(`SELECT COALESCE(SUM(cents), 0) FROM ledger_entries WHERE ${where}`, values);

test('a statement says what the ledger says: what is due, what insurance decided, and movements that add up to the balance', async () => {
  const { accountId, claimId } = await settledStay();
  const { content } = await clerk.client.call(contract.printStatement, { params: { accountId } });
  const paper = new Paper(content);
  const balance = await ledger("account_id = ? AND ledger_account = 'receivable-patient'", [accountId]);
  expect(balance).toBeGreaterThan(0);
  expect(paper.beside('Due from you now')).toEqual([balance]);

  const charged = await billing.scalar("SELECT SUM(amount_cents) FROM charge_items WHERE account_id = ? AND status NOT IN ('entered-in-error', 'not-billable', 'aborted')", [accountId]);
  const paid = await ledger("claim_id = ? AND ledger_account = 'cash'", [claimId]);
  const share = await ledger("claim_id = ? AND ledger_account = 'receivable-patient'", [claimId]);
  const [decided] = paper.between('What your insurance decided', 'How your balance came about').map((line) => paper.amounts(line)).filter((amounts) => amounts.length > 0);
  expect(decided).toEqual([charged, paid, charged - paid - share, share, 0]);

  const movements = paper.between('How your balance came about', null).map((line) => paper.amounts(line)).filter((amounts) => amounts.length === 2);
  const inLedger = await billing.rows<{ cents: number }>("SELECT SUM(cents) AS cents FROM ledger_entries WHERE account_id = ? AND ledger_account = 'receivable-patient' GROUP BY operation_id HAVING SUM(cents) <> 0 ORDER BY MIN(id)", [accountId]);
  expect(movements.map(([amount]) => amount)).toEqual(inLedger.map(({ cents }) => Number(cents)));
  expect(movements.map(([, running]) => running)).toEqual(inLedger.map((_, index) => inLedger.slice(0, index + 1).reduce((sum, { cents }) => sum + Number(cents), 0)));
  expect(paper.beside('Balance')).toEqual([balance]);
});

test('an invoice says what the ledger says: services, what insurance did, what was paid and what is left', async () => {
  const { accountId, claimId, invoiceId } = await settledStay();
  const { content } = await clerk.client.call(contract.printInvoice, { params: { invoiceId } });
  const paper = new Paper(content);
  const share = await ledger("claim_id = ? AND ledger_account = 'receivable-patient'", [claimId]);
  const balance = await ledger("account_id = ? AND ledger_account = 'receivable-patient'", [accountId]);
  expect(paper.beside('Invoice total')).toEqual([share]);
  expect(paper.beside('Paid or waived so far')).toEqual([12_345]);
  expect(paper.beside('Left to pay')).toEqual([balance]);
  expect(share - 12_345).toBe(balance);
  const services = paper.between('Services', 'What your insurance did').map((line) => paper.amounts(line)).filter((amounts) => amounts.length === 1).map(([amount]) => amount ?? 0);
  const charges = await billing.rows<{ cents: number }>('SELECT i.amount_cents AS cents FROM charge_items i JOIN claim_lines l ON l.charge_item_id = i.id WHERE l.claim_id = ?', [claimId]);
  expect([...services].sort()).toEqual(charges.map(({ cents }) => Number(cents)).sort());
  const charged = services.reduce((sum, cents) => sum + cents, 0);
  const paid = await ledger("claim_id = ? AND ledger_account = 'cash'", [claimId]);
  expect(paper.beside('Paid by your insurance')).toEqual([paid]);
  expect(paper.beside('Your share')).toEqual([share]);
  expect(paper.beside('Reduced by contract, or waived')).toEqual([charged - paid - share]);
});
