import fc from 'fast-check';
import { type ApiClient, contract } from '../../api/client';
import { type Act, execute, select } from '../../api/http/act';
import { DIMENSIONS, type Dimension, foldBoardTally, tallyJourneys } from '../../api/services/journeys/boardTally';
import { type MadeJourney, makeJourney, makePatient, makeWard } from '../factories/hospital';
import { startTestApi, type TestApi } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let act: Act;
let journeys: MadeJourney[];
let wardIds: string[];
let manager: ApiClient;
beforeAll(async () => {
  api = await startTestApi();
  act = { database: api.database, transaction: null } as Act;
  wardIds = [(await makeWard()).wardId, (await makeWard()).wardId];
  journeys = [];
  for (let n = 0; n < 8; n += 1) journeys.push(await makeJourney(api.database, { wardId: wardIds[n % 2]!, patient: await makePatient(api.database, { family: 'Tallyman' }) }));
  manager = (await api.as('manager')).client;
});
afterAll(() => api.stop());

const dimensions = Object.keys(DIMENSIONS) as Dimension[];

/** Counted anew, from the journeys themselves. */
async function counted(status: string, dimension: Dimension): Promise<unknown> {
  const rows = await select<{ value: string | null; n: number; breached: number; incidents: number; money: number }>(
    act, `SELECT ${DIMENSIONS[dimension]} AS value, COUNT(*) AS n, SUM(sla_state = 'breached') AS breached, SUM(open_incidents) AS incidents, SUM(money_cents) AS money FROM journeys WHERE status = ? GROUP BY 1`, [status]);
  return sorted(rows.map(({ value, n, breached, incidents, money }) => ({ value, n: Number(n), breached: Number(breached), incidents: Number(incidents), moneyCents: Number(money) })));
}
const sorted = <T extends { value: string | null }>(rows: T[]): T[] => rows.sort((a, b) => ((a.value ?? '') < (b.value ?? '') ? -1 : 1));
const tallied = async (status: string, dimension: Dimension) => sorted(await tallyJourneys(act, status, dimension));

const change = fc.record({
  pick: fc.nat(7), folds: fc.boolean(),
  set: fc.oneof(
    fc.constantFrom("stage = 'billing'", "stage = 'treatment'", "status = 'closed'", "status = 'running'", "sla_state = 'breached'", "sla_state = 'ok'", 'open_incidents = open_incidents + 1', 'open_incidents = 0', 'money_cents = money_cents + 12345', 'ward_id = NULL', "waiting_for = 'clean-bed'", 'waiting_for = NULL', 'version = version + 1'),
  ),
});

describe('how many journeys are where', () => {
  test('is exact after any changes, folded or not (camunda#51397)', async () => {
    await fc.assert(fc.asyncProperty(fc.array(change, { minLength: 5, maxLength: 25 }), async (changes) => {
      for (const { pick, set, folds } of changes) {
        await execute(act, `UPDATE journeys SET ${set} WHERE id = ?`, [journeys[pick]!.journeyId]);
        if (folds) await foldBoardTally(api.database, 1);
      }
      for (const status of ['running', 'closed']) for (const dimension of dimensions) expect([dimension, await tallied(status, dimension)]).toEqual([dimension, await counted(status, dimension)]);
    }), { numRuns: 8 });
  });

  test('while changes and folding race: nothing is counted twice or lost', async () => {
    await execute(act, "UPDATE journeys SET status = 'running', money_cents = 0");
    await Promise.all([
      ...journeys.map(async ({ journeyId }, index) => {
        for (let round = 0; round < 12; round += 1) await execute(act, 'UPDATE journeys SET stage = ?, money_cents = money_cents + 1 WHERE id = ?', [(round + index) % 2 === 0 ? 'billing' : 'discharge', journeyId]);
      }),
      (async () => {
        for (let round = 0; round < 15; round += 1) await foldBoardTally(api.database, 1);
      })(),
    ]);
    for (const dimension of dimensions) expect(await tallied('running', dimension)).toEqual(await counted('running', dimension));
  });

  test('is what the lists find, by each filter, alone and together', async () => {
    await execute(act, "UPDATE journeys SET ward_id = ?, stage = 'billing', sla_state = 'warned' WHERE id IN (?)", [wardIds[0], journeys.slice(0, 3).map(({ journeyId }) => journeyId)]);
    await execute(act, "UPDATE journeys SET ward_id = ?, stage = 'billing', sla_state = 'ok' WHERE id IN (?)", [wardIds[1], journeys.slice(3).map(({ journeyId }) => journeyId)]);
    const total = async (query: object) => {
      const page = await manager.call(contract.listJourneys, { query: { ...query, limit: 200, count: 'true' } as never });
      expect(page.total).toBe(page.items.length);
      return page.total;
    };
    expect([await total({}), await total({ wardId: wardIds[0] }), await total({ wardId: wardIds[0], sla: 'warned' }), await total({ wardId: wardIds[1], sla: 'warned' }), await total({ q: 'Tallyman', stage: 'billing' }), await total({ q: 'Nobody' })]).toEqual([8, 3, 3, 0, 8, 0]);
  });
});

describe('the board refuses what makes no sense', () => {
  test.each([
    ['a page of 100,000', { limit: 100_000 }],
    ['no page', { limit: 0 }],
    ['an unknown stage', { stage: 'lunch' }],
    ['a ward that is no ID', { wardId: "1' OR '1'='1" }],
    ['an unknown filter', { colour: 'red' }],
    ['an unknown order', { sort: 'name; DROP TABLE journeys' }],
    ['all states without a search', { status: 'any' }],
    ['a cursor that was made up', { cursor: 'bm90IGEgY3Vyc29y' }],
    ['a cursor with a time that is none', { cursor: Buffer.from(JSON.stringify(['2026-13-45T99:99:99Z', 'x'])).toString('base64url') }],
    ['a cursor with another list’s values', { cursor: Buffer.from(JSON.stringify(['soon', 'x'])).toString('base64url') }],
    ['an empty search', { q: '   ' }],
  ])('%s: 400, with a sentence', async (_what, query) => {
    const problem = await problemOf(manager.call(contract.listJourneys, { query: query as never }));
    expect({ status: problem.status, errors: problem.problem.errors }).toMatchObject({ status: 400, errors: [expect.objectContaining({ message: expect.stringMatching(/\w+ \w+/) })] });
  });

  test('a closed journey is found by its claim’s or encounter’s number, whatever its state', async () => {
    const { journeyId } = journeys[0]!;
    await execute(act, "UPDATE journeys SET status = 'closed', outcome = 'claim-paid', closed_at = NOW(3) WHERE id = ?", [journeyId]);
    expect((await manager.call(contract.listJourneys, { query: { q: journeyId } })).items).toEqual([]);
    expect((await manager.call(contract.listJourneys, { query: { q: journeyId, status: 'any', count: 'true' } })).total).toBe(1);
  });
});
