import { type Sequelize, Transaction } from 'sequelize';
import { bind } from './bind';

type Values = Readonly<Record<string, unknown>> | readonly unknown[];

/** A statement with the values of its places (db/bind.ts). */
export interface Statement {
  readonly sql: string;
  readonly values: Values;
}

/** What a write answers. */
export interface WriteResult {
  readonly affectedRows: number;
  /** What `LAST_INSERT_ID(value)` was told, or the number the server gave a new row; 0: neither. */
  readonly insertId: number | string;
}

/** A connection of the driver, as far as it is used here. */
interface Connection {
  /** Whose it is while a transaction has it. */
  uuid?: string | undefined;
  /** `values` null: they are in their places, and the driver does not look through the text for more. */
  query(options: { readonly sql: string; readonly values: null }, done: (error: DriverError | null, result: unknown) => void): unknown;
}

interface DriverError extends Error {
  readonly errno?: number;
}

/** What Sequelize has and its types do not show: its pool, and how it words the driver's errors. */
interface Inside {
  readonly connectionManager: { getConnection(): Promise<Connection>; releaseConnection(connection: Connection): void; destroyConnection(connection: Connection): Promise<void> };
  readonly dialect: { readonly Query: new (connection: Connection, sequelize: Sequelize, options: object) => { formatError(error: DriverError): Error } };
}

interface Open {
  readonly id: string;
  readonly connection: Connection;
  finished?: string;
}

const DEADLOCK = 1213;

/** The pool that each pool's transactions take their connections from. */
const apart = new WeakMap<Sequelize, Sequelize>();

/** Transactions get their connections from this pool, on which one begins with the first statement: a round trip less for each. */
export function keepTransactionsApart(sequelize: Sequelize, transactions: Sequelize): void {
  apart.set(sequelize, transactions);
}

/**
 * Send one statement to the record: rows of a read, or what a write answers. It goes to the driver straight, by Sequelize's own pool and transactions and with
 * its errors: building a query object, hooks and a stack trace for each statement took more processor time than the driver itself.
 */
export async function send<T>(sequelize: Sequelize, transaction: Transaction | null, sql: string, values: Values): Promise<T> {
  const text = bind(sql, values);
  const { connectionManager, dialect } = sequelize as unknown as Inside;
  if (transaction) assertOpen(transaction);
  if (transaction instanceof OwnTransaction) return transaction.ask<T>(text);
  const connection = transaction ? (transaction as unknown as Open).connection : await connectionManager.getConnection();
  try {
    return await ask<T>(connection, text);
  } catch (error) {
    if (transaction && (error as DriverError).errno === DEADLOCK) await end(transaction);
    throw new dialect.Query(connection, sequelize, {}).formatError(Object.assign(error as DriverError, { sql: text }));
  } finally {
    if (!transaction) connectionManager.releaseConnection(connection);
  }
}

/**
 * Send a read that an act asks more than once: within a transaction of `transact` the same text is answered from its first answer until the transaction writes something.
 * For rows that it has locked, or that do not change while it looks.
 */
export async function sendOnce<T>(sequelize: Sequelize, transaction: Transaction | null, sql: string, values: Values): Promise<T> {
  if (!(transaction instanceof OwnTransaction)) return send<T>(sequelize, transaction, sql, values);
  assertOpen(transaction);
  return transaction.askOnce<T>(bind(sql, values));
}

/**
 * Put off a write whose answer nobody needs: it goes to the record in one round trip with the transaction's next statement, or with its commit, in the order given. What it
 * meets there is that statement's error, and the transaction comes to nothing. Outside a transaction of `transact` it is sent at once.
 */
export async function sendLater(sequelize: Sequelize, transaction: Transaction | null, sql: string, values: Values): Promise<void> {
  if (!(transaction instanceof OwnTransaction)) return void (await send(sequelize, transaction, sql, values));
  assertOpen(transaction);
  transaction.putOff(bind(sql, values));
}

/** Send several writes in one round trip, in their order; outside a transaction of `transact` one after the other. */
export async function sendTogether(sequelize: Sequelize, transaction: Transaction | null, statements: readonly Statement[]): Promise<readonly WriteResult[]> {
  if (transaction instanceof OwnTransaction) {
    assertOpen(transaction);
    return Promise.all(statements.map(({ sql, values }) => transaction.ask<WriteResult>(bind(sql, values))));
  }
  const answers: WriteResult[] = [];
  for (const { sql, values } of statements) answers.push(await send<WriteResult>(sequelize, transaction, sql, values));
  return answers;
}

/** Run work as one transaction at the connection's own isolation level: begun by its first statement, committed when it resolves, taken back when it throws. */
export async function transact<T>(sequelize: Sequelize, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const transaction = new OwnTransaction(sequelize, await poolOf(sequelize).getConnection());
  let result: T;
  try {
    result = await work(transaction);
    assertOpen(transaction);
  } catch (error) {
    if (!transaction.finished) await transaction.rollback().catch(() => undefined); // what went wrong before is the one to tell
    throw error;
  }
  await transaction.commit();
  return result;
}

