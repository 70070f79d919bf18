import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { contract } from '../../api/client';
import { TemporalGateway } from '../../api/temporal/gateway';
import { replayRunning } from '../../bin/support/replayRunning';
import { newId } from '../../db/newId';
import { STAFF, usernameOf } from '../../db/seeds/staff';
import { KeyRing } from '../../keys/keyRing';
import { journeyWorkflowId } from '../../workflows/contracts/ids';
import { careway } from '../support/careway';
import { TEST_KEYS } from '../support/database';
import { playJourney } from '../support/playJourney';
import { PLAYED_PASSWORD, PlayedHospital } from '../support/playedHospital';
import { reconciled } from '../support/reconciled';
import { PlainBrowser } from '../support/web';
import { testBundle } from '../support/workflowBench';

let played: PlayedHospital;
/** One journey in treatment, one that has just begun. */
let treated: string;
let begun: string;
beforeAll(async () => {
  played = await PlayedHospital.start({}, ['worker', 'web']);
  begun = await played.admit();
  treated = await played.admit();
  await playJourney(played.everybody, treated, { colleague: played.colleague, leave: { stage: 'diagnostics', types: ['place-orders', 'collect-specimens'] } });
}, 120_000);
afterAll(() => played.hospital.stop());

const sql = (text: string, values: unknown[] = []) => played.hospital.record.database.sequelize.query(text, { replacements: values });
const run = (...args: string[]) => careway(played.hospital.record.url, ['reconcile', ...args], { TEMPORAL_TASK_QUEUE: played.hospital.taskQueue });
const kinds = (differences: readonly { kind: string; journeyId: string | null }[]) => [...new Set(differences.map(({ kind }) => kind))].sort();

/** A task of the inbox that no workflow has asked for, old enough not to be on its way. */
async function plantTask(journeyId: string): Promise<string> {
  const id = newId();
  await sql(`INSERT INTO tasks (id, dedup_id, workflow_id, journey_id, encounter_id, patient_id, type, stage, role, due_at, created_at)
    SELECT ?, ?, workflow_id, id, id, patient_id, 'discharge-teaching', 'discharge', 'nurse', NOW(3), NOW(3) - INTERVAL 1 HOUR FROM journeys WHERE id = ?`, [id, id, journeyId]);
  return id;
}

async function plantIncident(journeyId: string): Promise<string> {
  const id = newId();
  await sql("INSERT INTO incidents (id, dedup_id, workflow_id, journey_id, step, error_class, fingerprint, opened_at) VALUES (?, ?, ?, ?, 'plan-care-1', 'ServerError', 'f', NOW(3) - INTERVAL 1 HOUR)", [id, id, journeyWorkflowId(journeyId), journeyId]);
  await sql('UPDATE journeys SET open_incidents = open_incidents + 1 WHERE id = ?', [journeyId]);
  return id;
}

describe('the journey page', () => {
  test('says what Temporal’s own history says: tasks done, runs, events, the code that ran them', async () => {
    const connection = await Connection.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '' });
    const handle = new Client({ connection, namespace: process.env['TEMPORAL_NAMESPACE'] ?? 'default' }).workflow.getHandle(journeyWorkflowId(treated));
    const { events = [] } = await handle.fetchHistory();
    const params = { journeyId: treated };
    const process_ = await played.everybody.call(contract.readJourneyProcess, { params });
    expect(process_.available).toBe(true);
    const own = process_.runs.filter(({ workflowId }) => workflowId === journeyWorkflowId(treated));
    expect(own).toMatchObject([{ type: 'patientJourney', status: 'RUNNING', build: expect.stringMatching(/^[0-9a-f]{12}$/), patches: expect.arrayContaining(['generation-2']) }]);
    expect(own[0]?.startedAt).toBe((await handle.describe()).startTime.toISOString());
    const completions = (events ?? []).filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name === 'completeTask').length;
    const story = await played.everybody.call(contract.listJourneyEvents, { params, query: { limit: 200 } });
    expect(completions).toBeGreaterThan(2);
    expect(story.items.filter(({ source, referenceType, actorKind }) => source === 'journey' && referenceType === 'task' && actorKind === 'person')).toHaveLength(completions);
    await connection.close();
  });
});

