import { hash } from '@node-rs/argon2';
import { Redis } from 'ioredis';
import { type AddressInfo } from 'node:net';
import pino from 'pino';
import { buildApp } from '../../api/app';
import { type ApiClient } from '../../api/client';
import { readConfig } from '../../api/config';
import { type Deps } from '../../api/deps';
import { type Announcement } from '../../api/http/act';
import { announceThrough } from '../../api/live/announce';
import { stopLive } from '../../api/live/stream';
import { buildRoutes } from '../../api/routes';
import { prepareAuditChains } from '../../api/services/auditTrail';
import { newToken } from '../../api/services/sessions';
import { type TemporalGateway } from '../../api/temporal/gateway';
import { type Database } from '../../db/connect';
import { newId } from '../../db/newId';
import { type FieldCipher } from '../../db/sealed';
import { ServiceToken, Session, StaffRole, StaffUser, StaffWard } from '../../db/models';
import { type Role } from '../../domain/roles';
import { needsSecondFactor } from '../../domain/signIn/secondFactor';
import { KeyRing } from '../../keys/keyRing';
import { ContractClient } from './contractClient';
import { createTestDatabase, TEST_KEYS } from './database';

export interface TestApi {
  readonly url: string;
  readonly database: Database;
  readonly databaseUrl: string;
  readonly deps: Deps;
  /** Workflow IDs the API wanted the relay to wake for, in order. */
  readonly woken: string[];
  readonly announced: Announcement[];
  /** A signed-in client of a new user with these roles. */
  as(...roles: Role[]): Promise<TestUser>;
  /** The same, belonging to these wards only. */
  onWards(wardIds: string[], ...roles: Role[]): Promise<TestUser>;
  /** A patient who signs in to their own record. */
  asPatient(patientId: string): Promise<TestUser>;
  service(): Promise<ApiClient>;
  nobody(): ApiClient;
  stop(): Promise<void>;
}

export interface TestUser {
  readonly client: ApiClient;
  readonly token: string;
  readonly id: string;
  readonly name: string;
  readonly username: string;
}

export const TEST_PASSWORD = 'correct horse battery staple';
/** The authenticator of every patient and privacy officer of the tests. */
export const TEST_TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
let hashed: Promise<string> | null = null;

/** The real API over a fresh real database, on a port of its own; Temporal is not connected (commands stay in the outbox). `live`: updates travel through the real Redis. */
export async function startTestApi(options: { clock?: () => Date; env?: Record<string, string>; gateway?: TemporalGateway; live?: boolean } = {}): Promise<TestApi> {
  const { database, url: databaseUrl, drop } = await createTestDatabase();
  const keys = KeyRing.parse(TEST_KEYS);
  const woken: string[] = [];
  const announced: Announcement[] = [];
  const config = readConfig({ DATABASE_URL: databaseUrl, CAREWAY_KEYS: TEST_KEYS, CAREWAY_DEMO: '1', SECOND_FACTOR_ROLES: 'patient', ...options.env });
  const redis = options.live ? new Redis(process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379') : null;
  const deps: Deps = {
    config, database, keys, redis, gateway: options.gateway ?? null,
    logger: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    onCommands: (ids) => void woken.push(...ids),
    onAnnouncements: (items) => {
      announced.push(...items);
      announceThrough(redis)(items);
    },
    onNotifications: () => undefined,
    clock: options.clock ?? (() => new Date()),
  };
  await prepareAuditChains({ database, transaction: null });
  const server = buildApp(deps, buildRoutes(config, deps.gateway)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const nobody = new ContractClient({ baseUrl: url });
  return {
    url, database, databaseUrl, deps, woken, announced,
    as: (...roles) => createUser(database.cipher, nobody, roles),
    onWards: (wardIds, ...roles) => createUser(database.cipher, nobody, roles, wardIds),
    asPatient: async (patientId) => {
      const user = await createUser(database.cipher, nobody, ['patient']);
      await StaffUser.update({ patientId }, { where: { id: user.id } });
      return user;
    },
    service: async () => {
      const { token, hash: tokenHash } = newToken();
      await ServiceToken.create({ id: newId(), name: `test-${token.slice(0, 8)}`, tokenHash });
      return nobody.withToken(token);
    },
    nobody: () => nobody,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (redis) stopLive();
      redis?.disconnect();
      await drop();
    },
  };
}

/** Whoever always needs a second factor can do nothing without one but set it up. */
function enrolled(cipher: FieldCipher, id: string): object {
  return { totpSecretEnc: cipher.seal({ table: 'staff_users', column: 'totp_secret_enc', id }, TEST_TOTP_SECRET), totpConfirmedAt: new Date() };
}

/** A new user with these roles, signed in; for tests that start an API of their own. */
export async function createUser(cipher: FieldCipher, nobody: ApiClient, roles: Role[], wardIds: string[] = []): Promise<TestUser> {
  hashed ??= hash(TEST_PASSWORD, { memoryCost: 1024, timeCost: 1, parallelism: 1 });
  const id = newId();
  const username = `u-${id.slice(-12)}`;
  const name = `Test ${roles.join(' ')} ${id.slice(-4)}`;
  await StaffUser.create({ id, username, displayName: name, passwordHash: await hashed, ...(needsSecondFactor(roles, []) ? enrolled(cipher, id) : {}) });
  await StaffRole.bulkCreate(roles.map((role) => ({ userId: id, role })));
  await StaffWard.bulkCreate(wardIds.map((wardId) => ({ userId: id, wardId })));
  const { token, hash: tokenHash } = newToken();
  await Session.create({ id: newId(), tokenHash, userId: id, twoFactor: 1, expiresAt: new Date(Date.now() + 3_600_000) });
  return { client: nobody.withToken(token), token, id, name, username };
}
