import { allHandlersFinished, condition, defineSignal, setHandler } from '@temporalio/workflow';
import { SIGNALS } from './contracts/messages';
import { type CollectionChange, type CollectionInput } from './contracts/moneyMessages';
import { iso, now } from './support/clock';
import { openSteps } from './support/openSteps';
import { StepCancelled } from './support/stepDesk';

const accountChangedSignal = defineSignal<[CollectionChange]>(SIGNALS.accountChanged);

/**
 * What a patient owes on an account (workflow ID `collection-<accountId>`): reminders of instalments and invoices, and the end of a plan
 * that is not kept. The record says what is due and when to look again; this keeps the time, for months if need be. Ends when nothing
 * is left to wait for; the next invoice or plan starts it anew.
 */
export async function collection({ accountId }: CollectionInput): Promise<void> {
  const heard = new Set<string>();
  let isNews = true;
  setHandler(accountChangedSignal, ({ messageId }) => {
    isNews ||= !heard.has(messageId);
    heard.add(messageId);
  });
  let wakeAt: number | null = null;
  const steps = openSteps({ alarms: [() => wakeAt] });
  try {
    for (let isOver = false; !isOver; ) {
      isNews = false;
      // The time is part of the step: every look is a new one, in this run and in those after it.
      const { afterMs } = await steps.attempt(`collect-${iso(now())}`, (calls, at) => calls.collectAccount({ ...at, accountId }));
      wakeAt = afterMs === null ? null : now() + afterMs;
      const at = wakeAt;
      if (at !== null) await condition(() => isNews || now() >= at);
      isOver = at === null && !isNews;
    }
  } catch (error) {
    if (!(error instanceof StepCancelled)) throw error; // an operator let it go
  }
  await condition(allHandlersFinished);
}
