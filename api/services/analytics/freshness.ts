import { type Act, select, selectOne } from '../../http/act';

/** How far the figures are behind the record: what is not in them yet, and how long changes took to get there. */
export async function readFreshness(act: Act): Promise<{ behind: number; lagP95Ms: number | null }> {
  const waiting = await selectOne<{ n: number }>(act, 'SELECT COUNT(*) AS n FROM analytics_changes');
  const lags = (await select<{ lagMs: number }>(act, 'SELECT lag_ms AS lagMs FROM analytics_lags ORDER BY lag_ms')).map(({ lagMs }) => Number(lagMs));
  return { behind: Number(waiting?.n ?? 0), lagP95Ms: lags.length === 0 ? null : (lags[Math.ceil(lags.length * 0.95) - 1] ?? null) };
}
