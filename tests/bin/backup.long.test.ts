import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { contract } from '../../api/client';
import { hospitalMoment } from '../../api/services/staff/hospitalZone';
import { keyedHash, KeyRing } from '../../keys/keyRing';
import { checkBackup } from '../../bin/backup/manifest';
import { careway, type Ended } from '../support/careway';
import { adminUrl, TEST_KEYS } from '../support/database';
import { OwnTemporal } from '../support/ownTemporal';
import { PlayedHospital } from '../support/playedHospital';
import { playJourney } from '../support/playJourney';

// A hospital on a database and a Temporal of its own, backed up while people work, then lost altogether.
vi.setConfig({ testTimeout: 420_000, hookTimeout: 420_000 });

const folder = mkdtempSync(join(tmpdir(), 'careway-backup-'));
const at = (...names: string[]) => join(folder, ...names);
const backup = at('monday');
const folders = { AUDIT_CHECKPOINT_DIR: at('audit'), EXCHANGE_DIR: at('exchange') };
const short = { answers: { 'place-orders': { plannedHours: 4, orderSet: 'acute-cardiac' } } };
let temporal: OwnTemporal;
let played: PlayedHospital;
let admin: Connection;
let database: string;
let url: string;

beforeAll(async () => {
  temporal = await OwnTemporal.start(folder);
  for (const place of ['outbound', 'inbound', 'processed', 'failed']) mkdirSync(at('exchange', place), { recursive: true });
  played = await PlayedHospital.start({ TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: 'default', ...folders });
  admin = await createConnection(adminUrl() ?? '');
  url = played.hospital.record.url;
  database = played.hospital.record.database.sequelize.getDatabaseName();
});

afterAll(async () => {
  await played.hospital.stop();
  await temporal.kill();
  await admin.end();
  rmSync(folder, { recursive: true, force: true });
});

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  careway(url, [...args, '--json'], { DATABASE_ADMIN_URL: url, ...folders, ...env });
const restore = (dir: string, ...more: string[]) => run(['restore', dir, '--temporal-file', temporal.file, ...more]);

async function ledger(): Promise<unknown> {
  const [rows] = await admin.query<RowDataPacket[]>(`SELECT COUNT(*) AS entries, CAST(COALESCE(SUM(cents), 0) AS CHAR) AS sum, CAST(COALESCE(SUM(GREATEST(cents, 0)), 0) AS CHAR) AS debit FROM ${database}.ledger_entries`);
  return rows[0];
}

/** As when the machine is gone: processes, record, Temporal. */
async function loseEverything(): Promise<void> {
  for (const name of ['worker', 'api'] as const) await played.hospital.kill(name);
  await temporal.kill();
  const connections = async () => (await admin.query<RowDataPacket[]>('SELECT ID AS id FROM information_schema.processlist WHERE DB = ?', [database]))[0];
  for (let open = await connections(); open.length > 0; open = await connections()) for (const { id } of open) await admin.query(`KILL ${Number(id)}`).catch(() => undefined);
  await admin.query(`DROP DATABASE ${database}`);
  await admin.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  for (const name of readdirSync(folder).filter((one) => one.startsWith('temporal.db'))) rmSync(at(name));
  for (const name of ['audit', 'exchange']) rmSync(at(name), { recursive: true });
}

const journeyIds: string[] = [];

test('people work on while a hospital is backed up, and the backup says of itself what it holds, and nothing of a patient', async () => {
  journeyIds.push(await played.admit({ family: 'Quillfeather' }), await played.admit({ family: 'Quillfeather' }));
  writeFileSync(at('exchange', 'processed', 'remittance.835'), 'ISA*00*');
  let isOver = false;
  let done = 0;
  const before = async () => {
    done += 1;
    if (isOver) throw new Error('the machine is gone');
  };
  const playing = journeyIds.map((journeyId) => playJourney(played.everybody, journeyId, { ...short, colleague: played.colleague, before }));
  const settled = Promise.allSettled(playing);
  while (done < 12) await new Promise((resolve) => setTimeout(resolve, 50));
  const ended = await run(['backup', backup, '--temporal-file', temporal.file]);
  const doneMeanwhile = done - 12;
  isOver = true;
  await settled;
  expect(ended).toMatchObject({ code: 0 });
  expect(doneMeanwhile).toBeGreaterThan(0);
  expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  const text = readFileSync(join(backup, 'manifest.json'), 'utf8');
  const manifest = JSON.parse(text) as { tables: Record<string, number>; keys: object; temporal: string; ledger: { sumCents: string; entries: number } };
  expect(manifest).toMatchObject({ temporal: 'copied', keys: { sealedWith: 'k1', wraps: ['k1'] }, ledger: { sumCents: '0' } });
  expect(manifest.tables).toMatchObject({ patients: 2, journeys: 2 });
  for (const name of readdirSync(backup)) expect(readFileSync(join(backup, name)).includes('Quillfeather')).toBe(false);
  expect(JSON.parse(ended.stdout)).toMatchObject({ folder: backup, keys: ['k1'], heldMs: expect.any(Number), bytes: expect.any(Number) });
});

