import { type Coded, type PatientRecord } from '../../../interop/fhir/record';
import { type Act, select } from '../../http/act';
import { type Display, loadDisplays } from '../clinical/concepts';
import { readAmended } from '../amendments/amended';
import { standingLabels } from '../rights/labels';
import { type PatientName, type PatientRow } from '../clinical/patients/patientRow';

interface Code { readonly systemCode: string; readonly code: string }
type Stored<T, K extends string> = Omit<T, 'display' | K>;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const WHERE = 'WHERE x.patient_id = ?';
const CODE = 'x.system_code AS systemCode, x.code';

/** Everything on record of one patient, opened. Nothing of it is kept: it goes to who asked and is gone. */
export async function readRecord(act: Act, patient: PatientRow): Promise<PatientRecord> {
  const of = <T extends object>(columns: string, from: string, order: string) => select<T>(act, `SELECT ${columns} FROM ${from} ${WHERE} ORDER BY ${order}`, [patient.id]);
  const [encounters, conditions, allergies, observations, reports, prescriptions, administrations, notes, claims, labels, amendments] = await Promise.all([
    of<{ id: string; status: string; class: string; systemCode: string | null; code: string | null; start: Date; end: Date | null }>('x.id, x.status, x.class_code AS class, x.reason_system AS systemCode, x.reason_code AS code, x.period_start AS start, x.period_end AS end', 'encounters x', 'x.period_start, x.id'),
    of<Stored<PatientRecord['conditions'][number], 'onset' | 'abatement'> & { onset: Date | null; abatement: Date | null }>(`x.id, x.encounter_id AS encounterId, ${CODE}, x.clinical_status AS clinicalStatus, x.onset_at AS onset, x.abated_at AS abatement`, 'conditions x', 'x.onset_at, x.id'),
    of<Stored<PatientRecord['allergies'][number], never>>(`x.id, ${CODE}, x.clinical_status AS clinicalStatus, x.kind, x.category, x.criticality`, 'allergies x', 'x.id'),
    of<Stored<PatientRecord['observations'][number], 'text' | 'at' | 'value' | 'low' | 'high'> & { textEnc: Buffer | null; at: Date; value: string | null; low: string | null; high: string | null }>(
      `x.id, x.encounter_id AS encounterId, ${CODE}, x.status, x.category, x.value_number AS value, x.value_text_enc AS textEnc, x.unit, x.effective_at AS at, x.reference_low AS low, x.reference_high AS high, x.diagnostic_report_id AS reportId`, 'observations x', 'x.effective_at, x.id'),
    of<Stored<PatientRecord['reports'][number], 'issued'> & { issued: Date | null }>(`x.id, x.encounter_id AS encounterId, ${CODE}, x.status, x.issued_at AS issued`, 'diagnostic_reports x', 'x.issued_at, x.id'),
    of<Stored<PatientRecord['prescriptions'][number], 'dose' | 'authored' | 'asNeeded'> & { dose: string | null; authored: Date; asNeeded: number }>(`x.id, x.encounter_id AS encounterId, ${CODE}, x.status, x.dose_quantity AS dose, x.dose_unit AS unit, x.route, x.every_hours AS everyHours, x.as_needed AS asNeeded, x.authored_at AS authored`, 'medication_requests x', 'x.authored_at, x.id'),
    of<Stored<PatientRecord['administrations'][number], 'at'> & { at: Date }>("x.id, x.encounter_id AS encounterId, x.medication_request_id AS requestId, x.status, COALESCE(x.given_at, x.due_at) AS at, r.system_code AS systemCode, r.code", "medication_administrations x JOIN medication_requests r ON r.id = x.medication_request_id AND x.status <> 'planned'", 'x.due_at, x.id'),
    of<{ id: string; encounterId: string | null; kind: string; bodyEnc: Buffer; signed: Date | null }>('x.id, x.encounter_id AS encounterId, x.kind, x.body_enc AS bodyEnc, x.signed_at AS signed', "clinical_notes x", 'x.created_at, x.id'),
    of<Stored<PatientRecord['claims'][number], 'chargeCents' | 'created'> & { chargeCents: number | string; created: Date }>("x.id, x.encounter_id AS encounterId, x.number, x.type, x.status, p.name AS payer, DATE_FORMAT(x.service_from, '%Y-%m-%d') AS `from`, DATE_FORMAT(x.service_through, '%Y-%m-%d') AS through, x.charge_cents AS chargeCents, x.created_at AS created", 'claims x JOIN payers p ON p.id = x.payer_id', 'x.created_at, x.id'),
    standingLabels(act, patient.id),
    readAmended(act, patient.id),
  ]);
  const display = await loadDisplays(act, [...encounters, ...conditions, ...allergies, ...observations, ...reports, ...prescriptions, ...administrations]);
  const { cipher } = act.database;
  const number = (value: string | null): number | null => (value === null ? null : Number(value));
  return {
    patient: openPatient(act, patient),
    labels,
    amendments,
    encounters: encounters.map(({ systemCode, code, start, end, ...one }) => ({ ...one, start: start.toISOString(), end: iso(end), reason: systemCode !== null && code !== null ? { systemCode, code, display: display(systemCode, code) } : null })),
    conditions: conditions.map(({ onset, abatement, ...one }) => ({ ...coded(one, display), onset: iso(onset), abatement: iso(abatement) })),
    allergies: allergies.map((one) => coded(one, display)),
    observations: observations.map(({ textEnc, at, value, low, high, ...one }) => ({ ...coded(one, display), at: at.toISOString(), value: number(value), low: number(low), high: number(high), text: textEnc === null ? null : cipher.open({ table: 'observations', column: 'value_text_enc', id: one.id }, textEnc) })),
    reports: reports.map(({ issued, ...one }) => ({ ...coded(one, display), issued: iso(issued) })),
    prescriptions: prescriptions.map(({ dose, authored, asNeeded, ...one }) => ({ ...coded(one, display), dose: number(dose), asNeeded: Number(asNeeded) === 1, authored: authored.toISOString() })),
    administrations: administrations.map(({ at, ...one }) => ({ ...coded(one, display), at: at.toISOString() })),
    notes: notes.map(({ bodyEnc, signed, ...one }) => ({ ...one, signed: iso(signed), text: cipher.open({ table: 'clinical_notes', column: 'body_enc', id: one.id }, bodyEnc) })),
    claims: claims.map(({ chargeCents, created, ...one }) => ({ ...one, chargeCents: Number(chargeCents), created: created.toISOString() })),
  };
}

const coded = <T extends Code>(row: T, display: Display): T & Coded => ({ ...row, display: display(row.systemCode, row.code) });

function openPatient({ database: { cipher } }: Act, row: PatientRow): PatientRecord['patient'] {
  const place = (column: string) => ({ table: 'patients', column, id: row.id });
  const name = cipher.openJson<PatientName>(place('name_enc'), row.nameEnc);
  const contact = cipher.openJson<{ phone?: string | null; email?: string | null; address?: PatientRecord['patient']['address'] }>(place('contact_enc'), row.contactEnc);
  return {
    id: row.id, mrn: cipher.open(place('mrn_enc'), row.mrnEnc), family: name?.family ?? '', given: name?.given ?? [], birthDate: cipher.open(place('birth_date_enc'), row.birthDateEnc), gender: row.gender, deceasedAt: iso(row.deceasedAt),
    phone: contact?.phone ?? null, email: contact?.email ?? null, address: contact?.address ?? null,
  };
}
