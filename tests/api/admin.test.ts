import { contract } from '../../api/client';
import { AuditEvent, Incident, ServiceToken, StaffUser, Ward } from '../../db/models';
import { newId } from '../../db/newId';
import { makePatient } from '../factories/hospital';
import { type TestApi, startTestApi, type TestUser } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let admin: TestUser;
beforeAll(async () => {
  api = await startTestApi();
  admin = await api.as('administrator');
});
afterAll(() => api.stop());

let counter = 0;
const newNurse = () => ({ username: `nurse.${(counter += 1)}`, name: `Nora Nurse ${counter}`, roles: ['nurse' as const] });
const signIn = (username: string, password: string) => api.nobody().call(contract.signIn, { body: { username, password } });

async function lastAudit(action: string): Promise<{ row: AuditEvent; detail: { before: Record<string, unknown> | null; after: Record<string, unknown> } }> {
  const [row] = await AuditEvent.findAll({ where: { action }, order: [['at', 'DESC'], ['sequence', 'DESC']], limit: 1 });
  if (!row) throw new Error(`No ${action} in the audit trail`);
  const place = { table: 'audit_events', column: 'detail_enc', id: `${row.chain}/${row.sequence}` };
  return { row, detail: api.database.cipher.openJson(place, row.detailEnc) as never };
}

