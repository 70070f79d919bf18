import { buildProcesses } from '../build/processes';
import { LaunchFailure, messageOf } from './failure';
import { type Session } from './session';

/** The folder with each process of Careway as one file: built now, or found from an earlier start of the same sources. */
export function builtProcesses({ progress }: Pick<Session, 'progress'>): Promise<string> {
  return progress.step('Programs', () => buildProcesses().catch((error: unknown) => {
    throw new LaunchFailure(`The programs could not be built (${messageOf(error)}): see what git status says, and mend or git checkout the files.`);
  }), () => 'built');
}
