import { Command } from 'commander';
import { EXIT, LaunchFailure } from '../launcher/failure';
import { type ExportOptions, type LogFormat } from '../support/eventLog/command';

const FORMATS: Readonly<Record<LogFormat, string>> = {
  xes: 'XES 1.0 (IEEE 1849): one trace a journey, with its stages, steps, tasks and claim events',
  ocel: 'OCEL 2.0 (JSON): patients, encounters, tasks and claims with their events',
};

/** `careway export`: event logs for process mining. */
export function exportCommand(): Command {
  const command = new Command('export').description('every journey as an event log for process mining; de-identified unless said otherwise');
  for (const [format, words] of Object.entries(FORMATS) as [LogFormat, string][]) {
    command.command(format)
      .description(words)
      .argument('<file>', 'is there whole or not at all')
      .option('--identified', 'real names, MRN, IDs and dates instead of pseudonyms and shifted dates; goes on every patient’s audit trail')
      .option('--research <who>', 'with --identified: who outside the hospital gets it for research; only patients who permit research, and on each one’s account of disclosures')
      .option('--force', 'replace a file that is there')
      .option('--json', 'print the summary as one JSON object')
      .action(async (file: string, { identified = false, force = false, json = false, research }: Partial<ExportOptions>) => {
        if (research !== undefined && (!identified || research.trim() === '')) throw new LaunchFailure('--research needs --identified, and says who gets the log.', EXIT.usage);
        const { exportEventLog } = require('../support/eventLog/command') as typeof import('../support/eventLog/command');
        process.exitCode = await exportEventLog(format, file, { identified, force, json, ...(research === undefined ? {} : { research }) });
      });
  }
  return command;
}
