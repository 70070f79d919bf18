import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transaction } from 'sequelize';
import { ageBand, dateShiftDays } from '../../domain/privacy/safeHarbor';
import { stageActivity, taskActivity } from '../../api/services/eventlog/activities';
import { run as runProgram } from '../../bin/launcher/run';
import { contract } from '../../api/client';
import { makePatient, makeWard } from '../factories/hospital';
import { makePayer } from '../factories/money';
import { makePathway, ordinaryPathway } from '../factories/pathways';
import { startTestApi, type TestApi, type TestUser } from '../support/api';
import { careway } from '../support/careway';
import { TEST_KEYS } from '../support/database';
import { pythonWithPm4py } from '../support/pm4py';

vi.setConfig({ testTimeout: 700_000, hookTimeout: 700_000 }); // PM4Py is fetched once

const FAMILY = 'Findable <&"\u0001> Person';
const ADMITTED = new Date('2026-03-02T09:00:00.000Z');
let api: TestApi;
let folder: string;
let nurse: TestUser;
let patientId: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'careway-log-'));
  api = await startTestApi();
  nurse = await api.as('nurse');
  const { wardId } = await makeWard();
  const payer = await makePayer(api.database);
  const patient = await makePatient(api.database, { family: FAMILY, given: 'Zoe', birthDate: '1930-01-01' });
  patientId = patient.id;
  for (let day = 0; day < 6; day += 1) {
    const startedAt = new Date(ADMITTED.getTime() + day * 86_400_000);
    await makePathway(api.database, ordinaryPathway(startedAt, { wardId, payer, staffId: nurse.id, ...(day < 2 ? { patient } : {}) }));
  }
  await makePathway(api.database, { startedAt: ADMITTED, stages: [['admission', 0, 60], ['diagnostics', 60]], tasks: [['register-patient', 0, 5, 15], ['place-orders', 60, null, null]], wardId });
  await makePathway(api.database, { startedAt: ADMITTED, stages: [['admission', 0, 60], ['diagnostics', 60, 100]], skipped: ['treatment', 'discharge', 'billing', 'adjudication', 'follow-up'], closed: { at: 101, outcome: 'cancelled' }, wardId });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await api.stop();
});

const at = (name: string): string => join(folder, name);
const run = (...args: string[]) => careway(api.databaseUrl, ['export', ...args]);
const text = (name: string): string => readFileSync(at(name), 'utf8');
async function rows<T extends object>(sql: string): Promise<T[]> {
  return (await api.database.sequelize.query(sql))[0] as T[];
}

interface Seen {
  schema: unknown; traces: number; events: number; counts: Record<string, number>; starts: Record<string, number>; tree: string; fitness: number; variants: [string[], number][];
  roles: string[]; objects: Record<string, number>; ocelEvents: number; types: Record<string, number>; relations: Record<string, number>; objectRelations: number; activitiesOfGraph: number;
}

