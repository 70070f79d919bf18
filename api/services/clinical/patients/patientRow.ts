import { type Act, selectOne } from '../../../http/act';

/** A name as stored; imported ones may lack parts. */
export interface PatientName {
  readonly family: string;
  readonly given: string[];
  readonly prefix?: string | null | undefined;
  readonly suffix?: string | null | undefined;
  readonly maiden?: string | null | undefined;
}

export interface PatientRow {
  readonly id: string;
  readonly mrnEnc: Buffer;
  readonly nameEnc: Buffer;
  readonly birthDateEnc: Buffer;
  readonly gender: 'female' | 'male' | 'other' | 'unknown';
  readonly contactEnc: Buffer | null;
  readonly demographicsEnc: Buffer | null;
  readonly deceasedAt: Date | null;
  readonly codeStatus: string;
  readonly isolation: string | null;
  readonly prefersChannel: string;
  readonly createdAt: Date;
  readonly version: number;
}

export const PATIENT_COLUMNS = `p.id, p.mrn_enc AS mrnEnc, p.name_enc AS nameEnc, p.birth_date_enc AS birthDateEnc, p.administrative_gender AS gender, p.contact_enc AS contactEnc,
  p.demographics_enc AS demographicsEnc, p.deceased_at AS deceasedAt, p.code_status AS codeStatus, p.isolation, p.prefers_channel AS prefersChannel, p.created_at AS createdAt, p.version`;

/** The patient, the row locked in a write; null when there is none, or when it was deleted. */
export async function lockPatient(act: Act, patientId: string): Promise<PatientRow | null> {
  return selectOne<PatientRow>(act, `SELECT ${PATIENT_COLUMNS} FROM patients p WHERE p.id = ? AND p.deleted_at IS NULL ${act.transaction ? 'FOR UPDATE' : ''}`, [patientId]);
}

/** How a patient stands to a record: their own or nobody's. */
export function ownRelation(act: Act, patientId: string): ('own')[] {
  return act.principal.patientId === patientId ? ['own'] : [];
}
