import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { TEST_KEYS } from './database';

const CAREWAY = join(__dirname, '..', '..', 'bin', 'careway');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as a process of its own, on a database of the tests and no hospital's home. */
export function careway(databaseUrl: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CAREWAY, ...args], { env: { ...process.env, DATABASE_URL: databaseUrl, CAREWAY_KEYS: TEST_KEYS, CAREWAY_HOME: '/nonexistent', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => { said.stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { said.stderr += text; });
    child.once('close', (code) => resolve({ code, ...said }));
  });
}
