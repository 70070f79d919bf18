import { randomInt } from 'node:crypto';
import { type Context, type Next } from 'koa';
import { Problem } from './problem';

/** How much of a burst is taken in. */
export interface Admission {
  /** Requests worked on at once: a few for each connection to the record, so that none waits long for one. */
  readonly atOnce: number;
  /** Requests that wait for their turn; one more is refused at once. */
  readonly waiting: number;
  /** A request that has waited so long is refused: its sender has given up, or soon will. */
  readonly waitMs: number;
}

interface Waiter {
  readonly admit: () => void;
}

/** Let requests in as fast as the record can take them, in the order they came; beyond that say clearly when to come again, at a cost of nothing. */
export function admission({ atOnce, waiting, waitMs }: Admission) {
  const queue = new Set<Waiter>();
  let working = 0;

  const turn = async (ctx: Context): Promise<boolean> => {
    if (working < atOnce) {
      working += 1;
      return true;
    }
    if (queue.size >= waiting) return false;
    return new Promise((resolve) => {
      const end = (isAdmitted: boolean) => {
        clearTimeout(timer);
        queue.delete(waiter);
        ctx.res.off('close', leave);
        resolve(isAdmitted);
      };
      const leave = () => end(false);
      const waiter: Waiter = { admit: () => end(true) };
      const timer = setTimeout(leave, waitMs);
      ctx.res.once('close', leave);
      queue.add(waiter);
    });
  };

  const next = (): void => {
    const [first] = queue;
    if (first) first.admit(); // its place passes on: `working` stays
    else working -= 1;
  };

  return async (ctx: Context, go: Next): Promise<void> => {
    if (!isCounted(ctx)) return go();
    if (!(await turn(ctx))) throw new Problem(503, 'busy', 'Careway is very busy just now. Nothing was changed; try again in a moment.', { headers: { 'retry-after': String(randomInt(1, 4)) } });
    try {
      await go();
    } finally {
      next();
    }
  };
}

/** Health must answer when all else waits; a live stream stays open for hours and works on nothing. */
function isCounted(ctx: Context): boolean {
  return ctx.path.startsWith('/api/') && ctx.path !== '/api/v1/live';
}
