/** Where the trail is not as it was written. */
export interface AuditProblem {
  readonly kind: 'changed' | 'missing' | 'head' | 'unknown-chain' | 'cut-off' | 'rewritten' | 'checkpoint' | 'alarm';
  /** Null when no one chain is at fault. */
  readonly chain: number | null;
  /** The event at which it shows. */
  readonly sequence: number | null;
  readonly message: string;
}

export interface AuditReport {
  readonly intact: boolean;
  readonly events: number;
  readonly chains: number;
  readonly checkpoint: { readonly file: string; readonly number: number; readonly at: string } | null;
  readonly problems: AuditProblem[];
  /** What weakens the proof without being tampering. */
  readonly warnings: string[];
}

/** Hashes that checkpoints speak of, by "chain:sequence". */
export type KnownHashes = Map<string, Buffer>;
