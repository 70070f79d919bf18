import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '..', '..');

/** A folder for one test's home; `remove` when done. */
export function temporaryHome(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'careway-home-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment without what this test run itself was given, so that the launcher looks for its own servers. */
export function bareEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { DATABASE_URL: _a, DATABASE_ADMIN_URL: _b, REDIS_URL: _c, TEMPORAL_ADDRESS: _d, CAREWAY_HOME: _e, PORT_BASE: _f, ...rest } = process.env;
  return { ...rest, ...extra };
}

/** Runs a program of the project to its end. */
export function runToEnd(args: readonly string[], env: NodeJS.ProcessEnv, cwd = ROOT): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], { cwd, env, encoding: 'utf8', timeout: 30_000 });
  return { code: status, stdout, stderr };
}

/** A program of the project while it runs. */
export class Running {
  stdout = '';
  stderr = '';
  readonly ended: Promise<number | null>;

  private constructor(readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => { this.stdout += text; });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => { this.stderr += text; });
    this.ended = new Promise((done) => child.once('close', done));
  }

  static start(args: readonly string[], env: NodeJS.ProcessEnv): Running {
    return new Running(spawn(process.execPath, [...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Waits until it has said `text`. Throws with all it said when it ends or is silent before that. */
  async says(text: string, timeoutMs = 20_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!`${this.stdout}${this.stderr}`.includes(text)) {
      if (Date.now() > deadline || this.child.exitCode !== null) throw new Error(`never said "${text}":\n${this.stdout}\n${this.stderr}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  }
}

/** True while a process with this number runs (a zombie does not). Not by the launcher's own means, which are under test. */
export function runs(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
