import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { KeyRing } from '../../keys/keyRing';
import { temporalDataConverter } from '../../keys/temporalData';
import { bundleOfOldCode } from '../chaos/support/oldCode';
import { JourneyDriver } from '../support/journeyDriver';
import { TEST_KEYS, testBundle, WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'careway-generation-'));
  bench = await WorkflowBench.open('generation', { codePath: await bundleOfOldCode(folder) });
});
afterAll(async () => {
  await bench.close();
  rmSync(folder, { recursive: true });
});

/** The changes a run went by, in the order it met with them. */
async function marksOf(workflowId: string): Promise<string[]> {
  const { events } = await bench.client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).flatMap(({ markerRecordedEventAttributes: mark }) => {
    const data = mark?.markerName === 'core_patch' ? mark.details?.['patch-data']?.payloads?.[0]?.data : null;
    return data ? [(JSON.parse(Buffer.from(data).toString()) as { id: string }).id] : [];
  });
}

describe('a generation of the code', () => {
  test('takes over stays that began before it, and both their parts replay', async () => {
    const journeys = [];
    for (const stage of ['diagnostics', 'treatment', 'discharge'] as const) journeys.push(await (await new JourneyDriver(bench).start()).reach(stage));
    await bench.deploy();
    for (const [at, journey] of journeys.entries()) {
      if (at === 0) await journey.diagnose();
      if (at <= 1) await journey.treat();
      await journey.discharge();
      await journey.afterwards();
      await journey.paid();
      expect(await bench.result(journey.id)).toBe('claim-paid');
      expect(await marksOf(journey.id)).toEqual(expect.arrayContaining(['local-calls-in-turn', 'stages-told-at-rest', 'generation-2']));
      for (const workflowId of [journey.id, journey.claim]) {
        await Worker.runReplayHistory({ workflowBundle: await testBundle(), dataConverter: temporalDataConverter(KeyRing.parse(TEST_KEYS)) }, await bench.client.workflow.getHandle(workflowId).fetchHistory(), workflowId);
      }
    }
  });

  test('leaves one mark in what begins under it', async () => {
    await bench.deploy();
    const journey = await (await new JourneyDriver(bench).start()).reach('billing');
    expect(await marksOf(journey.id)).toEqual(['generation-2']);
  });
});
