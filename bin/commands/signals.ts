import { Command } from 'commander';
import { EXIT } from '../launcher/failure';
import { wholeNumber } from '../support/wholeNumber';

/** `careway signals`: what the record teaches about ordinary claims, and how well that finds wrong ones. */
export function signalsCommand(): Command {
  const signals = new Command('signals').description('signals of fraud and error: train them on the record, measure them');
  signals.command('train')
    .description('learn prices, levels and outliers from every claim that has left the house; the API uses the new version at once')
    .option('--json', 'print the summary as one JSON object')
    .action(async ({ json }: { json?: true }) => {
      const { trainSignalsOfRecord } = require('../support/signals/command') as typeof import('../support/signals/command');
      process.stdout.write(await trainSignalsOfRecord(json ?? false));
      process.exitCode = EXIT.done;
    });
  signals.command('evaluate')
    .description('precision and recall on wrongs planted in copies of the record’s claims; the record itself is only read')
    .option('--planted <number>', 'wrongs of each kind', wholeNumber, 300)
    .option('--seed <number>', 'another seed plants other wrongs', wholeNumber, 1)
    .option('--json', 'print the figures as one JSON object')
    .action(async ({ json, planted, seed }: { json?: true; planted: number; seed: number }) => {
      const { evaluateSignalsOfRecord } = require('../support/signals/command') as typeof import('../support/signals/command');
      process.stdout.write(await evaluateSignalsOfRecord({ seed, perPlant: planted }, json ?? false));
      process.exitCode = EXIT.done;
    });
  return signals;
}
