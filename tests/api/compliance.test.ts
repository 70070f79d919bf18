import { contract } from '../../api/client';
import { importResults, type ResultsFile } from '../../api/services/compliance/importResults';
import { hospitalDay } from '../../api/services/staff/hospitalZone';
import { newId } from '../../db/newId';
import { makePatient } from '../factories/hospital';
import { type TestApi, startTestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

let api: TestApi;
let record: BillingDriver;
let auditor: TestUser;
beforeAll(async () => {
  api = await startTestApi();
  record = await BillingDriver.start(api);
  auditor = await api.as('auditor');
});
afterAll(() => api.stop());

const read = () => auditor.client.call(contract.readCompliance, {});
const control = async (id: string) => (await read()).frameworks.flatMap(({ controls }) => controls).find((one) => one.id === id);
const probe = async (name: string) => (await read()).probes.find((one) => one.name === name);
const SIGN_OUT = { file: 'tests/api/session.test.ts', name: 'session signing out ends the session', title: 'signing out ends the session' };
const keep = (status: 'passed' | 'failed', finishedAt: string, commit: string | null = 'c0ffee') => importResults({ database: api.database, transaction: null, now: new Date() }, { commit, finishedAt, tests: [{ ...SIGN_OUT, status }] } satisfies ResultsFile);

test('no control is shown by a result that was not recorded; a recorded one shows it with its time and commit, and an older one changes nothing', async () => {
  expect(await control('V7.4.1')).toMatchObject({ standing: 'unknown', tests: [{ standing: 'unknown', ranAt: null }] });
  await keep('passed', '2026-01-02T00:00:00.000Z');
  expect(await control('V7.4.1')).toMatchObject({ standing: 'proven', tests: [{ tests: 1, failed: 0, ranAt: '2026-01-02T00:00:00.000Z', commit: 'c0ffee' }] });
  await keep('failed', '2026-01-03T00:00:00.000Z', 'badc0de');
  await keep('passed', '2026-01-01T00:00:00.000Z');
  expect(await control('V7.4.1')).toMatchObject({ standing: 'broken', tests: [{ failed: 1, commit: 'badc0de' }] });
});

test('probes look at the hospital itself: rights, keys, seals, tokens, accounts', async () => {
  expect(await probe('audit-chain')).toMatchObject({ standing: 'unknown' });
  expect(await probe('sealed')).toMatchObject({ standing: 'unknown', says: 'Nothing is sealed yet.' });
  await makePatient(api.database);
  expect(await probe('sealed')).toMatchObject({ standing: 'proven' });
  expect(await probe('keys')).toMatchObject({ standing: 'proven' });
  expect(await probe('audit-rights')).toMatchObject({ standing: 'broken' }); // the tests' own user owns the record
  expect(await probe('transport')).toMatchObject({ standing: 'broken' });
  const [tokenId, noteId] = [newId(), newId()];
  expect(await probe('service-tokens')).toMatchObject({ standing: 'proven' });
  await record.rows("INSERT INTO service_tokens (id, name, token_hash, expires_at) VALUES (?, ?, ?, NOW(3) + INTERVAL 3 DAY)", [tokenId, tokenId, Buffer.alloc(32, 1)]);
  expect(await probe('service-tokens')).toMatchObject({ standing: 'broken', says: 'Tokens that have run out or do so within 14 days: 1.' });
  await record.rows("INSERT INTO safety_events (id, number, kind, harm, occurred_at, narrative_enc, reported_at) VALUES (?, 'plain', 'fall', 'none', NOW(3), 'Mrs Lowe slipped', NOW(3))", [noteId]);
  expect(await probe('sealed')).toMatchObject({ standing: 'broken', says: 'Not sealed: safety_events.narrative_enc.' });
  expect((await problemOf((await api.as('nurse')).client.call(contract.readCompliance, {}))).status).toBe(403);
});

test('a review of who holds which role: each kept or withdrawn by somebody else, with a reason; what is withdrawn is gone with the next request', async () => {
  const [first, second, nurse] = [await api.as('administrator'), await api.as('administrator'), await api.as('nurse', 'registrar')];
  expect(await probe('access-review')).toMatchObject({ standing: 'unknown' });
  const dueOn = hospitalDay(new Date(Date.now() + 86_400_000));
  const review = await first.client.call(contract.startAccessReview, { body: { dueOn } });
  expect((await problemOf(second.client.call(contract.startAccessReview, { body: { dueOn } }))).problem.type).toMatch(/:review-open$/);
  const params = { reviewId: review.id };
  const items = async () => (await first.client.call(contract.readAccessReview, { params, query: { limit: 200 } })).items;
  const decide = (by: TestUser, decision: 'kept' | 'withdrawn', ids: (string | undefined)[]) => by.client.call(contract.decideAccess, { params, body: { itemIds: ids.map((one) => one ?? ''), decision, reason: 'Asked the head of the ward' } });
  const of = (user: TestUser, role: string, all: Awaited<ReturnType<typeof items>>) => all.find((item) => item.user.id === user.id && item.role === role)?.id;
  const all = await items();
  expect((await problemOf(decide(first, 'kept', [of(first, 'administrator', all)]))).problem.type).toMatch(/:own-role$/);
  await nurse.client.call(contract.listPatients, {});
  const registers = () => nurse.client.call(contract.createPatient, { body: { name: { family: 'New', given: ['One'] }, birthDate: '2000-01-02', gender: 'other' } });
  await registers();
  await decide(second, 'withdrawn', [of(nurse, 'registrar', all)]);
  expect((await problemOf(registers())).status).toBe(403);
  await nurse.client.call(contract.listPatients, {}); // still a nurse
  const late = await problemOf(decide(first, 'kept', [of(nurse, 'registrar', all)]));
  expect([late.status, late.problem.holder?.id]).toEqual([409, second.id]);
  const administrators = all.filter(({ role }) => role === 'administrator').map(({ user }) => user.id);
  expect(administrators.length).toBeGreaterThanOrEqual(2);
  const manager = await api.as('manager');
  expect((await problemOf(decide(manager, 'withdrawn', all.filter(({ role }) => role === 'administrator').map(({ id }) => id)))).problem.type).toMatch(/:last-administrator$/);
  const open = async () => (await items()).filter(({ decision }) => decision === null);
  await decide(second, 'kept', (await open()).filter(({ user }) => user.id !== second.id).map(({ id }) => id));
  expect(await probe('access-review')).toMatchObject({ standing: 'unknown' });
  expect(await decide(first, 'kept', (await open()).map(({ id }) => id))).toMatchObject({ counts: { open: 0, withdrawn: 1 }, completedAt: expect.any(String) });
  expect(await probe('access-review')).toMatchObject({ standing: 'proven' });
  await record.rows('UPDATE access_reviews SET completed_at = NOW(3) - INTERVAL 181 DAY');
  expect(await probe('access-review')).toMatchObject({ standing: 'broken' });
  expect((await problemOf(nurse.client.call(contract.listAccessReviews, {}))).status).toBe(403);
});

test('probes say how old the last backup is, and which broken glass nobody has judged', async () => {
  expect([(await probe('backup'))?.standing, (await probe('glass-reviews'))?.standing]).toEqual(['unknown', 'proven']);
  const keep = (name: string, days: number) => record.rows("INSERT INTO compliance_checks (name, state, says, checked_at) VALUES (?, 'good', '', UTC_TIMESTAMP(3) - INTERVAL ? DAY) ON DUPLICATE KEY UPDATE checked_at = VALUES(checked_at)", [name, days]);
  await keep('backup-taken', 0);
  expect(await probe('backup')).toMatchObject({ standing: 'unknown' }); // taken, but nobody has proved one
  await keep('backup-proved', 6);
  expect(await probe('backup')).toMatchObject({ standing: 'proven' });
  await keep('backup-taken', 2);
  expect(await probe('backup')).toMatchObject({ standing: 'broken' });
  const [patient, nurse, id] = [await makePatient(api.database), await api.as('nurse'), newId()];
  await record.rows("INSERT INTO glass_breaks (id, patient_id, user_id, reason, words_enc, opened_at, ends_at) VALUES (?, ?, ?, 'emergency', ?, NOW(3) - INTERVAL 4 DAY, NOW(3) - INTERVAL 4 DAY + INTERVAL 1 HOUR)", [id, patient.id, nurse.id, api.database.cipher.seal({ table: 'glass_breaks', column: 'words_enc', id }, 'Needed treatment')]);
  expect(await probe('glass-reviews')).toMatchObject({ standing: 'broken', says: 'Not judged after 3 days: 1.' });
});

test('a wish to amend a record is late after 60 days, an extended one after 90', async () => {
  expect(await probe('amendments')).toMatchObject({ standing: 'proven' });
  const [patient, officer, id] = [await makePatient(api.database), await api.as('privacy-officer'), newId()];
  const sealed = (column: string) => api.database.cipher.seal({ table: 'amendments', column, id }, 'Words');
  await record.rows('INSERT INTO amendments (id, patient_id, entry_kind, entry_id, entry_enc, wanted_enc, reason_enc, asked_by, asked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NOW(3) - INTERVAL 61 DAY)', [id, patient.id, 'patient', patient.id, sealed('entry_enc'), sealed('wanted_enc'), sealed('reason_enc'), officer.id]);
  expect(await probe('amendments')).toMatchObject({ standing: 'broken', says: 'Past their date: 1.' });
  await record.rows('UPDATE amendments SET extended_at = NOW(3), extended_by = ?, extension_enc = ? WHERE id = ?', [officer.id, sealed('extension_enc'), id]);
  expect(await probe('amendments')).toMatchObject({ standing: 'proven' });
});