test('a backup is verified by restoring it beside the record, which goes on', async () => {
  const ended = await run(['backup', '--verify', backup]);
  expect(ended).toMatchObject({ code: 0 });
  expect(JSON.parse(ended.stdout)).toMatchObject({ verified: true, auditEvents: expect.any(Number) });
  // The compliance page counts from the moment the backup shows, not from the look at it.
  const { takenAt } = JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8')) as { takenAt: string };
  const { probes } = await played.everybody.call(contract.readCompliance, {});
  expect(probes.find(({ name }) => name === 'backup')).toMatchObject({ standing: 'proven', says: `The last backup is of ${hospitalMoment(new Date(takenAt))}; the last one proved by restoring is of ${hospitalMoment(new Date(takenAt))}.` });
  const [checked] = await admin.query<RowDataPacket[]>(`SELECT DISTINCT DATE_FORMAT(checked_at, '%Y-%m-%dT%H:%i:%s.%f') AS at FROM ${database}.compliance_checks WHERE name IN ('backup-taken', 'backup-proved')`);
  expect(checked).toEqual([{ at: takenAt.replace('Z', '000') }]);
  const [left] = await admin.query<RowDataPacket[]>("SHOW DATABASES LIKE 'careway\\_restore%'");
  expect(left).toEqual([]);
});

/** The backup with something done to it. */
function spoiled(how: (copy: string) => void): string {
  const copy = at('spoiled');
  rmSync(copy, { recursive: true, force: true });
  cpSync(backup, copy, { recursive: true });
  how(copy);
  return copy;
}

