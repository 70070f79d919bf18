import { type OrderSet, type OrderSetItem } from '../../../../domain/orders/orderSets';
import { type Act, selectOnce, selectOne } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';

/** A set as it stood at some time. */
export interface OrderSetVersion extends OrderSet {
  readonly version: number;
}

type ItemRow = Omit<OrderSetItem, 'id' | 'isPreselected' | 'doseQuantity'> & { setCode: string; version: number; position: number; isPreselected: number; doseQuantity: string | null };

/**
 * The order sets in use at a time, in the order of the list: now, or when a task was opened, so that what somebody is looking at does not
 * change under their hands. Two queries.
 */
export function loadOrderSets(act: Act, at: Date): Promise<OrderSetVersion[]> {
  return loadSets(act, at, false);
}

/** The sets out of use. */
export function loadRetiredSets(act: Act): Promise<OrderSetVersion[]> {
  return loadSets(act, act.now, true);
}

async function loadSets(act: Act, at: Date, isRetired: boolean): Promise<OrderSetVersion[]> {
  const sets = await selectOnce<{ code: string; version: number; label: string; source: string }>(
    act,
    `SELECT s.code, v.version, v.label, v.source FROM order_sets s JOIN order_set_versions v ON v.set_code = s.code
       AND v.version = (SELECT MAX(x.version) FROM order_set_versions x WHERE x.set_code = s.code AND x.changed_at <= ?)
     WHERE v.is_retired = ? ORDER BY s.position, s.code`,
    [at, isRetired ? 1 : 0],
  );
  const items = sets.length === 0 ? new Map<string, OrderSetItem[]>() : await loadItems(act, '(set_code, version) IN (?)', [sets.map(({ code, version }) => [code, version])]);
  return sets.map((set) => ({ ...set, items: items.get(`${set.code}/${set.version}`) ?? [] }));
}

/** Lines by set and version ("pneumonia/2"), each in its place. */
export async function loadItems(act: Act, where: string, values: unknown[]): Promise<Map<string, OrderSetItem[]>> {
  const rows = await selectOnce<ItemRow>(
    act,
    `SELECT set_code AS setCode, version, position, category, system_code AS systemCode, code, is_preselected AS isPreselected, priority, dose_quantity AS doseQuantity, dose_unit AS doseUnit, route, every_hours AS everyHours, note
     FROM order_set_items WHERE ${where} ORDER BY set_code, version, position`,
    values,
  );
  const items = new Map<string, OrderSetItem[]>();
  for (const { setCode, version, position, isPreselected, doseQuantity, ...row } of rows) {
    const key = `${setCode}/${version}`;
    const item = { ...row, id: `${key}/${position}`, isPreselected: isPreselected === 1, doseQuantity: doseQuantity === null ? null : Number(doseQuantity) };
    items.set(key, [...(items.get(key) ?? []), item]);
  }
  return items;
}

/** The set the reason of the admission suggests; null when none does. */
export async function suggestedSet(act: Act, { reasonSystem, reasonCode }: Pick<EncounterRow, 'reasonSystem' | 'reasonCode'>): Promise<string | null> {
  if (reasonSystem === null || reasonCode === null) return null;
  const row = await selectOne<{ code: string }>(act, 'SELECT r.set_code AS code FROM order_set_reasons r JOIN order_sets s ON s.code = r.set_code AND s.retired_at IS NULL WHERE r.system_code = ? AND r.code = ?', [reasonSystem, reasonCode]);
  return row?.code ?? null;
}
