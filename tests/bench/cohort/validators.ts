import { execFile } from 'node:child_process';

export interface Verdicts {
  readonly files: number;
  /** Files each validator passed. */
  readonly passed: Readonly<Record<string, number>>;
  /** What a validator printed about a file it failed. */
  readonly failed: readonly string[];
}

/** The program X12CHECK names: it takes X12 files and prints, for each file and validator, `FILE VALIDATOR OK` or `FILE VALIDATOR FAIL`. */
const PROGRAM = process.env['X12CHECK'];

/** Have files judged by validators that are not Careway's; null when X12CHECK names none. */
export async function judge(files: readonly string[], onFile: (done: number) => void): Promise<Verdicts | null> {
  if (!PROGRAM) return null;
  const passed: Record<string, number> = {};
  const failed: string[] = [];
  for (const [index, file] of files.entries()) {
    const output = await new Promise<string>((resolve) => execFile(PROGRAM, [file], { maxBuffer: 1 << 28 }, (_error, stdout, stderr) => resolve(stdout + stderr)));
    const verdicts = [...output.matchAll(/^.* (\S+) (OK|FAIL)$/gm)];
    for (const [, validator = '', verdict] of verdicts) if (verdict === 'OK') passed[validator] = (passed[validator] ?? 0) + 1;
    if (verdicts.length === 0 || verdicts.some(([, , verdict]) => verdict === 'FAIL')) failed.push(output.slice(0, 2_000));
    onFile(index + 1);
  }
  return { files: files.length, passed, failed };
}
