import { formatDollars } from '../../../../domain/money';
import { type Act, select } from '../../../http/act';
import { type Column, dayOf, type Fact, Letter } from '../../../presenters/letters/letter';
import { type AccountPage, readAccountPage } from '../accountPage';
import { type InsurerPart, readInsurerParts } from './insurerPart';
import { readParties } from './parties';
import { hospitalDay } from '../../staff/hospitalZone';

/** A file for a person. The name carries numbers only, never a person's. */
export interface Printed {
  readonly fileName: string;
  /** PDF, base64. */
  readonly content: string;
}

const BY_CLAIM: readonly Column[] = [
  { label: 'Insurer and claim', width: 0.3 }, { label: 'Charged', width: 0.14, align: 'right' }, { label: 'Paid by insurer', width: 0.14, align: 'right' }, { label: 'Reduced', width: 0.14, align: 'right' },
  { label: 'Your share', width: 0.14, align: 'right' }, { label: 'With insurer', width: 0.14, align: 'right' },
];
const MOVEMENTS: readonly Column[] = [{ label: 'Date', width: 0.22 }, { label: 'What', width: 0.46 }, { label: 'Amount', width: 0.16, align: 'right' }, { label: 'Balance', width: 0.16, align: 'right' }];
const INSTALMENTS: readonly Column[] = [{ label: 'Instalment', width: 0.3 }, { label: 'Due', width: 0.3 }, { label: 'Amount', width: 0.2, align: 'right' }, { label: 'Left to pay', width: 0.2, align: 'right' }];

/** What moved the patient's own balance, in words to them. */
const WORDS: Readonly<Record<string, string>> = {
  charge: 'Service charged to you', 'charge-change': 'Correction of a charge', 'remittance-claim': 'Your share after insurance', 'patient-transfer': 'Not paid by insurance: your share', 'payer-transfer': 'Passed on to your next insurer',
  'patient-payment': 'Your payment, thank you', refund: 'Paid back to you', 'write-off': 'Waived by the hospital', reversal: 'Correction',
};

/**
 * An account as the patient reads it: what is due now, what waits for insurance and is not asked for, and how the balance came about.
 * The movements add up to the balance, because both are the ledger. Null when there is no account.
 */
export async function printStatement(act: Act, accountId: string): Promise<Printed | null> {
  const page = await readAccountPage(act, accountId);
  const patientId = page?.account.patient?.id;
  if (!page || !patientId) return null;
  const { account } = page;
  const letter = await Letter.open({ ...(await readParties(act, patientId)), title: 'Statement of your account', date: act.now, on: hospitalDay(act.now), footer: `Account ${account.number} · Statement of ${dayOf(hospitalDay(act.now))}` });
  letter.facts(summaryOf(page)).paragraph(wordsOf(page));
  if (page.plan?.status === 'active') letter.heading('Your payment plan').table(INSTALMENTS, page.plan.instalments.map(({ number, dueOn, cents, openCents }) => [`${number} of ${page.plan?.instalments.length ?? 0}`, dayOf(dueOn), formatDollars(cents), formatDollars(openCents)]));
  const partOf = await readInsurerParts(act, accountId);
  const claims = page.claims.filter(({ status }) => status !== 'entered-in-error');
  if (claims.length > 0) letter.heading('What your insurance decided').table(BY_CLAIM, claims.map((claim) => claimRow(claim, partOf(claim.id))));
  letter.heading('How your balance came about').table(MOVEMENTS, await movementsOf(act, accountId), ['', 'Balance', '', formatDollars(account.balance.patientCents)]);
  act.audits.push({ action: 'statement.printed', resourceType: 'account', resourceId: accountId, patientId });
  return { fileName: `statement-${account.number}.pdf`, content: (await letter.finish()).toString('base64') };
}

function summaryOf({ account, dueNowCents, plan }: AccountPage): Fact[] {
  const { patientCents, insurancePendingCents } = account.balance;
  const hasPlan = plan?.status === 'active';
  return [
    { label: 'Account', value: account.number },
    ...(insurancePendingCents > 0 ? [{ label: 'With your insurance: do not pay this', value: formatDollars(insurancePendingCents) }] : []),
    ...(hasPlan ? [{ label: 'Your balance', value: formatDollars(patientCents) }] : []),
    patientCents < 0 ? { label: 'Your credit', value: formatDollars(-patientCents), strong: true } : { label: hasPlan ? 'Due now by your payment plan' : 'Due from you now', value: formatDollars(dueNowCents), strong: true },
  ];
}

function wordsOf({ account, dueNowCents, plan }: AccountPage): string {
  const { patientCents, insurancePendingCents } = account.balance;
  const waiting = insurancePendingCents > 0 ? ' Your insurance has not decided about everything yet. Wait for its answer before you pay that part.' : '';
  if (patientCents < 0) return `You have paid more than you owe. Tell us whether we shall pay it back.${waiting}`;
  if (plan?.status === 'active') return `${dueNowCents > 0 ? 'Please pay the instalment that is due.' : 'Nothing is due today; your next instalment is listed below.'} Call us before an instalment you cannot pay.${waiting}`;
  if (dueNowCents > 0) return `Please pay the amount due, or call us: we can agree on instalments, and there is help for those who cannot pay.${waiting}`;
  return `You owe nothing now.${waiting}`;
}

function claimRow({ payerName, number, chargeCents, patientCents, openCents }: AccountPage['claims'][number], { paidCents, reducedCents }: InsurerPart): string[] {
  const withInsurer = Math.max(0, Math.min(openCents, chargeCents - paidCents - reducedCents - patientCents));
  return [`${payerName}, ${number}`, ...[chargeCents, paidCents, reducedCents, patientCents, withInsurer].map(formatDollars)];
}

async function movementsOf(act: Act, accountId: string): Promise<string[][]> {
  const rows = await select<{ kind: string; cents: number; at: Date }>(
    act,
    `SELECT o.kind, CAST(SUM(e.cents) AS SIGNED) AS cents, MIN(e.posted_at) AS at FROM ledger_entries e JOIN ledger_operations o ON o.id = e.operation_id
     WHERE e.account_id = ? AND e.ledger_account = 'receivable-patient' GROUP BY o.id, o.kind HAVING SUM(e.cents) <> 0 ORDER BY MIN(e.id)`,
    [accountId],
  );
  let balance = 0;
  return rows.map(({ kind, cents, at }) => {
    balance += Number(cents);
    return [dayOf(hospitalDay(at)), WORDS[kind] ?? 'Movement', formatDollars(Number(cents)), formatDollars(balance)];
  });
}
