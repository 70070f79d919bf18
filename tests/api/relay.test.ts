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
  async deliver({ dedupId }: Delivery): Promise<DeliveryOutcome> {
    if (this.tooEarly > 0) {
      this.tooEarly -= 1;
      return { state: 'too-early', reason: 'update-rejected' };
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

  test('a workflow that does not know a task for minutes refuses its answer; one that was restored to an earlier time is waited for', async () => {
    const stateOfLate = async () => {
      const relay = new Relay(record.database, Object.assign(new FailingGateway(), { failures: 0, tooEarly: 1 }) as never, logger);
      const workflowId = `w-${randomUUID()}`;
      await queue(update(workflowId, `${workflowId}/1`));
      await record.database.sequelize.query('UPDATE workflow_commands SET attempts = 40 WHERE workflow_id = ?', { replacements: [workflowId] });
      relay.wake([workflowId]);
      const tried = async () => ((await record.database.sequelize.query('SELECT state FROM workflow_commands WHERE workflow_id = ? AND attempts = 41', { replacements: [workflowId] }))[0] as { state: string }[])[0]?.state;
      await until(async () => (await tried()) !== undefined);
      await relay.stop();
      return tried();
    };
    expect(await stateOfLate()).toBe('refused');
    await record.database.sequelize.query('INSERT INTO process_restores (restored_at) VALUES (NOW(3))');
    expect(await stateOfLate()).toBe('pending');
    await record.database.sequelize.query('DELETE FROM process_restores');
    await record.database.sequelize.query('DELETE FROM workflow_commands');
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
    await gateway.close();
  });
});
