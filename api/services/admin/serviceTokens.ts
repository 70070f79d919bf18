import { type z } from 'zod';
import { newId } from '../../../db/newId';
import { type adminContract, type serviceToken } from '../../contract/admin';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, invalid } from '../../http/problem';
import { newToken } from '../sessions';

export type ServiceTokenInList = z.infer<typeof serviceToken>;

export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

const SELECT = 'SELECT id, name, created_at AS createdAt, expires_at AS expiresAt, revoked_at AS revokedAt FROM service_tokens';

/** All tokens, the active ones first. A token itself is never shown again. */
export async function listServiceTokens(act: Act): Promise<ServiceTokenInList[]> {
  const rows = await select<TokenRow>(act, `${SELECT} ORDER BY revoked_at IS NOT NULL, name LIMIT 200`);
  return rows.map((row) => present(act, row));
}

export async function findServiceToken(act: Act, tokenId: string): Promise<TokenRow | null> {
  return selectOne<TokenRow>(act, `${SELECT} WHERE id = ?${act.transaction ? ' FOR UPDATE' : ''}`, [tokenId]);
}

/** Make a token; only its SHA-256 stays here. */
export async function createServiceToken(act: Act, body: z.output<typeof adminContract.createServiceToken.body>): Promise<{ serviceToken: ServiceTokenInList; token: string }> {
  const expiresAt = body.expiresAt ? new Date(body.expiresAt) : null;
  if (expiresAt && expiresAt <= act.now) throw invalid([{ field: 'expiresAt', message: 'This is past.' }]);
  if (await selectOne(act, 'SELECT id FROM service_tokens WHERE name = ?', [body.name])) throw conflict('name-taken', 'There is a token of this name, or there was one. Choose another.');
  const { token, hash } = newToken();
  const row: TokenRow = { id: newId(), name: body.name, createdAt: act.now, expiresAt, revokedAt: null };
  await execute(act, 'INSERT INTO service_tokens (id, name, token_hash, expires_at, created_at) VALUES (?)', [[row.id, row.name, hash, expiresAt, act.now]]);
  act.audits.push({ action: 'service-token.create', resourceType: 'service-token', resourceId: row.id, detail: { before: null, after: { name: row.name, expiresAt } } });
  return { serviceToken: present(act, row), token };
}

/** Tokens are looked up on every request, so this acts on the next one. Revoked twice is revoked. */
export async function revokeServiceToken(act: Act, row: TokenRow): Promise<void> {
  if (row.revokedAt) return;
  await execute(act, 'UPDATE service_tokens SET revoked_at = ? WHERE id = ?', [act.now, row.id]);
  act.audits.push({ action: 'service-token.revoke', resourceType: 'service-token', resourceId: row.id, detail: { before: { name: row.name, revokedAt: null }, after: { revokedAt: act.now } } });
}

function present(act: Act, row: TokenRow): ServiceTokenInList {
  return {
    id: row.id, name: row.name, createdAt: row.createdAt.toISOString(), expiresAt: row.expiresAt?.toISOString() ?? null, revokedAt: row.revokedAt?.toISOString() ?? null,
    active: row.revokedAt === null && (row.expiresAt === null || row.expiresAt > act.now),
  };
}
