import { type PayerKind, planRules } from '../../../seeds/plans';
import { stableId, stableLetters } from '../../../stableId';
import { type Row } from '../../csv/row';
import { type Read, SOURCE } from '../session';
import { fileImporter } from './fileImporter';

interface Payer {
  readonly id: string;
  readonly name: string;
  readonly kind: PayerKind;
}

/** What Synthea writes for patients who pay themselves. */
const NOBODY = 'NO_INSURANCE';

function read(row: Row): Payer {
  const name = row.required('NAME', 120);
  const kind = kindOf(name, row.text('OWNERSHIP').toLowerCase());
  return { id: row.id('ID'), name: kind === 'self-pay' ? 'Self-pay' : name, kind };
}

/** By name first: versions before 3 do not say who owns a payer. */
function kindOf(name: string, ownership: string): PayerKind {
  if (name === NOBODY || ownership === 'no_insurance') return 'self-pay';
  if (/dual/i.test(name)) return 'dual';
  if (/medicare/i.test(name)) return 'medicare';
  if (/medicaid/i.test(name)) return 'medicaid';
  return ownership === 'government' ? 'government' : 'commercial';
}

/** NM109 of loop 2010BB: readable, different for payers of one name from two exports, and short enough for an interchange's receiver (ISA08). */
function identifierOf({ id, name }: Payer): string {
  return `${name.toUpperCase().replace(/[^A-Z0-9]/g, '').slice(0, 9)}${stableLetters(6, 'payer', id)}`;
}

/** payers.csv: each payer, and the one plan it has here. */
export const payers = fileImporter<Payer>({
  file: 'payers',
  columns: ['ID', 'NAME'],
  read,
  async keep(rows, session, report) {
    const fresh = await session.fresh(report, 'payers', 'source_id', rows, ({ value }) => value.id);
    await session.inside.insert('payers', ['id', 'payer_identifier', 'name', 'kind', 'source', 'source_id'], fresh.map(({ value }: Read<Payer>) => [
      value.id, identifierOf(value), value.name, value.kind, SOURCE, value.id,
    ]));
    await session.inside.insert('plans', ['id', 'payer_id', 'code', 'name', 'rules'], fresh.map(({ value }) => [
      stableId('plan', value.id), value.id, `${identifierOf(value)}-1`, `${value.name} standard plan`, JSON.stringify(planRules(value.kind, value.name)),
    ]));
    report.kept += fresh.length;
  },
});
