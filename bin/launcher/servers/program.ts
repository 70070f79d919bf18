import { LaunchFailure } from '../failure';
import { findBinaries, run } from '../run';

/** A server program on this machine: one that can be used, or why those found cannot. */
export interface Program {
  readonly binary?: string;
  readonly refusal?: LaunchFailure;
}

/**
 * Looks through the PATH for a program whose `--version` satisfies `judge` (which throws a LaunchFailure for one that is too old).
 * An old program is not replaced by a package: installing one could remove the server that somebody else uses.
 */
export async function findProgram(names: readonly string[], judge: (said: string, binary: string) => void): Promise<Program> {
  let refusal: LaunchFailure | undefined;
  for (const binary of findBinaries(...names)) {
    const outcome = await run(binary, ['--version'], { timeoutMs: 10_000 });
    try {
      judge(outcome.stdout, binary);
      return { binary };
    } catch (error) {
      if (!(error instanceof LaunchFailure)) throw error;
      refusal ??= error;
    }
  }
  return { refusal };
}
