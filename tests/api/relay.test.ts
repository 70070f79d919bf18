import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { type Delivery, type DeliveryOutcome, TemporalGateway } from '../../api/temporal/gateway';
import { Relay } from '../../api/temporal/relay';
import { writeCommands } from '../../api/temporal/outbox';
import { type NewCommand } from '../../api/http/act';
import { KeyRing } from '../../keys/keyRing';
import { createTestDatabase, TEST_KEYS, type TestDatabase } from '../support/database';

let record: TestDatabase;
beforeAll(async () => { record = await createTestDatabase(); });
afterAll(() => record.drop());

const logger = pino({ level: 'silent' });

async function queue(...commands: NewCommand[]): Promise<void> {
  await record.database.sequelize.transaction((transaction) => writeCommands({ database: record.database, transaction, commands, now: new Date() } as never));
}

const update = (workflowId: string, dedupId: string): NewCommand => ({ workflowId, kind: 'update', name: 'completeTask', payload: { dedupId }, dedupId });

async function states(workflowId: string): Promise<string[]> {
  const [rows] = await record.database.sequelize.query('SELECT state FROM workflow_commands WHERE workflow_id = ? ORDER BY id', { replacements: [workflowId] });
  return (rows as { state: string }[]).map((row) => row.state);
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('It did not happen in 15 seconds.');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Records what is handed over; stands in for Temporal only to make it fail on purpose. */
class FailingGateway {
  readonly delivered: string[] = [];
  failures = 0;
  tooEarly = 0;
  absent = 0;
  async deliver({ dedupId }: Delivery): Promise<DeliveryOutcome> {
    if (this.tooEarly > 0) {
      this.tooEarly -= 1;
      return { state: 'too-early', reason: 'update-rejected' };
    }
    if (this.absent > 0) {
      this.absent -= 1;
      return { state: 'absent', reason: 'workflow-not-running' };
    }
    if (this.failures > 0) {
      this.failures -= 1;
      throw Object.assign(new Error('away'), { code: 14, details: '', metadata: {} });
    }
    this.delivered.push(dedupId);
    return { state: 'delivered' };
  }
}

describe('the relay', () => {
  test('delivers in order per workflow, with two relays at once, each command once', async () => {
    const gateway = new FailingGateway();
    const relays = [new Relay(record.database, gateway as never, logger), new Relay(record.database, gateway as never, logger)];
    const workflows = Array.from({ length: 5 }, () => `w-${randomUUID()}`);
    for (let index = 0; index < 20; index += 1) await queue(...workflows.map((workflowId) => update(workflowId, `${workflowId}/${String(index).padStart(2, '0')}`)));
    for (const relay of relays) relay.start();
    await until(async () => (await Promise.all(workflows.map(states))).every((list) => list.every((state) => state === 'delivered')));
    await Promise.all(relays.map((relay) => relay.stop()));
    for (const workflowId of workflows) {
      const order = gateway.delivered.filter((dedupId) => dedupId.startsWith(workflowId));
      expect(order).toEqual([...order].sort());
      expect(order).toHaveLength(20);
    }
  });

  test.each([
    ['keeps what Temporal cannot take now, and delivers it when it is back', { failures: 3, tooEarly: 0 }],
    ['keeps an answer to a task that the workflow does not know yet, and what comes after it, in order', { failures: 0, tooEarly: 2 }],
  ])('%s', async (_, trouble) => {
    const gateway = Object.assign(new FailingGateway(), trouble);
    const relay = new Relay(record.database, gateway as never, logger);
    const workflowId = `w-${randomUUID()}`;
    await queue(update(workflowId, `${workflowId}/1`), update(workflowId, `${workflowId}/2`));
    relay.start();
    await until(async () => (await states(workflowId)).every((state) => state === 'delivered'));
    await relay.stop();
    expect(gateway.delivered).toEqual([`${workflowId}/1`, `${workflowId}/2`]);
  });

  describe('after Temporal was restored to an earlier time', () => {
    const sql = (text: string, replacements: unknown[] = []) => record.database.sequelize.query(text, { replacements });
    const restored = (ago: string) => sql(`INSERT INTO process_restores (restored_at) VALUES (UTC_TIMESTAMP(3) - INTERVAL ${ago})`);
    afterEach(async () => {
      for (const table of ['process_restores', 'workflow_commands']) await sql(`DELETE FROM ${table}`);
    });

    /** What becomes of one command that was tried so often before. */
    async function fate(trouble: Partial<FailingGateway>, attempts: number, taskId = 'none'): Promise<string | undefined> {
      const relay = new Relay(record.database, Object.assign(new FailingGateway(), trouble) as never, logger);
      const workflowId = `w-${randomUUID()}`;
      await queue({ workflowId, kind: 'update', name: 'completeTask', payload: { taskId }, dedupId: `${workflowId}/1` });
      await sql('UPDATE workflow_commands SET attempts = ? WHERE workflow_id = ?', [attempts, workflowId]);
      relay.wake([workflowId]);
      const tried = async () => ((await sql('SELECT state FROM workflow_commands WHERE workflow_id = ? AND attempts = ?', [workflowId, attempts + 1]))[0] as { state: string }[])[0]?.state;
      await until(async () => (await tried()) !== undefined);
      await relay.stop();
      return tried();
    }

    const openTask = async (openedAgo: string) => {
      const id = randomUUID();
      await sql(`INSERT INTO tasks (id, dedup_id, workflow_id, type, stage, role, due_at, created_at) VALUES (?, ?, 'w', 'clean-bed', 'discharge', 'nurse', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) - INTERVAL ${openedAgo})`, [id, id]);
      return id;
    };

    test('the answer to a task from before it waits for the workflow to come to that; one that the workflow cannot be behind with is refused after minutes', async () => {
      const [before, since] = [await openTask('3 HOUR'), await openTask('1 MINUTE')];
      expect(await fate({ tooEarly: 1 }, 40, before)).toBe('refused');
      await restored('1 HOUR');
      expect([await fate({ tooEarly: 1 }, 40, before), await fate({ tooEarly: 1 }, 40, since), await fate({ tooEarly: 1 }, 40)]).toEqual(['pending', 'refused', 'refused']);
    });

    test('what is for a workflow that is not there yet waits as well, for two weeks and no longer', async () => {
      expect(await fate({ absent: 1 }, 0)).toBe('refused');
      await restored('13 DAY');
      expect(await fate({ absent: 1 }, 5_000)).toBe('pending');
      await sql('DELETE FROM process_restores');
      await restored('15 DAY');
      expect(await fate({ absent: 1 }, 5_000)).toBe('refused');
    });

    test('the workflow comes, and gets everything in order', async () => {
      await restored('1 MINUTE');
      const gateway = Object.assign(new FailingGateway(), { absent: 3 });
      const relay = new Relay(record.database, gateway as never, logger);
      const workflowId = `claim-${randomUUID()}`;
      for (const n of [1, 2]) await queue({ workflowId, kind: 'signal', name: 'remitted', payload: {}, dedupId: `${workflowId}/${n}` });
      relay.start();
      await until(async () => (await states(workflowId)).every((state) => state === 'delivered'));
      await relay.stop();
      expect(gateway.delivered).toEqual([`${workflowId}/1`, `${workflowId}/2`]);
    });
  });

  test('the same command queued twice is one', async () => {
    const workflowId = `w-${randomUUID()}`;
    await queue(update(workflowId, `${workflowId}/same`));
    await queue(update(workflowId, `${workflowId}/same`));
    expect(await states(workflowId)).toEqual(['pending']);
    await record.database.sequelize.query('DELETE FROM workflow_commands');
  });

  test('a command for a workflow that real Temporal does not know is refused, not repeated for ever', async () => {
    const gateway = await TemporalGateway.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '', namespace: 'default', keys: KeyRing.parse(TEST_KEYS) });
    const relay = new Relay(record.database, gateway, logger);
    const workflowId = `journey-${randomUUID()}`;
    await queue(update(workflowId, `${workflowId}/1`), { workflowId, kind: 'signal', name: 'remitted', payload: {}, dedupId: `${workflowId}/2` });
    relay.start();
    await until(async () => (await states(workflowId)).every((state) => state === 'refused'));
    await relay.stop();
    // One that has ended is told apart from one that is yet to come.
    const ended = `journey-${randomUUID()}`;
    const handle = await gateway.client.workflow.start('patientJourney', { workflowId: ended, taskQueue: 'nobody', args: [{}] });
    await handle.terminate();
    const outcomes = await Promise.all([ended, workflowId].map((id) => gateway.deliver({ workflowId: id, kind: 'signal', name: 'remitted', payload: {}, dedupId: 'd' })));
    expect(outcomes.map(({ state }) => state)).toEqual(['refused', 'absent']);
    await gateway.close();
  });
});
