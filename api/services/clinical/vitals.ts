import { newId } from '../../../db/newId';
import { type News2, scoreNews2 } from '../../../domain/clinical/news2';
import { NEWS2_CODE, VITAL_CODES, type Vitals } from '../../../domain/clinical/vitals';
import { type FormValue, type FormValues } from '../../../domain/tasks/form';
import { type Act, execute } from '../../http/act';
import { type EncounterRow } from '../encounters/encounterRow';

/** HL7 table 0078 for a score: abnormal when it calls a clinician, critically abnormal when the risk is high. */
const SCORE_INTERPRETATION = { low: 'N', 'low-medium': 'A', medium: 'A', high: 'AA' } as const;

/**
 * Record one set of bedside observations: one Observation each, exactly as entered, all effective at the same moment, with
 * NEWS2 as an observation of its own. The journey shows the new score. Answers the facts the pathway branches on.
 */
export async function recordVitals(act: Act, encounter: EncounterRow, values: FormValues): Promise<Readonly<Record<string, FormValue>>> {
  const vitals = { ...values, spo2Scale2: encounter.spo2Scale === 2 } as unknown as Vitals;
  const news2 = scoreNews2(vitals);
  const rows: unknown[][] = [];
  const add = (systemCode: string, code: string, number: number | null, text: string | null, unit: string | null, interpretation: string | null = null): void => {
    const id = newId();
    const sealed = text === null ? null : act.database.cipher.seal({ table: 'observations', column: 'value_text_enc', id }, text);
    rows.push([id, encounter.patientId, encounter.id, 'vital-signs', systemCode, code, 'final', number, sealed, unit, interpretation, act.now, act.principal.id]);
  };
  for (const [name, { code, unit }] of Object.entries(VITAL_CODES)) {
    const value = values[name];
    if (typeof value === 'number') add('LOINC', code, value, null, unit);
    else if (typeof value === 'string') add('LOINC', code, null, value, unit);
    else if (typeof value === 'boolean') add('LOINC', code, null, value ? 'oxygen' : 'air', unit);
  }
  add(NEWS2_CODE.system, NEWS2_CODE.code, news2.total, null, '{score}', SCORE_INTERPRETATION[news2.risk]);
  await execute(
    act,
    `INSERT INTO observations (id, patient_id, encounter_id, category, system_code, code, status, value_number, value_text_enc, unit, interpretation, effective_at, performer_id) VALUES ${rows.map(() => '(?)').join(', ')}`,
    rows,
  );
  await execute(act, 'UPDATE journeys SET news2 = ?, updated_at = ? WHERE id = ?', [news2.total, act.now, encounter.id]);
  return { news2: news2.total, risk: news2.risk, singleParameter: hasSingleThree(news2) };
}

function hasSingleThree({ parts }: News2): boolean {
  return Object.values(parts).some((part) => part === 3);
}
