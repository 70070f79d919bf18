import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { LaunchFailure } from './failure';
import { ROOT } from './home';
import { markOf } from './liveness';
import { logFile, rotateLog } from './logs';
import { type Step } from './progress';
import { type Session } from './session';

/** A TypeScript program run to its end on behalf of the launcher. */
export interface OneShot {
  readonly name: string;
  /** Path below the project's folder, and its arguments. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Said when it fails, before where its log is: "The migration failed". */
  readonly failure: string;
}

/** Runs it, showing each line it writes on stderr; answers its stdout. It is on record like every other process, and dies with the launcher. */
export async function runOnce(session: Session, job: OneShot, step: Step): Promise<string> {
  const log = logFile(session.home, job.name);
  rotateLog(log);
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', job.entry, ...(job.args ?? [])], {
    cwd: ROOT, env: { ...process.env, ...job.env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const mark = child.pid === undefined ? undefined : markOf(child.pid);
  if (mark) session.supervisor.adopt(job.name, mark, child);
  let stdout = '';
  let last = '';
  let complaint = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    appendFileSync(log, text);
    // A progress bar rewrites its line; only whole lines are shown here.
    for (const line of text.split(/[\r\n]+/).map((part) => part.trim()).filter(Boolean)) {
      last = line;
      if (line.startsWith('✗')) complaint = line.slice(1).trim();
    }
    if (text.includes('\n') && last) step.note(last);
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(-1));
    child.once('close', resolve);
  });
  session.supervisor.disown(job.name);
  if (code !== 0) throw new LaunchFailure(`${job.failure}${complaint || last ? `: ${complaint || last}` : ''} (log: ${log}).`);
  return stdout;
}
