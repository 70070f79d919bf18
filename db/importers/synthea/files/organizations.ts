import { isNpi, npiOf, stableDigits } from '../../../stableId';
import { type Row } from '../../csv/row';
import { type Read, SOURCE } from '../session';
import { fileImporter } from './fileImporter';

interface Organization {
  readonly id: string;
  readonly name: string;
  readonly npi: string | null;
  readonly phone: string | null;
  readonly address: { line: string; city: string; state: string; postalCode: string };
}

function read(row: Row): Organization {
  const npi = row.text('NPI');
  return {
    id: row.id('ID'), name: row.required('NAME', 160), npi: isNpi(npi) ? npi : null,
    // The source gives several numbers in one field: "978-342-9781 Or 978-342-9781".
    phone: row.text('PHONE').split(/ or /i)[0]?.slice(0, 40) || null,
    address: { line: row.text('ADDRESS'), city: row.text('CITY'), state: row.text('STATE'), postalCode: row.text('ZIP') },
  };
}

/** organizations.csv: where encounters took place. None of them is the hospital's own. */
export const organizations = fileImporter<Organization>({
  file: 'organizations',
  columns: ['ID', 'NAME'],
  read,
  async keep(rows, session, report) {
    const fresh = await session.fresh(report, 'organizations', 'source_id', rows, ({ value }) => value.id);
    await session.inside.insert('organizations', ['id', 'name', 'npi', 'address', 'phone', 'source', 'source_id'], fresh.map(({ value }: Read<Organization>) => [
      value.id, value.name, value.npi ?? npiOf(`1${stableDigits(8, 0, 'organization', value.id)}`), JSON.stringify(value.address), value.phone, SOURCE, value.id,
    ]));
    report.kept += fresh.length;
  },
});
