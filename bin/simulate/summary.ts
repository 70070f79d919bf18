/** Where a run stands. */
export interface Progress {
  started: number;
  closed: number;
  tasks: number;
  wanted: number;
  /** What went wrong a moment ago; most of it comes right by itself. */
  trouble: string | null;
}

/** What a run came to, as `careway simulate --json` prints it. */
export interface Summary {
  readonly started: number;
  readonly closed: number;
  readonly cancelled: number;
  readonly open: number;
  readonly byOutcome: Record<string, number>;
  readonly byClaimStatus: Record<string, number>;
  readonly tasksDone: number;
  readonly tasksByType: Record<string, number>;
  readonly incidents: { readonly opened: number; readonly solved: number };
  readonly troubles: Record<string, number>;
  readonly seconds: number;
}
