import { isNpi, npiOf, stableDigits } from '../../../stableId';
import { type Row } from '../../csv/row';
import { type ImportSession, SOURCE } from '../session';
import { fileImporter } from './fileImporter';
import { plainName } from './patients';

interface Practitioner {
  readonly id: string;
  readonly name: string;
  readonly specialty: string | null;
  readonly npi: string | null;
}

function read(row: Row): Practitioner {
  const npi = row.text('NPI');
  return {
    id: row.id('ID'), name: plainName(row.required('NAME', 120)), npi: isNpi(npi) ? npi : null,
    specialty: (row.text('SPECIALITY', 80) || row.text('SPECIALTY', 80)).toLowerCase() || null,
  };
}

/** The first of these numbers that nobody has: the export's own, else numbers that follow from the source's ID. */
async function npisFor(session: ImportSession, people: readonly Practitioner[]): Promise<Map<string, string>> {
  const chosen = new Map<string, string>();
  for (let attempt = -1; chosen.size < people.length; attempt += 1) {
    const open = people.filter(({ id }) => !chosen.has(id));
    const candidates = open.map(({ id, npi }) => (attempt < 0 ? npi : npiOf(`1${stableDigits(8, attempt, 'practitioner', id)}`)));
    const taken = new Set(chosen.values());
    const asked = candidates.filter((npi) => npi !== null);
    if (asked.length === 0) continue;
    for (const { npi } of await session.inside.select<{ npi: string }>('SELECT npi FROM practitioners WHERE npi IN (?)', [asked])) taken.add(npi);
    open.forEach(({ id }, index) => {
      const npi = candidates[index];
      if (!npi || taken.has(npi)) return;
      taken.add(npi);
      chosen.set(id, npi);
    });
  }
  return chosen;
}

/** providers.csv: who treated. National Provider Identifiers are made up, valid, unique and always the same for one ID. */
export const practitioners = fileImporter<Practitioner>({
  file: 'providers',
  columns: ['ID', 'NAME'],
  read,
  async keep(rows, session, report) {
    const fresh = await session.fresh(report, 'practitioners', 'source_id', rows, ({ value }) => value.id);
    const npis = await npisFor(session, fresh.map(({ value }) => value));
    await session.inside.insert('practitioners', ['id', 'npi', 'name', 'specialty', 'source', 'source_id'], fresh.map(({ value }) => [
      value.id, npis.get(value.id) ?? null, value.name, value.specialty, SOURCE, value.id,
    ]));
    report.kept += fresh.length;
  },
});
