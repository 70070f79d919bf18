import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Redis from 'ioredis';
import { type ApiClient, contract } from '../../api/client';
import { accepts } from '../../bin/launcher/ports';
import { makeJourney, makePatient } from '../factories/hospital';
import { TestHospital } from '../support/hospital';
import { freePort } from '../support/ports';

// Redis is emptied, then gone with all it held. The record remembers what is to be sent.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), 'careway-redis-'));
let port: number;
let server: ChildProcess;
let hospital: TestHospital;
let service: ApiClient;

async function startRedis(): Promise<void> {
  server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
  while (!(await accepts(port))) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function killRedis(): Promise<void> {
  const gone = once(server, 'exit');
  server.kill('SIGKILL');
  await gone;
}

beforeAll(async () => {
  port = await freePort();
  await startRedis();
  // It is noon in this hospital: nothing waits for the morning.
  const now = new Date();
  const env = { REDIS_URL: `redis://127.0.0.1:${port}/0`, HOSPITAL_UTC_OFFSET_MINUTES: String(720 - now.getUTCHours() * 60 - now.getUTCMinutes()), NOTIFIER_SWEEP_MS: '1000' };
  hospital = await TestHospital.start(['capture', 'notifier'], env);
  service = hospital.service();
});
afterAll(async () => {
  await hospital.stop();
  await killRedis();
  rmSync(folder, { recursive: true, force: true });
});

let number = 0;
async function remind(count: number): Promise<void> {
  const { database } = hospital.record;
  for (let n = 0; n < count; n += 1) {
    number += 1;
    const patient = await makePatient(database);
    const sealed = database.cipher.sealJson({ table: 'patients', column: 'contact_enc', id: patient.id }, { email: `p${number}@patients.example` });
    await database.sequelize.query("UPDATE patients SET contact_enc = ?, prefers_channel = 'email' WHERE id = ?", { replacements: [sealed, patient.id] });
    const { journeyId } = await makeJourney(database, { patient });
    expect(await service.call(contract.notifyPatient, { params: { encounterId: journeyId }, idempotencyKey: `gone-${number}`, body: { event: 'reminder-1', template: 'survey', appointmentId: null } })).toEqual({ notifications: 1 });
  }
}

async function captured(): Promise<{ repeats: number; messages: { to: string }[] }> {
  return (await fetch(`${hospital.captureUrl}/messages`)).json() as Promise<{ repeats: number; messages: { to: string }[] }>;
}

test('with Redis emptied, then gone, work goes on, and each message is sent once', async () => {
  await remind(4);
  await until(async () => (await delivered()) === 4);
  await hospital.kill('notifier');
  await remind(4);
  const redis = new Redis(port, '127.0.0.1');
  expect(await redis.dbsize()).toBeGreaterThan(0);
  await redis.flushall();
  redis.disconnect();
  await hospital.run('notifier');
  await killRedis();
  await remind(4);
  await startRedis();
  await until(async () => (await delivered()) === number);
  await new Promise((resolve) => setTimeout(resolve, 2_500)); // two more looks at the record: one too many would show
  const { repeats, messages } = await captured();
  expect(messages.map(({ to }) => to).sort()).toEqual(Array.from({ length: number }, (_, n) => `p${n + 1}@patients.example`).sort());
  expect(repeats).toBe(0);
});

async function delivered(): Promise<number> {
  const [rows] = await hospital.record.database.sequelize.query("SELECT COUNT(*) AS n FROM notifications WHERE status = 'delivered'");
  return Number((rows as { n: number }[])[0]?.n);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('It did not happen in time.');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
