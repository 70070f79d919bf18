/** What a row of measurements comes to, in milliseconds with one decimal. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return { p50: at(0.5), p95: at(0.95) };
}

export function round(value: number, digits = 1): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

/** Time one call again and again, one after the other; the first rounds warm caches and do not count. */
export async function timeCalls(call: () => Promise<unknown>, rounds: number, warmUp = 5): Promise<Spread> {
  const times: number[] = [];
  for (let n = -warmUp; n < rounds; n += 1) {
    const started = performance.now();
    await call();
    if (n >= 0) times.push(performance.now() - started);
  }
  return spreadOf(times);
}

/** Work through a list with so many at once. */
export async function inParallel<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** The result, or an error when it takes longer. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not end within ${ms / 1000} s.`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** A line of progress, on standard error: standard output is for the one JSON object at the end. */
export function say(text: string): void {
  process.stderr.write(`  ${text}\n`);
}

/** So many at once and no more, whoever asks. */
export class Places {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async within<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
