import { type OrderSet, type OrderSetItem } from '../../../../domain/orders/orderSets';
import { type Act, select, selectOne } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';

type ItemRow = Omit<OrderSetItem, 'id' | 'isPreselected' | 'doseQuantity'> & { setCode: string; position: number; isPreselected: number; doseQuantity: string | null };

/** The order sets in use, in the order of the list. Two queries. */
export async function loadOrderSets(act: Act): Promise<OrderSet[]> {
  const sets = await select<{ code: string; label: string; source: string }>(act, 'SELECT code, label, source FROM order_sets WHERE retired_at IS NULL ORDER BY position, code');
  const items = await select<ItemRow>(
    act,
    `SELECT set_code AS setCode, position, category, system_code AS systemCode, code, is_preselected AS isPreselected, priority, dose_quantity AS doseQuantity, dose_unit AS doseUnit, route, every_hours AS everyHours, note
     FROM order_set_items ORDER BY set_code, position`,
  );
  return sets.map((set) => ({
    ...set,
    items: items.filter(({ setCode }) => setCode === set.code).map(({ setCode, position, isPreselected, doseQuantity, ...item }) => ({ ...item, id: `${setCode}/${position}`, isPreselected: isPreselected === 1, doseQuantity: doseQuantity === null ? null : Number(doseQuantity) })),
  }));
}

/** The set the reason of the admission suggests; null when none does. */
export async function suggestedSet(act: Act, { reasonSystem, reasonCode }: Pick<EncounterRow, 'reasonSystem' | 'reasonCode'>): Promise<string | null> {
  if (reasonSystem === null || reasonCode === null) return null;
  const row = await selectOne<{ code: string }>(act, 'SELECT r.set_code AS code FROM order_set_reasons r JOIN order_sets s ON s.code = r.set_code AND s.retired_at IS NULL WHERE r.system_code = ? AND r.code = ?', [reasonSystem, reasonCode]);
  return row?.code ?? null;
}
