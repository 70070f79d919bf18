import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkflowBench } from '../support/workflowBench';
import { writeHistory } from './historyFile';
import { SCENARIOS } from './scenarios';

/**
 * Record the histories that the replay tests read: `npx tsx tests/replay/record.ts [scenario …]` with TEMPORAL_ADDRESS set.
 * Record anew only what a change to the workflows was meant to change, never to silence a failing replay: journeys that are
 * running in hospitals have the old histories.
 */
async function main(names: readonly string[]): Promise<void> {
  const folder = join(__dirname, 'histories');
  mkdirSync(folder, { recursive: true });
  const bench = await WorkflowBench.open('record');
  try {
    for (const name of names.length > 0 ? names : Object.keys(SCENARIOS)) {
      const scenario = SCENARIOS[name];
      if (!scenario) throw new Error(`There is no scenario ${name}.`);
      for (const [workflow, id] of Object.entries(await scenario(bench))) {
        const [workflowId = '', runId] = id.split('#');
        const history = await bench.client.workflow.getHandle(workflowId, runId).fetchHistory();
        const file = join(folder, `${name}.${workflow}.json`);
        writeFileSync(file, `${writeHistory(history)}\n`);
        console.log(`${file}: ${history.events?.length ?? 0} events`);
      }
    }
  } finally {
    await bench.close();
  }
}

main(process.argv.slice(2)).then(() => process.exit(0), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
