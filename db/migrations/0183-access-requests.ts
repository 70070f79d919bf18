import { type Migration } from '../migration';

/** Patients asking for their record (45 CFR 164.524): by whom and when, and that it was given in time. */
export const accessRequests: Migration = {
  name: '0183-access-requests',
  up: [
    `CREATE TABLE access_requests (
      id VARCHAR(36) PRIMARY KEY,
      patient_id VARCHAR(36) NOT NULL,
      status VARCHAR(10) NOT NULL DEFAULT 'asked',
      form VARCHAR(10) NOT NULL COMMENT 'file or paper',
      asked_by VARCHAR(36) NOT NULL,
      asked_at DATETIME(3) NOT NULL,
      answered_by VARCHAR(36) NULL,
      answered_at DATETIME(3) NULL,
      answer_enc BLOB NULL,
      open_patient_id VARCHAR(36) GENERATED ALWAYS AS (CASE WHEN status = 'asked' THEN patient_id END) VIRTUAL,
      UNIQUE KEY one_open_access_request (open_patient_id),
      KEY access_requests_patient (patient_id, asked_at),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (asked_by) REFERENCES staff_users (id),
      FOREIGN KEY (answered_by) REFERENCES staff_users (id),
      CHECK (status IN ('asked', 'given')),
      CHECK (form IN ('file', 'paper')),
      CHECK ((status = 'given') = (answered_by IS NOT NULL))
    )`,
  ],
};
