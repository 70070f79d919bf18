/**
 * Temporal is away for five minutes (OUTAGE_SECONDS) while the shift goes on with JOURNEYS patients: everything in an inbox is
 * worked meanwhile, and afterwards every journey comes to its end with nothing lost and nothing doubled.
 */
import { Gate } from '../support/gate';
import { PlayedHospital } from '../support/playedHospital';
import { playJourney } from '../support/playJourney';

const OUTAGE_MS = Number(process.env['OUTAGE_SECONDS'] ?? 300) * 1000;
const JOURNEYS = Number(process.env['JOURNEYS'] ?? 6);
const BEFORE_MS = 20_000;
const AFTER_MS = 900_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function main(): Promise<number> {
  const temporal = await Gate.before(process.env['TEMPORAL_ADDRESS'] ?? '');
  const played = await PlayedHospital.start({ TEMPORAL_ADDRESS: temporal.address });
  try {
    const journeyIds: string[] = [];
    for (let n = 0; n < JOURNEYS; n += 1) journeyIds.push(await played.admit());
    let isAway = false;
    let doneWhileAway = 0;
    const before = async () => {
      if (isAway) doneWhileAway += 1;
    };
    const playing = journeyIds.map((journeyId) => playJourney(played.everybody, journeyId, { colleague: played.colleague, answers: { 'place-orders': { plannedHours: 4, orderSet: 'acute-cardiac' } }, before, withinMs: BEFORE_MS + OUTAGE_MS + AFTER_MS }));
    await pause(BEFORE_MS);
    await temporal.shut();
    isAway = true;
    await pause(OUTAGE_MS);
    const waiting = (await played.rows("SELECT id FROM workflow_commands WHERE state = 'pending'")).length;
    isAway = false;
    await temporal.open();
    const back = performance.now();
    const ended = await Promise.allSettled(playing);
    const faults = ended.flatMap((one, n) => (one.status === 'rejected' ? [`${journeyIds[n]}: ${String(one.reason)}`] : one.value.status === 'closed' ? [] : [`${journeyIds[n]}: ${one.value.status}`]));
    for (const journeyId of journeyIds) faults.push(...(await played.lostOrDoubled(journeyId)).map((what) => `${journeyId}: ${what}`));
    console.log(JSON.stringify({ chaos: 'temporalAway', journeys: JOURNEYS, outageSeconds: OUTAGE_MS / 1000, doneWhileAway, waitingAtTheEnd: waiting, secondsToTheLastEnd: Math.round((performance.now() - back) / 1000), faults }));
    return faults.length === 0 ? 0 : 1;
  } finally {
    await played.hospital.stop();
    await temporal.shut();
  }
}

main().then((code) => process.exit(code), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
