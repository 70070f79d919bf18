import { spawnSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { contract } from '../../api/client';
import { writeCheckpoint } from '../../api/services/audit/checkpointWriter';
import { type AuditReport } from '../../api/services/audit/report';
import { verifyAudit } from '../../api/services/audit/verify';
import { type AuditRecord, auditHash, prepareAuditChains } from '../../api/services/auditTrail';
import { AuditEvent } from '../../db/models';
import { newId } from '../../db/newId';
import { KeyRing } from '../../keys/keyRing';
import { type TestApi, startTestApi, type TestUser } from '../support/api';
import { TEST_KEYS } from '../support/database';

const ROOT = resolve(__dirname, '..', '..');
let api: TestApi;
let folder: string;
let auditor: TestUser;
/** A chain with enough events to tamper with. */
let chain = -1;
let length = 0;

const query = (sql: string, replacements: unknown[] = []) => api.database.sequelize.query(sql, { replacements });
const checkpoint = () => writeCheckpoint({ database: api.database, keys: api.deps.keys, logger: api.deps.logger, folder });
const verify = () => verifyAudit(api.database.sequelize, api.deps.keys, folder);
const environment = () => ({ PATH: process.env['PATH'], HOME: process.env['HOME'], DATABASE_URL: api.databaseUrl, CAREWAY_KEYS: TEST_KEYS, AUDIT_CHECKPOINT_DIR: folder, CAREWAY_HOME: folder });

/** The second verifier, which shares no code with the first. */
function secondOpinion(): { status: number | null; report: { intact: boolean; events: number; problems: { chain: number | null; sequence: number | null; problem: string }[] } } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/support/auditVerifier.js'], { cwd: ROOT, encoding: 'utf8', env: environment() });
  if (stderr) throw new Error(stderr);
  return { status, report: JSON.parse(stdout) };
}

function careway(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['bin/careway', ...args], { cwd: ROOT, encoding: 'utf8', env: environment() });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'careway-audit-'));
  api = await startTestApi({ env: { AUDIT_CHECKPOINT_DIR: folder } });
  auditor = await api.as('auditor');
  for (let n = 0; n < 120; n += 1) await auditor.client.call(contract.listAuditEvents, { query: { limit: 1 } });
  await checkpoint();
  const [rows] = await query('SELECT chain, sequence FROM audit_chains ORDER BY sequence DESC LIMIT 1');
  ({ chain, sequence: length } = (rows as { chain: number; sequence: number }[])[0] ?? { chain, sequence: 0 });
  expect(length).toBeGreaterThan(7);
  await query('CREATE TABLE kept_events AS SELECT * FROM audit_events');
  await query('CREATE TABLE kept_chains AS SELECT * FROM audit_chains');
});

afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function restore(): Promise<void> {
  for (const table of ['events', 'chains']) {
    await query(`DELETE FROM audit_${table}`);
    await query(`INSERT INTO audit_${table} SELECT * FROM kept_${table}`);
  }
}

/** All events of the chain as they are hashed. */
async function records(): Promise<{ record: AuditRecord; hash: Buffer }[]> {
  const rows = await AuditEvent.findAll({ where: { chain }, order: [['sequence', 'ASC']] });
  return rows.map((row) => ({
    hash: row.hash,
    record: {
      chain: row.chain, sequence: Number(row.sequence), at: row.at.toISOString(), actorId: row.actorId, actorKind: row.actorKind, action: row.action, resourceType: row.resourceType,
      resourceId: row.resourceId, patientId: row.patientId, outcome: row.outcome, requestId: row.requestId, address: row.address, detail: row.detailEnc,
    },
  }));
}

/** Hash the chain anew after a change of one event, and set its head, as a thief would who has this key. */
async function rehash(key: Buffer, changedAt: number): Promise<void> {
  await query("UPDATE audit_events SET action = 'nothing' WHERE chain = ? AND sequence = ?", [chain, changedAt]);
  let previous: Buffer = Buffer.alloc(32);
  for (const { record, hash } of await records()) {
    previous = record.sequence < changedAt ? hash : auditHash(key, previous, record);
    await query('UPDATE audit_events SET hash = ? WHERE chain = ? AND sequence = ?', [previous, chain, record.sequence]);
  }
  await query('UPDATE audit_chains SET head = ? WHERE chain = ?', [previous, chain]);
}

