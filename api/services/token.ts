import { createHash, randomBytes } from 'node:crypto';

/** Tokens are 256 random bits, kept only as SHA-256: a stolen table signs nobody in. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
