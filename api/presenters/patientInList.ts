import { type z } from 'zod';
import { type patientInList } from '../contract/tasks';
import { type Act, select } from '../http/act';
import { openPatients } from '../services/rights/access';
import { isRestrictedSql } from '../services/rights/subjects';

export type PatientInList = z.infer<typeof patientInList>;

interface Row {
  id: string;
  nameEnc: Buffer;
  mrnEnc: Buffer;
  birthDateEnc: Buffer;
  gender: string;
  bed: string | null;
  ward: string | null;
  news2: number | null;
  isRestricted: number;
}

interface StoredName {
  family: string;
  given: string[];
  prefix?: string | null;
}

/** "Lowe, Terrilyn": how a name stands in a list. */
export function listName({ family, given }: StoredName): string {
  return [family, given[0]].filter(Boolean).join(', ');
}

/** How somebody stands in a list whose record does not open for the reader: where they lie, and no more. */
const HIDDEN = { name: 'Restricted patient', mrn: 'number hidden', birthDate: '', gender: 'unknown', news2: null, isRestricted: true } as const;

/** The patients of one page of a list, opened once each, with the bed they lie in now. One query for all; a restricted one shows no name to whom it does not open. */
export async function loadPatientsInList(act: Act, ids: readonly (string | null)[]): Promise<Map<string, PatientInList>> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await select<Row>(
    act,
    `SELECT p.id, p.name_enc AS nameEnc, p.mrn_enc AS mrnEnc, p.birth_date_enc AS birthDateEnc, p.administrative_gender AS gender,
       MAX(b.code) AS bed, MAX(w.name) AS ward, MAX(j.news2) AS news2, ${isRestrictedSql('p.id')} AS isRestricted
     FROM patients p
     LEFT JOIN journeys j ON j.patient_id = p.id AND j.status = 'running'
     LEFT JOIN encounter_locations l ON l.lying_encounter_id = j.id
     LEFT JOIN beds b ON b.id = l.bed_id
     LEFT JOIN wards w ON w.id = l.ward_id
     WHERE p.id IN (:wanted) GROUP BY p.id`,
    { wanted },
  );
  const { cipher } = act.database;
  const isRestricted = (row: Row): boolean => Number(row.isRestricted) === 1;
  const isOpen = await openPatients(act, rows.filter(isRestricted).map(({ id }) => id));
  return new Map(rows.map((row): [string, PatientInList] => {
    if (isRestricted(row) && !isOpen.has(row.id)) return [row.id, { id: row.id, bed: row.bed, ward: row.ward, ...HIDDEN }];
    const open = (column: string, sealed: Buffer) => cipher.open({ table: 'patients', column, id: row.id }, sealed);
    const name = JSON.parse(open('name_enc', row.nameEnc)) as StoredName;
    return [row.id, { id: row.id, name: listName(name), mrn: open('mrn_enc', row.mrnEnc), birthDate: open('birth_date_enc', row.birthDateEnc), gender: row.gender, bed: row.bed, ward: row.ward, news2: row.news2, isRestricted: false }];
  }));
}
