import { inTransaction } from '../../api/http/transaction';
import { nextControlNumber, nextNumber } from '../../api/services/money/numbers';
import { createTestDatabase, type TestDatabase } from '../support/database';

let record: TestDatabase;

beforeAll(async () => {
  record = await createTestDatabase();
});
afterAll(() => record.drop());

test('numbers of which none may be missing come one after the other from 1, each once, however many take one at a time, and one taken back comes again', async () => {
  const inOne = await inTransaction(record.database, async (transaction) => {
    const act = { database: record.database, transaction };
    return [await nextNumber(act, 'invoice'), await nextNumber(act, 'invoice'), await nextNumber(act, 'breach'), await nextNumber(act, 'invoice')];
  });
  expect(inOne).toEqual(['INV-00000001', 'INV-00000002', 'BR-000001', 'INV-00000003']);
  const takenBack = inTransaction(record.database, async (transaction) => {
    throw new Error(await nextNumber({ database: record.database, transaction }, 'invoice'));
  });
  await expect(takenBack).rejects.toThrow('INV-00000004');
  const taken = await Promise.all(Array.from({ length: 25 }, () => inTransaction(record.database, (transaction) => nextNumber({ database: record.database, transaction }, 'invoice'))));
  expect(taken.sort()).toEqual(Array.from({ length: 25 }, (_, n) => `INV-${String(n + 4).padStart(8, '0')}`));
});

test.each<[string, (act: Parameters<typeof nextNumber>[0]) => Promise<unknown>]>([
  ['control', nextControlNumber],
  ['account', (act) => nextNumber(act, 'account')],
  ['claim', (act) => nextNumber(act, 'claim')],
])('no %s number comes twice, however many processes and transactions take one, and none waits for another to end', async (_series, next) => {
  const other = { ...record.database }; // what another process has: the same record, and nothing taken yet
  const taken = await inTransaction(record.database, async (transaction) => {
    const act = { database: record.database, transaction };
    const own = await next(act);
    const others = await Promise.all(Array.from({ length: 120 }, (_, n) => next({ database: n % 2 === 0 ? other : record.database, transaction: null })));
    return [own, ...others];
  });
  expect(new Set(taken).size).toBe(121);
  expect(Number(String(taken[0]).replace(/\D/g, ''))).toBe(1);
});
