import { type ApiClient, contract } from '../../api/client';
import { type TaskTypeName } from '../../domain/tasks/types';
import { type MadeJourney, makeJourney, makePatient, makeWard } from '../factories/hospital';
import { startTestApi, type TestApi } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let service: ApiClient;
beforeAll(async () => {
  api = await startTestApi();
  service = await api.service();
});
afterAll(() => api.stop());

let keys = 0;
const key = () => `test-${(keys += 1)}`;

async function openTask(journey: MadeJourney, type: TaskTypeName, step: string = type): Promise<string> {
  const { tasks } = await service.call(contract.recordProgress, {
    params: { journeyId: journey.journeyId }, idempotencyKey: key(),
    body: { workflowId: journey.workflowId, stage: 'discharge', step, waitingFor: null, waitingUntil: null, openTasks: [{ step, type }] },
  });
  return tasks[0]?.taskId ?? '';
}

const scalar = async (sql: string, replacements: unknown[] = []): Promise<number> => {
  const [rows] = await api.database.sequelize.query(sql, { replacements });
  return Number(Object.values((rows as Record<string, unknown>[])[0] ?? {})[0]);
};

const teaching = { medicinesReconciled: true, understood: true };

describe('opening tasks', () => {
  test('the same workflow step opens one task, also under another key', async () => {
    const journey = await makeJourney(api.database);
    const first = await openTask(journey, 'discharge-teaching');
    expect(await openTask(journey, 'discharge-teaching')).toBe(first);
    expect(await scalar('SELECT COUNT(*) FROM tasks WHERE journey_id = ?', [journey.journeyId])).toBe(1);
  });

  test('a person may not do what workflows do', async () => {
    const journey = await makeJourney(api.database);
    const nurse = await api.as('nurse');
    const refused = await problemOf(nurse.client.call(contract.closeJourney, { params: { journeyId: journey.journeyId }, body: { outcome: 'cancelled' }, idempotencyKey: key() }));
    expect(refused.status).toBe(403);
  });

  test('a workflow step without an Idempotency-Key is refused', async () => {
    const journey = await makeJourney(api.database);
    const refused = await problemOf(service.call(contract.closeJourney, { params: { journeyId: journey.journeyId }, body: { outcome: 'cancelled' } }));
    expect([refused.status, refused.problem.errors?.[0]?.field]).toEqual([400, 'Idempotency-Key']);
  });
});