/** Forget the last events so that the chain itself is sound. */
async function cutOff(events: number): Promise<void> {
  const kept = (await records())[length - events - 1];
  await query('DELETE FROM audit_events WHERE chain = ? AND sequence > ?', [chain, length - events]);
  await query('UPDATE audit_chains SET sequence = ?, head = ? WHERE chain = ?', [length - events, kept?.hash, chain]);
}

async function empty(): Promise<void> {
  await query('DELETE FROM audit_events');
  await query('DELETE FROM audit_chains');
  await prepareAuditChains({ database: api.database, transaction: null }); // as the API does at its next start
}

/** What is done to the trail, and the first event at which it must show. */
const TAMPERS: readonly (readonly [name: string, tamper: () => Promise<unknown>, place: () => { chain: number; sequence: number } | null])[] = [
  ['a changed event', () => query("UPDATE audit_events SET action = 'task.read' WHERE chain = ? AND sequence = 4", [chain]), () => ({ chain, sequence: 4 })],
  ['a changed time', () => query('UPDATE audit_events SET at = at + INTERVAL 1 HOUR WHERE chain = ? AND sequence = 4', [chain]), () => ({ chain, sequence: 4 })],
  ['a changed sealed detail', () => query("UPDATE audit_events SET detail_enc = 'x' WHERE chain = ? AND sequence = 4", [chain]), () => ({ chain, sequence: 4 })],
  ['a deletion in the middle', () => query('DELETE FROM audit_events WHERE chain = ? AND sequence = 4', [chain]), () => ({ chain, sequence: 4 })],
  ['a deletion in the middle, closed up', async () => {
    await query('DELETE FROM audit_events WHERE chain = ? AND sequence = 4', [chain]);
    await query('UPDATE audit_events SET sequence = sequence - 1 WHERE chain = ? AND sequence > 4 ORDER BY sequence', [chain]);
    await query('UPDATE audit_chains SET sequence = sequence - 1 WHERE chain = ?', [chain]);
  }, () => ({ chain, sequence: 4 })],
  ['a deletion at the start', () => query('DELETE FROM audit_events WHERE chain = ? AND sequence <= 2', [chain]), () => ({ chain, sequence: 1 })],
  ['a cut-off end', () => query('DELETE FROM audit_events WHERE chain = ? AND sequence > ?', [chain, length - 2]), () => ({ chain, sequence: length - 1 })],
  ['a cut-off end with a mended head', () => cutOff(2), () => ({ chain, sequence: length - 1 })],
  ['two events in each other’s place', async () => {
    await query('UPDATE audit_events SET sequence = 1000000 WHERE chain = ? AND sequence = 3', [chain]);
    await query('UPDATE audit_events SET sequence = 3 WHERE chain = ? AND sequence = 5', [chain]);
    await query('UPDATE audit_events SET sequence = 5 WHERE chain = ? AND sequence = 1000000', [chain]);
  }, () => ({ chain, sequence: 3 })],
  ['a chain hashed anew without the key', () => rehash(randomBytes(32), 4), () => ({ chain, sequence: 4 })],
  ['a chain hashed anew with the key', () => rehash(api.deps.keys.keyFor('audit-chain'), 4), () => ({ chain, sequence: length })],
  ['an emptied chain', async () => {
    await query('DELETE FROM audit_events WHERE chain = ?', [chain]);
    await query('UPDATE audit_chains SET sequence = 0, head = ? WHERE chain = ?', [Buffer.alloc(32), chain]);
  }, () => ({ chain, sequence: 1 })],
  ['an emptied trail', empty, () => ({ chain: 0, sequence: 1 })],
  ['a deleted head', () => query('DELETE FROM audit_chains WHERE chain = ?', [chain]), () => ({ chain, sequence: 1 })],
];