describe('users', () => {
  test('are let in with a one-time password that they replace', async () => {
    const body = newNurse();
    const { user, oneTimePassword } = await admin.client.call(contract.createUser, { body });
    expect(user).toMatchObject({ username: body.username, name: body.name, roles: ['nurse'], mustChangePassword: true, disabledAt: null });
    expect(oneTimePassword).toMatch(/^([A-HJKMNP-Z2-9]{4}-){3}[A-HJKMNP-Z2-9]{4}$/);
    const first = await signIn(body.username, oneTimePassword);
    expect(first.user.mustChangePassword).toBe(true);
    const other = await signIn(body.username, oneTimePassword);
    const client = api.nobody().withToken(first.token);
    const password = 'seven brown horses';
    const me = await client.call(contract.changePassword, { body: { currentPassword: oneTimePassword, newPassword: password } });
    expect(me).toMatchObject({ id: user.id, mustChangePassword: false });
    expect((await problemOf(api.nobody().withToken(other.token).call(contract.readSession, {}))).status).toBe(401);
    expect((await problemOf(signIn(body.username, oneTimePassword))).status).toBe(401);
    await signIn(body.username, password);
  });

  test('their password is kept by argon2id at OWASP’s parameters, and a one-time one runs out', async () => {
    const body = newNurse();
    const { user, oneTimePassword } = await admin.client.call(contract.createUser, { body });
    const row = await StaffUser.findByPk(user.id);
    expect(row?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await api.database.sequelize.query('UPDATE staff_users SET one_time_until = NOW(3) - INTERVAL 1 SECOND WHERE id = ?', { replacements: [user.id] });
    expect((await problemOf(signIn(body.username, oneTimePassword))).status).toBe(401);
  });

  test('a new password that is short, obvious or wrong about the old one is refused', async () => {
    const body = newNurse();
    const { oneTimePassword } = await admin.client.call(contract.createUser, { body });
    const client = api.nobody().withToken((await signIn(body.username, oneTimePassword)).token);
    const change = (currentPassword: string, newPassword: string) => problemOf(client.call(contract.changePassword, { body: { currentPassword, newPassword } }));
    expect((await change(oneTimePassword, 'short')).problem.errors?.[0]?.field).toBe('newPassword');
    expect((await change(oneTimePassword, `${body.username}-and-more`)).status).toBe(400);
    expect((await change(oneTimePassword, 'aaaaaaaaaaaaaaaa')).status).toBe(400);
    expect((await change('not the password', 'seven brown horses')).problem.type).toBe('urn:careway:problem:wrong-password');
    expect((await change(oneTimePassword, oneTimePassword)).problem.type).toBe('urn:careway:problem:same-password');
    for (let tries = 0; tries < 5; tries += 1) await change('not the password', 'seven brown horses');
    expect((await change(oneTimePassword, 'seven brown horses')).status).toBe(429);
  });

  test('are listed with roles, wards and when they were last seen; searched and paged', async () => {
    const wardId = newId();
    await Ward.create({ id: wardId, code: 'ADM', name: 'Admissions' });
    const names = ['Zoe Zander', 'Zoe Zephyr', 'Zoe_Zimmer'];
    for (const name of names) await admin.client.call(contract.createUser, { body: { ...newNurse(), name, wardIds: [wardId] } });
    const first = await admin.client.call(contract.listUsers, { query: { q: 'zoe', limit: 2, count: 'true' } });
    expect(first).toMatchObject({ total: 3, items: [{ name: 'Zoe Zander', wards: [{ id: wardId, name: 'Admissions' }] }, { name: 'Zoe Zephyr' }] });
    const second = await admin.client.call(contract.listUsers, { query: { q: 'zoe', limit: 2, cursor: first.nextCursor as string } });
    expect([second.items.map(({ name }) => name), second.nextCursor]).toEqual([['Zoe_Zimmer'], null]);
    expect((await admin.client.call(contract.listUsers, { query: { q: 'zoe_' } })).items).toHaveLength(1);
    expect((await admin.client.call(contract.listUsers, { query: { wardId, role: 'nurse' } })).items).toHaveLength(3);
    expect((await admin.client.call(contract.listUsers, { query: { wardId, role: 'coder' } })).items).toEqual([]);
    const self = await admin.client.call(contract.readUser, { params: { userId: admin.id } });
    expect(self.lastSeenAt).not.toBeNull();
    expect(self.openSessions).toBe(1);
  });

  test('a change of roles acts on the next request, and is on record with before and after', async () => {
    const nurse = await api.as('nurse');
    expect((await problemOf(nurse.client.call(contract.listUsers, {}))).status).toBe(403);
    const changed = await admin.client.call(contract.changeUserAccess, { params: { userId: nurse.id }, body: { version: 1, roles: ['manager', 'nurse'], wardIds: [] } });
    expect(changed).toMatchObject({ roles: ['manager', 'nurse'], version: 2 });
    await nurse.client.call(contract.listUsers, {});
    const { row, detail } = await lastAudit('user.access');
    expect([row.actorId, row.resourceId]).toEqual([admin.id, nurse.id]);
    expect(detail).toEqual({ before: { roles: ['nurse'], wardIds: [] }, after: { roles: ['manager', 'nurse'], wardIds: [] } });
    const stale = await problemOf(admin.client.call(contract.changeUserAccess, { params: { userId: nurse.id }, body: { version: 1, roles: ['nurse'], wardIds: [] } }));
    expect(stale).toMatchObject({ status: 409, problem: { currentVersion: 2 } });
  });

  test('a disabled user is out at once and cannot come back until enabled', async () => {
    const { user, oneTimePassword } = await admin.client.call(contract.createUser, { body: newNurse() });
    const client = api.nobody().withToken((await signIn(user.username, oneTimePassword)).token);
    const disabled = await admin.client.call(contract.disableUser, { params: { userId: user.id }, body: { version: 1, reason: 'Left the house' } });
    expect(disabled.disabledAt).not.toBeNull();
    expect((await problemOf(client.call(contract.readSession, {}))).status).toBe(401);
    expect((await problemOf(signIn(user.username, oneTimePassword))).status).toBe(401);
    expect((await lastAudit('user.disable')).detail).toMatchObject({ before: { disabledAt: null }, after: { reason: 'Left the house', sessionsEnded: 1 } });
    await admin.client.call(contract.enableUser, { params: { userId: user.id }, body: { version: disabled.version } });
    expect((await problemOf(client.call(contract.readSession, {}))).status).toBe(401); // the old session stays ended
    await signIn(user.username, oneTimePassword);
  });

  test('a reset password ends the sessions and the old password', async () => {
    const { user, oneTimePassword } = await admin.client.call(contract.createUser, { body: newNurse() });
    const client = api.nobody().withToken((await signIn(user.username, oneTimePassword)).token);
    const next = await admin.client.call(contract.resetPassword, { params: { userId: user.id } });
    expect((await problemOf(client.call(contract.readSession, {}))).status).toBe(401);
    expect((await problemOf(signIn(user.username, oneTimePassword))).status).toBe(401);
    await signIn(user.username, next.oneTimePassword);
    expect(await admin.client.call(contract.endUserSessions, { params: { userId: user.id } })).toEqual({ ended: 1 });
  });

  test('nobody takes the administrator role from themselves, disables themselves or resets their own password', async () => {
    const own = { params: { userId: admin.id } };
    const { version } = await admin.client.call(contract.readUser, own);
    const refusals = await Promise.all([
      problemOf(admin.client.call(contract.changeUserAccess, { ...own, body: { version, roles: ['manager'], wardIds: [] } })),
      problemOf(admin.client.call(contract.disableUser, { ...own, body: { version, reason: 'Tired' } })),
      problemOf(admin.client.call(contract.resetPassword, own)),
    ]);
    expect(refusals.map(({ status }) => status)).toEqual([422, 422, 422]);
  });

  test('two administrators who remove one another at the same moment leave one', async () => {
    for (let round = 0; round < 5; round += 1) {
      const pair = [await api.as('administrator'), await api.as('administrator')];
      const remove = async (by: TestUser, whom: TestUser) => {
        await by.client.call(contract.changeUserAccess, { params: { userId: whom.id }, body: { version: 1, roles: ['manager'], wardIds: [] } });
      };
      const outcomes = await Promise.allSettled([remove(pair[0] as TestUser, pair[1] as TestUser), remove(pair[1] as TestUser, pair[0] as TestUser)]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
  });

  test('a portal login says nothing of its patient where it stands, and greets them by name', async () => {
    const patient = await makePatient(api.database, { family: 'Lindgren', given: 'Astrid' });
    const body = { roles: ['patient' as const], patientId: patient.id };
    const { user, oneTimePassword } = await admin.client.call(contract.createUser, { body });
    expect(user).toMatchObject({ name: 'Patient', email: null, patientId: patient.id });
    expect(user.username).toMatch(/^portal-\d{10}$/);
    expect((await signIn(user.username, oneTimePassword)).user.name).toBe('Astrid Lindgren');
    const given = await problemOf(admin.client.call(contract.createUser, { body: { ...body, username: 'astrid.lindgren', name: 'Astrid Lindgren' } }));
    expect(given.problem.errors?.map(({ field }) => field)).toEqual(['username', 'name']);
    expect((await problemOf(admin.client.call(contract.createUser, { body: { ...body, roles: ['patient', 'nurse'] } }))).problem.errors?.[0]?.field).toBe('roles');
    expect((await problemOf(admin.client.call(contract.createUser, { body: { ...newNurse(), patientId: patient.id } }))).problem.errors?.[0]?.field).toBe('patientId');
    expect((await problemOf(admin.client.call(contract.createUser, { body: { roles: ['patient'], patientId: newId() } }))).problem.errors?.[0]?.field).toBe('patientId');
  });

  test('wrong input is refused with the field; a taken name is a conflict', async () => {
    const body = newNurse();
    await admin.client.call(contract.createUser, { body });
    expect((await problemOf(admin.client.call(contract.createUser, { body }))).problem.type).toBe('urn:careway:problem:username-taken');
    const fields = async (wrong: object) => (await problemOf(admin.client.call(contract.createUser, { body: { ...newNurse(), ...wrong } }))).problem.errors?.map(({ field }) => field);
    expect(await fields({ username: 'a b' })).toEqual(['username']);
    expect(await fields({ username: null, name: null })).toEqual(['username', 'name']);
    expect(await fields({ roles: ['service'] })).toEqual(['roles.0']);
    expect(await fields({ roles: [] })).toEqual(['roles']);
    expect(await fields({ wardIds: [newId()] })).toEqual(['wardIds.0']);
    expect((await problemOf(admin.client.call(contract.readUser, { params: { userId: newId() } }))).status).toBe(404);
  });

  test('managers and auditors see who may sign in and change nothing; others see nothing', async () => {
    for (const role of ['manager', 'auditor'] as const) {
      const user = await api.as(role);
      await user.client.call(contract.listUsers, {});
      expect((await problemOf(user.client.call(contract.createUser, { body: newNurse() }))).status).toBe(403);
    }
    expect((await problemOf((await api.as('nurse')).client.call(contract.listUsers, {}))).status).toBe(403);
    expect((await problemOf(api.nobody().call(contract.listUsers, {}))).status).toBe(401);
  });
});

describe('service tokens', () => {
  test('are shown once, kept as a hash, and revoked with effect on the next request', async () => {
    const { serviceToken, token } = await admin.client.call(contract.createServiceToken, { body: { name: 'Laboratory bridge' } });
    expect((await api.nobody().withToken(token).call(contract.readSession, {})).roles).toEqual(['service']);
    const { items } = await admin.client.call(contract.listServiceTokens, {});
    expect(items).toContainEqual({ ...serviceToken, lastUsedAt: expect.any(String) });
    expect(JSON.stringify(items)).not.toContain(token);
    const stored = await ServiceToken.findByPk(serviceToken.id);
    expect(stored?.tokenHash).toHaveLength(32);
    await admin.client.call(contract.revokeServiceToken, { params: { tokenId: serviceToken.id } });
    expect((await problemOf(api.nobody().withToken(token).call(contract.readSession, {}))).status).toBe(401);
    expect((await lastAudit('service-token.revoke')).row.resourceId).toBe(serviceToken.id);
    expect((await problemOf(admin.client.call(contract.createServiceToken, { body: { name: 'Laboratory bridge' } }))).status).toBe(409);
    expect((await problemOf(admin.client.call(contract.createServiceToken, { body: { name: 'Past', expiresAt: '2020-01-01T00:00:00Z' } }))).problem.errors?.[0]?.field).toBe('expiresAt');
  });

  test('no secret of an answer is kept in the record', async () => {
    const key = `secret-${newId()}`;
    const { oneTimePassword } = await admin.client.call(contract.createUser, { body: newNurse(), idempotencyKey: key });
    const [rows] = await api.database.sequelize.query('SELECT * FROM idempotency_keys WHERE idempotency_key = ?', { replacements: [key] });
    expect([rows, oneTimePassword.length]).toEqual([[], 19]);
  });
});

describe('the system page', () => {
  test('counts what is pending, refused, dead and stuck', async () => {
    const before = await admin.client.call(contract.readSystemHealth, {});
    expect(before).toMatchObject({ workflowCommands: { pending: 0, refused: 0, oldestPendingSeconds: null }, notifications: { dead: 0 }, incidents: { unsettled: 0, oldestOpenedAt: null } });
    expect(before.database.server).toMatch(/^\d+\./);
    expect(before.database.schema).toMatch(/^\d{4}-/);
    const query = (sql: string, replacements: unknown[] = []) => api.database.sequelize.query(sql, { replacements });
    const command = "INSERT INTO workflow_commands (workflow_id, kind, name, payload_enc, dedup_id, state, created_at) VALUES ('w', 'signal', 's', '', ?, ?, NOW(3) - INTERVAL 90 SECOND)";
    await query(command, ['a', 'pending']);
    await query(command, ['b', 'refused']);
    await query(command, ['c', 'delivered']);
    await query("INSERT INTO notifications (id, event_id, recipient_kind, recipient_id, channel, template, status, not_before) VALUES (?, 'e', 'staff', ?, 'app', 't', 'dead', NOW(3))", [newId(), admin.id]);
    const openedAt = new Date('2026-02-03T04:05:06.007Z');
    await Incident.create({ id: newId(), dedupId: 'i', workflowId: 'w', step: 's', errorClass: 'E', fingerprint: 'f', openedAt });
    const after = await admin.client.call(contract.readSystemHealth, {});
    expect(after).toMatchObject({ workflowCommands: { pending: 1, refused: 1 }, notifications: { dead: 1 }, incidents: { unsettled: 1, oldestOpenedAt: openedAt.toISOString() } });
    expect(after.workflowCommands.oldestPendingSeconds).toBeGreaterThanOrEqual(90);
    expect(after.workflowCommands.oldestPendingSeconds).toBeLessThan(150);
    expect(after.audit.events).toBe(await AuditEvent.count());
    expect((await problemOf((await api.as('nurse')).client.call(contract.readSystemHealth, {}))).status).toBe(403);
  });
});
