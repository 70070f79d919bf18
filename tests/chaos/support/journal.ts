import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

export const OUTCOMES = ['ok', 'refused', 'unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What was asked for, and how each try ended. */
export interface Operation {
  readonly id: string;
  /** The API's name of the act. */
  readonly kind: string;
  readonly key: string;
  /** What it is about: a task, a patient, a receipt. */
  readonly subject: string;
  readonly cents: number | null;
  readonly outcomes: Outcome[];
}

type Line =
  | { readonly op: string; readonly asks: string; readonly key: string; readonly subject: string; readonly cents: number | null; readonly at: string }
  | { readonly op: string; readonly outcome: Outcome; readonly status: number | null; readonly at: string };

/** What the trial asked for, on disk before it is sent: whatever dies, it is known what may have happened. JSON lines, appended only. */
export class Journal {
  private readonly handle: number;
  private readonly owed = new Map<string, () => Promise<unknown>>();

  constructor(readonly file: string) {
    this.handle = openSync(file, 'a');
  }

  /** Before sending. */
  asks(id: string, { kind, key, subject, cents }: Pick<Operation, 'kind' | 'key' | 'subject' | 'cents'>): void {
    this.append({ op: id, asks: kind, key, subject, cents, at: new Date().toISOString() });
    fsyncSync(this.handle);
  }

  /** After the answer, or the lack of one. */
  ended(id: string, outcome: Outcome, status: number | null): void {
    this.append({ op: id, outcome, status, at: new Date().toISOString() });
  }

  /** What was given up without an answer is asked for once more when everything is healed, under its key. */
  owes(id: string, ask: () => Promise<unknown>): void {
    this.owed.set(id, ask);
  }

  async settle(): Promise<void> {
    for (const ask of this.owed.values()) await ask();
    this.owed.clear();
  }

  /** As it stands on disk. */
  operations(): Operation[] {
    return readJournal(this.file);
  }

  close(): void {
    closeSync(this.handle);
  }

  private append(line: Line): void {
    writeSync(this.handle, `${JSON.stringify(line)}\n`);
  }
}

/** An operation that was asked for and has no outcome is unknown: whoever asked died waiting. */
export function readJournal(file: string): Operation[] {
  const operations = new Map<string, Operation & { open: boolean }>();
  for (const text of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const line = JSON.parse(text) as Line;
    const known = operations.get(line.op);
    if ('asks' in line) {
      if (known) known.open = true;
      else operations.set(line.op, { id: line.op, kind: line.asks, key: line.key, subject: line.subject, cents: line.cents, outcomes: [], open: true });
    } else if (known) {
      known.open = false;
      known.outcomes.push(line.outcome);
    }
  }
  return [...operations.values()].map(({ open, ...operation }) => (open ? { ...operation, outcomes: [...operation.outcomes, 'unknown' as const] } : operation));
}
