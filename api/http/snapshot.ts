import { Transaction } from 'sequelize';
import { type Act } from './act';

/** Read several things as they stood at one moment: no row is older or newer than another. For reads alone; nothing is locked. */
export async function inSnapshot<T>(act: Act, read: (act: Act) => Promise<T>): Promise<T> {
  if (act.transaction) return read(act);
  return act.database.sequelize.transaction({ isolationLevel: Transaction.ISOLATION_LEVELS.REPEATABLE_READ }, (transaction) => read({ ...act, transaction }));
}
