import { type z } from 'zod';
import { newId } from '../../../db/newId';
import { type adminContract, type serviceToken } from '../../contract/admin';
import { type Act, execute, type Principal, select, selectOne } from '../../http/act';
import { conflict, invalid } from '../../http/problem';
import { type PolicyName, SERVICE_POLICIES } from '../../policies/table';
import { newToken } from '../token';

export type ServiceTokenInList = z.infer<typeof serviceToken>;

export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly previousUntil: Date | null;
}

const COLUMNS = 'id, name, scopes, created_at AS createdAt, expires_at AS expiresAt, revoked_at AS revokedAt, last_used_at AS lastUsedAt, previous_until AS previousUntil';
const SELECT = `SELECT ${COLUMNS} FROM service_tokens`;

/** Which process shows this token? The one before a rotation holds until its overlap ends. */
export async function findService(reader: Pick<Act, 'database' | 'transaction'>, hash: Buffer, now: Date): Promise<Principal | null> {
  const row = await selectOne<TokenRow>(
    reader, `${SELECT} WHERE (token_hash = ? OR (previous_hash = ? AND previous_until > ?)) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)`, [hash, hash, now, now]);
  if (!row) return null;
  // To the minute: a busy worker does not write with every request.
  if (!row.lastUsedAt || row.lastUsedAt < new Date(now.getTime() - 60_000)) await execute(reader, 'UPDATE service_tokens SET last_used_at = ? WHERE id = ?', [now, row.id]);
  return { kind: 'service', id: row.id, name: row.name, roles: ['service'], wardIds: [], patientId: null, sessionId: null, lacksSecondFactor: false, scopes: scopesOf(row) };
}

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
  const row: TokenRow = { id: newId(), name: body.name, scopes: body.scopes?.join(',') ?? null, createdAt: act.now, expiresAt, revokedAt: null, lastUsedAt: null, previousUntil: null };
  await execute(act, 'INSERT INTO service_tokens (id, name, scopes, token_hash, expires_at, created_at) VALUES (?)', [[row.id, row.name, row.scopes, hash, expiresAt, act.now]]);
  act.audits.push({ action: 'service-token.create', resourceType: 'service-token', resourceId: row.id, detail: { before: null, after: { name: row.name, scopes: body.scopes, expiresAt } } });
  return { serviceToken: present(act, row), token };
}

/** A new token under the same name. The old one holds for the overlap, so that processes change over one by one. */
export async function rotateServiceToken(act: Act, row: TokenRow, overlapMinutes: number): Promise<{ serviceToken: ServiceTokenInList; token: string }> {
  if (!isActive(act, row)) throw conflict('not-active', 'This token is revoked or has run out. Make another.');
  const { token, hash } = newToken();
  const previousUntil = new Date(act.now.getTime() + overlapMinutes * 60_000);
  await execute(act, 'UPDATE service_tokens SET previous_hash = token_hash, previous_until = ?, token_hash = ? WHERE id = ?', [previousUntil, hash, row.id]);
  act.audits.push({ action: 'service-token.rotate', resourceType: 'service-token', resourceId: row.id, detail: { before: { name: row.name }, after: { previousUntil } } });
  return { serviceToken: present(act, { ...row, previousUntil }), token };
}

/** Tokens are looked up on every request, so this acts on the next one, for the one before a rotation too. Revoked twice is revoked. */
export async function revokeServiceToken(act: Act, row: TokenRow): Promise<void> {
  if (row.revokedAt) return;
  await execute(act, 'UPDATE service_tokens SET revoked_at = ? WHERE id = ?', [act.now, row.id]);
  act.audits.push({ action: 'service-token.revoke', resourceType: 'service-token', resourceId: row.id, detail: { before: { name: row.name, revokedAt: null }, after: { revokedAt: act.now } } });
}

/** A scope that names no policy of today grants nothing. */
function scopesOf({ scopes }: Pick<TokenRow, 'scopes'>): PolicyName[] | null {
  return scopes === null ? null : SERVICE_POLICIES.filter((policy) => scopes.split(',').includes(policy));
}

function isActive(act: Act, row: TokenRow): boolean {
  return row.revokedAt === null && (row.expiresAt === null || row.expiresAt > act.now);
}

function present(act: Act, row: TokenRow): ServiceTokenInList {
  const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
  return {
    id: row.id, name: row.name, scopes: scopesOf(row), createdAt: row.createdAt.toISOString(), expiresAt: iso(row.expiresAt), revokedAt: iso(row.revokedAt), lastUsedAt: iso(row.lastUsedAt),
    previousUntil: row.previousUntil && row.previousUntil > act.now ? iso(row.previousUntil) : null, active: isActive(act, row),
  };
}
