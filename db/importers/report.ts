/** Why rows of one file were left out: the same field and reason together, with every line. */
export interface RejectionSummary {
  readonly field: string;
  readonly reason: string;
  readonly rows: number;
  /** Line numbers as in the file (the header is line 1), runs joined: "2, 5-9". */
  readonly lines: string;
}

/** What became of one file. rowsRead = kept + alreadyThere + rejected. */
export interface FileSummary {
  readonly file: string;
  readonly rowsRead: number;
  readonly kept: number;
  readonly alreadyThere: number;
  readonly rejected: number;
  readonly reasons: readonly RejectionSummary[];
  /** What is worth knowing beside the rows. */
  readonly notes: readonly string[];
}

/** Runs of line numbers shown for one reason; beyond it only counted. A file of a million bad rows must not fill the memory. */
const MOST_RUNS = 1_000;

class Rejection {
  rows = 0;
  private readonly runs: [from: number, to: number][] = [];
  private hidden = 0;

  constructor(readonly field: string, readonly reason: string) {}

  add(line: number): void {
    this.rows += 1;
    const last = this.runs.at(-1);
    if (last && last[1] === line - 1) last[1] = line;
    else if (this.runs.length < MOST_RUNS) this.runs.push([line, line]);
    else this.hidden += 1;
  }

  get lines(): string {
    const shown = [...this.runs].sort((a, b) => a[0] - b[0]).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
    return this.hidden > 0 ? `${shown} and ${this.hidden} more rows` : shown;
  }
}

/** Counts what becomes of the rows of one file. */
export class FileReport {
  rowsRead = 0;
  kept = 0;
  alreadyThere = 0;
  rejected = 0;
  private readonly rejections = new Map<string, Rejection>();
  private readonly counted = new Map<string, number>();

  constructor(readonly file: string) {}

  reject(line: number, field: string, reason: string): void {
    const key = `${field}\u0000${reason}`;
    let rejection = this.rejections.get(key);
    if (!rejection) this.rejections.set(key, (rejection = new Rejection(field, reason)));
    rejection.add(line);
    this.rejected += 1;
  }

  /** Count something that is not a rejected row: `note` reads on from a number. */
  note(note: string, by = 1): void {
    this.counted.set(note, (this.counted.get(note) ?? 0) + by);
  }

  summary(): FileSummary {
    const reasons = [...this.rejections.values()].map(({ field, reason, rows, lines }) => ({ field, reason, rows, lines }));
    return {
      file: this.file, rowsRead: this.rowsRead, kept: this.kept, alreadyThere: this.alreadyThere, rejected: this.rejected,
      reasons: reasons.sort((a, b) => b.rows - a.rows),
      notes: [...this.counted].map(([note, count]) => `${count} ${note}`),
    };
  }
}
