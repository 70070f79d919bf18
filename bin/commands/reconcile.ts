import { Command } from 'commander';

/** `careway reconcile`: do record and process agree? */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .description('compare the record with Temporal, per journey and claim; exit 1 on a difference that is left')
    .option('--journey <id>', 'one journey with its claims, follow-up and errands')
    .option('--repair', 'mend the record where it lags; the process is never touched, and what only a person can mend is said')
    .option('--json', 'print the result as one JSON object')
    .action(async ({ journey, repair, json }: { journey?: string; repair?: true; json?: true }) => {
      const { reconcileHouse } = require('../support/reconcile') as typeof import('../support/reconcile');
      process.exitCode = await reconcileHouse({ journeyId: journey ?? null, repair: repair ?? false }, json ?? false);
    });
}
