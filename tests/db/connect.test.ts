import { QueryTypes, type Transaction } from 'sequelize';
import { inTransaction } from '../../api/http/transaction';
import { makePayer } from '../factories/money';
import { createTestDatabase, type TestDatabase } from '../support/database';

let record: TestDatabase;

beforeAll(async () => {
  record = await createTestDatabase();
});
afterAll(() => record.drop());

test('every transaction, on whichever connection, reads what others have committed meanwhile', async () => {
  const { sequelize } = record.database;
  const { payerId } = await makePayer(record.database);
  const nameSeen = async (transaction: Transaction) => (await sequelize.query<{ name: string }>('SELECT name FROM payers WHERE id = ?', { replacements: [payerId], type: QueryTypes.SELECT, transaction }))[0]?.name;
  // Several at once, so that several connections are opened.
  await Promise.all(Array.from({ length: 4 }, () => inTransaction(record.database, async (transaction) => {
    await nameSeen(transaction);
    const name = `Payer ${Math.random()}`;
    await sequelize.query('UPDATE payers SET name = ? WHERE id = ?', { replacements: [name, payerId] });
    expect(await nameSeen(transaction)).not.toBe('Test Payer 1');
  })));
  await inTransaction(record.database, async (transaction) => {
    const before = await nameSeen(transaction);
    await sequelize.query("UPDATE payers SET name = 'Renamed meanwhile' WHERE id = ?", { replacements: [payerId] });
    expect(before).not.toBe('Renamed meanwhile');
    expect(await nameSeen(transaction)).toBe('Renamed meanwhile');
  });
});
