import { type Database } from '../../db/connect';
import { transact } from '../../db/statement';
import { type Act, selectOne } from '../http/act';

/** Lines folded in one transaction. */
export const FOLD_AT_ONCE = 5_000;

/**
 * Fold lines of changes into counts, in a transaction that no other process does at the same time. Answers how many lines `fold` says it
 * folded; 0 when another process is at it.
 */
export async function foldAlone(database: Database, name: string, fold: (act: Pick<Act, 'database' | 'transaction'>) => Promise<number>): Promise<number> {
  return transact(database.sequelize, async (transaction) => {
    const act = { database, transaction };
    const lock = { name: `careway-${name}-${database.sequelize.getDatabaseName()}`.slice(0, 64) };
    const taken = await selectOne<{ taken: number }>(act, 'SELECT GET_LOCK(:name, 0) AS taken', lock);
    if (Number(taken?.taken) !== 1) return 0;
    try {
      return await fold(act);
    } finally {
      await selectOne(act, 'SELECT RELEASE_LOCK(:name) AS released', lock);
    }
  });
}
