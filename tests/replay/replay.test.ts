import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeterminismViolationError } from '@temporalio/workflow';
import { type ReplayWorkerOptions, Worker } from '@temporalio/worker';
import { KeyRing } from '../../keys/keyRing';
import { temporalDataConverter } from '../../keys/temporalData';
import { installQuietRuntime, TEST_KEYS, testBundle } from '../support/workflowBench';
import { readHistory } from './historyFile';
import { SCENARIOS } from './scenarios';

const FOLDER = join(__dirname, 'histories');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json')).sort();

let options: ReplayWorkerOptions;
beforeAll(async () => {
  installQuietRuntime();
  options = { workflowBundle: await testBundle(), dataConverter: temporalDataConverter(KeyRing.parse(TEST_KEYS)) };
});

/** Histories recorded by tests/replay/record.ts: what is running in a hospital must run on under the code of today. */
describe('recorded histories replay', () => {
  it.each(files)('%s', async (name) => {
    await Worker.runReplayHistory(options, readHistory(readFileSync(join(FOLDER, name), 'utf8')));
  });

  it('cover every scenario', () => {
    expect([...new Set(files.map((name) => name.split('.')[0]))].sort()).toEqual(Object.keys(SCENARIOS).sort());
  });

  it('would not replay if the pathway took another step', async () => {
    const history = readHistory(readFileSync(join(FOLDER, 'payerOutOfOrder.payer.json'), 'utf8'));
    const timer = history.events?.find((event) => event.timerStartedEventAttributes);
    const marker = history.events?.find((event) => event.markerRecordedEventAttributes);
    expect([timer, marker]).not.toContain(undefined);
    history.events = history.events?.filter((event) => event !== marker).map((event, index) => ({ ...event, eventId: (index + 1) as never })) ?? [];
    await expect(Worker.runReplayHistory(options, history)).rejects.toThrow(DeterminismViolationError);
  });
});