describe('the inbox', () => {
  test('shows who holds a task and for whom it is, and finds it by name, MRN and bed (wso2/product-is#13535)', async () => {
    const { wardId, bedIds, bedCodes } = await makeWard();
    const patient = await makePatient(api.database, { family: 'Quentingale' });
    const journey = await makeJourney(api.database, { patient, wardId, bedId: bedIds[0]! });
    const taskId = await openTask(journey, 'discharge-teaching');
    const nurse = await api.as('nurse');
    await nurse.client.call(contract.claimTask, { params: { taskId } });
    for (const q of ['quentin', patient.mrn, bedCodes[0]!, 'Quentingale, Alex']) {
      const { items } = await nurse.client.call(contract.listTasks, { query: { q, scope: 'all' } });
      expect(items.map((item) => [item.id, item.holder?.id, item.patient?.name, item.patient?.bed])).toEqual([[taskId, nurse.id, 'Quentingale, Alex', bedCodes[0]]]);
    }
  });

  test('pages through everything once, in each order', async () => {
    const nurse = await api.as('nurse');
    const journey = await makeJourney(api.database);
    const opened = new Set<string>();
    for (let index = 0; index < 7; index += 1) opened.add(await openTask(journey, 'discharge-teaching', `page-${index}`));
    for (const sort of ['due', 'priority', 'newest'] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await nurse.client.call(contract.listTasks, { query: { journeyId: journey.journeyId, limit: 3, sort, count: 'true', ...(cursor ? { cursor } : {}) } });
        expect(page.total).toBe(7);
        seen.push(...page.items.map((item) => item.id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toHaveLength(7);
      expect(new Set(seen)).toEqual(opened);
    }
  });

  test('refuses a cursor it did not give and a sort it does not know', async () => {
    const nurse = await api.as('nurse');
    expect((await problemOf(nurse.client.call(contract.listTasks, { query: { cursor: 'x' } }))).status).toBe(400);
    expect((await problemOf(nurse.client.call(contract.listTasks, { query: { sort: 'due; DROP TABLE tasks' as never } }))).status).toBe(400);
  });

  test('is empty of a completed task at once (camunda PR#37877)', async () => {
    const journey = await makeJourney(api.database);
    const taskId = await openTask(journey, 'discharge-teaching');
    const nurse = await api.as('nurse');
    await nurse.client.call(contract.completeTask, { params: { taskId }, body: { version: 1, values: teaching } });
    expect((await nurse.client.call(contract.listTasks, { query: { journeyId: journey.journeyId } })).items).toEqual([]);
    expect(await scalar('SELECT open_tasks FROM journeys WHERE id = ?', [journey.journeyId])).toBe(0);
  });
});

describe('holding a task', () => {
  test('twenty nurses race for one task: one gets it, the others are told who', async () => {
    const taskId = await openTask(await makeJourney(api.database), 'discharge-teaching');
    const nurses = await Promise.all(Array.from({ length: 20 }, () => api.as('nurse')));
    const results = await Promise.allSettled(nurses.map((nurse) => nurse.client.call(contract.claimTask, { params: { taskId } })));
    const winners = nurses.filter((_, index) => results[index]?.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect((result.reason as { problem: { status: number; holder: { id: string } } }).problem).toMatchObject({ status: 409, holder: { id: winners[0]?.id } });
    }
  });

  test('is handed to a colleague who may work it, not to one who may not', async () => {
    const taskId = await openTask(await makeJourney(api.database), 'discharge-teaching');
    const [nurse, colleague, coder] = [await api.as('nurse'), await api.as('nurse'), await api.as('coder')];
    await nurse.client.call(contract.claimTask, { params: { taskId } });
    expect((await problemOf(nurse.client.call(contract.reassignTask, { params: { taskId }, body: { userId: coder.id } }))).status).toBe(422);
    const changed = await nurse.client.call(contract.reassignTask, { params: { taskId }, body: { userId: colleague.id, comment: 'off to theatre' } });
    expect(changed.holder?.id).toBe(colleague.id);
    const detail = await colleague.client.call(contract.readTask, { params: { taskId } });
    expect(detail.history[0]).toMatchObject({ kind: 'reassigned', actor: nurse.name, target: colleague.name, comment: 'off to theatre' });
  });

  test('bulk claim says for each what happened (camunda#30940)', async () => {
    const journey = await makeJourney(api.database);
    const [free, held] = [await openTask(journey, 'discharge-teaching', 'free'), await openTask(journey, 'discharge-teaching', 'held')];
    const [nurse, other] = [await api.as('nurse'), await api.as('nurse')];
    await other.client.call(contract.claimTask, { params: { taskId: held } });
    const missing = '00000000-0000-7000-8000-000000000000';
    const { results } = await nurse.client.call(contract.changeTasks, { body: { action: 'claim', taskIds: [free, held, missing] } });
    expect(results.map((result) => [result.taskId, result.done, result.holder?.id ?? null])).toEqual([[free, true, nurse.id], [held, false, other.id], [missing, false, null]]);
  });

  test('a task of another role or ward cannot be taken', async () => {
    const { wardId } = await makeWard();
    const taskId = await openTask(await makeJourney(api.database, { wardId }), 'discharge-teaching');
    const { wardId: otherWard } = await makeWard();
    expect((await problemOf((await api.as('coder')).client.call(contract.claimTask, { params: { taskId } }))).status).toBe(403);
    const stranger = await api.as('nurse');
    await api.database.sequelize.query('INSERT INTO staff_wards (user_id, ward_id) VALUES (?, ?)', { replacements: [stranger.id, otherWard] });
    expect((await problemOf(stranger.client.call(contract.claimTask, { params: { taskId } }))).status).toBe(403);
  });
});

describe('completing a task', () => {
  test('writes effect, history, outbox and audit together, once', async () => {
    const journey = await makeJourney(api.database);
    const taskId = await openTask(journey, 'discharge-teaching');
    const nurse = await api.as('nurse');
    const idempotencyKey = key();
    const call = () => nurse.client.call(contract.completeTask, { params: { taskId }, body: { version: 1, values: teaching }, idempotencyKey });
    const [first, second] = await Promise.all([call(), call()]);
    expect(second).toEqual(first);
    expect(await call()).toEqual(first);
    expect(await scalar("SELECT COUNT(*) FROM workflow_commands WHERE dedup_id = ? AND kind = 'update'", [`task-${taskId}-v1`])).toBe(1);
    expect(await scalar('SELECT COUNT(*) FROM journey_events WHERE reference_id = ?', [taskId])).toBe(1);
    expect(await scalar("SELECT COUNT(*) FROM audit_events WHERE action = 'task.completed' AND resource_id = ?", [taskId])).toBe(1);
    expect(api.woken).toContain(journey.workflowId);
  });

  test('an incomplete form is refused field by field and nothing is written', async () => {
    const taskId = await openTask(await makeJourney(api.database), 'discharge-teaching');
    const nurse = await api.as('nurse');
    const refused = await problemOf(nurse.client.call(contract.completeTask, { params: { taskId }, body: { version: 1, values: { medicinesReconciled: 'yes', extra: 1 } } }));
    expect(refused.status).toBe(400);
    expect(refused.problem.errors?.map((error) => error.field).sort()).toEqual(['extra', 'medicinesReconciled', 'understood']);
    expect(await scalar('SELECT version FROM tasks WHERE id = ?', [taskId])).toBe(1);
  });

  test('a stale version and a task held by another are refused with the holder', async () => {
    const taskId = await openTask(await makeJourney(api.database), 'discharge-teaching');
    const [nurse, other] = [await api.as('nurse'), await api.as('nurse')];
    await other.client.call(contract.claimTask, { params: { taskId } });
    const held = await problemOf(nurse.client.call(contract.completeTask, { params: { taskId }, body: { version: 2, values: teaching } }));
    expect(held.problem).toMatchObject({ status: 409, holder: { id: other.id, name: other.name } });
    const stale = await problemOf(other.client.call(contract.completeTask, { params: { taskId }, body: { version: 1, values: teaching } }));
    expect(stale.problem).toMatchObject({ status: 409, currentVersion: 2 });
  });

  test('the same key with another body is refused', async () => {
    const taskId = await openTask(await makeJourney(api.database), 'discharge-teaching');
    const nurse = await api.as('nurse');
    const idempotencyKey = key();
    await nurse.client.call(contract.commentTask, { params: { taskId }, body: { text: 'one' }, idempotencyKey });
    const refused = await problemOf(nurse.client.call(contract.commentTask, { params: { taskId }, body: { text: 'two' }, idempotencyKey }));
    expect(refused.problem.type).toBe('urn:careway:problem:idempotency-key-reused');
  });

  test('a draft is kept for its writer and gone after completion', async () => {
    const taskId = await openTask(await makeJourney(api.database), 'discharge-teaching');
    const [nurse, other] = [await api.as('nurse'), await api.as('nurse')];
    await nurse.client.call(contract.saveDraft, { params: { taskId }, body: { values: { understood: true } } });
    expect((await nurse.client.call(contract.readTask, { params: { taskId } })).draft?.values).toEqual({ understood: true });
    expect((await other.client.call(contract.readTask, { params: { taskId } })).draft).toBeNull();
  });
});

describe('escalation', () => {
  test('a rung fires once, and not on a closed task (apache/incubator-kie#7054)', async () => {
    const taskId = await openTask(await makeJourney(api.database), 'discharge-teaching');
    const fire = (rung: 'due' | 'charge-nurse') => service.call(contract.recordSlaFiring, { params: { taskId }, body: { rung }, idempotencyKey: key() });
    expect(await fire('due')).toEqual({ fired: true });
    expect(await fire('due')).toEqual({ fired: false });
    const nurse = await api.as('nurse');
    await nurse.client.call(contract.completeTask, { params: { taskId }, body: { version: 1, values: teaching } });
    expect(await fire('charge-nurse')).toEqual({ fired: false });
    expect(await scalar('SELECT COUNT(*) FROM sla_firings WHERE task_id = ?', [taskId])).toBe(1);
  });
});
