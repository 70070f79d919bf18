import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, writePrivate } from './home';
import { runOnce } from './one-shot';
import { type Step } from './progress';
import { type Session } from './session';

/** One thing the demonstration hospital is made of. Each is done once per home, in this order. */
interface DemonstrationStep {
  readonly name: string;
  /** `record` needs only the database; `living` needs the whole hospital running. */
  readonly phase: 'record' | 'living';
  /** The `careway` command that does it. */
  readonly args: readonly string[];
}

const STEPS: readonly DemonstrationStep[] = [
  { name: 'Wards, beds, payers and staff', phase: 'record', args: ['seed'] },
  { name: 'Patients (Synthea)', phase: 'record', args: ['import', 'synthea', 'db/data/synthea-ma-130-csv.tar.gz', '--json'] },
  { name: 'Journeys in every stage', phase: 'living', args: ['simulate', '--journeys', '24', '--staff', '8', '--demonstration', '--json'] },
];

/** Does what is still to do of one phase, each step visible. A step that fails is tried again at the next start. */
export async function loadDemonstration(session: Session, phase: DemonstrationStep['phase'], environment: Readonly<Record<string, string>>): Promise<void> {
  const done = new Set(readDone(session));
  for (const step of STEPS) {
    if (step.phase !== phase || done.has(step.name) || !isBuilt(step)) continue;
    await session.progress.step(step.name, (visible) => perform(session, step, environment, visible));
    done.add(step.name);
    writePrivate(session.home.file('demonstration.json'), JSON.stringify([...done], null, 2));
  }
}

async function perform(session: Session, step: DemonstrationStep, environment: Readonly<Record<string, string>>, visible: Step): Promise<void> {
  await runOnce(session, {
    name: `demonstration-${step.args[0]}`, entry: 'bin/careway.ts', args: step.args, env: environment,
    failure: `The demonstration could not be loaded (careway ${step.args.join(' ')})`,
  }, visible);
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
