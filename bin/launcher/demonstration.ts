import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, writePrivate } from './home';
import { runOnce } from './one-shot';
import { type Session } from './session';

/** One thing the demonstration hospital is made of. Each is done once per home and database, in this order. */
interface DemonstrationStep {
  readonly name: string;
  /** `empty` and `record` (one or the other) need only the database; `living` needs the whole hospital running. */
  readonly phase: 'empty' | 'record' | 'living';
  readonly entry: string;
  readonly args: readonly string[];
  /** What to say of the JSON object it prints, in a few words. */
  readonly describe: (output: Output) => string;
}

/** The parts of the outputs that are shown here. */
interface Output {
  readonly kept?: number;
  readonly rejected?: number;
  readonly logins?: number;
  readonly version?: number;
  readonly claims?: number;
  readonly started?: number;
  readonly closed?: number;
}

const STEPS: readonly DemonstrationStep[] = [
  { name: 'Empty hospital', phase: 'empty', entry: 'bin/launcher/tasks/seed.ts', args: ['--empty'], describe: ({ logins }) => `${logins ?? 0} logins` },
  {
    name: 'Demonstration hospital', phase: 'record', entry: 'bin/launcher/tasks/seed.ts', args: [],
    describe: ({ kept, rejected, logins }) => (kept ? `${kept} rows of 130 synthetic patients, ${rejected ?? 0} left out with a reason; ` : '') + `${logins ?? 0} logins`,
  },
  {
    name: 'What the record teaches about claims', phase: 'living', entry: 'bin/careway', args: ['signals', 'train', '--json'],
    describe: ({ version, claims }) => `${claims ?? 0} claims, version ${version ?? 0}`,
  },
  {
    name: 'Journeys in every stage', phase: 'living', entry: 'bin/careway', args: ['simulate', '--journeys', '24', '--staff', '8', '--demonstration', '--json'],
    describe: ({ started, closed }) => `${started ?? 0} patients admitted, ${closed ?? 0} journeys closed`,
  },
  {
    name: 'Journeys of past weeks', phase: 'living', entry: 'bin/careway', args: ['simulate', '--journeys', '32', '--staff', '8', '--past-weeks', '8', '--json'],
    describe: ({ closed }) => `${closed ?? 0} journeys, as if they had ended in the last eight weeks`,
  },
];

/**
 * Does what is still to do of one phase, each step visible. A step that fails is tried again at the next start. One that is
 * interrupted is not if it is `living`: the next start finds the journeys as they were, and admits nobody else.
 */
export async function loadDemonstration(session: Session, phase: DemonstrationStep['phase'], environment: Readonly<Record<string, string>>): Promise<void> {
  for (const step of STEPS) {
    const mark = markOf(step, environment);
    if (step.phase !== phase || readDone(session).includes(mark) || !existsSync(join(ROOT, step.entry))) continue;
    if (phase === 'living') writeDone(session, [...readDone(session), mark]);
    try {
      await session.progress.step(step.name, async (visible) => {
        const output = await runOnce(session, { name: `demonstration-${phase}`, entry: step.entry, args: step.args, env: environment, failure: 'The demonstration could not be loaded' }, visible);
        return JSON.parse(output) as Output;
      }, step.describe);
      if (phase !== 'living') writeDone(session, [...readDone(session), mark]);
    } catch (error) {
      if (!session.isEnding) writeDone(session, readDone(session).filter((other) => other !== mark));
      throw error;
    }
  }
}

/** A home that is pointed at another database loads the demonstration there too. */
function markOf(step: DemonstrationStep, environment: Readonly<Record<string, string>>): string {
  const { host, pathname } = new URL(environment['DATABASE_URL'] ?? '');
  return `${step.name} in ${host}${pathname}`;
}

function readDone(session: Session): string[] {
  try {
    return JSON.parse(readFileSync(session.home.file('demonstration.json'), 'utf8')) as string[];
  } catch {
    return [];
  }
}

function writeDone(session: Session, marks: readonly string[]): void {
  writePrivate(session.home.file('demonstration.json'), JSON.stringify(marks, null, 2));
}
