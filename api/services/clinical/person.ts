import { ageInDays, ageInYears } from '../../../domain/time';
import { type Act, selectOnce } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { hospitalDay } from '../staff/hospitalZone';

/** What clinical rules ask about a patient. */
export interface ClinicalPerson {
  readonly id: string;
  /** Administrative gender. */
  readonly sex: string;
  readonly ageYears: number;
  readonly ageDays: number;
  readonly isolation: string | null;
  readonly deceasedAt: Date | null;
}

export async function loadPerson(act: Act, patientId: string): Promise<ClinicalPerson> {
  const [row] = await selectOnce<{ sex: string; birthDateEnc: Buffer; isolation: string | null; deceasedAt: Date | null }>(
    act,
    'SELECT administrative_gender AS sex, birth_date_enc AS birthDateEnc, isolation, deceased_at AS deceasedAt FROM patients WHERE id = ?',
    [patientId],
  );
  if (!row) throw unprocessable('no-patient', 'This needs a patient, and there is none.');
  const birthDate = act.database.cipher.open({ table: 'patients', column: 'birth_date_enc', id: patientId }, row.birthDateEnc);
  const today = hospitalDay(act.now);
  return { id: patientId, sex: row.sex, ageYears: ageInYears(birthDate, today), ageDays: ageInDays(birthDate, today), isolation: row.isolation, deceasedAt: row.deceasedAt };
}
