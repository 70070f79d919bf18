import { Command } from 'commander';
import { EXIT } from '../launcher/failure';

/** `careway analytics`: the figures managers look at. */
export function analyticsCommand(): Command {
  const analytics = new Command('analytics').description('the figures managers look at');
  analytics.command('rebuild')
    .description('forget all figures and work every journey out anew from the record; the API may run meanwhile')
    .option('--json', 'print the summary as one JSON object')
    .action(async ({ json = false }: { json?: boolean }) => {
      const { rebuildFigures } = require('../support/analytics') as typeof import('../support/analytics');
      process.stdout.write(await rebuildFigures(json));
      process.exitCode = EXIT.done;
    });
  return analytics;
}
