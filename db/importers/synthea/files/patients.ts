import { stableDigits, stableId } from '../../../stableId';
import { type SqlValue } from '../../bulk';
import { RowRejected } from '../../failure';
import { type Row } from '../../csv/row';
import { type FileReport } from '../../report';
import { type ImportSession, type Read, SOURCE } from '../session';
import { fileImporter } from './fileImporter';

interface Patient {
  readonly id: string;
  readonly birthDate: string;
  readonly deceasedAt: string | null;
  readonly gender: string;
  readonly name: { family: string; given: string[]; prefix: string | null; suffix: string | null; maiden: string | null };
  readonly address: { line: string; city: string; state: string; postalCode: string };
  readonly demographics: { race: string | null; ethnicity: string | null; maritalStatus: string | null; birthPlace: string | null; language: null };
  /** By HL7 table 0203: SS social security, DL driver's licence, PPN passport. */
  readonly identifiers: readonly { system: 'SS' | 'DL' | 'PPN'; value: string }[];
}

/** Synthea marks its people with a number behind each name; on a ward the number is in the way, and the MRN tells people apart. */
export function plainName(text: string): string {
  return text.replace(/(?<=\p{L})\d+/gu, '');
}

const GENDERS = { m: 'male', male: 'male', f: 'female', female: 'female', o: 'other', other: 'other', u: 'unknown', unknown: 'unknown' };

function read(row: Row): Patient {
  const birthDate = row.date('BIRTHDATE');
  const deceasedAt = row.optionalInstant('DEATHDATE');
  if (deceasedAt !== null && deceasedAt.slice(0, 10) < birthDate) throw new RowRejected('DEATHDATE', 'is before the birth');
  const optional = (column: string, most = 80) => row.text(column, most) || null;
  const name = (column: string) => plainName(row.text(column, 80)) || null;
  const identifiers = ([['SS', 'SSN'], ['DL', 'DRIVERS'], ['PPN', 'PASSPORT']] as const).map(([system, column]) => ({ system, value: row.text(column, 40) }));
  return {
    id: row.id('ID'), birthDate, deceasedAt, gender: row.oneOf('GENDER', GENDERS),
    name: {
      family: plainName(row.required('LAST', 80)), given: [row.required('FIRST', 80), row.text('MIDDLE', 80)].filter(Boolean).map(plainName),
      prefix: optional('PREFIX'), suffix: optional('SUFFIX'), maiden: name('MAIDEN'),
    },
    address: { line: row.text('ADDRESS'), city: row.text('CITY'), state: row.text('STATE'), postalCode: row.text('ZIP', 20) },
    demographics: { race: optional('RACE'), ethnicity: optional('ETHNICITY'), maritalStatus: optional('MARITAL'), birthPlace: optional('BIRTHPLACE', 200), language: null },
    identifiers: identifiers.filter(({ value }) => value !== ''),
  };
}

/** Medical record numbers: "M" and eight digits that follow from the source's ID; the next try where somebody has them. */
async function mrnsFor(session: ImportSession, ids: readonly string[]): Promise<Map<string, string>> {
  const chosen = new Map<string, string>();
  for (let attempt = 0; chosen.size < ids.length; attempt += 1) {
    const tries = ids.filter((id) => !chosen.has(id)).map((id) => {
      const mrn = `M${stableDigits(8, attempt, 'mrn', id)}`;
      return { id, mrn, index: session.cipher.blindIndex('mrn', mrn) };
    });
    const rows = await session.inside.select<{ mrn: Buffer }>('SELECT mrn_index AS mrn FROM patients WHERE mrn_index IN (?)', [tries.map(({ index }) => index)]);
    const taken = new Set([...rows.map((row) => row.mrn.toString('hex')), ...chosen.values()]);
    for (const { id, mrn, index } of tries) {
      if (taken.has(index.toString('hex')) || taken.has(mrn)) continue;
      taken.add(mrn);
      chosen.set(id, mrn);
    }
  }
  return chosen;
}

/** Numbers that nobody else has yet. Synthea draws them at random and now and then the same one twice. */
async function identifierRows(session: ImportSession, report: FileReport, patients: readonly Patient[]): Promise<SqlValue[][]> {
  const all = patients.flatMap(({ id: patientId, identifiers }) => identifiers.map(({ system, value }) => {
    const id = stableId('identifier', patientId, system);
    return { id, patientId, system, value, index: session.cipher.blindIndex(system, value) };
  }));
  if (all.length === 0) return [];
  const rows = await session.inside.select<{ system: string; value: Buffer }>(
    'SELECT system_code AS `system`, value_index AS value FROM patient_identifiers WHERE (system_code, value_index) IN (?)', [all.map(({ system, index }) => [system, index])]);
  const taken = new Set(rows.map(({ system, value }) => system + value.toString('hex')));
  return all.flatMap(({ id, patientId, system, value, index }) => {
    const key = system + index.toString('hex');
    if (taken.has(key)) {
      report.note('identifiers left out: another patient has the same one');
      return [];
    }
    taken.add(key);
    return [[id, patientId, system, session.cipher.seal({ table: 'patient_identifiers', column: 'value_enc', id }, value), index]];
  });
}

function patientRow(session: ImportSession, patient: Patient, mrn: string): SqlValue[] {
  const { id, name, birthDate, gender, address, demographics, deceasedAt } = patient;
  const place = (column: string) => ({ table: 'patients', column, id });
  const { cipher } = session;
  return [
    id, cipher.seal(place('mrn_enc'), mrn), cipher.blindIndex('mrn', mrn), cipher.sealJson(place('name_enc'), name), cipher.seal(place('birth_date_enc'), birthDate), gender,
    cipher.sealJson(place('contact_enc'), { phone: null, email: null, address }), cipher.sealJson(place('demographics_enc'), demographics), deceasedAt, SOURCE, id,
  ];
}

const COLUMNS = ['id', 'mrn_enc', 'mrn_index', 'name_enc', 'birth_date_enc', 'administrative_gender', 'contact_enc', 'demographics_enc', 'deceased_at', 'source', 'source_id'];

/** patients.csv. Whatever says who somebody is goes into the record sealed. */
export const patients = fileImporter<Patient>({
  file: 'patients',
  columns: ['ID', 'BIRTHDATE', 'FIRST', 'LAST', 'GENDER'],
  read,
  async keep(rows, session, report) {
    const fresh = (await session.fresh(report, 'patients', 'source_id', rows, ({ value }) => value.id)).map(({ value }: Read<Patient>) => value);
    const mrns = await mrnsFor(session, fresh.map(({ id }) => id));
    const mrnOf = (id: string) => mrns.get(id) ?? '';
    await session.inside.insert('patients', COLUMNS, fresh.map((patient) => patientRow(session, patient, mrnOf(patient.id))));
    await session.inside.insert('patient_identifiers', ['id', 'patient_id', 'system_code', 'value_enc', 'value_index'], await identifierRows(session, report, fresh));
    await session.inside.insert('patient_search_tokens', ['token', 'patient_id'], fresh.flatMap(({ id, name }) => {
      const words = [name.family, ...name.given, name.maiden ?? '', mrnOf(id)].join(' ');
      return session.cipher.searchTokens(words).map((token) => [token, id]);
    }));
    await session.touch(fresh.map(({ id }) => id));
    report.kept += fresh.length;
  },
});
