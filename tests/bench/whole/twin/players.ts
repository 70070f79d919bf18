import { setTimeout as pause } from 'node:timers/promises';
import { type Client } from '@temporalio/client';
import { inParallel, Places, within } from '../stats';
import { type TwinActivities, type TwinInput } from './messages';
import { type TwinPart, type TwinScript, type TwinStep } from './script';

/** A twin that waits for what does not come fails the run instead of holding it for ever. */
const TWIN_WITHIN_MS = 300_000;

type Wait = { readonly at: number; readonly wake: () => void };

/** How far each workflow of the twins has come, as their activities tell. */
export class TwinProgress implements TwinActivities {
  private readonly reached = new Map<string, number>();
  private readonly waits = new Map<string, Wait[]>();

  nothing = async ({ id, role, at }: { id: string; role: string; at: number }): Promise<void> => {
    const key = `${id}-${role}`;
    this.reached.set(key, at);
    const waits = this.waits.get(key) ?? [];
    this.waits.set(key, waits.filter((wait) => wait.at > at));
    for (const wait of waits) if (wait.at <= at) wait.wake();
  };

  async until(workflowId: string, at: number): Promise<void> {
    if (at < 0 || (this.reached.get(workflowId) ?? -1) >= at) return;
    await new Promise<void>((wake) => this.waits.set(workflowId, [...(this.waits.get(workflowId) ?? []), { at, wake }]));
  }
}

export interface TwinRun {
  readonly perSecond: number;
}

/** Play the twin of each journey to its end, as many at once and with as many people as the journeys had. */
export async function playTwins(client: Client, taskQueue: string, progress: TwinProgress, scripts: readonly TwinScript[], { atOnce, people, name }: { atOnce: number; people: number; name: string }): Promise<TwinRun> {
  const places = new Places(people);
  const started = performance.now();
  await inParallel(scripts.map((script, n) => new Twin(client, taskQueue, progress, script, places, `twin-${name}-${n}`)), atOnce, (twin) => within(TWIN_WITHIN_MS, 'A twin', twin.play()));
  return { perSecond: scripts.length / ((performance.now() - started) / 1000) };
}

class Twin {
  constructor(private readonly client: Client, private readonly taskQueue: string, private readonly progress: TwinProgress, private readonly script: TwinScript, private readonly places: Places, private readonly id: string) {}

  async play(): Promise<void> {
    const { id, script: { parts } } = this;
    await Promise.all(parts.map(async (part) => {
      const workflowId = this.workflowIdOf(part.role);
      if (part.isChild) await this.isThere(part.role);
      else {
        await this.mayStart(part);
        const input: TwinInput = { id, role: part.role, parts };
        await this.client.workflow.start('twin', { workflowId, taskQueue: this.taskQueue, args: [input] });
      }
      await this.answer(part);
      await this.client.workflow.getHandle(workflowId).result();
    }));
  }

  private workflowIdOf = (role: string): string => `${this.id}-${role}`;

  /** A workflow that the record started, for another one that it tells or by whose leave it runs, begins when that one is under way. */
  private async mayStart({ role, steps }: TwinPart): Promise<void> {
    const [first] = this.script.parts;
    if (role === first?.role) return;
    const told = steps.flatMap((step) => (step.do === 'tell' ? step.role : []))[0];
    await this.isThere(told ?? first?.role ?? role);
  }

  /** Its first activity ran; of one without any, Temporal knows it. */
  private async isThere(role: string): Promise<void> {
    const first = this.script.parts.find((one) => one.role === role)?.steps.findIndex(isCall) ?? -1;
    if (first >= 0) return this.progress.until(this.workflowIdOf(role), first);
    for (let askMs = 25; !(await this.client.workflow.getHandle(this.workflowIdOf(role)).describe().catch(() => null)); askMs = Math.min(askMs * 1.5, 500)) await pause(askMs);
  }

  /** Each message goes when the workflow has done what came before it: a person answers what is in the inbox. */
  private async answer({ role, steps }: TwinPart): Promise<void> {
    const handle = this.client.workflow.getHandle(this.workflowIdOf(role));
    const tellers = this.script.parts.flatMap((part) => part.steps.filter((step) => step.do === 'tell' && step.role === role)).length;
    let outside = steps.filter((step) => step.do === 'signal').length - tellers;
    let before = -1;
    for (const [at, step] of steps.entries()) {
      if (isCall(step)) before = at;
      else if (step.do === 'signal' && outside > 0) {
        outside -= 1;
        await this.progress.until(this.workflowIdOf(role), before);
        await handle.signal('tell');
      } else if (step.do === 'update') {
        await this.progress.until(this.workflowIdOf(role), before);
        await this.places.within(() => handle.executeUpdate('act'));
      }
    }
  }
}

function isCall(step: TwinStep): boolean {
  return step.do === 'local' || step.do === 'activity';
}
