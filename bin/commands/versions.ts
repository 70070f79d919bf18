import { Command } from 'commander';
import { wholeNumber } from '../support/wholeNumber';

/** `careway versions`: which code running workflows were run by, and whether this checkout can take them over. */
export function versionsCommand(): Command {
  return new Command('versions')
    .description('how many running workflows were run last by which code; with --check, whether the code of this checkout can take them over')
    .option('--check', 'replay histories of running workflows under the code of this checkout; exit 1 when one does not replay')
    .option('--sample <number>', 'with --check: so many of each type of workflow', wholeNumber, 50)
    .option('--json', 'print one JSON object')
    .action(async ({ check, sample, json }: { check?: true; sample: number; json?: true }) => {
      const { showVersions } = require('../support/versions') as typeof import('../support/versions');
      process.exitCode = await showVersions({ checks: check ?? false, sample }, json ?? false);
    });
}
