import { type Migration } from '../migration';

/**
 * Who acts, what they may repeat safely, what must reach a workflow, and what was done.
 * IDs are VARCHAR(36) UUIDs (indexed generated columns may not rest on CHAR in MariaDB); times are UTC DATETIME(3); columns named *_enc hold sealed bytes (db/sealed.ts),
 * *_index hold keyed blind-index values, never the words themselves.
 */
export const trust: Migration = {
  name: '0001-trust',
  up: [
    `CREATE TABLE data_keys (
      id VARCHAR(40) PRIMARY KEY,
      purpose VARCHAR(20) NOT NULL,
      master_key_id VARCHAR(20) NOT NULL,
      wrapped_key VARBINARY(200) NOT NULL,
      retired_at DATETIME(3) NULL,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
    )`,
    `CREATE TABLE practitioners (
      id VARCHAR(36) PRIMARY KEY,
      npi VARCHAR(10) NULL UNIQUE,
      name VARCHAR(120) NOT NULL,
      specialty VARCHAR(80) NULL,
      source VARCHAR(20) NOT NULL DEFAULT 'careway',
      source_id VARCHAR(36) NULL,
      version INT NOT NULL DEFAULT 1,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      UNIQUE KEY practitioners_source (source, source_id)
    )`,
    `CREATE TABLE wards (
      id VARCHAR(36) PRIMARY KEY,
      code VARCHAR(20) NOT NULL UNIQUE,
      name VARCHAR(80) NOT NULL,
      specialty VARCHAR(80) NULL,
      version INT NOT NULL DEFAULT 1,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
    )`,
    `CREATE TABLE staff_users (
      id VARCHAR(36) PRIMARY KEY,
      username VARCHAR(60) NOT NULL UNIQUE,
      display_name VARCHAR(120) NOT NULL,
      email VARCHAR(190) NULL,
      phone VARCHAR(40) NULL,
      password_hash VARCHAR(255) NOT NULL,
      practitioner_id VARCHAR(36) NULL,
      patient_id VARCHAR(36) NULL COMMENT 'the portal login of a patient',
      disabled_at DATETIME(3) NULL,
      failed_attempts INT NOT NULL DEFAULT 0,
      locked_until DATETIME(3) NULL,
      quiet_from VARCHAR(5) NULL,
      quiet_until VARCHAR(5) NULL,
      version INT NOT NULL DEFAULT 1,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      FOREIGN KEY (practitioner_id) REFERENCES practitioners (id)
    )`,
    `CREATE TABLE staff_roles (
      user_id VARCHAR(36) NOT NULL,
      role VARCHAR(30) NOT NULL,
      PRIMARY KEY (user_id, role),
      KEY staff_roles_role (role),
      FOREIGN KEY (user_id) REFERENCES staff_users (id)
    )`,
    `CREATE TABLE staff_wards (
      user_id VARCHAR(36) NOT NULL,
      ward_id VARCHAR(36) NOT NULL,
      PRIMARY KEY (user_id, ward_id),
      FOREIGN KEY (user_id) REFERENCES staff_users (id),
      FOREIGN KEY (ward_id) REFERENCES wards (id)
    )`,
    `CREATE TABLE sessions (
      id VARCHAR(36) PRIMARY KEY,
      token_hash BINARY(32) NOT NULL UNIQUE,
      user_id VARCHAR(36) NOT NULL,
      user_agent VARCHAR(200) NULL,
      address VARCHAR(45) NULL,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      last_seen_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      expires_at DATETIME(3) NOT NULL,
      ended_at DATETIME(3) NULL,
      KEY sessions_user (user_id, ended_at),
      FOREIGN KEY (user_id) REFERENCES staff_users (id)
    )`,
    `CREATE TABLE service_tokens (
      id VARCHAR(36) PRIMARY KEY,
      name VARCHAR(60) NOT NULL UNIQUE,
      token_hash BINARY(32) NOT NULL UNIQUE,
      expires_at DATETIME(3) NULL,
      revoked_at DATETIME(3) NULL,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
    )`,
    `CREATE TABLE idempotency_keys (
      principal_id VARCHAR(36) NOT NULL,
      idempotency_key VARCHAR(190) NOT NULL,
      request_hash BINARY(32) NOT NULL,
      status SMALLINT NULL,
      response_enc MEDIUMBLOB NULL,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      PRIMARY KEY (principal_id, idempotency_key),
      KEY idempotency_keys_age (created_at)
    )`,
    `CREATE TABLE workflow_commands (
      id BIGINT AUTO_INCREMENT PRIMARY KEY,
      workflow_id VARCHAR(120) NOT NULL,
      kind VARCHAR(10) NOT NULL,
      name VARCHAR(60) NOT NULL,
      payload_enc MEDIUMBLOB NOT NULL,
      dedup_id VARCHAR(160) NOT NULL UNIQUE,
      state VARCHAR(12) NOT NULL DEFAULT 'pending',
      attempts INT NOT NULL DEFAULT 0,
      next_attempt_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      last_error VARCHAR(300) NULL,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      delivered_at DATETIME(3) NULL,
      KEY workflow_commands_lane (state, workflow_id, id),
      KEY workflow_commands_workflow (workflow_id, id),
      CHECK (kind IN ('start', 'signal', 'update', 'cancel')),
      CHECK (state IN ('pending', 'delivered', 'refused'))
    )`,
    `CREATE TABLE workflow_lanes (
      workflow_id VARCHAR(120) PRIMARY KEY,
      leased_by VARCHAR(60) NULL,
      leased_until DATETIME(3) NULL
    )`,
    `CREATE TABLE audit_chains (
      chain SMALLINT PRIMARY KEY,
      sequence BIGINT NOT NULL DEFAULT 0,
      head BINARY(32) NOT NULL
    )`,
    `CREATE TABLE audit_events (
      chain SMALLINT NOT NULL,
      sequence BIGINT NOT NULL,
      at DATETIME(3) NOT NULL,
      actor_id VARCHAR(36) NULL,
      actor_kind VARCHAR(10) NOT NULL,
      action VARCHAR(60) NOT NULL,
      resource_type VARCHAR(40) NOT NULL,
      resource_id VARCHAR(36) NULL,
      patient_id VARCHAR(36) NULL,
      outcome VARCHAR(12) NOT NULL,
      request_id VARCHAR(36) NULL,
      address VARCHAR(45) NULL,
      detail_enc MEDIUMBLOB NULL,
      hash BINARY(32) NOT NULL,
      PRIMARY KEY (chain, sequence),
      KEY audit_events_patient (patient_id, at),
      KEY audit_events_actor (actor_id, at),
      KEY audit_events_at (at)
    )`,
  ],
};
