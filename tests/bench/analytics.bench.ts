/** What figures cost with many journeys on record: working them out, and every question of the pages. One JSON object on standard output. */
import { contract } from '../../api/client';
import { projectChanges } from '../../api/services/analytics/project';
import { makeWard } from '../factories/hospital';
import { makePayer } from '../factories/money';
import { makePathway, ordinaryPathway } from '../factories/pathways';
import { startTestApi } from '../support/api';

const JOURNEYS = Number(process.env['SIZES'] ?? 2_000);
const ASKED = 30;

async function main(): Promise<void> {
  const api = await startTestApi();
  try {
    const wards = await Promise.all(Array.from({ length: 6 }, async () => (await makeWard()).wardId));
    const payer = await makePayer(api.database);
    for (let from = 0; from < JOURNEYS; from += 10) {
      await Promise.all(Array.from({ length: Math.min(10, JOURNEYS - from) }, (_, index) => makePathway(api.database, ordinaryPathway(new Date(Date.now() - (20 + ((from + index) % 340)) * 86_400_000), { wardId: wards[(from + index) % 6] ?? '', payer }))));
    }
    const began = performance.now();
    while ((await projectChanges(api.database, () => new Date())) > 0);
    const projected = performance.now() - began;
    const manager = (await api.as('manager')).client;
    const year = { from: new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10) };
    const questions: Record<string, () => Promise<unknown>> = {
      stages: () => manager.call(contract.readCycleTimes, { query: year }), tasks: () => manager.call(contract.readCycleTimes, { query: { ...year, kind: 'task' } }),
      tasksByWard: () => manager.call(contract.readCycleTimes, { query: { ...year, kind: 'task', by: 'ward' } }), variants: () => manager.call(contract.listVariants, { query: year }),
      conformance: () => manager.call(contract.readConformance, { query: year }), forecasts: () => manager.call(contract.readForecasts, {}), outcomes: () => manager.call(contract.readOutcomes, { query: year }),
    };
    const ms: Record<string, { p50: number; p95: number }> = {};
    for (const [name, ask] of Object.entries(questions)) {
      const times: number[] = [];
      for (let n = 0; n < ASKED; n += 1) {
        const at = performance.now();
        await ask();
        times.push(performance.now() - at);
      }
      times.sort((a, b) => a - b);
      ms[name] = { p50: Math.round(times[Math.ceil(ASKED * 0.5) - 1] ?? 0), p95: Math.round(times[Math.ceil(ASKED * 0.95) - 1] ?? 0) };
    }
    process.stdout.write(`${JSON.stringify({ journeys: JOURNEYS, journeysProjectedPerSecond: Math.round(JOURNEYS / (projected / 1_000)), aYearMs: ms })}\n`);
  } finally {
    await api.stop();
  }
}

void main().then(() => process.exit(0), (error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
