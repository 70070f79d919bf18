import fc from 'fast-check';
import { type Branch } from '../../api/services/tasks/inboxFilters';
import { foldTally, tallyOf } from '../../api/services/tasks/tally';
import { type Act, execute, select } from '../../api/http/act';
import { Task } from '../../db/models';
import { type TaskTypeName } from '../../domain/tasks/types';
import { type MadeJourney, makeJourney, makeWard } from '../factories/hospital';
import { makeTask } from '../factories/tasks';
import { startTestApi, type TestApi } from '../support/api';

let api: TestApi;
let act: Act;
let journey: MadeJourney;
let holderId: string;
let wardIds: string[];
beforeAll(async () => {
  api = await startTestApi();
  act = { database: api.database, transaction: null } as Act;
  wardIds = [(await makeWard()).wardId, (await makeWard()).wardId];
  journey = await makeJourney(api.database, { wardId: wardIds[0]! });
  holderId = (await api.as('nurse')).id;
});
afterAll(() => api.stop());

const TYPES: readonly TaskTypeName[] = ['observation-round', 'medicine-round', 'place-orders', 'clean-bed'];
const branches = (): Branch[] => (['nurse', 'physician', 'bed-manager'] as const).flatMap((role) => [{ role, wards: { ids: [wardIds[0]!], orNone: true } }, { role, wards: { ids: [wardIds[1]!], orNone: false } }]);

/** Counted anew, from the tasks themselves. */
async function counted(): Promise<unknown> {
  const rows = await select<{ type: string; n: number; unclaimed: number }>(
    act, "SELECT type, COUNT(*) AS n, SUM(holder_id IS NULL) AS unclaimed FROM tasks WHERE is_open = 1 AND role IN ('nurse', 'physician', 'bed-manager') AND (ward_id IN (:wardIds) OR ward_id IS NULL) GROUP BY type ORDER BY type", { wardIds });
  return rows.map(({ type, n, unclaimed }) => ({ type, n: Number(n), unclaimed: Number(unclaimed) }));
}
const tallied = async () => (await tallyOf(act, branches())).map(({ type, n, unclaimed }) => ({ type, n, unclaimed })).sort((a, b) => (a.type < b.type ? -1 : 1));
const changes = async () => Number((await select<{ n: number }>(act, 'SELECT COUNT(*) AS n FROM task_count_changes'))[0]?.n);

const change = fc.oneof(
  fc.record({ kind: fc.constant('open' as const), type: fc.constantFrom(...TYPES), ward: fc.constantFrom(0, 1, null) }),
  fc.record({ kind: fc.constantFrom('hold' as const, 'release' as const, 'complete' as const, 'reopen' as const, 'delete' as const), pick: fc.nat(99) }),
  fc.record({ kind: fc.constant('move' as const), pick: fc.nat(99), ward: fc.constantFrom(0, 1, null) }),
  fc.record({ kind: fc.constant('everything' as const) }),
);

async function apply(step: typeof change extends fc.Arbitrary<infer One> ? One : never, ids: string[]): Promise<void> {
  if (step.kind === 'open') {
    const id = await makeTask(journey, step.type);
    ids.push(id);
    await Task.update({ wardId: step.ward === null ? null : wardIds[step.ward]! }, { where: { id } });
    return;
  }
  if (step.kind === 'everything') {
    await execute(act, "UPDATE tasks SET status = CASE WHEN holder_id IS NULL THEN 'accepted' ELSE 'requested' END, holder_id = CASE WHEN holder_id IS NULL THEN :holderId ELSE NULL END WHERE is_open = 1", { holderId });
    return;
  }
  const id = ids[step.pick % Math.max(1, ids.length)];
  if (!id) return;
  if (step.kind === 'delete') await Task.destroy({ where: { id } });
  else if (step.kind === 'move') await Task.update({ wardId: step.ward === null ? null : wardIds[step.ward]! }, { where: { id } });
  else await Task.update({ hold: { holderId, status: 'accepted' }, release: { holderId: null, status: 'requested' }, complete: { status: 'completed' }, reopen: { status: 'requested' } }[step.kind], { where: { id } });
}

describe('how many tasks are open, kept as they change', () => {
  test('is what counting them anew gives, whatever statement changed them and however often it is folded', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(change, fc.boolean()), { minLength: 1, maxLength: 25 }), async (steps) => {
        const ids: string[] = [];
        for (const [step, folds] of steps) {
          await apply(step, ids);
          if (folds) await foldTally(api.database, 1);
          expect(await tallied()).toEqual(await counted());
        }
      }),
      { numRuns: 12 },
    );
    await foldTally(api.database, 1);
    expect(await changes()).toBe(0);
    expect(await tallied()).toEqual(await counted());
  });

  test('keeps to what is committed, with many changing and folding at once', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => makeTask(journey, 'observation-round')));
    const undone = api.database.sequelize.transaction(async (transaction) => {
      await Task.update({ status: 'completed' }, { where: { id: ids }, transaction });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    const folding = Promise.all(Array.from({ length: 3 }, async () => {
      for (let round = 0; round < 10; round += 1) await foldTally(api.database, 1);
    }));
    await Promise.all(ids.map(async (id, n) => {
      await Task.update({ holderId }, { where: { id } });
      if (n % 2 === 0) await Task.update({ status: 'completed' }, { where: { id } });
    }));
    await folding;
    expect(await tallied()).toEqual(await counted());
    await foldTally(api.database, 1);
    expect(await tallied()).toEqual(await counted());
  });

  test('leaves few changes where they are', async () => {
    await makeTask(journey, 'observation-round');
    const before = await changes();
    expect([before > 0, await foldTally(api.database)]).toEqual([true, 0]);
    expect(await changes()).toBe(before);
  });
});
