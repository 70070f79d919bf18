import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// A run of tests makes the schema once by its migrations and keeps it as statements in a file, for all its workers to read.
const VARIABLE = 'CAREWAY_TEST_SCHEMA';

export function keepSchema(statements: readonly string[]): void {
  const file = join(mkdtempSync(join(tmpdir(), 'careway-schema-')), 'schema.json');
  writeFileSync(file, JSON.stringify(statements));
  process.env[VARIABLE] = file;
}

/** Null outside a run of tests: whoever asks then migrates by themselves. */
export function keptSchema(): string[] | null {
  const file = process.env[VARIABLE];
  return file ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : null;
}

export function forgetSchema(): void {
  const file = process.env[VARIABLE];
  if (file) rmSync(dirname(file), { recursive: true, force: true });
}
