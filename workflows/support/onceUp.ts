import { sleep } from '@temporalio/workflow';
import { DAY_MS, HOUR_MS } from '../../domain/time';

/** A payer that is down answers nothing; it is asked again, each time later, and answers as ever once it is up. */
export async function onceUp<T extends { readonly down?: true | undefined }>(answer: (again: string) => Promise<T>): Promise<T> {
  for (let outage = 0; ; outage += 1) {
    const given = await answer(outage === 0 ? '' : `-after-outage-${outage}`);
    if (!given.down) return given;
    await sleep(Math.min(DAY_MS, HOUR_MS * 2 ** outage));
  }
}
