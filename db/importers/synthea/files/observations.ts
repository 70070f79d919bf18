import { RowRejected } from '../../failure';
import { type Row } from '../../csv/row';
import { clinicalImporter, type Placed, placed } from './clinical';

interface Observation extends Placed {
  readonly at: string;
  readonly category: string;
  readonly unit: string | null;
  readonly number: number | null;
  readonly text: string | null;
}

/** Quality-of-life scores of the Global Burden of Disease method, about a year and no encounter; they are no LOINC codes. */
const GBD = ['QALY', 'DALY', 'QOLS'];
/** Vital signs by LOINC, for versions that do not write the category. */
const VITAL_SIGNS = ['8302-2', '29463-7', '39156-5', '59576-9', '8462-4', '8480-6', '8867-4', '9279-1', '8310-5', '72514-3', '2708-6', '9843-4', '8289-1', '77606-2', '8478-0'];
const CATEGORY = /^[a-z-]{1,20}$/;

function read(row: Row): Observation {
  const code = row.code('CODE');
  const system = GBD.includes(code) ? 'GBD' : 'LOINC';
  const value = row.required('VALUE', 4_000);
  const type = row.text('TYPE').toLowerCase();
  if (!['numeric', 'text', ''].includes(type)) throw new RowRejected('TYPE', 'is neither numeric nor text');
  const isNumber = type === 'numeric' || (type === '' && /^-?\d+(\.\d+)?$/.test(value));
  return {
    ...placed(row, system, 'optional'), at: row.instant('DATE'), category: categoryOf(row, code, isNumber), unit: row.text('UNITS', 30) || null,
    number: isNumber ? row.number('VALUE') : null, text: isNumber ? null : value,
  };
}

function categoryOf(row: Row, code: string, isNumber: boolean): string {
  const named = row.text('CATEGORY').toLowerCase();
  if (named !== '' && !CATEGORY.test(named)) throw new RowRejected('CATEGORY', 'is not a category');
  if (named !== '') return named;
  if (VITAL_SIGNS.includes(code)) return 'vital-signs';
  return GBD.includes(code) || !isNumber ? 'survey' : 'laboratory';
}

/** observations.csv: numbers stand in the open beside their code, words about a patient are sealed. */
export const observations = clinicalImporter<Observation>({
  file: 'observations',
  table: 'observations',
  columns: ['DATE', 'VALUE'],
  fields: ['category', 'status', 'value_number', 'value_text_enc', 'unit', 'effective_at'],
  read,
  values: ({ at, category, unit, number, text }, { id, session }) => [
    category, 'final', number, text === null ? null : session.cipher.seal({ table: 'observations', column: 'value_text_enc', id }, text), unit, at,
  ],
  identity: ({ at, category, number, text, unit }) => [at, category, number, text, unit],
});
