import { type z } from 'zod';
import { type bedsContract } from '../../contract/beds';
import { type encountersContract } from '../../contract/encounters';
import { type Act, select } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { type Page, type PageQuery } from '../clinical/paging';

type Items<T extends { reply: z.ZodType }> = z.infer<T['reply']> extends { items: (infer Item)[] } ? Item : never;

const byName = (query: PageQuery) => {
  const cursor = decodeCursor(query.cursor, 2);
  return { after: cursor ? 'AND (x.name > :name OR (x.name = :name AND x.id > :id))' : '', values: { name: cursor?.[0] ?? null, id: cursor?.[1] ?? null } };
};

/** Wards by name, with the number of their beds. */
export async function listWards(act: Act, query: PageQuery): Promise<Page<Items<typeof bedsContract.listWards>>> {
  const { after, values } = byName(query);
  const rows = await select<Items<typeof bedsContract.listWards>>(
    act, `SELECT x.id, x.code, x.name, x.specialty, (SELECT COUNT(*) FROM beds b WHERE b.ward_id = x.id) AS beds FROM wards x WHERE 1 = 1 ${after} ORDER BY x.name, x.id LIMIT ${query.limit + 1}`, values);
  const page = pageOf(rows, query.limit, (row) => [row.name, row.id]);
  return { items: page.items.map((row) => ({ ...row, beds: Number(row.beds) })), nextCursor: page.nextCursor, total: null };
}

/** Practitioners by name; `q` matches the start of a word of the name. */
export async function listPractitioners(act: Act, query: PageQuery & { q?: string | undefined }): Promise<Page<Items<typeof encountersContract.listPractitioners>>> {
  const { after, values } = byName(query);
  const start = `${(query.q ?? '').replace(/[%_\\]/g, '')}%`;
  const rows = await select<Items<typeof encountersContract.listPractitioners>>(
    act,
    `SELECT x.id, x.name, x.npi, x.specialty FROM practitioners x WHERE ${query.q ? '(LOWER(x.name) LIKE LOWER(:start) OR LOWER(x.name) LIKE LOWER(:inner))' : '1 = 1'} ${after} ORDER BY x.name, x.id LIMIT ${query.limit + 1}`,
    { ...values, start, inner: `% ${start}` },
  );
  const page = pageOf(rows, query.limit, (row) => [row.name, row.id]);
  return { items: page.items, nextCursor: page.nextCursor, total: null };
}

/** Payers by name with their plans. */
export async function listPayers(act: Act, query: PageQuery): Promise<Page<Items<typeof encountersContract.listPayers>>> {
  const { after, values } = byName(query);
  const rows = await select<{ id: string; name: string; payerIdentifier: string; kind: string }>(act, `SELECT x.id, x.name, x.payer_identifier AS payerIdentifier, x.kind FROM payers x WHERE 1 = 1 ${after} ORDER BY x.name, x.id LIMIT ${query.limit + 1}`, values);
  const page = pageOf(rows, query.limit, (row) => [row.name, row.id]);
  const ids = page.items.map((row) => row.id);
  const plans = ids.length === 0 ? [] : await select<{ id: string; payerId: string; code: string; name: string }>(act, 'SELECT id, payer_id AS payerId, code, name FROM plans WHERE payer_id IN (:ids) ORDER BY name, id', { ids });
  return { items: page.items.map((row) => ({ ...row, plans: plans.filter((plan) => plan.payerId === row.id).map(({ payerId: _payerId, ...plan }) => plan) })), nextCursor: page.nextCursor, total: null };
}
