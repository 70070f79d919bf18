import { type DoseOrder } from '../../../../domain/medicines/dailyDose';
import { type PatientFacts } from '../../../../domain/medicines/checkOrders';
import { type MedicineCategory } from '../../../../domain/medicines/prescription';
import { renalFunction } from '../../../../domain/medicines/renalFunction';
import { DAY_MS } from '../../../../domain/time';
import { type Act, select, selectOne } from '../../../http/act';
import { type Display, loadDisplays } from '../concepts';
import { loadPerson } from '../person';

/** LOINC: creatinine in serum or plasma, and in blood. */
const CREATININE = ['2160-0', '38483-4'] as const;
const BODY_WEIGHT = '29463-7';
/** Kidneys change within weeks, a weight within a year. */
const CREATININE_DAYS = 90;
const WEIGHT_DAYS = 365;

interface Row {
  readonly systemCode: string;
  readonly code: string;
  readonly doseQuantity: string | null;
  readonly doseUnit: string | null;
  readonly route: string | null;
  readonly everyHours: number | null;
  readonly asNeeded: number;
  readonly rateMlPerHour: string | null;
}

/**
 * What the check of an order asks about a patient: allergies, kidneys, and what is ordered already for the same place (the ward, or
 * home). Orders named in `except` are about to be replaced.
 */
export async function loadPatientFacts(act: Act, patientId: string, encounterId: string, category: MedicineCategory, except: readonly string[] = []): Promise<PatientFacts> {
  const person = await loadPerson(act, patientId);
  const allergies = await select<{ systemCode: string; code: string; category: string }>(
    act, "SELECT system_code AS systemCode, code, category FROM allergies WHERE patient_id = ? AND clinical_status = 'active'", [patientId]);
  const orders = await select<Row>(
    act,
    `SELECT system_code AS systemCode, code, dose_quantity AS doseQuantity, dose_unit AS doseUnit, route, every_hours AS everyHours, as_needed AS asNeeded, rate_ml_per_hour AS rateMlPerHour
     FROM medication_requests WHERE encounter_id = ? AND status IN ('active', 'on-hold') AND category = ? AND id NOT IN (?) ORDER BY authored_at, id`,
    [encounterId, category, except.length > 0 ? [...except] : ['-']],
  );
  const display = await loadDisplays(act, [...allergies, ...orders]);
  const [creatinine, weightKg] = [await latest(act, patientId, CREATININE, CREATININE_DAYS, 'mg/dL'), await latest(act, patientId, [BODY_WEIGHT], WEIGHT_DAYS, 'kg')];
  return {
    ageYears: person.ageYears,
    allergies: allergies.map((allergy) => ({ code: allergy.code, category: allergy.category, name: display(allergy.systemCode, allergy.code) })),
    current: orders.map((order) => asDoseOrder(order, display)),
    renal: renalFunction({ sex: person.sex, ageYears: person.ageYears, creatinine, weightKg }),
  };
}

function asDoseOrder(row: Row, display: Display): DoseOrder {
  const number = (value: string | null): number | null => (value === null ? null : Number(value));
  return { ...row, name: display(row.systemCode, row.code), doseQuantity: number(row.doseQuantity), rateMlPerHour: number(row.rateMlPerHour), asNeeded: row.asNeeded === 1 };
}

/** The newest value of one of these tests within so many days; null when there is none in this unit. */
async function latest(act: Act, patientId: string, codes: readonly string[], days: number, unit: string): Promise<number | null> {
  const row = await selectOne<{ value: string }>(
    act,
    `SELECT value_number AS value FROM observations WHERE patient_id = ? AND code IN (?) AND unit = ? AND effective_at >= ? AND value_number IS NOT NULL AND status <> 'entered-in-error'
     ORDER BY effective_at DESC, id DESC LIMIT 1`,
    [patientId, [...codes], unit, new Date(act.now.getTime() - days * DAY_MS)],
  );
  return row === null ? null : Number(row.value);
}
