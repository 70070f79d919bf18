/**
 * The only reading of the clock in workflow code. Inside the workflow sandbox the SDK replaces Date: it gives the time of the
 * workflow task, the same on every replay, and it moves with the workflow's skipped time.
 */
export function now(): number {
  // eslint-disable-next-line no-restricted-properties -- deterministic here, see above
  return Date.now();
}

/** Epoch milliseconds as ISO in UTC. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** ISO date and time as epoch milliseconds. Without an offset it is UTC: workers in two time zones must agree. */
export function epochMs(text: string): number {
  return new Date(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`).getTime();
}
