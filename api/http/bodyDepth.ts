import { type Context, type Next } from 'koa';
import { invalid } from './problem';

/** Deeper than any body of the contract; what is nested deeper is meant to exhaust whoever walks it. */
const MOST_DEPTH = 32;

/** Refuse a body nested beyond reason before anything walks it. */
export async function refuseDeepBodies(ctx: Context, next: Next): Promise<void> {
  if (isDeeperThan((ctx.request as { body?: unknown }).body, MOST_DEPTH)) throw invalid([{ field: 'body', message: `Nested deeper than ${MOST_DEPTH} levels.` }]);
  await next();
}

/** Level by level rather than by recursion, which such a body would exhaust. */
export function isDeeperThan(body: unknown, levels: number): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap((one) => (one !== null && typeof one === 'object' ? Object.values(one) : []));
  }
  return false;
}
