export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
}

/** Milliseconds of one call after the other, p50 and p95, after some that are not counted. */
export async function measure(call: () => Promise<unknown>, rounds = Number(process.env['ROUNDS'] ?? 150), warmUp = 10): Promise<Percentiles> {
  const times: number[] = [];
  for (let round = -warmUp; round < rounds; round += 1) {
    const started = performance.now();
    await call();
    if (round >= 0) times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round((times[Math.floor(share * times.length)] ?? 0) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95) };
}
