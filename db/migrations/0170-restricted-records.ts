import { type Migration } from '../migration';

/**
 * Records that do not open for everybody (FHIR meta.security, Consent), and the glass that is broken when a patient needs somebody
 * who does not look after them. A directive is never rewritten: it is withdrawn, and another is entered.
 */
export const restrictedRecords: Migration = {
  name: '0170-restricted-records',
  up: [
    `CREATE TABLE security_labels (
      id VARCHAR(36) PRIMARY KEY,
      patient_id VARCHAR(36) NOT NULL,
      encounter_id VARCHAR(36) NULL COMMENT 'null: the whole record',
      confidentiality CHAR(1) NOT NULL COMMENT 'v3-Confidentiality',
      sensitivity VARCHAR(8) NOT NULL COMMENT 'v3-ActCode, InformationSensitivityPolicy',
      reason_enc BLOB NULL,
      set_by VARCHAR(36) NOT NULL,
      set_at DATETIME(3) NOT NULL,
      ended_by VARCHAR(36) NULL,
      ended_at DATETIME(3) NULL,
      version INT NOT NULL DEFAULT 1,
      standing_key VARCHAR(90) GENERATED ALWAYS AS (CASE WHEN ended_at IS NULL THEN CONCAT(COALESCE(encounter_id, patient_id), '/', sensitivity) END) VIRTUAL,
      UNIQUE KEY one_standing_label (standing_key),
      KEY security_labels_patient (patient_id, ended_at),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (encounter_id) REFERENCES encounters (id),
      FOREIGN KEY (set_by) REFERENCES staff_users (id),
      FOREIGN KEY (ended_by) REFERENCES staff_users (id),
      CHECK (confidentiality IN ('R', 'V'))
    )`,
    `CREATE TABLE consents (
      id VARCHAR(36) PRIMARY KEY,
      patient_id VARCHAR(36) NOT NULL,
      scope VARCHAR(10) NOT NULL COMMENT 'access: who may open; sensitive: what only the care team sees; share: who is told',
      provision VARCHAR(6) NOT NULL,
      actor_user_id VARCHAR(36) NULL,
      actor_role VARCHAR(30) NULL,
      recipient VARCHAR(12) NULL,
      sensitivity VARCHAR(8) NULL,
      note_enc BLOB NULL,
      entered_by VARCHAR(36) NOT NULL,
      entered_at DATETIME(3) NOT NULL,
      withdrawn_by VARCHAR(36) NULL,
      withdrawn_at DATETIME(3) NULL,
      version INT NOT NULL DEFAULT 1,
      standing_key VARCHAR(90) GENERATED ALWAYS AS (CASE WHEN withdrawn_at IS NULL THEN CONCAT(patient_id, '/', scope, '/', COALESCE(actor_user_id, actor_role, recipient, sensitivity)) END) VIRTUAL,
      UNIQUE KEY one_standing_directive (standing_key),
      KEY consents_patient (patient_id, withdrawn_at),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (actor_user_id) REFERENCES staff_users (id),
      FOREIGN KEY (entered_by) REFERENCES staff_users (id),
      FOREIGN KEY (withdrawn_by) REFERENCES staff_users (id),
      CHECK (provision IN ('permit', 'deny')),
      CHECK ((scope = 'access' AND recipient IS NULL AND sensitivity IS NULL AND (actor_user_id IS NULL) <> (actor_role IS NULL))
        OR (scope = 'sensitive' AND provision = 'deny' AND sensitivity IS NOT NULL AND recipient IS NULL AND actor_user_id IS NULL AND actor_role IS NULL)
        OR (scope = 'share' AND recipient IS NOT NULL AND sensitivity IS NULL AND actor_user_id IS NULL AND actor_role IS NULL))
    )`,
    `CREATE TABLE glass_breaks (
      id VARCHAR(36) PRIMARY KEY,
      patient_id VARCHAR(36) NOT NULL,
      user_id VARCHAR(36) NOT NULL,
      reason VARCHAR(20) NOT NULL,
      words_enc BLOB NOT NULL,
      opened_at DATETIME(3) NOT NULL,
      ends_at DATETIME(3) NOT NULL,
      ended_at DATETIME(3) NULL COMMENT 'given back before its time',
      outcome VARCHAR(12) NULL,
      reviewed_by VARCHAR(36) NULL,
      reviewed_at DATETIME(3) NULL,
      version INT NOT NULL DEFAULT 1,
      KEY glass_breaks_user (user_id, ends_at),
      KEY glass_breaks_patient (patient_id, opened_at),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (user_id) REFERENCES staff_users (id),
      FOREIGN KEY (reviewed_by) REFERENCES staff_users (id),
      CHECK (ends_at > opened_at AND TIMESTAMPDIFF(SECOND, opened_at, ends_at) <= 3600),
      CHECK (outcome IN ('justified', 'unjustified')),
      CHECK ((outcome IS NULL) = (reviewed_at IS NULL))
    )`,
  ],
};
