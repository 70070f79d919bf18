import { createHash } from 'node:crypto';
import { newId } from '../../../db/newId';
import { connect } from '../servers/database-address';

/** Under this name the token of worker and notifier stands in the record. */
const NAME = 'worker and notifier';
const SHORTEST = 32;

/**
 * Puts the token that worker and notifier show the API on record, as its SHA-256 only. A new token replaces the one before;
 * one that an administrator has revoked stays revoked. Throws when it is too short to be a secret.
 */
export async function registerServiceToken(url: string, token: string): Promise<void> {
  if (token.length < SHORTEST) throw new Error(`CAREWAY_SERVICE_TOKEN must have at least ${SHORTEST} characters (openssl rand -hex 32).`);
  const hash = createHash('sha256').update(token).digest();
  const connection = await connect(url);
  try {
    await connection.query('INSERT INTO service_tokens (id, name, token_hash) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE token_hash = VALUES(token_hash)', [newId(), NAME, hash]);
  } finally {
    await connection.end();
  }
}
