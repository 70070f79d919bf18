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
      if (tries >= TRIES || !DEADLOCKS.has(errno(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 * tries + Math.random() * 20));
    }
  }
}

function errno(error: unknown): number {
  return (error as { parent?: { errno?: number } }).parent?.errno ?? 0;
}
