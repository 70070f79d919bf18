import { condition } from '@temporalio/workflow';
import { dischargeBranchOf } from '../../domain/discharge/branches';
import { taskType } from '../../domain/tasks/types';
import { now } from '../support/clock';
import { type Journey } from '../support/journey';
import { planNewOrders } from './plan';
import { type CareStrand } from './strand';

/**
 * The care of a patient as one loop: look at what was done and what is due, ask for it, then sleep until a person finishes
 * something or the next thing is due. One wake-up serves all strands, and one call to the record opens all their tasks.
 */
export async function careFor(journey: Journey, strands: readonly CareStrand[], isOver: () => boolean, mayContinueAsNew = false): Promise<void> {
  const { tasks, care, board } = journey;
  for (;;) {
    if (mayContinueAsNew) await journey.continueWhenDue();
    await planNewOrders(journey);
    const seen = tasks.completions;
    const heard = care.news;
    for (const strand of strands) await strand.advance(journey);
    if (isOver()) break;
    const next = nextDue(journey, strands);
    board.waitFor(next?.wait ?? null, next?.at);
    care.nextDueAt = next?.at ?? null;
    await condition(() => tasks.completions !== seen || care.news !== heard || journey.hasNewOrders || (next !== null && now() >= next.at));
  }
  care.nextDueAt = null;
  board.waitFor(null);
}

/** Is a task of the ward's care still in an inbox, and not of a branch of discharge that somebody let pass? */
export function hasOpenCare({ tasks, overridden }: Journey): boolean {
  return tasks.underWay.some(({ type }) => {
    const branch = dischargeBranchOf(type);
    return ['diagnostics', 'treatment'].includes(taskType(type).stage) && !(branch !== null && branch !== 'departure' && overridden.has(branch));
  });
}

function nextDue(journey: Journey, strands: readonly CareStrand[]): { at: number; wait: NonNullable<CareStrand['wait']> } | null {
  const times = strands.flatMap((strand) => {
    const at = strand.dueAt(journey);
    return at === null || strand.wait === null ? [] : [{ at, wait: strand.wait }];
  });
  return times.sort((a, b) => a.at - b.at)[0] ?? null;
}
