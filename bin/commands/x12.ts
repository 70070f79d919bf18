import { Command } from 'commander';
import { parseFile } from '../support/x12Parse';

/** `careway x12`: X12 files in and out. */
export function x12Command(): Command {
  const x12 = new Command('x12').description('X12 files: claims, remittances, acknowledgments');
  x12.command('parse')
    .description('check an X12 file (837, 835, 999, 277CA, 276, 277, 270, 271) and show what it says')
    .argument('<file>', 'X12 file')
    .option('--json', 'everything in the file as JSON')
    .action(async (file: string, options: { json?: true }) => {
      process.exitCode = await parseFile(file, options.json ?? false);
    });
  x12.command('export')
    .description('claims as 837: one to standard output, or every claim into a folder; what was sent comes out as it was sent')
    .option('--claim <id>', 'ID or number of a claim')
    .option('--all <dir>', 'the folder; it gets all files or none')
    .option('--json', 'with --all: print the summary as one JSON object')
    .action(async ({ claim, all, json }: { claim?: string; all?: string; json?: true }, command: Command) => {
      if ((claim === undefined) === (all === undefined)) command.error('error: say --claim ID or --all DIR, one of the two');
      // Checking a file needs no database, and should not wait for its drivers to load.
      const { exportAllClaims, exportOneClaim } = require('../support/x12Export') as typeof import('../support/x12Export');
      process.exitCode = claim !== undefined ? await exportOneClaim(claim) : await exportAllClaims(all as string, json ?? false);
    });
  x12.command('import')
    .description('take in a file of a payer or clearinghouse (835, 277CA, 999): all of it or nothing, and only once')
    .argument('<file>', 'X12 file')
    .option('--json', 'print the summary as one JSON object')
    .action(async (file: string, { json }: { json?: true }) => {
      const { importFile } = require('../support/x12Import') as typeof import('../support/x12Import');
      process.exitCode = await importFile(file, json ?? false);
    });
  return x12;
}