describe('the verifier', () => {
  afterEach(restore);

  test('finds nothing wrong with a trail as it was written, and says so by exit code 0', async () => {
    const report = await verify();
    expect(report).toMatchObject({ intact: true, problems: [], warnings: [], chains: 16, events: await AuditEvent.count(), checkpoint: { number: 1 } });
    expect(secondOpinion()).toMatchObject({ status: 0, report: { intact: true, events: report.events, problems: [] } });
    const command = careway('audit', 'verify', '--json');
    expect(command).toMatchObject({ status: 0, stderr: '' });
    // The tests' database user owns everything, which the command notices.
    expect({ ...(JSON.parse(command.stdout) as AuditReport), warnings: [] }).toEqual(report);
    expect((JSON.parse(command.stdout) as AuditReport).warnings).toEqual([expect.stringContaining('may delete audit events')]);
  });

  test('goes on while events are being written', async () => {
    const writes = Array.from({ length: 30 }, () => auditor.client.call(contract.listAuditEvents, { query: { limit: 1 } }));
    for (let n = 0; n < 5; n += 1) expect((await verify()).problems).toEqual([]);
    await Promise.all(writes);
  });

  // pains.md, Security: "Row checksums that miss deletions (openemr#12118)".
  test.each(TAMPERS)('finds %s, and the second verifier does too', async (_name, tamper, place) => {
    await tamper();
    const report = await verify();
    expect(report.intact).toBe(false);
    expect(report.problems).toContainEqual(expect.objectContaining(place()));
    const second = secondOpinion();
    expect(second.status).toBe(1);
    expect(second.report.problems).toContainEqual(expect.objectContaining(place()));
  });

  test('the command exits 1 with the place', async () => {
    await cutOff(3);
    const command = careway('audit', 'verify', '--json');
    expect(command.status).toBe(1);
    expect(JSON.parse(command.stdout)).toMatchObject({ intact: false, problems: [{ kind: 'cut-off', chain, sequence: length - 2 }] });
    expect(careway('audit', 'verify').stdout).toContain(`Chain ${chain} ends at event ${length - 3}`);
  });

  test('finds dropped tables', async () => {
    await query('RENAME TABLE audit_events TO stolen');
    try {
      expect(await verify()).toMatchObject({ intact: false, problems: [{ kind: 'missing' }] });
    } finally {
      await query('RENAME TABLE stolen TO audit_events');
    }
  });

  test('follows a chain across a change of the master key', async () => {
    const rotated = KeyRing.parse(`k2:${Buffer.alloc(32, 9).toString('base64')},${TEST_KEYS}`);
    expect((await verifyAudit(api.database.sequelize, rotated, folder)).problems).toEqual([]);
    const [last] = (await records()).slice(-1);
    const record = { ...(last as { record: AuditRecord }).record, sequence: length + 1 };
    const hash = auditHash(rotated.keyFor('audit-chain'), (last as { hash: Buffer }).hash, record);
    await AuditEvent.create({ ...record, at: new Date(record.at), detailEnc: record.detail, hash });
    await query('UPDATE audit_chains SET sequence = ?, head = ? WHERE chain = ?', [length + 1, hash, chain]);
    expect((await verifyAudit(api.database.sequelize, rotated, folder)).problems).toEqual([]);
    const again = auditHash(rotated.keyFor('audit-chain', 'k1'), hash, { ...record, sequence: length + 2 }); // with the key that was retired
    await AuditEvent.create({ ...record, sequence: length + 2, at: new Date(record.at), detailEnc: record.detail, hash: again });
    await query('UPDATE audit_chains SET sequence = ?, head = ? WHERE chain = ?', [length + 2, again, chain]);
    expect((await verifyAudit(api.database.sequelize, rotated, folder)).problems).toMatchObject([{ kind: 'changed', chain, sequence: length + 2 }]);
  });
});