describe('careway versions', () => {
  const versions = (...args: string[]) => careway(played.hospital.record.url, ['versions', ...args, '--json'], { TEMPORAL_TASK_QUEUE: played.hospital.taskQueue, CAREWAY_HOME: tmpdir() });

  test('counts how many journeys run which code, as the page does', async () => {
    const { code, stdout } = await versions();
    const { census } = JSON.parse(stdout) as { census: { running: number; builds: { isCurrent: boolean; journeys: number }[] } };
    expect(code).toBe(0);
    expect(census.builds).toMatchObject([{ isCurrent: true, journeys: 2 }]);
    expect((await played.everybody.call(contract.readVersions, {})).census).toMatchObject({ running: census.running, builds: census.builds });
  });

  test('before a new version ships, finds the running journeys it would break', async () => {
    const keys = KeyRing.parse(TEST_KEYS);
    const gateway = await TemporalGateway.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '', namespace: process.env['TEMPORAL_NAMESPACE'] ?? 'default', keys, taskQueue: played.hospital.taskQueue });
    const { codePath } = await testBundle();
    expect(await replayRunning(gateway, keys, { codePath }, 10)).toMatchObject({ replayed: 2, failed: [] });
    // The next version calls another step where every journey has called this one.
    const other = join(tmpdir(), `careway-other-${process.pid}.js`);
    writeFileSync(other, readFileSync(codePath, 'utf8').replaceAll('recordProgress', 'recordProgressElsewhere'));
    const { failed } = await replayRunning(gateway, keys, { codePath: other }, 10);
    expect(failed.map(({ workflowId, error }) => [workflowId, error]).sort()).toEqual([begun, treated].map((id) => [journeyWorkflowId(id), 'DeterminismViolationError']).sort());
    await gateway.close();
  }, 60_000);
});

describe('code that does not fit the journeys that run', () => {
  const standstill = async () => (await played.everybody.call(contract.readStandstill, {})).standstill;
  const until = async (isSo: (count: number) => boolean) => {
    for (const deadline = Date.now() + 90_000; ; await new Promise((resolve) => setTimeout(resolve, 500))) {
      const seen = await standstill();
      if (isSo(seen?.count ?? -1)) return seen;
      if (Date.now() > deadline) throw new Error(`Standing still: ${JSON.stringify(seen)}`);
    }
  };

  test('stands still with them, says so on their page, among the stuck steps and on the command line, and they go on by themselves under code that fits', async () => {
    expect(await standstill()).toEqual({ count: 0, workflows: [] });
    const unfit = join(tmpdir(), `careway-unfit-${process.pid}.js`);
    writeFileSync(unfit, readFileSync((await testBundle()).codePath, 'utf8').replaceAll('recordProgress', 'recordProgressElsewhere'));
    await played.hospital.end('worker');
    await played.hospital.run('worker', { CAREWAY_WORKFLOW_BUNDLE: unfit });
    await expect(playJourney(played.everybody, begun, { withinMs: 3_000 })).rejects.toThrow('did not close in time');
    const seen = await until((count) => count > 0);
    expect(seen?.workflows).toContainEqual({ workflowId: journeyWorkflowId(begun), cause: 'NonDeterministicError' });

    const { retrying } = await played.everybody.call(contract.readJourneyProcess, { params: { journeyId: begun } });
    expect(retrying).toMatchObject([{ isCode: true, errorClass: 'NonDeterministicError' }]);
    const browser = new PlainBrowser(played.hospital.webUrl);
    await browser.signIn(usernameOf(STAFF.find(({ role }) => role === 'charge-nurse')?.name ?? ''), PLAYED_PASSWORD);
    expect((await browser.get(`/journeys/${begun}`)).text).toContain('own code fails at the next step (NonDeterministicError');
    const stuck = (await browser.get('/incidents')).text;
    expect([stuck.includes('1 workflow stands still'), stuck.includes(`href="/journeys/${begun}"`)]).toEqual([true, true]);
    const { stdout } = await careway(played.hospital.record.url, ['versions'], { TEMPORAL_TASK_QUEUE: played.hospital.taskQueue, CAREWAY_HOME: tmpdir() });
    expect(stdout).toContain(`${journeyWorkflowId(begun)} (NonDeterministicError)`);

    await played.hospital.end('worker');
    await played.hospital.run('worker');
    await until((count) => count === 0);
    const undelivered = () => played.rows("SELECT id FROM workflow_commands WHERE state = 'pending'");
    for (const deadline = Date.now() + 120_000; (await undelivered()).length > 0 && Date.now() < deadline; ) await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await undelivered()).toEqual([]);
    expect((await browser.get('/incidents')).text).not.toContain('stands still');
  }, 240_000);
});

