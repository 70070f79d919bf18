import { type z } from 'zod';
import { changesBetween, type OrderSetContent } from '../../../../domain/orders/orderSetRules';
import { type orderSetsContract } from '../../../contract/orderSets';
import { type Act, select } from '../../../http/act';
import { type Display, loadDisplays } from '../concepts';
import { keepsOrderSets } from './keepOrderSets';
import { loadItems } from './orderSets';

type OrderSetDetail = z.input<typeof orderSetsContract.readOrderSet.reply>;

interface VersionRow {
  readonly version: number;
  readonly label: string;
  readonly source: string;
  readonly isRetired: number;
  readonly whyEnc: Buffer | null;
  readonly changedAt: Date;
  readonly changedBy: string | null;
}

/** A set with every version it had, newest first, each with what it changed. Null when there is none. */
export async function readOrderSet(act: Act, code: string): Promise<OrderSetDetail | null> {
  const versions = await select<VersionRow>(
    act,
    `SELECT v.version, v.label, v.source, v.is_retired AS isRetired, v.why_enc AS whyEnc, v.changed_at AS changedAt, u.display_name AS changedBy
     FROM order_set_versions v LEFT JOIN staff_users u ON u.id = v.changed_by WHERE v.set_code = ? ORDER BY v.version DESC`,
    [code],
  );
  const [newest] = versions;
  if (!newest) return null;
  const reasons = await select<{ systemCode: string; code: string }>(act, 'SELECT system_code AS systemCode, code FROM order_set_reasons WHERE set_code = ? ORDER BY code', [code]);
  const items = await loadItems(act, 'set_code = ?', [code]);
  const display = await loadDisplays(act, [...reasons, ...[...items.values()].flat()]);
  const contentOf = ({ version, label, source, isRetired }: VersionRow): OrderSetContent => ({ label, source, isRetired: isRetired === 1, items: items.get(`${code}/${version}`) ?? [] });
  return {
    code, version: newest.version, label: newest.label, source: newest.source, isRetired: newest.isRetired === 1, mayChange: await keepsOrderSets(act),
    reasons: reasons.map((reason) => ({ code: reason.code, display: display(reason.systemCode, reason.code) })),
    items: (items.get(`${code}/${newest.version}`) ?? []).map(({ id: _id, systemCode, ...item }) => ({ ...item, display: display(systemCode, item.code) })),
    versions: versions.map((row, index) => {
      const before = versions[index + 1];
      return {
        version: row.version, changedAt: row.changedBy === null ? null : row.changedAt.toISOString(), changedBy: row.changedBy,
        why: row.whyEnc === null ? null : act.database.cipher.open({ table: 'order_set_versions', column: 'why_enc', id: `${code}/${row.version}` }, row.whyEnc),
        changes: changesBetween(before ? contentOf(before) : null, contentOf(row), nameWith(display)),
      };
    }),
  };
}

const nameWith = (display: Display) => ({ category, code }: OrderSetContent['items'][number]): string => display(category === 'medicine' ? 'RXNORM' : 'LOINC', code);