describe('checkpoints', () => {
  const file = () => join(folder, readdirSync(folder).filter((name) => name.endsWith('.jsonl')).sort().pop() ?? '');
  let kept: string;
  beforeEach(() => { kept = readFileSync(file(), 'utf8'); });
  afterEach(async () => {
    writeFileSync(file(), kept);
    await restore();
  });
  const act = () => auditor.client.call(contract.listAuditEvents, { query: { limit: 1 } });

  test('are written when something happened, each bound to the one before', async () => {
    expect(await checkpoint()).toBe('unchanged');
    for (let n = 0; n < 3; n += 1) {
      await act();
      expect(await checkpoint()).toBe('written');
    }
    expect((await verify())).toMatchObject({ intact: true, checkpoint: { number: 4 } });
    expect(secondOpinion().status).toBe(0);
    expect(kept + '').not.toBe(readFileSync(file(), 'utf8'));
  });

  test('an end cut off before the next checkpoint is never signed: an alarm stands in its place and stays', async () => {
    await cutOff(2);
    expect(await checkpoint()).toBe('alarm');
    await act();
    expect(await checkpoint()).toBe('alarm');
    expect((await verify()).problems.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['alarm', 'cut-off']));
    expect(secondOpinion().report.problems).toContainEqual(expect.objectContaining({ problem: expect.stringContaining('alarm') }));
    const admin = await api.as('administrator');
    expect((await admin.client.call(contract.readSystemHealth, {})).audit.checkpointProblem).toContain(`Chain ${chain} ends at event ${length - 2}`);
  });

  test('a chain that grew again over its cut-off end is noticed', async () => {
    await cutOff(2);
    const key = api.deps.keys.keyFor('audit-chain');
    for (let sequence = length - 1; sequence <= length + 1; sequence += 1) {
      const [last] = (await records()).slice(-1) as [{ record: AuditRecord; hash: Buffer }];
      const record = { ...last.record, sequence, requestId: newId() };
      const hash = auditHash(key, last.hash, record);
      await AuditEvent.create({ ...record, at: new Date(record.at), detailEnc: record.detail, hash });
      await query('UPDATE audit_chains SET sequence = ?, head = ? WHERE chain = ?', [sequence, hash, chain]);
    }
    expect((await verify()).problems).toMatchObject([{ kind: 'rewritten', chain, sequence: length }]);
    expect(await checkpoint()).toBe('alarm');
  });

  test('changed, forged, removed or swapped lines are found', async () => {
    for (let n = 0; n < 3; n += 1) {
      await act();
      await checkpoint();
    }
    const lines = readFileSync(file(), 'utf8').trimEnd().split('\n');
    const [first, second, third, fourth] = lines as [string, string, string, string];
    const tampered = [
      [first, second, third, fourth.replace(/"at":"\d{4}/, '"at":"1999')],
      [first, third, fourth],
      [first, third, second, fourth],
      [first, second, third, forged(fourth)],
    ];
    for (const wrong of tampered) {
      writeFileSync(file(), `${wrong.join('\n')}\n`);
      expect((await verify()).problems).toContainEqual(expect.objectContaining({ kind: 'checkpoint' }));
      expect(secondOpinion().status).toBe(1);
    }
    writeFileSync(file(), '');
    expect((await verify()).problems).toMatchObject([{ kind: 'checkpoint' }]);
    expect(secondOpinion().status).toBe(1);
  });

  test('a line torn by a crash is no tampering, and the next one follows the last whole one', async () => {
    appendFileSync(file(), '{"kind":"checkpoint","number":2,"at":"20');
    await act();
    expect(await checkpoint()).toBe('written');
    expect(await verify()).toMatchObject({ intact: true, checkpoint: { number: 2 }, warnings: [expect.stringContaining('torn')] });
    expect(secondOpinion().status).toBe(0);
  });

  test('several API processes at once write one series', async () => {
    for (let round = 0; round < 4; round += 1) {
      await act();
      await Promise.all([checkpoint(), checkpoint(), checkpoint()]);
    }
    expect((await verify()).problems).toEqual([]);
  });

  /** A line signed by somebody else's key. */
  function forged(line: string): string {
    const signature = createHmac('sha512', 'guess').update(line).digest('base64');
    return line.replace(/"signature":"[^"]*"/, `"signature":"${signature}"`);
  }
});