describe('careway reconcile', () => {
  test('finds no difference where there is none, asking every workflow', async () => {
    const { code, stdout } = await run('--json');
    expect({ code, ...(JSON.parse(stdout) as object) }).toMatchObject({ code: 0, journeys: 2, asked: 2, unanswered: 0, complete: true, differences: [], mended: 0, notes: [] });
  });

  test('finds each kind of lag that was planted, names it, mends it on the audit trail, and is clean after that', async () => {
    await sql("UPDATE journeys SET stage = 'billing', waiting_for = 'clean-bed', sla_state = 'breached', open_tasks = 9 WHERE id = ?", [treated]);
    await sql("UPDATE journey_stages SET status = 'skipped' WHERE journey_id = ? AND stage = 'admission'", [treated]);
    await sql("UPDATE journeys SET status = 'closed', outcome = 'claim-paid', closed_at = NOW(3) WHERE id = ?", [begun]);
    const task = await plantTask(treated);
    const incident = await plantIncident(treated);
    const looked = await reconciled(played.hospital);
    expect(kinds(looked.differences.filter(({ journeyId }) => journeyId === treated))).toEqual(['incident-unknown', 'row', 'stage', 'stages', 'task-unknown']);
    expect(kinds(looked.differences.filter(({ journeyId }) => journeyId === begun))).toEqual(['process-running']);
    expect([looked.mended, looked.differences.find(({ kind }) => kind === 'task-unknown')?.about, looked.differences.find(({ kind }) => kind === 'incident-unknown')?.about]).toEqual([0, task, incident]);

    const mended = await reconciled(played.hospital, { repair: true });
    expect(mended.differences.filter((difference) => !difference.mended)).toEqual([]);
    expect(await reconciled(played.hospital)).toMatchObject({ complete: true, differences: [] });
    const [row] = await played.rows<{ stage: string; status: string }>('SELECT stage, status FROM journeys WHERE id = ?', [treated]);
    expect(row).toEqual({ stage: 'diagnostics', status: 'running' });
    const audited = await played.rows<{ action: string }>("SELECT DISTINCT action FROM audit_events WHERE action LIKE 'reconcile.%' ORDER BY action");
    expect(audited.map(({ action }) => action)).toEqual(['reconcile.incident', 'reconcile.journey', 'reconcile.task']);
  }, 120_000);

  test('after a restore nothing is taken from a workflow that has yet to come to it: neither a task nor the stage nor the end of a stay', async () => {
    await sql('INSERT INTO process_restores (restored_at) VALUES (UTC_TIMESTAMP(3))');
    const task = await plantTask(treated);
    await sql("UPDATE journeys SET status = 'closed', outcome = 'claim-paid', closed_at = UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE WHERE id = ?", [begun]);
    const { code, stdout } = await run('--repair', '--json');
    const { differences } = JSON.parse(stdout) as Awaited<ReturnType<typeof reconciled>>;
    expect(code).toBe(1);
    expect(differences.filter(({ kind }) => kind !== 'row').map(({ journeyId, kind, mended }) => [journeyId, kind, mended]).sort()).toEqual([[begun, 'process-behind', false], [treated, 'process-behind', false]].sort());
    expect(await played.rows('SELECT status FROM tasks WHERE id = ?', [task])).toEqual([{ status: 'requested' }]);
    expect(await played.rows('SELECT status FROM journeys WHERE id = ?', [begun])).toEqual([{ status: 'closed' }]);
    await sql('DELETE FROM process_restores');
    await reconciled(played.hospital, { repair: true });
    expect(await played.rows('SELECT status FROM tasks WHERE id = ?', [task])).toEqual([{ status: 'cancelled' }]);
    expect((await reconciled(played.hospital)).differences).toEqual([]);
  }, 120_000);

  test('says what only a person can mend, of one journey too, and leaves the process alone', async () => {
    const [task] = await played.rows<{ id: string }>('SELECT id FROM tasks WHERE journey_id = ? AND is_open = 1', [begun]);
    await sql("UPDATE tasks SET status = 'cancelled' WHERE id = ?", [task?.id]);
    const { code, stdout } = await run('--journey', begun, '--repair', '--json');
    const { differences } = JSON.parse(stdout) as Awaited<ReturnType<typeof reconciled>>;
    expect(code).toBe(1);
    expect(differences.find(({ kind }) => kind === 'task-closed')).toMatchObject({ about: task?.id, record: 'cancelled', mended: false, advice: expect.stringContaining('temporal workflow reset') });
    await sql("UPDATE tasks SET status = 'requested' WHERE id = ?", [task?.id]);
    expect((await reconciled(played.hospital, { journeyId: begun, repair: true })).differences.filter(({ mended }) => !mended)).toEqual([]);
  }, 60_000);

  test('tells a journey that Temporal does not know, and a workflow the record does not know', async () => {
    await sql("UPDATE journeys SET workflow_id = CONCAT(workflow_id, '-lost') WHERE id = ?", [begun]);
    const { differences } = await reconciled(played.hospital);
    await sql('UPDATE journeys SET workflow_id = ? WHERE id = ?', [journeyWorkflowId(begun), begun]);
    expect(kinds(differences)).toEqual(expect.arrayContaining(['process-missing', 'record-missing']));
  }, 60_000);

  test('compares what it can without a worker, says what it could not, and still finds a command that was not delivered', async () => {
    await played.hospital.kill('worker');
    await sql("INSERT INTO workflow_commands (workflow_id, kind, name, payload_enc, dedup_id, next_attempt_at, created_at) VALUES (?, 'signal', 'ordersChanged', 'x', 'late', NOW(3) + INTERVAL 1 DAY, NOW(3) - INTERVAL 1 HOUR)", [journeyWorkflowId(begun)]);
    const result = await reconciled(played.hospital);
    expect(result.complete).toBe(false);
    expect(result.notes.length).toBeGreaterThan(0);
    expect(kinds(result.differences)).toEqual(['command-undelivered']);
  }, 120_000);

  test('wrong use is told apart from a server that is away', async () => {
    expect((await run('--journey', 'nobody')).code).toBe(2);
    expect((await careway(played.hospital.record.url, ['reconcile'], { TEMPORAL_ADDRESS: '127.0.0.1:1' })).code).toBe(3);
  });
});
