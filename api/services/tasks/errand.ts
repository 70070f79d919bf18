import { type ErrandChange, SIGNALS } from '../../../workflows/contracts/messages';
import { type Act } from '../../http/act';
import { cancelTasks } from './open';

/** Let a short workflow ask people for something, beside any journey. */
export function startErrand(act: Act, workflowId: string, name: string, payload: unknown): void {
  act.commands.push({ workflowId, kind: 'start', name, payload, dedupId: `start/${workflowId}` });
}

/** Tell an errand's workflow what happened outside its tasks. `key` makes it one message however often the transaction runs. */
export function tellErrand(act: Act, workflowId: string, change: ErrandChange['change'], key: string): void {
  const message: ErrandChange = { messageId: `${change}/${key}`, change };
  act.commands.push({ workflowId, kind: 'signal', name: SIGNALS.errandChanged, payload: message, dedupId: `${workflowId}/${message.messageId}` });
}

/** The errand is over: nobody sees a task of it from now on, and its workflow ends. */
export async function endErrand(act: Act, workflowId: string): Promise<void> {
  await cancelTasks(act, workflowId, null);
  tellErrand(act, workflowId, 'ended', 'ended');
}
