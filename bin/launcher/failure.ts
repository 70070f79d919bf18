/** Exit codes of every command (docs/runbook.md). */
export const EXIT = { done: 0, found: 1, usage: 2, unreachable: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Something the person at the keyboard can mend. The message is one sentence (or two) that says what to do; no stack is shown. */
export class LaunchFailure extends Error {
  constructor(message: string, readonly exitCode: ExitCode = EXIT.unreachable) {
    super(message);
    this.name = 'LaunchFailure';
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
}
