import { type Transaction } from 'sequelize';
import { type Database } from '../../db/connect';

/** Deadlock, record changed since last read, lock wait timeout. */
const DEADLOCKS = new Set([1213, 1020, 1205]);
const TRIES = 8;

/** Run work as one transaction, at the connection's own isolation level unless another is given. A deadlock's victim runs again, from the start. */
export async function inTransaction<T>({ sequelize }: Pick<Database, 'sequelize'>, work: (transaction: Transaction) => Promise<T>, isolationLevel?: Transaction.ISOLATION_LEVELS): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await sequelize.transaction({ ...(isolationLevel ? { isolationLevel } : {}) }, work);
    } catch (error) {
      if (tries >= TRIES || !DEADLOCKS.has(errno(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 * tries + Math.random() * 20));
    }
  }
}

function errno(error: unknown): number {
  return (error as { parent?: { errno?: number } }).parent?.errno ?? 0;
}
