import { randomUUID } from 'node:crypto';
import { type ApiClient, ApiUnreachable, contract } from '../../api/client';
import { createUser } from '../support/api';
import { TestHospital } from '../support/hospital';

// Two API processes behind whatever balances them; each is deployed anew while people work.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let hospital: TestHospital;
let instances: ApiClient[];
beforeAll(async () => {
  hospital = await TestHospital.start(['api', 'api-2']);
  const { token } = await createUser(hospital.record.database.cipher, hospital.nobody(), ['registrar']);
  instances = (['api', 'api-2'] as const).map((name) => hospital.nobody(name).withToken(token));
});
afterAll(() => hospital.stop());

const patient = (family: string) => ({ name: { family, given: ['Rolling'] }, birthDate: '1980-01-01', gender: 'female' as const });
const rows = async (sql: string, replacements: unknown[] = []) => (await hospital.record.database.sequelize.query(sql, { replacements }))[0] as { n: number }[];

test('a request under way when its process is told to end is answered', async () => {
  const { sequelize } = hospital.record.database;
  const [one] = instances as [ApiClient];
  const { id, version } = await one.call(contract.createPatient, { body: patient('Underway'), idempotencyKey: randomUUID() });
  const holding = await sequelize.transaction();
  await sequelize.query('SELECT id FROM patients WHERE id = ? FOR UPDATE', { replacements: [id], transaction: holding });
  const answer = one.call(contract.changePatient, { params: { patientId: id }, body: { version, birthDate: '1981-02-03' }, idempotencyKey: randomUUID() });
  await waitUntilLocked();
  const ended = hospital.end('api');
  await new Promise((resolve) => setTimeout(resolve, 300)); // it must not end before its request
  await holding.commit();
  expect(await answer).toMatchObject({ birthDate: '1981-02-03' });
  expect(await ended).toBe(0);
  await hospital.run('api');
});

test('a deployment of one after the other loses no request', async () => {
  const [failed, made] = [[] as unknown[], [] as string[]];
  let isOver = false;
  const person = async (number: number) => {
    for (let n = 0; !isOver; n += 1) {
      const call = { body: patient(`Person${number}`), idempotencyKey: `rolling-${number}-${n}` };
      for (let at = number + n; ; at += 1) {
        const client = instances[at % instances.length] as ApiClient;
        try {
          made.push((await client.call(contract.createPatient, call)).id);
          break;
        } catch (error) {
          if (error instanceof ApiUnreachable) continue; // the other one takes it, under the same key
          failed.push(error);
          break;
        }
      }
    }
  };
  const people = Array.from({ length: 8 }, (_, number) => person(number));
  for (const name of ['api', 'api-2'] as const) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await hospital.end(name)).toBe(0);
    await hospital.run(name);
  }
  isOver = true;
  await Promise.all(people);
  expect(failed).toEqual([]);
  expect(made.length).toBeGreaterThan(20);
  expect(new Set(made).size).toBe(made.length);
  const [keys] = await rows("SELECT COUNT(*) AS n FROM idempotency_keys WHERE idempotency_key LIKE 'rolling-%'");
  expect(Number(keys?.n)).toBe(made.length);
  const [patients] = await rows('SELECT COUNT(*) AS n FROM patients WHERE id IN (?)', [made]);
  expect(Number(patients?.n)).toBe(made.length);
});

async function waitUntilLocked(): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Number((await rows("SELECT COUNT(*) AS n FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"))[0]?.n) === 0) {
    if (Date.now() > deadline) throw new Error('The request never came to the lock.');
    await new Promise((resolve) => setTimeout(resolve, 250)); // the server looks anew only when nobody asked for 0.1 s
  }
}
