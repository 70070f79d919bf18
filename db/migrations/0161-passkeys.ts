import { type Migration } from '../migration';

/** Passkeys (WebAuthn), and the challenges that passkeys and OpenID Connect answer: each once, and soon. */
export const passkeys: Migration = {
  name: '0161-passkeys',
  up: [
    `CREATE TABLE passkeys (
      id VARCHAR(36) PRIMARY KEY,
      user_id VARCHAR(36) NOT NULL,
      name_enc VARBINARY(500) NOT NULL COMMENT 'patients name theirs after themselves',
      credential_id VARBINARY(1023) NOT NULL,
      credential_hash BINARY(32) NOT NULL UNIQUE COMMENT 'SHA-256 of credential_id, which is too long for a key',
      public_key BLOB NOT NULL,
      counter BIGINT NOT NULL COMMENT 'the last one shown; one that goes back tells a copy',
      transports VARCHAR(120) NOT NULL,
      is_synced TINYINT NOT NULL,
      created_at DATETIME(3) NOT NULL,
      last_used_at DATETIME(3) NULL,
      suspended_at DATETIME(3) NULL COMMENT 'taken for a copy',
      KEY passkeys_user (user_id),
      FOREIGN KEY (user_id) REFERENCES staff_users (id)
    )`,
    `CREATE TABLE sign_in_challenges (
      challenge_hash BINARY(32) PRIMARY KEY,
      kind VARCHAR(20) NOT NULL,
      user_id VARCHAR(36) NULL COMMENT 'who must answer; null: anybody',
      created_at DATETIME(3) NOT NULL,
      expires_at DATETIME(3) NOT NULL,
      KEY sign_in_challenges_age (expires_at),
      FOREIGN KEY (user_id) REFERENCES staff_users (id),
      CHECK (kind IN ('passkey-sign-in', 'passkey-new', 'passkey-confirm', 'openid'))
    )`,
  ],
};
