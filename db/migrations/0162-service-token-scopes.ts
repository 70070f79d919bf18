import { type Migration } from '../migration';

/** A service token may be limited to some policies, is renewed while the one before still holds, and shows when it was used. */
export const serviceTokenScopes: Migration = {
  name: '0162-service-token-scopes',
  up: [
    `ALTER TABLE service_tokens
      ADD COLUMN scopes VARCHAR(1000) NULL COMMENT 'policies, with commas between them; null: all of the role',
      ADD COLUMN previous_hash BINARY(32) NULL UNIQUE COMMENT 'the token before the last rotation',
      ADD COLUMN previous_until DATETIME(3) NULL,
      ADD COLUMN last_used_at DATETIME(3) NULL`,
  ],
};
