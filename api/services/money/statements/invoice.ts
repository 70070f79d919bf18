import { SERVICE_CATEGORIES, type ServiceCategory } from '../../../../domain/claims/chargeMaster';
import { formatDollars } from '../../../../domain/money';
import { type Act, select, selectOne } from '../../../http/act';
import { dayOf, Letter } from '../../../presenters/letters/letter';
import { balanceOfAccount } from '../accounts';
import { readInvoice } from '../invoices';
import { readInsurerParts } from './insurerPart';
import { readParties } from './parties';
import { type Printed } from './statement';
import { hospitalDay } from '../../staff/hospitalZone';

interface Head {
  number: string; patientId: string; accountId: string; accountNumber: string; claimId: string | null; claimNumber: string | null; payerName: string | null;
  chargeCents: number | null; patientCents: number | null; issuedAt: Date; dueOn: string;
}

/** One invoice: which services, what insurance did, what is left to pay and by when. Null when there is none. */
export async function printInvoice(act: Act, invoiceId: string): Promise<Printed | null> {
  const head = await readHead(act, invoiceId);
  const invoice = head && (await readInvoice(act, invoiceId));
  if (!head || !invoice) return null;
  const isCancelled = invoice.status === 'cancelled';
  // Never more than the patient owes on the account: a payer may have taken over since, or a payment was posted to the account.
  const { patientCents } = await balanceOfAccount(act, head.accountId);
  const open = isCancelled ? 0 : Math.max(0, Math.min(invoice.totalCents - invoice.paidCents, patientCents));
  const letter = await Letter.open({ ...(await readParties(act, head.patientId)), title: `Invoice ${head.number}`, date: head.issuedAt, on: hospitalDay(head.issuedAt), footer: `Invoice ${head.number} · Account ${head.accountNumber}` });
  letter.facts([
    { label: 'Account', value: head.accountNumber }, { label: 'Please pay by', value: dayOf(head.dueOn) }, { label: 'Invoice total', value: formatDollars(invoice.totalCents) },
    { label: 'Paid or waived so far', value: formatDollars(invoice.paidCents) }, { label: 'Left to pay', value: formatDollars(open), strong: true },
  ]);
  if (isCancelled) letter.paragraph('This invoice is cancelled: nothing is to be paid on it. Another one takes its place when something is left to pay.');
  letter.heading('Services').table([{ label: 'Date', width: 0.22 }, { label: 'Service', width: 0.56 }, { label: 'Charge', width: 0.22, align: 'right' }], await servicesOf(act, head));
  if (head.claimId !== null) {
    const { paidCents, reducedCents } = (await readInsurerParts(act, head.accountId))(head.claimId);
    letter.heading('What your insurance did').facts([
      { label: `Charged to ${head.payerName ?? 'your insurer'}, claim ${head.claimNumber ?? ''}`, value: formatDollars(Number(head.chargeCents)) }, { label: 'Paid by your insurance', value: formatDollars(paidCents) },
      { label: 'Reduced by contract, or waived', value: formatDollars(reducedCents) }, { label: 'Your share', value: formatDollars(Number(head.patientCents)) },
    ]);
  }
  if (open > 0) letter.paragraph('You can pay by card, check or bank transfer; name the invoice number. Call us if you cannot pay at once: we can agree on instalments.');
  act.audits.push({ action: 'invoice.printed', resourceType: 'invoice', resourceId: invoiceId, patientId: head.patientId });
  return { fileName: `invoice-${head.number}.pdf`, content: (await letter.finish()).toString('base64') };
}

async function readHead(act: Act, invoiceId: string): Promise<Head | null> {
  return selectOne<Head>(
    act,
    `SELECT i.number, i.patient_id AS patientId, a.id AS accountId, a.number AS accountNumber, i.claim_id AS claimId, c.number AS claimNumber, p.name AS payerName, c.charge_cents AS chargeCents,
       c.patient_cents AS patientCents, i.issued_at AS issuedAt, CAST(i.due_on AS CHAR) AS dueOn
     FROM invoices i JOIN accounts a ON a.id = i.account_id LEFT JOIN claims c ON c.id = i.claim_id LEFT JOIN payers p ON p.id = c.payer_id WHERE i.id = ?`,
    [invoiceId],
  );
}

async function servicesOf(act: Act, { accountId, claimId }: Head): Promise<string[][]> {
  const rows = await select<{ serviceDate: string; category: string; display: string | null; amountCents: number }>(
    act,
    `SELECT CAST(i.service_date AS CHAR) AS serviceDate, i.category, c.display, i.amount_cents AS amountCents FROM charge_items i LEFT JOIN concepts c ON c.system_code = i.system_code AND c.code = i.code
     WHERE i.account_id = ? AND i.status NOT IN ('entered-in-error', 'not-billable', 'aborted') ${claimId === null ? '' : 'AND EXISTS (SELECT 1 FROM claim_lines l WHERE l.charge_item_id = i.id AND l.claim_id = ?)'} ORDER BY i.service_date, i.id`,
    claimId === null ? [accountId] : [accountId, claimId],
  );
  return rows.map(({ serviceDate, category, display, amountCents }) => [dayOf(serviceDate), display ?? SERVICE_CATEGORIES[category as ServiceCategory]?.label ?? category, formatDollars(Number(amountCents))]);
}

/** Whose invoice it is, for the patient's own right to it. */
export async function readInvoiceOwner(act: Act, invoiceId: string): Promise<{ id: string; patientId: string } | null> {
  return selectOne<{ id: string; patientId: string }>(act, 'SELECT id, patient_id AS patientId FROM invoices WHERE id = ?', [invoiceId]);
}
