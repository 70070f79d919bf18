import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError, Option } from 'commander';
import { homeAt } from '../launcher/home';
import { readLogins } from '../launcher/logins';
import { EXIT, LaunchFailure } from '../launcher/failure';
import { simulate } from '../simulate/run';
import { type Progress, type Summary } from '../simulate/summary';

interface Options {
  journeys: number;
  staff: number;
  speed: number;
  class: (typeof CLASSES)[number];
  demonstration?: boolean;
  pastWeeks: number;
  seed: string;
  minutes: number;
  json?: boolean;
}

/** Only a stay on a ward is a whole journey. */
const CLASSES = ['inpatient'] as const;

/** `careway simulate`: admit patients from the imported cohort and play the staff, through the HTTP API alone. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('admit patients from the imported cohort and play nurses, physicians, laboratory, pharmacy, coders, billing and payer')
    .requiredOption('--journeys <n>', 'how many patients to admit', wholeNumber)
    .requiredOption('--staff <n>', 'how many people work at once', wholeNumber)
    .option('--speed <x>', 'how many journeys may be under way per member of staff', positive, 4)
    .option('--class <class>', `which encounters: ${CLASSES.join(', ')}`, oneOf, 'inpatient')
    .option('--demonstration', 'leave a living hospital behind: journeys in every stage, overdue tasks, stuck claims')
    .addOption(new Option('--past-weeks <n>', 'play nobody else, and lay journeys that have ended back over so many past weeks').argParser(wholeNumber).default(0).conflicts('demonstration'))
    .option('--seed <text>', 'the same seed plays the same staff', 'careway')
    .option('--minutes <n>', 'give up after so many minutes', wholeNumber, 60)
    .option('--json', 'print the summary as one JSON object')
    .action((options: Options) => run(options));
}

async function run(options: Options): Promise<void> {
  const logins = readLogins(homeAt(process.env['CAREWAY_HOME']));
  const apiUrl = process.env['CAREWAY_API_URL'];
  if (!apiUrl) throw new LaunchFailure('No hospital is running here. Start it with npm start.', EXIT.unreachable);
  if (logins.length === 0) throw new LaunchFailure('This hospital has no demonstration logins; simulate plays in the demonstration only.', EXIT.usage);
  let stopping = false;
  process.once('SIGINT', () => { stopping = true; });
  const bar = progressBar();
  const summary = await simulate({
    apiUrl, logins, journeys: options.journeys, staff: options.staff, atOnce: Math.max(1, Math.round(options.staff * options.speed)), leaveLiving: options.demonstration ?? false, pastWeeks: options.pastWeeks,
    seed: options.seed, minutes: options.minutes, onProgress: bar.show, stopping: () => stopping,
  });
  bar.stop();
  process.stdout.write(options.json ? `${JSON.stringify(summary, null, 2)}\n` : `${describe(summary).join('\n')}\n`);
  process.exitCode = summary.open > 0 && !options.demonstration ? EXIT.found : EXIT.done;
}

/** A bar on a terminal, a line every few seconds elsewhere; always on standard error. */
function progressBar(): { show: (progress: Progress) => void; stop: () => void } {
  if (process.stderr.isTTY) {
    const bar = new SingleBar({ format: '{bar} {value}/{total} closed · {started} admitted · {tasks} tasks', stream: process.stderr });
    bar.start(0, 0);
    return { show: ({ wanted, closed, started, tasks }) => { bar.setTotal(wanted); bar.update(closed, { started, tasks }); }, stop: () => bar.stop() };
  }
  let last = 0;
  return {
    show: ({ started, closed, tasks, wanted, trouble }) => {
      if (Date.now() - last < 5_000) return;
      last = Date.now();
      process.stderr.write(`${closed}/${wanted} closed, ${started} admitted, ${tasks} tasks${trouble ? `; last trouble: ${trouble}` : ''}\n`);
    },
    stop: () => undefined,
  };
}

function describe(summary: Summary): string[] {
  const list = (counts: Record<string, number>) => Object.entries(counts).map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
  return [
    `${summary.started} patients admitted, ${summary.closed} journeys closed, ${summary.cancelled} cancelled, ${summary.open} still open, in ${summary.seconds} s`,
    `Outcomes: ${list(summary.byOutcome)}`,
    `Claims: ${list(summary.byClaimStatus)}`,
    `Tasks done: ${summary.tasksDone}`,
    `Incidents: ${summary.incidents.opened} opened, ${summary.incidents.solved} solved`,
    ...Object.entries(summary.troubles).map(([what, count]) => `! ${count} × ${what}`),
  ];
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1_000_000) throw new InvalidArgumentError('Give a whole number of 1 or more.');
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Give a number above 0.');
  return value;
}

function oneOf(text: string): string {
  if (!(CLASSES as readonly string[]).includes(text)) throw new InvalidArgumentError(`Choose one of ${CLASSES.join(', ')}.`);
  return text;
}
