import { contract } from '../../api/client';
import { importResults, type ResultsFile } from '../../api/services/compliance/importResults';
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
