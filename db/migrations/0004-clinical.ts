import { type Migration } from '../migration';

const clinical = `
      patient_id VARCHAR(36) NOT NULL,
      encounter_id VARCHAR(36) NULL,`;
const origin = `
      source VARCHAR(20) NOT NULL DEFAULT 'careway',
      source_key VARCHAR(40) NULL COMMENT 'stable digest of the imported row',
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),`;
const belongs = `
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (encounter_id) REFERENCES encounters (id)`;

/** What was found, ordered, given and written. Codes stand here; words about a patient are sealed. */
export const clinicalRecord: Migration = {
  name: '0004-clinical',
  up: [
    `CREATE TABLE conditions (
      id VARCHAR(36) PRIMARY KEY,${clinical}
      system_code VARCHAR(20) NOT NULL,
      code VARCHAR(40) NOT NULL,
      clinical_status VARCHAR(12) NOT NULL,
      onset_at DATETIME(3) NULL,
      abated_at DATETIME(3) NULL,
      rank_order INT NULL,
      present_on_admission VARCHAR(1) NULL,${origin}
      UNIQUE KEY conditions_source (source, source_key),
      KEY conditions_patient (patient_id, clinical_status),
      KEY conditions_encounter (encounter_id),${belongs}
    )`,
    `CREATE TABLE allergies (
      id VARCHAR(36) PRIMARY KEY,${clinical}
      system_code VARCHAR(20) NOT NULL,
      code VARCHAR(40) NOT NULL,
      kind VARCHAR(20) NOT NULL,
      category VARCHAR(20) NOT NULL,
      criticality VARCHAR(20) NULL,
      reactions JSON NULL COMMENT '[{system, code, severity}]',
      clinical_status VARCHAR(12) NOT NULL DEFAULT 'active',
      onset_at DATETIME(3) NULL,${origin}
      UNIQUE KEY allergies_source (source, source_key),
      KEY allergies_patient (patient_id, clinical_status),${belongs}
    )`,
    `CREATE TABLE service_requests (
      id VARCHAR(36) PRIMARY KEY,${clinical}
      category VARCHAR(20) NOT NULL,
      system_code VARCHAR(20) NOT NULL,
      code VARCHAR(40) NOT NULL,
      priority VARCHAR(10) NOT NULL DEFAULT 'routine',
      status VARCHAR(20) NOT NULL,
      round_number INT NOT NULL DEFAULT 1 COMMENT 'orders drawn together share a round',
      requester_id VARCHAR(36) NULL,
      ordered_at DATETIME(3) NOT NULL,
      completed_at DATETIME(3) NULL,
      replay JSON NULL COMMENT 'source keys of the past rows this order plays again',
      version INT NOT NULL DEFAULT 1,${origin}
      UNIQUE KEY service_requests_source (source, source_key),
      KEY service_requests_encounter (encounter_id, category, status),${belongs},
      FOREIGN KEY (requester_id) REFERENCES staff_users (id),
      CHECK (category IN ('laboratory', 'imaging', 'procedure', 'nursing')),
      CHECK (status IN ('draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error'))
    )`,
    `CREATE TABLE specimens (
      id VARCHAR(36) PRIMARY KEY,${clinical}
      service_request_id VARCHAR(36) NOT NULL UNIQUE,
      accession VARCHAR(30) NOT NULL UNIQUE,
      kind VARCHAR(30) NOT NULL,
      status VARCHAR(20) NOT NULL DEFAULT 'available',
      collected_at DATETIME(3) NULL,
      collected_by VARCHAR(36) NULL,
      received_at DATETIME(3) NULL,
      received_by VARCHAR(36) NULL,${belongs},
      FOREIGN KEY (service_request_id) REFERENCES service_requests (id)
    )`,
    `CREATE TABLE diagnostic_reports (
      id VARCHAR(36) PRIMARY KEY,${clinical}
      service_request_id VARCHAR(36) NULL UNIQUE,
      system_code VARCHAR(20) NOT NULL,
      code VARCHAR(40) NOT NULL,
      status VARCHAR(20) NOT NULL,
      issued_at DATETIME(3) NULL,
      performer_id VARCHAR(36) NULL,
      conclusion_enc BLOB NULL,
      version INT NOT NULL DEFAULT 1,${origin}
      UNIQUE KEY diagnostic_reports_source (source, source_key),
      KEY diagnostic_reports_encounter (encounter_id),${belongs},
      FOREIGN KEY (service_request_id) REFERENCES service_requests (id),
      CHECK (status IN ('registered', 'partial', 'preliminary', 'final', 'amended', 'corrected', 'cancelled', 'entered-in-error'))
    )`,
    `CREATE TABLE observations (
      id VARCHAR(36) PRIMARY KEY,${clinical}
      service_request_id VARCHAR(36) NULL,
      diagnostic_report_id VARCHAR(36) NULL,
      category VARCHAR(20) NOT NULL,
      system_code VARCHAR(20) NOT NULL,
      code VARCHAR(40) NOT NULL,
      status VARCHAR(20) NOT NULL DEFAULT 'final',
      value_number DECIMAL(18, 6) NULL,
      value_text_enc BLOB NULL,
      unit VARCHAR(30) NULL,
      reference_low DECIMAL(18, 6) NULL,
      reference_high DECIMAL(18, 6) NULL,
      interpretation VARCHAR(4) NULL COMMENT 'HL7 table 0078: N L H LL HH A AA',
      effective_at DATETIME(3) NOT NULL,
      performer_id VARCHAR(36) NULL,
      acknowledged_at DATETIME(3) NULL,
      acknowledged_by VARCHAR(36) NULL,${origin}
      UNIQUE KEY observations_source (source, source_key),
      KEY observations_patient (patient_id, code, effective_at),
      KEY observations_encounter (encounter_id, category, effective_at),
      KEY observations_request (service_request_id),${belongs},
      FOREIGN KEY (service_request_id) REFERENCES service_requests (id),
      FOREIGN KEY (diagnostic_report_id) REFERENCES diagnostic_reports (id)
    )`,
    `CREATE TABLE medication_requests (
      id VARCHAR(36) PRIMARY KEY,${clinical}
      system_code VARCHAR(20) NOT NULL,
      code VARCHAR(40) NOT NULL,
      intent VARCHAR(20) NOT NULL DEFAULT 'order',
      category VARCHAR(20) NOT NULL DEFAULT 'inpatient',
      status VARCHAR(20) NOT NULL,
      dose_quantity DECIMAL(12, 4) NULL,
      dose_unit VARCHAR(30) NULL,
      route VARCHAR(30) NULL,
      every_hours INT NULL COMMENT 'null: once',
      as_needed TINYINT NOT NULL DEFAULT 0,
      doses_planned INT NULL,
      reason_system VARCHAR(20) NULL,
      reason_code VARCHAR(40) NULL,
      unit_cost_cents BIGINT NULL,
      total_cost_cents BIGINT NULL,
      payer_coverage_cents BIGINT NULL,
      dispenses INT NULL,
      requester_id VARCHAR(36) NULL,
      authored_at DATETIME(3) NOT NULL,
      stopped_at DATETIME(3) NULL,
      verified_at DATETIME(3) NULL,
      verified_by VARCHAR(36) NULL,
      replay JSON NULL,
      version INT NOT NULL DEFAULT 1,${origin}
      UNIQUE KEY medication_requests_source (source, source_key),
      KEY medication_requests_encounter (encounter_id, status),
      KEY medication_requests_patient (patient_id, status),${belongs},
      CHECK (status IN ('draft', 'active', 'on-hold', 'cancelled', 'completed', 'stopped', 'entered-in-error'))
    )`,
    `CREATE TABLE medication_administrations (
      id VARCHAR(36) PRIMARY KEY,${clinical}
      medication_request_id VARCHAR(36) NOT NULL,
      dose_number INT NOT NULL,
      due_at DATETIME(3) NOT NULL,
      status VARCHAR(20) NOT NULL DEFAULT 'planned',
      given_at DATETIME(3) NULL,
      performer_id VARCHAR(36) NULL,
      reason_code VARCHAR(40) NULL,
      note_enc BLOB NULL,
      version INT NOT NULL DEFAULT 1,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      UNIQUE KEY one_dose_once (medication_request_id, dose_number),
      KEY medication_administrations_encounter (encounter_id, status, due_at),${belongs},
      FOREIGN KEY (medication_request_id) REFERENCES medication_requests (id),
      CHECK (status IN ('planned', 'completed', 'not-done', 'on-hold', 'entered-in-error'))
    )`,
    `CREATE TABLE procedures (
      id VARCHAR(36) PRIMARY KEY,${clinical}
      service_request_id VARCHAR(36) NULL UNIQUE,
      system_code VARCHAR(20) NOT NULL,
      code VARCHAR(40) NOT NULL,
      status VARCHAR(20) NOT NULL,
      performed_start DATETIME(3) NULL,
      performed_end DATETIME(3) NULL,
      performer_id VARCHAR(36) NULL,
      reason_system VARCHAR(20) NULL,
      reason_code VARCHAR(40) NULL,
      base_cost_cents BIGINT NULL,${origin}
      UNIQUE KEY procedures_source (source, source_key),
      KEY procedures_encounter (encounter_id),
      KEY procedures_patient (patient_id),${belongs},
      FOREIGN KEY (service_request_id) REFERENCES service_requests (id)
    )`,
    `CREATE TABLE clinical_notes (
      id VARCHAR(36) PRIMARY KEY,${clinical}
      kind VARCHAR(30) NOT NULL,
      status VARCHAR(12) NOT NULL,
      body_enc MEDIUMBLOB NOT NULL,
      author_id VARCHAR(36) NULL,
      signed_at DATETIME(3) NULL,
      amends_id VARCHAR(36) NULL,
      task_id VARCHAR(36) NULL,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      KEY clinical_notes_encounter (encounter_id, kind),${belongs},
      FOREIGN KEY (amends_id) REFERENCES clinical_notes (id)
    )`,
    `CREATE TABLE care_plans (
      id VARCHAR(36) PRIMARY KEY,${clinical}
      system_code VARCHAR(20) NOT NULL,
      code VARCHAR(40) NOT NULL,
      status VARCHAR(12) NOT NULL,
      period_start DATETIME(3) NULL,
      period_end DATETIME(3) NULL,
      reason_code VARCHAR(40) NULL,${origin}
      UNIQUE KEY care_plans_source (source, source_key),${belongs}
    )`,
    `CREATE TABLE immunizations (
      id VARCHAR(36) PRIMARY KEY,${clinical}
      system_code VARCHAR(20) NOT NULL,
      code VARCHAR(40) NOT NULL,
      occurred_at DATETIME(3) NOT NULL,
      base_cost_cents BIGINT NULL,${origin}
      UNIQUE KEY immunizations_source (source, source_key),${belongs}
    )`,
    `CREATE TABLE device_uses (
      id VARCHAR(36) PRIMARY KEY,${clinical}
      system_code VARCHAR(20) NOT NULL,
      code VARCHAR(40) NOT NULL,
      udi_enc VARBINARY(500) NULL,
      period_start DATETIME(3) NULL,
      period_end DATETIME(3) NULL,${origin}
      UNIQUE KEY device_uses_source (source, source_key),${belongs}
    )`,
    `CREATE TABLE supply_deliveries (
      id VARCHAR(36) PRIMARY KEY,${clinical}
      system_code VARCHAR(20) NOT NULL,
      code VARCHAR(40) NOT NULL,
      quantity INT NOT NULL,
      occurred_at DATETIME(3) NOT NULL,${origin}
      UNIQUE KEY supply_deliveries_source (source, source_key),${belongs}
    )`,
  ],
};
