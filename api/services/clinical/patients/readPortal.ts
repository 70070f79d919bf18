import { type z } from 'zod';
import { type portalContract } from '../../../contract/portal';
import { type Act, select } from '../../../http/act';
import { SETTLED_OF_INVOICE } from '../../money/invoices';
import { planOfAccount } from '../../money/plans/planRow';
import { dueNowCents, presentPlan } from '../../money/plans/presentPlan';

type Portal = z.infer<typeof portalContract.readPortal.reply>;

interface Appointment { id: string; kind: string; status: string; startsAt: Date; endsAt: Date; practitioner: string | null }
interface Invoice { id: string; number: string; totalCents: number; paidCents: number; status: string; issuedAt: Date; dueOn: string }

/** Appointments to come and what is owed, over all accounts of the patient; the balance straight from the ledger. */
export async function readPortal(act: Act, patientId: string): Promise<Portal> {
  const appointments = await select<Appointment>(
    act,
    `SELECT a.id, a.kind, a.status, a.starts_at AS startsAt, a.ends_at AS endsAt, p.name AS practitioner
     FROM appointments a LEFT JOIN practitioners p ON p.id = a.practitioner_id
     WHERE a.patient_id = ? AND a.status IN ('booked', 'arrived') AND a.ends_at > ? ORDER BY a.starts_at LIMIT 20`,
    [patientId, act.now],
  );
  const sums = await select<{ ledgerAccount: string; cents: number }>(
    act,
    `SELECT e.ledger_account AS ledgerAccount, CAST(SUM(e.cents) AS SIGNED) AS cents FROM ledger_entries e JOIN accounts a ON a.id = e.account_id
     WHERE a.patient_id = ? AND e.ledger_account IN ('receivable-patient', 'receivable-payer') GROUP BY e.ledger_account`,
    [patientId],
  );
  const invoices = await select<Invoice>(
    act,
    `SELECT i.id, i.number, i.total_cents AS totalCents, i.status, i.issued_at AS issuedAt, CAST(i.due_on AS CHAR) AS dueOn,
       ${SETTLED_OF_INVOICE} AS paidCents
     FROM invoices i WHERE i.patient_id = ? AND i.status IN ('issued', 'balanced') ORDER BY i.issued_at DESC LIMIT 50`,
    [patientId],
  );
  const accounts = await accountsOf(act, patientId);
  const sumOf = (name: string): number => Number(sums.find((row) => row.ledgerAccount === name)?.cents ?? 0);
  return {
    appointments: appointments.map((row) => ({ ...row, startsAt: row.startsAt.toISOString(), endsAt: row.endsAt.toISOString() })),
    accounts, dueNowCents: accounts.reduce((sum, { patientCents, plan }) => sum + dueNowCents(patientCents, plan), 0),
    balance: { patientCents: sumOf('receivable-patient'), insurancePendingCents: sumOf('receivable-payer') },
    invoices: invoices.map((row) => ({ ...row, totalCents: Number(row.totalCents), paidCents: Number(row.paidCents), openCents: Number(row.totalCents) - Number(row.paidCents), issuedAt: row.issuedAt.toISOString() })),
  };
}

/** Accounts with something to pay, to get back or to agree to. */
async function accountsOf(act: Act, patientId: string): Promise<Portal['accounts']> {
  const rows = await select<{ id: string; number: string; patientCents: number }>(
    act,
    `SELECT a.id, a.number, CAST(COALESCE(SUM(CASE WHEN e.ledger_account = 'receivable-patient' THEN e.cents END), 0) AS SIGNED) AS patientCents FROM accounts a LEFT JOIN ledger_entries e ON e.account_id = a.id
     WHERE a.patient_id = ? AND a.status <> 'entered-in-error' GROUP BY a.id, a.number, a.created_at
     HAVING patientCents <> 0 OR EXISTS (SELECT 1 FROM payment_plans p WHERE p.standing_account_id = a.id) ORDER BY a.created_at DESC, a.id DESC LIMIT 20`,
    [patientId],
  );
  const accounts: Portal['accounts'] = [];
  for (const row of rows) {
    const plan = await planOfAccount(act, row.id);
    accounts.push({ ...row, patientCents: Number(row.patientCents), plan: plan && presentPlan(act, plan) });
  }
  return accounts;
}