test('PM4Py reads both logs, finds the counts of the record in them and discovers the pathway', async () => {
  const [xes, ocel] = [await run('xes', at('log.xes'), '--json'), await run('ocel', at('log.json'), '--json')];
  expect([xes.code, xes.stderr, ocel.code, ocel.stderr]).toEqual([0, '', 0, '']);
  const told = JSON.parse(xes.stdout) as Record<string, number>;
  expect(JSON.parse(ocel.stdout)).toEqual({ ...told, format: 'ocel', file: at('log.json') });
  const python = await pythonWithPm4py();
  if (!python) return;
  const { code, stdout, stderr } = await runProgram(python, [join(__dirname, 'fixtures', 'readLogs.py'), at('log.xes'), at('log.json'), join(__dirname, 'fixtures', 'xes.xsd')], { timeoutMs: 120_000 });
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const seen = JSON.parse(stdout.slice(stdout.indexOf('{'))) as Seen;
  expect(seen).toMatchObject({ schema: true, traces: 8, events: told['events'], ocelEvents: told['events'], fitness: 1, starts: { 'Admission stage': 8 } });
  // What the record says, table by table.
  const stages = await rows<{ stage: string; n: number }>("SELECT stage, COUNT(*) AS n FROM journey_stages WHERE status = 'done' GROUP BY stage");
  for (const { stage, n } of stages) expect([stage, seen.counts[`${stageActivity(stage)}|complete`]]).toEqual([stage, Number(n)]);
  const tasks = await rows<{ type: string; asked: number; taken: number; done: number }>('SELECT type, COUNT(*) AS asked, SUM(claimed_at IS NOT NULL) AS taken, SUM(completed_at IS NOT NULL) AS done FROM tasks GROUP BY type');
  expect(tasks.length).toBeGreaterThan(10);
  for (const { type, ...n } of tasks) {
    const count = (transition: string): number => seen.counts[`${taskActivity(type)}|${transition}`] ?? 0;
    expect([type, count('schedule'), count('start'), count('complete')]).toEqual([type, Number(n.asked), Number(n.taken), Number(n.done)]);
  }
  const [objects] = await rows<Record<string, number>>('SELECT (SELECT COUNT(DISTINCT patient_id) FROM journeys) AS patient, (SELECT COUNT(*) FROM journeys) AS encounter, (SELECT COUNT(*) FROM tasks) AS task, (SELECT COUNT(*) FROM claims) AS claim');
  expect(seen.objects).toEqual(Object.fromEntries(Object.entries(objects ?? {}).map(([type, n]) => [type, Number(n)])));
  const [claimEvents] = await rows<{ n: number }>('SELECT COUNT(*) AS n FROM claim_events');
  expect(seen.relations).toMatchObject({ encounter: told['events'], patient: told['events'], claim: Number(claimEvents?.n) });
  // Both formats tell the same: an OCEL type is an activity in one step of its life.
  const ofXes = Object.fromEntries(Object.entries(seen.counts).map(([key, n]) => [key.endsWith('|complete') ? key.slice(0, -9) : key.replace(/^(.*)\|(.*)$/, '$1 ($2)'), n]));
  expect(seen.types).toEqual(ofXes);
  // The pathway as discovered: admission, then diagnostics, and six journeys that go all the way.
  expect(seen.tree.indexOf('Admission')).toBeLessThan(seen.tree.indexOf('Diagnostics'));
  expect(seen.variants[0]).toEqual([['Admission stage', 'Diagnostics stage', 'Treatment stage', 'Discharge stage', 'Follow-up stage', 'Billing stage', 'Claim adjudication stage'], 6]);
  expect(seen.roles).toEqual(expect.arrayContaining(['nurse', 'physician', 'registrar']));
});

