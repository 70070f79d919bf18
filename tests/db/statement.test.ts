import fc from 'fast-check';
import { DatabaseError, type Transaction, UniqueConstraintError } from 'sequelize';
import { execute, executeLater, executeTogether, select, selectOnce, selectOne } from '../../api/http/act';
import { inTransaction } from '../../api/http/transaction';
import { bind } from '../../db/bind';
import { newId } from '../../db/newId';
import { transact } from '../../db/statement';
import { makePayer } from '../factories/money';
import { createTestDatabase, type TestDatabase } from '../support/database';

let record: TestDatabase;
const reader = () => ({ database: record.database, transaction: null });

beforeAll(async () => {
  record = await createTestDatabase();
});
afterAll(() => record.drop());

test('any text comes back as it was bound, whatever it quotes', async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom("'", '"', '\\', '\0', '\n', '\x1a', '%', '?', ':name', "' OR 1=1 -- ", ''), async (text, hostile) => {
    const value = text + hostile + text;
    const row = await selectOne<{ listed: string; named: string }>(reader(), "SELECT CONVERT(:value USING utf8mb4) AS named, (SELECT CONVERT(:value USING utf8mb4)) AS listed", { value });
    expect(row).toEqual({ named: value, listed: value });
    expect(await selectOne(reader(), 'SELECT CONVERT(? USING utf8mb4) AS listed', [value])).toEqual({ listed: value });
  }), { numRuns: 60 });
});

test('bytes, times, numbers, truth, nothing and lists keep their meaning', async () => {
  const at = new Date('2026-03-29T01:02:03.045Z');
  const bytes = Buffer.from([0, 39, 92, 255]);
  const row = await selectOne<Record<string, unknown>>(reader(), 'SELECT CAST(? AS DATETIME(3)) AS at, CAST(? AS BINARY) AS bytes, ? + 1 AS more, ? AS truth, ? AS nothing, 3 IN (?) AS isListed, (1, 2) IN (?) AS isPair', [at, bytes, 41, true, null, [1, 2, 3], [[1, 2], [3, 4]]]);
  expect(row).toMatchObject({ at, bytes, more: 42, truth: 1, nothing: null, isListed: 1, isPair: 1 });
});

test('days stay days and times are UTC, however they are read', async () => {
  const row = await selectOne<{ day: unknown; at: unknown; cents: unknown }>(reader(), "SELECT CAST('2026-10-25' AS DATE) AS day, CAST('2026-10-25 01:30:00.250' AS DATETIME(3)) AS at, CAST(12345678901 AS SIGNED) AS cents");
  expect(row).toEqual({ day: '2026-10-25', at: new Date('2026-10-25T01:30:00.250Z'), cents: 12345678901 });
});

test('quoted text, names and comments hold no places', () => {
  expect(bind("SELECT '?', \":a\", `b?`, /* ? */ ? -- ?\n", ['x'])).toBe("SELECT '?', \":a\", `b?`, /* ? */ 'x' -- ?\n");
  expect(bind("SELECT 'it''s :a', '\\':a', :a, x FROM t WHERE b IN (:list)", { a: 1, list: ['p', 'q'] })).toBe("SELECT 'it''s :a', '\\':a', 1, x FROM t WHERE b IN ('p', 'q')");
});

test('a place without a value and a value that is none are refused before anything is sent', () => {
  expect(() => bind('SELECT ?, ?', [1])).toThrow('place 2');
  expect(() => bind('SELECT :a', {})).toThrow(':a');
  expect(() => bind('SELECT :toString', {})).toThrow(':toString');
  expect(() => bind('SELECT ?', [{ a: 1 }])).toThrow('none of SQL');
  expect(() => bind('SELECT ?', [undefined])).toThrow('place 1');
  expect(() => bind('SELECT 1 IN (?)', [[undefined]])).toThrow('none of SQL');
});

test('a duplicate is told as one, with the constraint it met', async () => {
  const { payerId } = await makePayer(record.database);
  const again = execute(reader(), 'INSERT INTO payers (id, payer_identifier, name, kind) SELECT id, payer_identifier, name, kind FROM payers WHERE id = ?', [payerId]);
  await expect(again).rejects.toBeInstanceOf(UniqueConstraintError);
  await expect(again).rejects.toMatchObject({ parent: { errno: 1062 } });
});

