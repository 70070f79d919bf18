import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { type Delivery, type DeliveryOutcome, TemporalGateway } from '../../api/temporal/gateway';
import { Relay } from '../../api/temporal/relay';
import { writeCommands } from '../../api/temporal/outbox';
import { type NewCommand } from '../../api/http/act';
import { type IncidentResolution, UPDATES } from '../../workflows/contracts/messages';
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

    describe('the answer to a stuck step', () => {
      const openIncident = async (openedAgo: string) => {
        const id = randomUUID();
        await sql(`INSERT INTO incidents (id, dedup_id, workflow_id, step, error_class, fingerprint, attempts, status, opened_at) VALUES (?, ?, 'w', 'notify', 'Refused', 'f', 1, 'skipped', UTC_TIMESTAMP(3) - INTERVAL ${openedAgo})`, [id, id]);
        return id;
      };
      const answer = (workflowId: string, n: number, incidentId: string, resolution: Omit<IncidentResolution, 'incidentId'> = { action: 'skip' }): NewCommand =>
        ({ workflowId, kind: 'update', name: UPDATES.resolveIncident, payload: { incidentId, ...resolution } satisfies IncidentResolution, dedupId: `${workflowId}/answer-${n}` });
      /** Does not know a stuck step before the test says so; keeps what it was told, and as what. */
      class StuckLater {
        knows = false;
        readonly told: string[] = [];
        async deliver({ name, payload, dedupId }: Delivery): Promise<DeliveryOutcome> {
          if (name === UPDATES.resolveIncident && !this.knows) return { state: 'too-early', reason: 'update-rejected', refusal: 'UnknownIncident' };
          this.told.push(name === UPDATES.resolveIncident ? (payload as IncidentResolution).action : (dedupId.split('/')[1] ?? ''));
          return { state: 'delivered' };
        }
      }

      test('waits for the workflow to come to that step, and nothing but later answers waits with it', async () => {
        const incidentId = await openIncident('3 HOUR');
        await restored('1 HOUR');
        const gateway = new StuckLater();
        const relay = new Relay(record.database, gateway as never, logger);
        const workflowId = `w-${randomUUID()}`;
        const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
        await queue(answer(workflowId, 1, incidentId, { action: 'hold', until: inAnHour }), update(workflowId, `${workflowId}/task`), answer(workflowId, 2, incidentId), update(workflowId, `${workflowId}/later`));
        relay.start();
        await until(async () => (await states(workflowId)).join() === 'pending,delivered,pending,delivered');
        expect(gateway.told).toEqual(['task', 'later']);
        gateway.knows = true;
        await until(async () => (await states(workflowId)).every((state) => state === 'delivered'));
        await relay.stop();
        expect(gateway.told).toEqual(['task', 'later', 'hold', 'skip']);
      });

      test('is refused at once when the workflow cannot be behind with it: stuck since the restore, or no restore at all', async () => {
        const fates = async (openedAgo: string) => {
          const relay = new Relay(record.database, new StuckLater() as never, logger);
          const workflowId = `w-${randomUUID()}`;
          await queue(answer(workflowId, 1, await openIncident(openedAgo)));
          relay.wake([workflowId]);
          await until(async () => ((await sql('SELECT attempts FROM workflow_commands WHERE workflow_id = ?', [workflowId]))[0] as { attempts: number }[])[0]?.attempts === 1);
          await relay.stop();
          return states(workflowId);
        };
        expect(await fates('3 HOUR')).toEqual(['refused']);
        await restored('1 HOUR');
        expect([await fates('3 HOUR'), await fates('1 MINUTE')]).toEqual([['pending'], ['refused']]);
      });

      test('is the retry that a hold ends as, when the hold was over before the workflow could hear of it', async () => {
        const incidentId = await openIncident('3 HOUR');
        const gateway = Object.assign(new StuckLater(), { knows: true });
        const relay = new Relay(record.database, gateway as never, logger);
        const workflowId = `w-${randomUUID()}`;
        const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();
        await queue(answer(workflowId, 1, incidentId, { action: 'hold', until: anHourAgo }));
        await sql('UPDATE workflow_commands SET created_at = UTC_TIMESTAMP(3) - INTERVAL 2 HOUR WHERE workflow_id = ?', [workflowId]);
        // Never a date ahead, it is no hold: the workflow says so.
        const never = `w-${randomUUID()}`;
        await queue(answer(never, 1, incidentId, { action: 'hold', until: anHourAgo }));
        relay.start();
        await until(async () => [...(await states(workflowId)), ...(await states(never))].every((state) => state === 'delivered'));
        await relay.stop();
        expect([...gateway.told].sort()).toEqual(['hold', 'retry']);
      });
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