describe('what is de-identified', () => {
  test('names nobody, knows no true ID or date, and keeps every duration', async () => {
    expect((await run('xes', at('plain.xes'))).code).toBe(0);
    const content = text('plain.xes');
    for (const hidden of ['Findable', 'Zoe', nurse.name, patientId, nurse.id, '2026-03-02', '1930']) expect([hidden, content.includes(hidden)]).toEqual([hidden, false]);
    for (const { id } of await rows<{ id: string }>('SELECT id FROM journeys UNION SELECT id FROM tasks UNION SELECT id FROM claims UNION SELECT number FROM claims')) expect([id, content.includes(id)]).toEqual([id, false]);
    expect(content).toContain('key="careway:age" value="90 or over"');
    const times = (trace: string): number[] => [...trace.matchAll(/time:timestamp" value="([^"]+)"/g)].map(([, iso]) => Date.parse(iso ?? ''));
    const traces = content.split('<trace>').slice(1);
    const spans = traces.map((trace) => Math.max(...times(trace)) - Math.min(...times(trace))).sort((a, b) => a - b);
    const [longest] = await rows<{ ms: number }>('SELECT MAX(TIMESTAMPDIFF(SECOND, started_at, closed_at)) * 1000 AS ms FROM journeys');
    expect(spans.slice(-6)).toEqual(Array(6).fill(Number(longest?.ms)));
    // The two stays of one patient are moved by the same days.
    const byPatient = new Map<string, number[]>();
    for (const trace of traces) {
      const patient = /careway:patient" value="([^"]+)"/.exec(trace)?.[1] ?? '';
      byPatient.set(patient, [...(byPatient.get(patient) ?? []), Math.min(...times(trace))]);
    }
    const [first = 0, second = 0] = [...byPatient.values()].find((starts) => starts.length === 2)?.sort((a, b) => a - b) ?? [];
    expect(second - first).toBe(86_400_000);
    expect((ADMITTED.getTime() - first) % 86_400_000).toBe(0);
    expect(first).toBeLessThan(ADMITTED.getTime());
  });

  test('two exports cannot be joined: other pseudonyms, other shifts', async () => {
    await run('xes', at('again.xes'));
    const ids = (content: string): Set<string> => new Set([...content.matchAll(/(?:patient|encounter|task|staff|claim)-[0-9a-f]{24}/g)].map(([id]) => id));
    const [one, other] = [ids(text('plain.xes')), ids(text('again.xes'))];
    expect(one.size).toBeGreaterThan(50);
    expect([...one].filter((id) => other.has(id))).toEqual([]);
  });

  test('ages above 89 are one group, and a shift is a year at most (45 CFR 164.514(b)(2)(i)(C))', () => {
    expect([0, 9, 10, 89, 90, 104].map(ageBand)).toEqual(['0-9', '0-9', '10-19', '80-89', '90 or over', '90 or over']);
    expect([0, 364, 365, 0xffff_ffff].map(dateShiftDays).every((days) => days >= 1 && days <= 365)).toBe(true);
  });

  test('an identified log has names, MRN and true dates, and every patient sees it on the audit trail', async () => {
    expect((await run('xes', at('named.xes'), '--identified')).stdout).toContain('with real names');
    expect(text('named.xes')).toContain('value="Findable &#60;&#38;&#34;&#62; Person, Zoe"');
    expect(text('named.xes')).toContain(nurse.name);
    expect(text('named.xes')).toContain('2026-03-02T09:00:00.000Z');
    const told = await rows<{ action: string; patients: number; n: number }>("SELECT action, COUNT(DISTINCT patient_id) AS patients, COUNT(*) AS n FROM audit_events WHERE action LIKE '%export%' GROUP BY action ORDER BY action");
    expect(told.map(({ action, patients, n }) => [action, Number(patients), Number(n)])).toEqual([['event-log.exported', 0, 5], ['journey.exported', 7, 7]]);
  });

  test('for research it holds those alone who permit it, and stands in their account of disclosures (45 CFR 164.528)', async () => {
    expect(await run('xes', at('study.xes'), '--research', 'State University')).toMatchObject({ code: 2, stdout: '' });
    await (await api.as('registrar')).client.call(contract.addDirective, { params: { patientId }, body: { scope: 'share', provision: 'permit', recipient: 'research' } });
    const { stdout, code } = await run('xes', at('study.xes'), '--identified', '--research', 'State University', '--json');
    expect([code, (JSON.parse(stdout) as { patients: number }).patients]).toEqual([0, 1]);
    expect((await rows<{ patientId: string; kind: string }>('SELECT patient_id AS patientId, kind FROM disclosures'))).toEqual([{ patientId, kind: 'research' }]);
    const { items } = await (await api.as('auditor')).client.call(contract.listDisclosures, { params: { patientId } });
    expect(items).toMatchObject([{ recipient: 'State University', recordedBy: 'Command line' }]);
  });
});

describe('the file', () => {
  test('is not written over without --force, nor where it cannot be', async () => {
    writeFileSync(at('mine'), 'mine');
    expect(await run('xes', at('mine'))).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('is there already') });
    expect(text('mine')).toBe('mine');
    expect(await run('ocel', at('mine'), '--force')).toMatchObject({ code: 0 });
    expect(JSON.parse(text('mine'))).toHaveProperty('objectTypes');
    expect(await run('xes', join(folder, 'nowhere', 'log'))).toMatchObject({ code: 2, stdout: '' });
    expect(await run('xes', folder)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('is a folder') });
    expect(await run('xes')).toMatchObject({ code: 2 });
    expect(await careway('mysql://a:b@127.0.0.1:9/c', ['export', 'xes', at('away')])).toMatchObject({ code: 3, stdout: '' });
    expect(existsSync(at('away'))).toBe(false);
  });

  test('of a run that is killed before its end is not there, and the next run clears away what is left', async () => {
    // The export waits for the audit at its very end: everything is written by then but the name.
    const held = await api.database.sequelize.transaction({ isolationLevel: Transaction.ISOLATION_LEVELS.REPEATABLE_READ });
    await api.database.sequelize.query('SELECT COUNT(*) FROM audit_events FOR UPDATE', { transaction: held });
    const child = spawn(process.execPath, [join(__dirname, '..', '..', 'bin', 'careway'), 'export', 'xes', at('killed.xes')], { env: { ...process.env, DATABASE_URL: api.databaseUrl, CAREWAY_KEYS: TEST_KEYS, CAREWAY_HOME: '/nonexistent' }, stdio: 'ignore' });
    const partial = (): string[] => readdirSync(folder).filter((name) => name.startsWith('killed.xes'));
    while (!partial().some((name) => text(name).endsWith('</log>\n'))) {
      expect(child.exitCode).toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    await held.rollback();
    expect(partial()).toEqual([expect.stringMatching(/^killed\.xes\.partial-\d+$/)]);
    expect((await run('xes', at('killed.xes'))).code).toBe(0);
    expect(partial()).toEqual(['killed.xes']);
  });
});
