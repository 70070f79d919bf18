import { type Migration } from '../migration';

/** To whom a patient's record was told outside treatment, payment and operations (45 CFR 164.528). Never changed: what was entered wrongly stays, marked so. */
export const disclosures: Migration = {
  name: '0224-disclosures',
  up: [
    `CREATE TABLE disclosures (
      id VARCHAR(36) PRIMARY KEY,
      patient_id VARCHAR(36) NOT NULL,
      kind VARCHAR(20) NOT NULL COMMENT 'domain/privacy/disclosures',
      disclosed_on DATE NOT NULL,
      recipient_enc BLOB NOT NULL,
      what_enc BLOB NOT NULL,
      purpose_enc BLOB NOT NULL,
      suspended_until DATE NULL COMMENT 'an agency asked that the patient not be told before (164.528(a)(2))',
      recorded_by VARCHAR(36) NOT NULL,
      recorded_at DATETIME(3) NOT NULL,
      withdrawn_by VARCHAR(36) NULL,
      withdrawn_at DATETIME(3) NULL,
      withdrawn_reason_enc BLOB NULL,
      version INT NOT NULL DEFAULT 1,
      KEY disclosures_patient (patient_id, disclosed_on, id),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (recorded_by) REFERENCES staff_users (id),
      FOREIGN KEY (withdrawn_by) REFERENCES staff_users (id),
      CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
      CHECK ((withdrawn_at IS NULL) = (withdrawn_reason_enc IS NULL))
    )`,
  ],
};
