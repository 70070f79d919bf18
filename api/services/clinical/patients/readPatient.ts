import { type z } from 'zod';
import { ageInYears } from '../../../../domain/time';
import { type patientDetail, type patientHeader } from '../../../contract/patients';
import { type Act, select, selectOne } from '../../../http/act';
import { confidentialityNow } from '../../rights/access';
import { openGlassOf } from '../../rights/glass';
import { hospitalDay } from '../../staff/hospitalZone';
import { loadDisplays } from '../concepts';
import { type PatientName, type PatientRow } from './patientRow';

export type PatientHeader = z.infer<typeof patientHeader>;
export type PatientDetail = z.infer<typeof patientDetail>;

interface Whereabouts {
  patientId: string;
  encounterId: string;
  news2: number | null;
  bedId: string | null;
  bedCode: string | null;
  wardId: string | null;
  wardName: string | null;
}

/** "Mrs. Terrilyn Lowe" */
export function fullName({ prefix, given, family, suffix }: PatientName): string {
  return [prefix, ...given, family, suffix].filter(Boolean).join(' ');
}

/** What stands at the head of a page about a patient: one query each for the stay and the allergies. */
export async function presentPatientHeader(act: Act, row: PatientRow): Promise<PatientHeader> {
  const open = opener(act, row);
  const name = JSON.parse(open('name_enc', row.nameEnc)) as PatientName;
  const birthDate = open('birth_date_enc', row.birthDateEnc);
  const stay = await whereabouts(act, row.id);
  const confidentiality = await confidentialityNow(act, row.id);
  const glass = confidentiality === 'N' ? null : await openGlassOf(act, row.id);
  return {
    id: row.id, mrn: open('mrn_enc', row.mrnEnc), name: fullName(name), birthDate, ageYears: ageInYears(birthDate, hospitalDay(row.deceasedAt ?? act.now)), gender: row.gender,
    deceasedAt: row.deceasedAt?.toISOString() ?? null, codeStatus: row.codeStatus, isolation: row.isolation, allergies: await activeAllergies(act, row.id), news2: stay?.news2 ?? null,
    bed: stay?.bedId && stay.bedCode ? { id: stay.bedId, name: stay.bedCode } : null, ward: stay?.wardId && stay.wardName ? { id: stay.wardId, name: stay.wardName } : null,
    encounterId: stay?.encounterId ?? null, confidentiality, glass: glass && { id: glass.id, endsAt: glass.endsAt }, version: row.version,
  };
}

/** The same with name parts, contacts and demographics. */
export async function presentPatient(act: Act, row: PatientRow): Promise<PatientDetail> {
  const { cipher } = act.database;
  const place = (column: string) => ({ table: 'patients', column, id: row.id });
  return {
    ...(await presentPatientHeader(act, row)),
    nameParts: cipher.openJson<PatientName>(place('name_enc'), row.nameEnc) ?? { family: '', given: [] },
    contact: cipher.openJson<PatientDetail['contact']>(place('contact_enc'), row.contactEnc),
    demographics: cipher.openJson<PatientDetail['demographics']>(place('demographics_enc'), row.demographicsEnc),
    prefersChannel: row.prefersChannel,
    amendmentCount: Number((await selectOne<{ n: number }>(act, "SELECT COUNT(*) AS n FROM amendments WHERE patient_id = ? AND status <> 'asked'", [row.id]))?.n ?? 0),
    createdAt: row.createdAt.toISOString(),
  };
}

function opener(act: Act, row: PatientRow): (column: string, sealed: Buffer) => string {
  return (column, sealed) => act.database.cipher.open({ table: 'patients', column, id: row.id }, sealed);
}

/** The stay going on: the one in a bed before one that waits for a bed, the latest first. */
async function whereabouts(act: Act, patientId: string): Promise<Whereabouts | null> {
  const [row] = await select<Whereabouts>(
    act,
    `SELECT e.patient_id AS patientId, e.id AS encounterId, j.news2, b.id AS bedId, b.code AS bedCode, w.id AS wardId, w.name AS wardName
     FROM encounters e LEFT JOIN journeys j ON j.id = e.id LEFT JOIN encounter_locations l ON l.lying_encounter_id = e.id
     LEFT JOIN beds b ON b.id = l.bed_id LEFT JOIN wards w ON w.id = COALESCE(l.ward_id, e.ward_id)
     WHERE e.patient_id = ? AND e.status = 'in-progress' AND e.class_code IN ('IMP', 'EMER') ORDER BY l.id IS NULL, e.period_start DESC, e.id DESC LIMIT 1`,
    [patientId],
  );
  return row ?? null;
}

export async function activeAllergies(act: Act, patientId: string): Promise<PatientHeader['allergies']> {
  const rows = await select<{ systemCode: string; code: string; criticality: string | null; category: string }>(
    act, "SELECT system_code AS systemCode, code, criticality, category FROM allergies WHERE patient_id = ? AND clinical_status = 'active' ORDER BY category = 'medication' DESC, id", [patientId]);
  const display = await loadDisplays(act, rows);
  return rows.map((row) => ({ display: display(row.systemCode, row.code), criticality: row.criticality, category: row.category }));
}
