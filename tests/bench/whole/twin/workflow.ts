import { CancellationScope, ChildWorkflowCancellationType, condition, defineSignal, defineUpdate, getExternalWorkflowHandle, isCancellation, ParentClosePolicy, proxyActivities, proxyLocalActivities, setHandler, sleep, startChild } from '@temporalio/workflow';
import { type TwinActivities, type TwinInput } from './messages';
import { type TwinStep } from './script';

const actUpdate = defineUpdate<number>('act');
const tellSignal = defineSignal('tell');
const { nothing: localNothing } = proxyLocalActivities<TwinActivities>({ startToCloseTimeout: '10s' });
const { nothing } = proxyActivities<TwinActivities>({ startToCloseTimeout: '60s' });

/** One workflow of a journey without its meaning: the same calls, timers, updates, signals and children, in the same order. */
export async function twin({ id, role, parts }: TwinInput): Promise<void> {
  const part = parts.find((one) => one.role === role);
  const heard = { update: 0, signal: 0 };
  const needed = { update: 0, signal: 0 };
  const timers = new Map<number, { scope: CancellationScope; done: Promise<void> }>();
  setHandler(actUpdate, () => (heard.update += 1));
  setHandler(tellSignal, () => void (heard.signal += 1));
  const steps = part?.steps ?? [];
  const fires = new Set(steps.flatMap((step) => (step.do === 'fired' ? step.timer : [])));
  for (const [at, step] of steps.entries()) await take(step, at);

  function another(kind: 'update' | 'signal'): Promise<void> {
    const count = (needed[kind] += 1);
    return condition(() => heard[kind] >= count);
  }

  async function take(step: TwinStep, at: number): Promise<void> {
    switch (step.do) {
      case 'local': return localNothing({ id, role, at });
      case 'activity': return nothing({ id, role, at });
      case 'update': return another('update');
      case 'signal': return another('signal');
      case 'start': {
        const scope = new CancellationScope();
        timers.set(step.timer, { scope, done: scope.run(() => sleep(fires.has(step.timer) ? '1 ms' : step.ms)).catch((error: unknown) => { if (!isCancellation(error)) throw error; }) });
        return;
      }
      case 'fired': return timers.get(step.timer)?.done;
      case 'cancelled': return timers.get(step.timer)?.scope.cancel();
      case 'tell': return getExternalWorkflowHandle(`${id}-${step.role}`).signal(tellSignal).catch(() => undefined);
      case 'child':
        await startChild(twin, { workflowId: `${id}-${step.role}`, args: [{ id, role: step.role, parts }], parentClosePolicy: ParentClosePolicy.ABANDON, cancellationType: ChildWorkflowCancellationType.ABANDON });
    }
  }
}

/** Takes updates until it is told to end: what an update costs by itself. */
export async function bare(): Promise<void> {
  let isOver = false;
  let count = 0;
  setHandler(actUpdate, () => (count += 1));
  setHandler(tellSignal, () => void (isOver = true));
  await condition(() => isOver);
}
