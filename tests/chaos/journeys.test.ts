import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { playJourney } from '../support/playJourney';
import { OWN_FAULTS } from './support/faults';
import { readInvariants, violations } from './support/invariants';
import { JourneyTrial, type TrialResult } from './support/journeyTrial';
import { PLANTS } from './support/plants';
import { UnguardedCopy } from './support/unguardedCopy';

/**
 * The short cut of `npm run chaos -- journeys`: a few journeys on processes of their own, which are killed and cut off while they are
 * played. One more stay goes on; the record that comes of it is then copied to plant violations in.
 */
const JOURNEYS = 4;
const COPIES = 10;
const folder = mkdtempSync(join(tmpdir(), 'careway-chaos-'));
let trial: JourneyTrial;
let result: TrialResult;
let copy: UnguardedCopy;

beforeAll(async () => {
  trial = await JourneyTrial.start({
    journeys: JOURNEYS, atOnce: JOURNEYS, seed: 'short cut', faults: OWN_FAULTS, faultEveryMs: 1_000, faultsAtMost: OWN_FAULTS.length, processes: ['worker', 'notifier', 'capture'], journalFile: join(folder, 'journal.jsonl'), withinMs: 240_000, graceMs: 60_000, skipsSilence: true,
  });
  const going = await trial.played.admit();
  await playJourney(trial.played.everybody, going, { colleague: trial.played.colleague, leave: { stage: 'diagnostics', types: ['place-orders'] } });
  result = await trial.run();
  copy = await copyAtRest(trial.played.hospital.record.url);
}, 400_000);
afterAll(async () => {
  await copy?.stop();
  await trial?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The stay that goes on moves by its own timers: a copy made while a message of it is under way is made anew. */
async function copyAtRest(url: string): Promise<UnguardedCopy> {
  for (let attempt = 1; ; attempt += 1) {
    const made = await UnguardedCopy.of(url);
    const found = await violations(made.connection);
    if (found.length === 0) return made;
    await made.stop();
    if (attempt === COPIES) throw new Error(`The copy itself breaks ${found.map(({ invariant }) => invariant).join(', ')}`);
    await pause(1_000);
  }
}

test('journeys come to their end while processes die and messages are lost, doubled and cut off, with nothing lost and nothing doubled', () => {
  const { ended, unfinished, broken, violations: found, differences } = result;
  expect({ ended, unfinished, broken, violations: found, differences }).toEqual({ ended: JOURNEYS, unfinished: [], broken: [], violations: [], differences: [] });
  expect(Object.keys(result.faults).length).toBeGreaterThan(5);
});

test('every invariant has a violation to plant, and none is planted for nothing', () => {
  expect(Object.keys(PLANTS).sort()).toEqual(readInvariants().map(({ name }) => name));
});

test.each(Object.entries(PLANTS))('%s reports what is planted against it, and nothing else does', async (_name, { steps, also = [] }) => {
  const found = await copy.planted(steps, violations);
  expect(found.map(({ invariant }) => invariant)).toEqual([_name, ...also].sort());
});
