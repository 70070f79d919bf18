import { CancellationScope } from '@temporalio/workflow';

/**
 * Let something run beside the pathway for as long as the workflow runs. A request to cancel the workflow does not reach it:
 * the timer, the ladder and the board serve whatever the workflow still does then.
 */
export function runBeside(...loops: readonly (() => Promise<unknown>)[]): void {
  for (const loop of loops) void CancellationScope.nonCancellable(loop);
}
