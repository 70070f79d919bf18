import { type Migration } from '../migration';

/** The tasks of the hundreds of patients that one name finds: which of them are whose work is read from the index alone. */
export const tasksPatientCovering: Migration = {
  name: '0068-tasks-patient-covering',
  up: ['ALTER TABLE tasks DROP INDEX tasks_patient, ADD INDEX tasks_patient (patient_id, is_open, due_at, role, ward_id)'],
};
