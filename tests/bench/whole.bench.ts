/**
 * The whole hospital measured: what `npm run bench` runs without a name. It starts processes of its own, plays whole inpatient journeys and
 * their twins (bare workflows with the same steps), and measures lists, pages and memory, at 1,000, 10,000 and 100,000 journeys on record.
 * Progress goes to standard error; standard output gets one JSON object. SIZES=1000 and JOURNEYS=12 shorten it. What the figures say: docs/performance.md.
 */
import { BenchHospital } from './whole/benchHospital';
import { measureAdjudications } from './whole/figures/adjudications';
import { measureJourneys, measurePaced } from './whole/figures/journeys';
import { measureBoard, measureInbox } from './whole/figures/lists';
import { measureMemory } from './whole/figures/memory';
import { measurePages } from './whole/figures/pages';
import { RecordGrowth } from './whole/figures/recordSize';
import { FilledRecord } from './whole/record';
import { say } from './whole/stats';
import { TwinStage } from './whole/twin/stage';

const SIZES = (process.env['SIZES'] ?? '1000,10000,100000').split(',').map(Number);
const JOURNEYS = Number(process.env['JOURNEYS'] ?? 48);
const AT_ONCE = Number(process.env['AT_ONCE'] ?? 16);
/** How long sixteen people think before a task, on average, in the second measurement; 0: there is none. */
const PAUSE_MS = Number(process.env['PAUSE_MS'] ?? 4_000);
const PACED = 16;
/** Played before anything counts: the processes of a hospital at work were compiled long ago, and after eight journeys the compiler takes a seventh of the processors still. */
const WARM_UP = Number(process.env['WARM_UP'] ?? 96);

async function main(): Promise<object> {
  if (SIZES.some((size) => !Number.isInteger(size) || size < 1 || size > 1_000_000)) throw new Error('SIZES is a list of numbers of journeys, such as 1000,10000.');
  const adjudicationsPerSecond = measureAdjudications();
  say('the hospital starts');
  const bench = await BenchHospital.start();
  const stage = await TwinStage.open(bench.client);
  try {
    const atRest = measureMemory(bench);
    const size = new RecordGrowth(bench.hospital.record.database);
    for (let left = WARM_UP; left > 0; left -= JOURNEYS) await size.during(Math.min(left, JOURNEYS), () => measureJourneys(bench, stage, { count: Math.min(left, JOURNEYS), atOnce: AT_ONCE }));
    const record = new FilledRecord(bench);
    const growth = [];
    for (const journeysOnRecord of SIZES) {
      await record.growTo(journeysOnRecord);
      const journeys = await size.during(JOURNEYS, () => measureJourneys(bench, stage, { count: JOURNEYS, atOnce: AT_ONCE }));
      const paced = PAUSE_MS > 0 ? await size.during(PACED, () => measurePaced(bench, stage, { count: PACED, pauseMs: PAUSE_MS })) : null;
      const inboxMs = await measureInbox(bench, record.places);
      const boardMs = await measureBoard(bench, record.places);
      growth.push({ journeysOnRecord, ...journeys, paced, inboxMs, boardMs, pageMs: await measurePages(bench), memoryMib: measureMemory(bench) });
      say(JSON.stringify(growth.at(-1)));
    }
    const { journeysOnRecord: _, memoryMib, ...largest } = growth[growth.length - 1] ?? {};
    return { ...largest, adjudicationsPerSecond, importRowsPerSecond: bench.importRowsPerSecond, recordBytesPerJourney: size.perJourney(), memoryMib: { atRest, loaded: memoryMib }, growth };
  } finally {
    await stage.close();
    await bench.stop();
  }
}

main().then((figures) => {
  process.stdout.write(`${JSON.stringify(figures)}\n`, () => process.exit(0));
}, (error: unknown) => {
  console.error(error);
  process.exit(1);
});
