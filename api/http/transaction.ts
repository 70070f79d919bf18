import { type Transaction } from 'sequelize';
import { type Database } from '../../db/connect';
import { transact } from '../../db/statement';

/** Deadlock, record changed since last read, lock wait timeout. */
const DEADLOCKS = new Set([1213, 1020, 1205]);
const TRIES = 8;

/** Run work as one transaction at READ COMMITTED, which every connection has. A deadlock's victim runs again, from the start. */
export async function inTransaction<T>({ sequelize }: Pick<Database, 'sequelize'>, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transact(sequelize, work);
    } catch (error) {
      if (tries >= TRIES || !isContended(errno(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 * tries + Math.random() * 20));
    }
  }
}

/** Whether the server gave up on a transaction only because of others: it has been taken back, and may be tried again. */
export function isContended(errno: number): boolean {
  return DEADLOCKS.has(errno);
}

function errno(error: unknown): number {
  return (error as { parent?: { errno?: number } }).parent?.errno ?? 0;
}
