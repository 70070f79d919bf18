import { type z } from 'zod';
import { type encountersContract } from '../../contract/encounters';
import { type Act, selectOne } from '../../http/act';
import { invalid, unprocessable } from '../../http/problem';
import { lockPatient } from '../clinical/patients/patientRow';
import { type StartedStay, startStay } from './admit';
import { hospitalDay } from '../staff/hospitalZone';

type Admission = z.output<typeof encountersContract.admitPatient.body>;

/** Admit a patient who is here now. */
export async function admitPatient(act: Act, admission: Admission): Promise<StartedStay> {
  const patient = await lockPatient(act, admission.patientId);
  if (!patient) throw unprocessable('no-patient', 'There is no such patient.', { errors: [{ field: 'patientId', message: 'Choose a patient.' }] });
  if (patient.deceasedAt) throw unprocessable('patient-deceased', 'This patient has died. Check that it is the right record.');
  if (admission.practitionerId) await requireRow(act, 'practitioners', admission.practitionerId, 'practitionerId', 'Choose a practitioner.');
  if (admission.orderSet && !(await selectOne(act, 'SELECT code FROM order_sets WHERE code = ? AND retired_at IS NULL', [admission.orderSet]))) throw invalid([{ field: 'orderSet', message: 'There is no such order set.' }]);
  return startStay(act, {
    patientId: patient.id, typeSystem: null, typeCode: null, reasonSystem: admission.reason.systemCode, reasonCode: admission.reason.code, practitionerId: admission.practitionerId ?? null,
    organizationId: await ownOrganization(act), coverageId: await chooseCoverage(act, admission), admitSource: admission.admitSource, orderSet: admission.orderSet ?? null,
    plannedHours: admission.plannedHours ?? null, replay: null,
  });
}

/** The coverage named, if it is this patient's; null: the patient pays; left out: the primary one that is active today. */
async function chooseCoverage(act: Act, { patientId, coverageId }: Admission): Promise<string | null> {
  if (coverageId === null) return null;
  const today = hospitalDay(act.now);
  const found = await selectOne<{ id: string }>(
    act,
    coverageId === undefined
      ? `SELECT id FROM coverages WHERE patient_id = :patientId AND status = 'active' AND period_start <= :today AND (period_end IS NULL OR period_end >= :today) ORDER BY rank_order, period_start DESC, id LIMIT 1`
      : 'SELECT id FROM coverages WHERE patient_id = :patientId AND id = :coverageId',
    { patientId, today, coverageId: coverageId ?? null },
  );
  if (!found && coverageId !== undefined) throw unprocessable('no-coverage', 'This is no coverage of this patient.', { errors: [{ field: 'coverageId', message: 'Choose a coverage of this patient.' }] });
  return found?.id ?? null;
}

async function requireRow(act: Act, table: 'practitioners', id: string, field: string, message: string): Promise<void> {
  if (!(await selectOne(act, `SELECT id FROM ${table} WHERE id = ?`, [id]))) throw unprocessable(`no-${field}`, 'There is no such record.', { errors: [{ field, message }] });
}

async function ownOrganization(act: Act): Promise<string | null> {
  return (await selectOne<{ id: string }>(act, 'SELECT id FROM organizations WHERE is_own = 1 LIMIT 1'))?.id ?? null;
}
