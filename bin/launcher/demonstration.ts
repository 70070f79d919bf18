import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, writePrivate } from './home';
import { runOnce } from './one-shot';
import { type Session } from './session';

/** One thing the demonstration hospital is made of. Each is done once per home, in this order. */
interface DemonstrationStep {
  readonly name: string;
  /** `record` needs only the database; `living` needs the whole hospital running. */
  readonly phase: 'record' | 'living';
  /** The `careway` command that does it; it prints one JSON object. */
  readonly args: readonly string[];
  /** What to say of its output, in a few words. */
  readonly describe: (output: Output) => string;
}

/** The parts of the commands' summaries that are shown here. */
interface Output {
  readonly totals?: { readonly kept: number; readonly rejected: number };
  readonly started?: number;
  readonly closed?: number;
  readonly logins?: number;
}

const STEPS: readonly DemonstrationStep[] = [
  {
    name: 'Patients (Synthea)', phase: 'record', args: ['import', 'synthea', 'db/data/synthea-ma-130-csv.tar.gz', '--json'],
    describe: ({ totals }) => `${totals?.kept ?? 0} rows kept, ${totals?.rejected ?? 0} left out with a reason`,
  },
  { name: 'Wards, beds, plans and staff', phase: 'record', args: ['seed', '--json'], describe: ({ logins }) => (logins ? `${logins} logins` : '') },
  {
    name: 'Journeys in every stage', phase: 'living', args: ['simulate', '--journeys', '24', '--staff', '8', '--demonstration', '--json'],
    describe: ({ started, closed }) => `${started ?? 0} patients admitted, ${closed ?? 0} journeys closed`,
  },
];

/** Does what is still to do of one phase, each step visible. A step that fails is tried again at the next start. */
export async function loadDemonstration(session: Session, phase: DemonstrationStep['phase'], environment: Readonly<Record<string, string>>): Promise<void> {
  const done = new Set(readDone(session));
  for (const step of STEPS) {
    if (step.phase !== phase || done.has(step.name) || !isBuilt(step)) continue;
    await session.progress.step(step.name, async (visible) => {
      const [command] = step.args;
      const failure = `The demonstration could not be loaded (careway ${step.args.join(' ')})`;
      const output = await runOnce(session, { name: `demonstration-${command}`, entry: 'bin/careway', args: step.args, env: environment, failure }, visible);
      return JSON.parse(output) as Output;
    }, step.describe);
    done.add(step.name);
    writePrivate(session.home.file('demonstration.json'), JSON.stringify([...done], null, 2));
  }
}

function isBuilt(step: DemonstrationStep): boolean {
  return existsSync(join(ROOT, 'bin', 'commands', `${step.args[0]}.ts`));
}

function readDone(session: Session): string[] {
  try {
    return JSON.parse(readFileSync(session.home.file('demonstration.json'), 'utf8')) as string[];
  } catch {
    return [];
  }
}
