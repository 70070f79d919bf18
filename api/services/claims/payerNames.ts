import { type Act, select } from '../../http/act';

/** What these payers are called. */
export async function payerNames(act: Pick<Act, 'database' | 'transaction'>, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await select<{ id: string; name: string }>(act, 'SELECT id, name FROM payers WHERE id IN (:ids)', { ids: [...new Set(ids)] });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
