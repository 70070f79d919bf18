import { payerWorkflowId } from '../../../workflows/contracts/ids';
import { WORKFLOW_TYPES } from '../../../workflows/contracts/messages';
import { type PayerInput } from '../../../workflows/contracts/moneyMessages';
import { type Act, selectOne } from '../../http/act';
import { behaviourOf } from '../payer/behaviour';

export const ADAPTERS = ['demonstration', 'folder'] as const;
export type Adapter = (typeof ADAPTERS)[number];

/** What a clearinghouse needs to know of a submission; its 837 is on record. */
export interface Dispatch {
  readonly submissionId: string;
  readonly claimId: string;
  readonly payerId: string;
}

/** The way to a payer. What is sent is on record before it leaves, and leaves after the commit. */
export interface Clearinghouse {
  readonly adapter: Adapter;
  /** ISA15: T test, P production. */
  readonly usage: 'T' | 'P';
  /** Let the payer have a submission, in the transaction that makes it. */
  dispatch(act: Act, submission: Dispatch): Promise<void>;
}

/** The way configured for a payer; without one it is the demonstration payer. */
export async function clearinghouseOf(act: Act, payerId: string): Promise<Clearinghouse> {
  const row = await selectOne<{ adapter: Adapter; usage: 'T' | 'P' }>(act, 'SELECT adapter, usage_indicator AS `usage` FROM payer_connections WHERE payer_id = ?', [payerId]);
  return row?.adapter === 'folder' ? { adapter: 'folder', usage: row.usage, dispatch: () => Promise.resolve() } : DEMONSTRATION;
}

/** Adjudicates with the engine and answers by itself, as a workflow; what it is sent is test data. */
const DEMONSTRATION: Clearinghouse = {
  adapter: 'demonstration', usage: 'T',
  async dispatch(act, { submissionId, claimId, payerId }) {
    const workflowId = payerWorkflowId(submissionId);
    act.commands.push({ workflowId, kind: 'start', name: WORKFLOW_TYPES.payer, payload: await payerInput(act, { submissionId, claimId, payerId }), dedupId: `start/${workflowId}` });
  },
};

async function payerInput(act: Act, { submissionId, claimId, payerId }: Dispatch): Promise<PayerInput> {
  const { acknowledgeAfterMs, remitAfterMs, copies, outOfOrder, payTwice } = await behaviourOf(act, payerId);
  return { submissionId, claimId, acknowledgeAfterMs, remitAfterMs, copies: copies + (payTwice ? 1 : 0), outOfOrder };
}
