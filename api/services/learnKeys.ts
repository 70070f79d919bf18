import { randomUUID } from 'node:crypto';
import { type Logger } from 'pino';
import { type Database } from '../../db/connect';
import { leaveKeys, learnKeys } from '../../db/keys/keyHolders';
import { type KeyRing } from '../../keys/keyRing';
import { repeatEvery, type Repeating } from './repeat';

const EVERY_MS = 2_000;

/** Look every two seconds which data keys there are, and say which this process knows: keys rotate while it works (`careway keys rotate`). */
export function startLearningKeys({ database, keys, logger }: { readonly database: Database; readonly keys: KeyRing; readonly logger: Logger }): Repeating {
  const id = randomUUID();
  const { sequelize, cipher } = database;
  const learning = repeatEvery(EVERY_MS, () => learnKeys(sequelize, keys, cipher, id).catch((error: unknown) => logger.error({ error: (error as Error).name }, 'the keys on record could not be learnt; trying again')));
  return {
    stop: async () => {
      await learning.stop();
      await leaveKeys(sequelize, id).catch(() => undefined);
    },
  };
}
