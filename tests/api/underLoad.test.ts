import { randomUUID } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { type ApiProblem, contract } from '../../api/client';
import { startTestApi, type TestApi, type TestUser } from '../support/api';

// Fifty at once, and ten times what the record can take.
let api: TestApi;
let registrar: TestUser;
beforeAll(async () => {
  api = await startTestApi({ env: { DATABASE_POOL_SIZE: '20', API_REQUESTS_WAITING: '60', API_WAIT_MS: '60000' } });
  registrar = await api.as('registrar', 'billing');
});
afterAll(() => api.stop());

const body = (family: string, mrn?: string) => ({ name: { family, given: ['Fifty'] }, birthDate: '1980-01-01', gender: 'male' as const, ...(mrn ? { mrn } : {}) });
const rows = async (sql: string, replacements: unknown[] = []) => Number(((await api.database.sequelize.query(sql, { replacements }))[0][0] as { n: number }).n);
const settled = async <T>(calls: Promise<T>[]) => {
  const all = await Promise.allSettled(calls);
  return { done: all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])), refused: all.flatMap((one) => (one.status === 'rejected' ? [one.reason as ApiProblem] : [])) };
};

test('fifty requests with one key are one act: one effect, one event, forty-nine times its reply', async () => {
  const before = await rows("SELECT COUNT(*) AS n FROM audit_events WHERE action LIKE 'patient.%'");
  const idempotencyKey = randomUUID();
  const { done, refused } = await settled(Array.from({ length: 50 }, () => registrar.client.call(contract.createPatient, { body: body('Onekey'), idempotencyKey })));
  expect(refused).toEqual([]);
  expect(new Set(done.map(({ id }) => id)).size).toBe(1);
  expect(new Set(done.map(({ mrn }) => mrn)).size).toBe(1);
  expect(await rows('SELECT COUNT(*) AS n FROM patients')).toBe(1);
  expect(await rows('SELECT COUNT(*) AS n FROM idempotency_keys WHERE idempotency_key = ?', [idempotencyKey])).toBe(1);
  expect((await rows("SELECT COUNT(*) AS n FROM audit_events WHERE action LIKE 'patient.%'")) - before).toBe(1);
});

test('one key with fifty different requests is one act: the others are told so', async () => {
  const idempotencyKey = randomUUID();
  const { done, refused } = await settled(Array.from({ length: 50 }, (_, n) => registrar.client.call(contract.createPatient, { body: body(`Differs${n}`), idempotencyKey })));
  expect(done).toHaveLength(1);
  expect(refused.map(({ status, problem }) => [status, problem.type])).toEqual(Array.from({ length: 49 }, () => [409, 'urn:careway:problem:idempotency-key-reused']));
});

test('fifty keys for one business act have one effect', async () => {
  const before = await rows('SELECT COUNT(*) AS n FROM patients');
  const { done, refused } = await settled(Array.from({ length: 50 }, () => registrar.client.call(contract.createPatient, { body: body('Samemrn', 'MRN-FIFTY-1'), idempotencyKey: randomUUID() })));
  expect(done).toHaveLength(1);
  expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([409]));
  expect((await rows('SELECT COUNT(*) AS n FROM patients')) - before).toBe(1);
});

test('at ten times the load the API refuses at once and clearly what it cannot take, works through the rest, and stays alive', async () => {
  const { id, version } = await registrar.client.call(contract.createPatient, { body: body('Burst'), idempotencyKey: randomUUID() });
  const change = (n: number) => fetch(`${api.url}/api/v1/patients/${id}`, {
    method: 'PATCH', headers: { 'content-type': 'application/json', authorization: `Bearer ${registrar.token}`, 'idempotency-key': `burst-${n}` }, body: JSON.stringify({ version, birthDate: '1980-02-02' }),
  });
  // The record is slow: the patient is locked, and nobody comes through.
  const slow = await createConnection(api.databaseUrl);
  await slow.beginTransaction();
  await slow.query('SELECT id FROM patients WHERE id = ? FOR UPDATE', [id]);
  const answers: { n: number; status: number; retryAfter: string | null; type?: string }[] = [];
  const burst = Array.from({ length: 400 }, async (_, n) => {
    const answer = await change(n);
    answers.push({ n, status: answer.status, retryAfter: answer.headers.get('retry-after'), type: ((await answer.json()) as { type?: string }).type });
  });
  const fits = 2 * 20 + 60; // worked on, and waiting
  while (answers.length < 400 - fits) await new Promise((resolve) => setTimeout(resolve, 20));
  for (const answer of answers) expect(answer).toMatchObject({ status: 503, type: 'urn:careway:problem:busy', retryAfter: expect.stringMatching(/^[1-3]$/) });
  const refused = answers.length;
  expect(refused).toBe(400 - fits);
  await slow.rollback();
  await slow.end();
  await Promise.all(burst);
  const taken = answers.slice(refused).map(({ status }) => status);
  expect(taken.filter((status) => status === 200)).toHaveLength(1);
  expect(taken.filter((status) => status === 409)).toHaveLength(fits - 1);
  expect((await fetch(`${api.url}/health`)).status).toBe(200);
  // Who was refused and comes again under the same key is served.
  expect((await change(answers[0]?.n ?? 0)).status).toBe(409);
});
