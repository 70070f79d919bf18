import { type Migration } from '../migration';

/** Patients, how to reach them, and who pays for them. Identifying fields are sealed; search goes through keyed tokens. */
export const patients: Migration = {
  name: '0002-patients',
  up: [
    `CREATE TABLE patients (
      id VARCHAR(36) PRIMARY KEY,
      mrn_enc VARBINARY(255) NOT NULL,
      mrn_index BINARY(32) NOT NULL UNIQUE,
      name_enc VARBINARY(1000) NOT NULL COMMENT 'JSON {family, given[], prefix, suffix, maiden}',
      birth_date_enc VARBINARY(255) NOT NULL,
      administrative_gender VARCHAR(10) NOT NULL,
      contact_enc BLOB NULL COMMENT 'JSON {phone, email, address{line,city,state,postalCode}}',
      demographics_enc BLOB NULL COMMENT 'JSON {race, ethnicity, maritalStatus, birthPlace, language}',
      deceased_at DATETIME(3) NULL,
      code_status VARCHAR(20) NOT NULL DEFAULT 'full',
      isolation VARCHAR(20) NULL,
      prefers_channel VARCHAR(10) NOT NULL DEFAULT 'email',
      source VARCHAR(20) NOT NULL DEFAULT 'careway',
      source_id VARCHAR(36) NULL,
      deleted_at DATETIME(3) NULL,
      version INT NOT NULL DEFAULT 1,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      UNIQUE KEY patients_source (source, source_id),
      CHECK (administrative_gender IN ('female', 'male', 'other', 'unknown'))
    )`,
    `CREATE TABLE patient_identifiers (
      id VARCHAR(36) PRIMARY KEY,
      patient_id VARCHAR(36) NOT NULL,
      system_code VARCHAR(30) NOT NULL,
      value_enc VARBINARY(255) NOT NULL,
      value_index BINARY(32) NOT NULL,
      UNIQUE KEY patient_identifiers_value (system_code, value_index),
      FOREIGN KEY (patient_id) REFERENCES patients (id)
    )`,
    `CREATE TABLE patient_contacts (
      id VARCHAR(36) PRIMARY KEY,
      patient_id VARCHAR(36) NOT NULL,
      relationship VARCHAR(30) NOT NULL,
      name_enc VARBINARY(1000) NOT NULL,
      telecom_enc VARBINARY(1000) NULL,
      FOREIGN KEY (patient_id) REFERENCES patients (id)
    )`,
    `CREATE TABLE patient_search_tokens (
      token BINARY(16) NOT NULL,
      patient_id VARCHAR(36) NOT NULL,
      PRIMARY KEY (token, patient_id),
      FOREIGN KEY (patient_id) REFERENCES patients (id)
    )`,
    `ALTER TABLE staff_users ADD FOREIGN KEY (patient_id) REFERENCES patients (id)`,
    `CREATE TABLE payers (
      id VARCHAR(36) PRIMARY KEY,
      payer_identifier VARCHAR(30) NOT NULL UNIQUE COMMENT 'NM109 of loop 2010BB',
      name VARCHAR(120) NOT NULL,
      kind VARCHAR(20) NOT NULL,
      source VARCHAR(20) NOT NULL DEFAULT 'careway',
      source_id VARCHAR(36) NULL,
      version INT NOT NULL DEFAULT 1,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      UNIQUE KEY payers_source (source, source_id)
    )`,
    `CREATE TABLE plans (
      id VARCHAR(36) PRIMARY KEY,
      payer_id VARCHAR(36) NOT NULL,
      code VARCHAR(40) NOT NULL UNIQUE,
      name VARCHAR(120) NOT NULL,
      rules JSON NOT NULL COMMENT 'the plan of the adjudication contract',
      version INT NOT NULL DEFAULT 1,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      FOREIGN KEY (payer_id) REFERENCES payers (id)
    )`,
    `CREATE TABLE coverages (
      id VARCHAR(36) PRIMARY KEY,
      patient_id VARCHAR(36) NOT NULL,
      payer_id VARCHAR(36) NOT NULL,
      plan_id VARCHAR(36) NOT NULL,
      member_number_enc VARBINARY(255) NOT NULL,
      member_number_index BINARY(32) NOT NULL,
      relationship VARCHAR(20) NOT NULL DEFAULT 'self',
      rank_order TINYINT NOT NULL DEFAULT 1 COMMENT '1 primary, 2 secondary',
      status VARCHAR(20) NOT NULL DEFAULT 'active',
      period_start DATE NOT NULL,
      period_end DATE NULL,
      version INT NOT NULL DEFAULT 1,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      UNIQUE KEY coverages_period (patient_id, rank_order, period_start, payer_id),
      KEY coverages_member (member_number_index),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (payer_id) REFERENCES payers (id),
      FOREIGN KEY (plan_id) REFERENCES plans (id),
      CHECK (period_end IS NULL OR period_end >= period_start)
    )`,
    `CREATE TABLE coverage_accumulators (
      coverage_id VARCHAR(36) NOT NULL,
      plan_year SMALLINT NOT NULL,
      deductible_individual_cents BIGINT NOT NULL DEFAULT 0,
      deductible_family_cents BIGINT NOT NULL DEFAULT 0,
      out_of_pocket_individual_cents BIGINT NOT NULL DEFAULT 0,
      out_of_pocket_family_cents BIGINT NOT NULL DEFAULT 0,
      version INT NOT NULL DEFAULT 1,
      PRIMARY KEY (coverage_id, plan_year),
      FOREIGN KEY (coverage_id) REFERENCES coverages (id)
    )`,
    `CREATE TABLE concepts (
      system_code VARCHAR(20) NOT NULL COMMENT 'SNOMED, LOINC, RXNORM, CVX, ICD10CM, ICD10PCS, HCPCS, REVENUE',
      code VARCHAR(40) NOT NULL,
      display VARCHAR(300) NOT NULL,
      PRIMARY KEY (system_code, code)
    )`,
    `CREATE TABLE code_crosswalk (
      source_system VARCHAR(20) NOT NULL,
      source_code VARCHAR(40) NOT NULL,
      target_system VARCHAR(20) NOT NULL,
      target_code VARCHAR(40) NOT NULL,
      confidence VARCHAR(12) NOT NULL DEFAULT 'equivalent',
      PRIMARY KEY (source_system, source_code, target_system, target_code)
    )`,
  ],
};