function flip(file: string, where: (length: number) => number): void {
  const bytes = readFileSync(file);
  const place = where(bytes.length);
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

/** What only somebody with the keys could do: the manifest says what they want, and its proof is right. */
function forge(copy: string, change: (manifest: Record<string, unknown>) => void): void {
  const { proof: _proof, ...manifest } = JSON.parse(readFileSync(join(copy, 'manifest.json'), 'utf8')) as Record<string, unknown>;
  change(manifest);
  const proof = keyedHash(KeyRing.parse(TEST_KEYS).keyFor('backup-manifest'), JSON.stringify(manifest)).toString('hex');
  writeFileSync(join(copy, 'manifest.json'), JSON.stringify({ ...manifest, proof }));
}

function swapPieces(file: string): void {
  const bytes = readFileSync(file);
  const first = 5 + bytes.readUInt32BE(0);
  const second = 5 + bytes.readUInt32BE(first);
  writeFileSync(file, Buffer.concat([bytes.subarray(first, first + second), bytes.subarray(0, first), bytes.subarray(first + second)]));
}

test.each<[string, (copy: string) => void, RegExp]>([
  ['one bit of the record changed', (copy) => flip(join(copy, 'database.sealed'), (length) => Math.floor(length / 2)), /database\.sealed was changed at piece/],
  ['the end cut off', (copy) => truncateSync(join(copy, 'database.sealed'), readFileSync(join(copy, 'database.sealed')).length - 40), /database\.sealed is cut short/],
  ['pieces in another order', (copy) => swapPieces(join(copy, 'database.sealed')), /database\.sealed was changed at piece 0/],
  ['a file of its own under another name', (copy) => cpSync(join(copy, 'folders.sealed'), join(copy, 'temporal.sealed')), /temporal\.sealed was changed at piece 0/],
  ['a file missing', (copy) => rmSync(join(copy, 'temporal.sealed')), /temporal\.sealed is missing/],
  ['another number in the manifest', (copy) => writeFileSync(join(copy, 'manifest.json'), readFileSync(join(copy, 'manifest.json'), 'utf8').replace('"patients": 2', '"patients": 3')), /manifest\.json was changed/],
  ['half a manifest', (copy) => truncateSync(join(copy, 'manifest.json'), 200), /manifest\.json cannot be read/],
  ['a format of the future', (copy) => forge(copy, (manifest) => { manifest['format'] = 2; }), /has format 2 and this Careway reads 1/],
  ['a key that is not here', (copy) => forge(copy, (manifest) => { manifest['keys'] = { sealedWith: 'k1', wraps: ['k0', 'k1'] }; }), /needs key k0, which CAREWAY_KEYS does not have/],
])('a backup with %s is refused', async (_, how, sentence) => {
  const refused = await checkBackup(spoiled(how), KeyRing.parse(TEST_KEYS)).catch((error: unknown) => error);
  expect(refused).toMatchObject({ exitCode: 2, message: expect.stringMatching(sentence) });
});

test('a refused backup touches nothing; another key of the same name opens nothing; a hospital at work, a filled one, a folder that is there are left alone', async () => {
  const ended = await restore(spoiled((copy) => flip(join(copy, 'database.sealed'), (length) => length - 10)), '--replace');
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  const [[counted]] = await admin.query<RowDataPacket[]>(`SELECT COUNT(*) AS journeys FROM ${database}.journeys`);
  expect(Number(counted?.['journeys'])).toBe(2);
  const other = await run(['restore', backup, '--replace', '--temporal-file', temporal.file], { CAREWAY_KEYS: `k1:${Buffer.alloc(32, 8).toString('base64')}` });
  expect(other).toMatchObject({ code: 2 });
  expect(other.stderr).toMatch(/is another key of that name/);
  const atWork = await run(['restore', backup, '--replace', '--temporal-file', temporal.file], { CAREWAY_API_URL: played.hospital.apiUrl });
  expect(atWork).toMatchObject({ code: 2 });
  expect(atWork.stderr).toMatch(/is running: stop it first/);
  expect((await restore(backup, '--replace')).stderr).toMatch(/connections use the database/);
  expect(await run(['backup', backup])).toMatchObject({ code: 2 });
});

test('interrupted, a backup leaves nothing', async () => {
  const child = spawn(process.execPath, [join(__dirname, '..', '..', 'bin', 'careway'), 'backup', at('tuesday'), '--temporal-file', temporal.file], {
    env: { ...process.env, DATABASE_URL: url, DATABASE_ADMIN_URL: url, CAREWAY_KEYS: TEST_KEYS, CAREWAY_HOME: '/nonexistent', ...folders }, stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve) => child.stderr.on('data', (text: Buffer) => (text.includes('fixed the moment') ? resolve() : undefined)));
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('close', resolve));
  expect(existsSync(at('tuesday'))).toBe(false);
  expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
});

test('a hospital that was lost is restored, and every journey goes on to its end: nothing lost, nothing doubled', async () => {
  await loseEverything();
  const replayed = await restore(backup, '--until', new Date().toISOString());
  expect(replayed).toMatchObject({ code: 2, stderr: expect.stringContaining('kept no binary log') }); // the tests' server keeps none
  const restored = await restore(backup);
  expect(restored).toMatchObject({ code: 0, stderr: expect.stringContaining('putting it in place') });
  expect(JSON.parse(restored.stdout)).toMatchObject({ restored: true, temporal: 'copied' });
  expect(readFileSync(at('exchange', 'processed', 'remittance.835'), 'utf8')).toBe('ISA*00*');
  const manifest = JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8')) as { ledger: { entries: number; debitCents: string } };
  expect(await ledger()).toMatchObject({ entries: manifest.ledger.entries, debit: manifest.ledger.debitCents, sum: '0' });
  expect((await restore(backup)).stderr).toMatch(/There is a hospital already/);

  await temporal.start();
  await played.hospital.run('api');
  await played.hospital.run('worker');
  for (const ended of await Promise.all(journeyIds.map((journeyId) => playJourney(played.everybody, journeyId, { ...short, colleague: played.colleague })))) expect(ended.status).toBe('closed');
  for (const journeyId of journeyIds) expect(await played.lostOrDoubled(journeyId)).toEqual([]);
  expect(await run(['audit', 'verify'])).toMatchObject({ code: 0 });
});