/** A statement on its way to the record; of one that is put off nobody hears. */
interface OnItsWay {
  readonly text: string;
  readonly heard?: { readonly resolve: (answer: unknown) => void; readonly reject: (error: unknown) => void };
}

/** Begun by its first statement, on a connection where each belongs to a transaction. */
class OwnTransaction extends Transaction {
  finished: 'commit' | 'rollback' | undefined;
  /** One of several statements sent together went wrong, and it is not known which. */
  failed: Error | null = null;
  private waiting: OnItsWay[] = [];
  /** Something is asked in this turn, and what else is asked in it goes along. */
  private isLeaving = false;
  /** What was asked since the last write. */
  private readonly asked = new Map<string, Promise<unknown>>();

  constructor(private readonly of: Sequelize, private readonly held: Connection) {
    super(of, {});
    held.uuid = (this as unknown as Open).id;
  }

  /** Where Sequelize takes it from for a query of a model: what waits goes first, in its place on the same connection. */
  get connection(): Connection {
    this.asked.clear();
    void this.leave();
    return this.held;
  }

  putOff(text: string): void {
    this.forgetAt(text);
    this.waiting.push({ text });
  }

  async askOnce<T>(text: string): Promise<T> {
    const before = this.asked.get(text);
    if (before) return before as Promise<T>;
    const answer = this.ask<T>(text);
    this.asked.set(text, answer);
    return answer;
  }

  /** What it answers. Statements asked in one turn go out in one packet, in their order. */
  ask<T>(text: string): Promise<T> {
    this.forgetAt(text);
    const answer = new Promise<unknown>((resolve, reject) => this.waiting.push({ text, heard: { resolve, reject } }));
    if (!this.isLeaving) {
      this.isLeaving = true;
      queueMicrotask(() => void this.leave());
    }
    return answer as Promise<T>;
  }

  override commit(): Promise<void> {
    return this.finish('commit');
  }

  /** Sequelize, too, takes a deadlock's victim back when it meets one in a query of a model: the connection goes back to where it came from. */
  override rollback(): Promise<void> {
    for (const { heard } of this.waiting.splice(0)) heard?.reject(new Error('The transaction was taken back before this was sent.'));
    return this.finish('rollback');
  }

  /** Send what waits. Whoever asked hears what comes of it. */
  private async leave(): Promise<void> {
    this.isLeaving = false;
    const sent = this.waiting.splice(0);
    if (sent.length === 0) return;
    try {
      const answer = await ask<unknown>(this.held, sent.map(({ text }) => text).join('; '));
      const answers = sent.length === 1 ? [answer] : (answer as unknown[]);
      sent.forEach(({ heard }, place) => heard?.resolve(answers[place]));
    } catch (error) {
      if ((error as DriverError).errno === DEADLOCK) await end(this);
      const told = this.errorOf(error as DriverError, sent.flatMap(({ text, heard }) => (heard ? [text] : [])).join('; '));
      if (sent.length > 1 || !sent[0]?.heard) this.failed = told;
      for (const { heard } of sent) heard?.reject(told);
    }
  }

  private forgetAt(text: string): void {
    if (!/^\s*SELECT\b/i.test(text)) this.asked.clear();
  }

  private async finish(how: 'commit' | 'rollback'): Promise<void> {
    this.finished = how;
    try {
      await ask(this.held, [...this.waiting.splice(0).map(({ text }) => text), how].join('; '));
    } catch (error) {
      // A connection on which it is unknown whether a transaction stands is never used again.
      await poolOf(this.of).destroyConnection(this.held).catch(() => undefined);
      throw this.errorOf(error as DriverError, how);
    } finally {
      this.held.uuid = undefined;
    }
    poolOf(this.of).releaseConnection(this.held);
  }

  private errorOf(error: DriverError, sql: string): Error {
    const { dialect } = this.of as unknown as Inside;
    return new dialect.Query(this.held, this.of, {}).formatError(Object.assign(error, { sql }));
  }
}

function poolOf(sequelize: Sequelize): Inside['connectionManager'] {
  const transactions = apart.get(sequelize);
  if (!transactions) throw new Error('This record was not opened by openDatabase: it has no connections for transactions.');
  return (transactions as unknown as Inside).connectionManager;
}

/** The server has taken a deadlock's victim back as a whole: nothing more may run as if the transaction stood. */
async function end(transaction: Transaction): Promise<void> {
  await transaction.rollback().catch(() => undefined);
  (transaction as unknown as Open).finished = 'rollback';
}

function assertOpen(transaction: Transaction): void {
  const { finished } = transaction as unknown as Open;
  if (transaction instanceof OwnTransaction && transaction.failed && !finished) throw transaction.failed;
  if (finished) throw new Error(`${finished} has been called on this transaction: nothing more can run in it.`);
}

function ask<T>(connection: Connection, sql: string): Promise<T> {
  return new Promise((resolve, reject) => {
    connection.query({ sql, values: null }, (error, result) => (error ? reject(error) : resolve(result as T)));
  });
}
