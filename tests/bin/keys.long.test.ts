import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { contract } from '../../api/client';
import { openDatabase } from '../../db/connect';
import { type KeyStatus } from '../../db/keys/rotate';
import { makePatient } from '../factories/hospital';
import { KeyRing } from '../../keys/keyRing';
import { careway } from '../support/careway';
import { PlayedHospital } from '../support/playedHospital';
import { TEST_KEYS } from '../support/database';
import { openEverySealed } from '../support/sealedValues';

// Keys change while people work: a new master key k2 and a new data key, then k1 is taken away.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const NEW = `k2:${Buffer.alloc(32, 9).toString('base64')}`;
const BOTH = `${NEW},${TEST_KEYS}`;
let played: PlayedHospital;
let url: string;

beforeAll(async () => {
  played = await PlayedHospital.start({ CAREWAY_KEYS: TEST_KEYS }, []);
  url = played.hospital.record.url;
});
afterAll(() => played.hospital.stop());

const keys = (args: readonly string[], ring = BOTH) => careway(url, ['keys', ...args, '--json'], { CAREWAY_KEYS: ring });
const status = async () => JSON.parse((await keys(['status'])).stdout) as KeyStatus;

test('while a process does not know the new master key, nothing is rotated', async () => {
  const refused = await keys(['rotate']);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/do not know master key k2 yet/);
  expect((await status()).dataKeys.map(({ id, masterKey }) => [id, masterKey])).toEqual([['field-1', 'k1'], ['index-1', 'k1']]);
});

test('rotated while people write: killed half way it goes on, and afterwards everything reads without the old master key', async () => {
  await played.hospital.restart('api', { CAREWAY_KEYS: BOTH });
  for (let n = 0; n < 60; n += 1) await makePatient(played.hospital.record.database, { family: `Rotated${n}` });
  // People at work: they register and change patients from before the rotation until after it.
  let isOver = false;
  const registered: string[] = [];
  const working = (async () => {
    while (!isOver) {
      const { id, version } = await played.everybody.call(contract.createPatient, { body: { name: { family: `Written${registered.length}`, given: ['While'] }, birthDate: '1970-02-03', gender: 'female' }, idempotencyKey: `rotation-${registered.length}` });
      await played.everybody.call(contract.changePatient, { params: { patientId: id }, body: { version, birthDate: '1971-02-03' }, idempotencyKey: `rotation-${registered.length}-change` });
      registered.push(id);
    }
  })();

  const child = spawn(process.execPath, [join(__dirname, '..', '..', 'bin', 'careway'), 'keys', 'rotate', '--per-second', '400'], { env: { ...process.env, DATABASE_URL: url, CAREWAY_KEYS: BOTH, CAREWAY_HOME: '/nonexistent' }, stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((resolve) => child.stderr.on('data', (text: Buffer) => (/[1-9]\d* values sealed anew/.test(String(text)) ? resolve() : undefined)));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  const half = await status();
  expect(half.dataKeys.find(({ id }) => id === 'field-1')).toMatchObject({ masterKey: 'k2', retiredAt: null, values: expect.any(Number) });
  expect(half.dataKeys.find(({ id }) => id === 'field-1')?.values).toBeGreaterThan(0);
  expect(half.dataKeys.find(({ id }) => id === 'field-2')?.values).toBeGreaterThan(0);

  const ended = await keys(['rotate']);
  expect(ended).toMatchObject({ code: 0 });
  expect(JSON.parse(ended.stdout)).toMatchObject({ dataKey: 'field-2', resumed: true, rewrapped: 0 });
  isOver = true;
  await working;
  expect(registered.length).toBeGreaterThan(3);

  const done = await status();
  expect(done.masterKeys).toEqual([{ id: 'k2', newest: true, dataKeys: 3 }, { id: 'k1', newest: false, dataKeys: 0 }]);
  expect(done.dataKeys.find(({ id }) => id === 'field-1')).toMatchObject({ values: 0, retiredAt: expect.any(String) });

  await played.hospital.restart('api', { CAREWAY_KEYS: NEW });
  for (const [n, patientId] of registered.entries()) {
    expect(await played.everybody.call(contract.readPatient, { params: { patientId } })).toMatchObject({ nameParts: { family: `Written${n}` }, birthDate: '1971-02-03' });
  }
  const found = await played.everybody.call(contract.listPatients, { query: { q: 'Rotated59' } });
  expect(found.items).toHaveLength(1);
  expect(await careway(url, ['audit', 'verify', '--json'], { CAREWAY_KEYS: BOTH })).toMatchObject({ code: 0 });
});

test('every sealed value of the record opens in the place that the rotation knows for it', async () => {
  const database = await openDatabase(url, KeyRing.parse(NEW));
  const opened = await openEverySealed(database).finally(() => database.close());
  expect(opened.get('patients.name_enc')).toBeGreaterThan(60);
});
