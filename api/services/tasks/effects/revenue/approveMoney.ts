import { MONEY_REQUEST_KINDS, type MoneyRequestKind } from '../../../../../domain/ledger/moneyRequests';
import { formatDollars } from '../../../../../domain/money';
import { selectOne } from '../../../../http/act';
import { notFound } from '../../../../http/problem';
import { balanceOfAccount } from '../../../money/accounts';
import { decideRequest } from '../../../money/requests/decideRequest';
import { placeOfRequest } from '../../../money/requests/requestRow';
import { type TaskAtHand, type TaskEffect } from '../../effect';

interface Row { kind: MoneyRequestKind; cents: number; accountId: string | null; accountNumber: string | null; payerName: string | null; requester: string; reasonEnc: Buffer; limitCents: number }

/** A refund or write-off above the limit: what is asked for, by whom and why; a second person decides. */
export const approveMoney: TaskEffect = {
  input: async (act, task) => {
    const requestId = requestOf(task);
    const row = await selectOne<Row>(
      act,
      `SELECT m.kind, m.cents, m.account_id AS accountId, a.number AS accountNumber, p.name AS payerName, u.display_name AS requester, m.reason_enc AS reasonEnc, m.limit_cents AS limitCents
       FROM money_requests m LEFT JOIN accounts a ON a.id = m.account_id LEFT JOIN payers p ON p.id = m.payer_id JOIN staff_users u ON u.id = m.requested_by WHERE m.id = ?`,
      [requestId],
    );
    if (!row) throw notFound();
    act.audits.push({ action: 'money-request.read', resourceType: 'money-request', resourceId: requestId, patientId: task.patientId });
    const balance = row.accountId === null ? null : await balanceOfAccount(act, row.accountId);
    return {
      facts: [
        { label: 'Asked for', value: `${MONEY_REQUEST_KINDS[row.kind]}: ${formatDollars(Number(row.cents))}` },
        { label: 'On', value: row.accountNumber === null ? (row.payerName ?? 'a payer') : `Account ${row.accountNumber}` },
        ...(balance ? [balance.patientCents < 0 ? { label: 'Patient has paid too much', value: formatDollars(-balance.patientCents) } : { label: 'Patient owes', value: formatDollars(balance.patientCents) }, { label: 'Not answered by payers yet', value: formatDollars(balance.insurancePendingCents) }] : []),
        { label: 'By', value: row.requester },
        { label: 'Because', value: act.database.cipher.open(placeOfRequest(requestId, 'reason_enc'), row.reasonEnc) },
        { label: 'Limit for one person', value: formatDollars(Number(row.limitCents)) },
      ],
    };
  },
  apply: async (act, task, values) => {
    const note = values['note'];
    await decideRequest(act, requestOf(task), { decision: values['decision'] === 'approve' ? 'approve' : 'reject', note: typeof note === 'string' && note !== '' ? note : null });
    return {};
  },
};

function requestOf({ focusId }: TaskAtHand): string {
  if (focusId === null) throw notFound();
  return focusId;
}