test('a transaction begins by itself and leaves nothing behind: what failed is taken back, and what is written outside of one stands at once', async () => {
  const { payerId } = await makePayer(record.database);
  const nameOf = async () => (await selectOne<{ name: string }>(reader(), 'SELECT name FROM payers WHERE id = ?', [payerId]))?.name;
  const rename = (act: Parameters<typeof execute>[0], name: string) => execute(act, 'UPDATE payers SET name = ? WHERE id = ?', [name, payerId]);
  const failing = inTransaction(record.database, async (transaction) => {
    await rename({ database: record.database, transaction }, 'Taken back');
    expect(await nameOf()).not.toBe('Taken back');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await inTransaction(record.database, async (transaction) => void (await select({ database: record.database, transaction }, 'SELECT 1')));
  expect(await nameOf()).not.toBe('Taken back');
  await rename(reader(), 'Outside');
  expect(await nameOf()).toBe('Outside');
});

const inside = (transaction: Transaction) => ({ database: record.database, transaction });
const nameOf = async (payerId: string, act: Parameters<typeof select>[0] = reader()) => (await selectOne<{ name: string }>(act, 'SELECT name FROM payers WHERE id = ?', [payerId]))?.name;

describe('what a transaction asks in one turn', () => {
  test('goes out in one packet, in its order, and each hears its own answer', async () => {
    const { payerId } = await makePayer(record.database);
    let sent: ReturnType<typeof vi.spyOn> | undefined;
    const answers = await inTransaction(record.database, async (transaction) => {
      const act = inside(transaction);
      sent = vi.spyOn((transaction as unknown as { held: { query(): unknown } }).held, 'query');
      await executeLater(act, "UPDATE payers SET name = 'put off' WHERE id = ?", [payerId]);
      const read = () => selectOne<{ name: string }>(act, 'SELECT name FROM payers WHERE id = ?', [payerId]);
      return Promise.all([read(), execute(act, "UPDATE payers SET name = 'in between' WHERE id = ?", [payerId]), read(), select(act, "SELECT 1 FROM payers WHERE id = 'nobody'")]);
    });
    expect(answers).toEqual([{ name: 'put off' }, 1, { name: 'in between' }, []]);
    expect(sent).toHaveBeenCalledTimes(2); // the packet and the commit
    sent?.mockRestore();
    expect(await nameOf(payerId)).toBe('in between');
  });

  test('comes to nothing as a whole when one fails, even if its error is let go', async () => {
    const { payerId } = await makePayer(record.database);
    const before = await nameOf(payerId);
    const failing = inTransaction(record.database, async (transaction) => {
      const act = inside(transaction);
      const outcomes = await Promise.allSettled([execute(act, "UPDATE payers SET name = 'half' WHERE id = ?", [payerId]), select(act, 'SELECT nothing FROM nowhere'), select(act, 'SELECT 1')]);
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      await select(act, 'SELECT 1');
    });
    await expect(failing).rejects.toBeInstanceOf(DatabaseError);
    expect(await nameOf(payerId)).toBe(before);
    await inTransaction(record.database, async (transaction) => void (await select(inside(transaction), 'SELECT 1')));
    expect(await nameOf(payerId)).toBe(before);
  });

  test('is refused once the transaction is over', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const failing = inTransaction(record.database, async (transaction) => {
      late = select(inside(transaction), 'SELECT 1').then(() => select(inside(transaction), 'SELECT 2')).catch((error: unknown) => error);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await late).toBeInstanceOf(Error);
  });
});

describe('what a transaction puts off', () => {
  test('goes out in its order with the next statement, with a query of a model, or with the commit', async () => {
    const { payerId } = await makePayer(record.database);
    await inTransaction(record.database, async (transaction) => {
      const later = (name: string) => executeLater(inside(transaction), 'UPDATE payers SET name = ? WHERE id = ?', [name, payerId]);
      await later('first');
      await later('second');
      expect(await nameOf(payerId, inside(transaction))).toBe('second');
      await later('third');
      const [rows] = await record.database.sequelize.query('SELECT name FROM payers WHERE id = ?', { transaction, replacements: [payerId] });
      expect(rows).toEqual([{ name: 'third' }]);
      await later('last');
    });
    expect(await nameOf(payerId)).toBe('last');
  });

  test('is nothing when the transaction is taken back', async () => {
    const { payerId } = await makePayer(record.database);
    const before = await nameOf(payerId);
    const failing = inTransaction(record.database, async (transaction) => {
      await executeLater(inside(transaction), 'UPDATE payers SET name = ? WHERE id = ?', ['put off', payerId]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await inTransaction(record.database, async (transaction) => void (await select(inside(transaction), 'SELECT 1')));
    expect(await nameOf(payerId)).toBe(before);
  });

  const AGAIN = 'INSERT INTO payers (id, payer_identifier, name, kind) SELECT id, payer_identifier, name, kind FROM payers WHERE id = ?';
  test.each<[string, (transaction: Transaction) => Promise<unknown>]>([
    ['the commit', () => Promise.resolve()],
    ['the next statement', (transaction) => select(inside(transaction), 'SELECT 1')],
    ['the next statement, whose error is let go', (transaction) => select(inside(transaction), 'SELECT 1').catch(() => undefined)],
    ['a query of a model', (transaction) => record.database.sequelize.query('SELECT 1', { transaction })],
  ])('fails the whole transaction when it fails, told by %s', async (_, next) => {
    const [a, b] = [await makePayer(record.database), await makePayer(record.database)];
    const before = await nameOf(a.payerId);
    const failing = inTransaction(record.database, async (transaction) => {
      await execute(inside(transaction), 'UPDATE payers SET name = ? WHERE id = ?', ['half', a.payerId]);
      await executeLater(inside(transaction), AGAIN, [b.payerId]);
      await next(transaction);
    });
    await expect(failing).rejects.toBeInstanceOf(UniqueConstraintError);
    expect(await nameOf(a.payerId)).toBe(before);
  });

  test('a read that is asked again is answered from before, until something is written', async () => {
    const { payerId } = await makePayer(record.database);
    const before = await nameOf(payerId);
    const ask = async (act: Parameters<typeof select>[0]) => (await selectOnce<{ name: string }>(act, 'SELECT name FROM payers WHERE id = ?', [payerId]))[0]?.name;
    const rename = (act: Parameters<typeof select>[0], name: string) => execute(act, 'UPDATE payers SET name = ? WHERE id = ?', [name, payerId]);
    await inTransaction(record.database, async (transaction) => {
      expect(await ask(inside(transaction))).toBe(before);
      await rename(reader(), 'by somebody else');
      expect(await nameOf(payerId, inside(transaction))).toBe('by somebody else');
      expect(await ask(inside(transaction))).toBe(before);
      await executeLater(inside(transaction), 'UPDATE payers SET kind = kind WHERE id = ?', [payerId]);
      expect(await ask(inside(transaction))).toBe('by somebody else');
      await rename(inside(transaction), 'by itself');
      expect(await ask(inside(transaction))).toBe('by itself');
      await record.database.sequelize.query("UPDATE payers SET name = 'by a model' WHERE id = ?", { transaction, replacements: [payerId] });
      expect(await ask(inside(transaction))).toBe('by a model');
    });
    expect(await ask(reader())).toBe('by a model');
    await rename(reader(), 'after it');
    expect(await ask(reader())).toBe('after it');
  });

  test('a lock that is put off is held from the next statement on', async () => {
    const { payerId } = await makePayer(record.database);
    await inTransaction(record.database, async (transaction) => {
      await executeLater(inside(transaction), 'SELECT id FROM payers WHERE id = ? FOR UPDATE', [payerId]);
      expect(await select(inside(transaction), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await expect(inTransaction(record.database, (other) => select(inside(other), 'SELECT id FROM payers WHERE id = ? FOR UPDATE NOWAIT', [payerId]))).rejects.toBeInstanceOf(DatabaseError);
    });
  });

  test('writes sent together tell the rows of all, without what was put off before them', async () => {
    const { payerId } = await makePayer(record.database);
    const statement = (name: string) => ({ sql: 'UPDATE payers SET name = ? WHERE id = ?', values: [name, payerId] });
    const touched = await inTransaction(record.database, async (transaction) => {
      await executeLater(inside(transaction), 'UPDATE payers SET name = ? WHERE id = ?', ['before', payerId]);
      return executeTogether(inside(transaction), [statement('one'), statement('two'), { sql: 'UPDATE payers SET name = ? WHERE id = ?', values: ['none', 'nobody'] }]);
    });
    expect(touched).toBe(2);
    expect(await executeTogether(reader(), [statement('three'), statement('four')])).toBe(2);
    expect(await nameOf(payerId)).toBe('four');
  });
});

test.each(['SELECT 1; SELECT 2', "SELECT 'a'; DROP TABLE payers", 'SELECT 1;'])('a text of more than one statement is none of ours: %s', async (sql) => {
  await expect(select(reader(), sql)).rejects.toThrow('more than one statement');
  await expect(inTransaction(record.database, (transaction) => select({ database: record.database, transaction }, sql))).rejects.toThrow('more than one statement');
});

test('a semicolon in a value or in quotes is a letter like any other', async () => {
  expect(await select(reader(), "SELECT ? AS given, 'a;b' AS quoted", ["'; DROP TABLE payers; --"])).toEqual([{ given: "'; DROP TABLE payers; --", quoted: 'a;b' }]);
});

const WAYS: Readonly<Record<string, (work: (transaction: Transaction) => Promise<void>) => Promise<void>>> = {
  'a transaction': (work) => transact(record.database.sequelize, work),
  'a transaction of Sequelize': (work) => record.database.sequelize.transaction(work),
};

test.each(Object.keys(WAYS))('after a deadlock nothing of %s, its victim, runs on outside it', async (way) => {
  const [a, b] = [await makePayer(record.database), await makePayer(record.database)];
  const touch = (transaction: Transaction, id: string, name: string) => execute({ database: record.database, transaction }, 'UPDATE payers SET name = ? WHERE id = ?', [name, id]);
  const ends: string[] = [];
  const both = await Promise.allSettled([[a, b], [b, a]].map(([first, second]) => WAYS[way]?.(async (transaction) => {
    await touch(transaction, first?.payerId ?? '', `first ${newId()}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
    try {
      await touch(transaction, second?.payerId ?? '', `second ${newId()}`);
    } catch (error) {
      ends.push((error as { parent?: { errno?: number } }).parent?.errno === 1213 ? 'deadlock' : String(error));
      await expect(touch(transaction, a.payerId, 'outside')).rejects.toThrow('rollback');
      throw error;
    }
  })));
  expect(ends).toEqual(['deadlock']);
  expect(both.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(await select(reader(), "SELECT id FROM payers WHERE name = 'outside'")).toEqual([]);
});

/** db/statement.ts leans on insides of Sequelize that its types do not show: a version that has them otherwise fails here, and not among people. */
describe('what is used of Sequelize beyond its types', () => {
  const inside = (transaction: Transaction) => ({ database: record.database, transaction });

  test('its statements and ours stand in one transaction, on one connection', async () => {
    const { sequelize } = record.database;
    const { payerId } = await makePayer(record.database);
    const asked = inTransaction(record.database, async (transaction) => {
      await execute(inside(transaction), "UPDATE payers SET name = 'ours' WHERE id = ?", [payerId]);
      const [rows] = await sequelize.query('SELECT CONNECTION_ID() AS id, name FROM payers WHERE id = ?', { transaction, replacements: [payerId] });
      expect(rows).toEqual([{ ...(await selectOne(inside(transaction), 'SELECT CONNECTION_ID() AS id')), name: 'ours' }]);
      throw new Error('taken back');
    });
    await expect(asked).rejects.toThrow('taken back');
    expect(await select(reader(), "SELECT id FROM payers WHERE name = 'ours'")).toEqual([]);
  });

  test('a transaction that is over takes nothing more, from neither', async () => {
    const over = await inTransaction(record.database, (transaction) => Promise.resolve(transaction));
    await expect(record.database.sequelize.query('SELECT 1', { transaction: over })).rejects.toThrow('commit');
    await expect(select(inside(over), 'SELECT 1')).rejects.toThrow('commit');
  });

  test('every connection goes back, and every error is Sequelize’s, however a statement or a transaction ends', async () => {
    const wrong = 'SELECT nothing FROM nowhere';
    for (let more = 0; more < 25; more += 1) { // than a pool holds
      await expect(select(reader(), wrong)).rejects.toBeInstanceOf(DatabaseError);
      await expect(inTransaction(record.database, (transaction) => select(inside(transaction), wrong))).rejects.toBeInstanceOf(DatabaseError);
      await inTransaction(record.database, (transaction) => select(inside(transaction), 'SELECT 1'));
    }
    expect(await select(reader(), 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });
});
