/**
 * A thousand journeys (JOURNEYS), AT_ONCE side by side, go from admission to the paid claim while a fault of a seeded list (SEED) strikes every
 * FAULT_EVERY seconds: processes and servers killed, connections cut around commits, requests lost, doubled and under other keys, a full disk,
 * clocks ahead and behind, a deployment in mid-journey. At the end nothing is lost and nothing doubled: every invariant holds, each
 * operation of the journal took effect as often as was said, and record and Temporal agree about every workflow.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_FAULTS } from './support/faults';
import { JourneyTrial, type TrialResult } from './support/journeyTrial';
import { Legs } from './support/legs';
import { bundleOfOldCode } from './support/oldCode';

const JOURNEYS = Number(process.env['JOURNEYS'] ?? 1000);
const AT_ONCE = Number(process.env['AT_ONCE'] ?? 12);
const FAULT_EVERY_MS = Number(process.env['FAULT_EVERY'] ?? 30) * 1000;
const SEED = process.env['SEED'] ?? 'careway';
const ONLY = process.env['FAULTS'];
/** The hospital stays in the trial's home, and the next trial with KEEP goes on there: many journeys in several legs. */
const KEEP = process.env['KEEP'] !== undefined;
/** Longer than a sender may be silent before its message is sent again. */
const GRACE_MS = 7 * 60_000;
const WITHIN_MS = 45 * 60_000;

function isSound({ begun, ended, missed, unfinished, broken, violations, differences }: TrialResult): boolean {
  return ended === begun && missed.length + unfinished.length + broken.length + violations.length + differences.length === 0;
}

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'careway-chaos-'));
  const legs = KEEP ? Legs.in(process.env['CAREWAY_HOME'] ?? '') : null;
  const journalFile = legs?.journalFile ?? join(folder, 'journal.jsonl');
  const trial = await JourneyTrial.start({
    journeys: JOURNEYS, atOnce: AT_ONCE, seed: SEED, faults: ALL_FAULTS.filter(({ name }) => !ONLY || new RegExp(ONLY).test(name)), faultEveryMs: FAULT_EVERY_MS, processes: ['worker', 'notifier', 'web', 'capture'], journalFile,
    // A later leg meets histories of the present code, which older code cannot go on with.
    ...(legs?.hospital ? { kept: legs.hospital } : { oldBundle: await bundleOfOldCode(folder) }), withinMs: WITHIN_MS, graceMs: GRACE_MS,
    say: (text) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`),
  });
  legs?.begins(trial.chaos.hospital.kept);
  // Once: the journeys under way come to their end and everything is looked at. Twice: at once.
  process.once('SIGINT', () => {
    process.stderr.write('Ending early: no new journeys, no more faults.\n');
    trial.endEarly();
    process.once('SIGINT', () => {
      process.stderr.write(`Interrupted. What was asked for: ${journalFile}\n`);
      void trial.stop({ keeps: KEEP }).finally(() => process.exit(130));
    });
  });
  try {
    const result = await trial.run();
    legs?.ended(result);
    process.stdout.write(`${JSON.stringify({ chaos: 'journeys', seed: SEED, ...(legs ? { legs: legs.results.length, soundLegs: legs.results.filter(isSound).length } : {}), ...result }, null, 2)}\n`);
    if (isSound(result)) rmSync(folder, { recursive: true, force: true });
    else process.stderr.write(`What was asked for: ${journalFile}\n`);
    return isSound(result) ? 0 : 1;
  } finally {
    await trial.stop({ keeps: KEEP });
  }
}

main().then((code) => process.exit(code), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
