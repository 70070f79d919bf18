import { type Database, openDatabase } from '../../db/connect';
import { stableId } from '../../db/stableId';
import { type KeyRing, SealBroken } from '../../keys/keyRing';
import { EXIT, LaunchFailure, messageOf } from '../launcher/failure';
import { keyRing } from './keyRing';

/** Who acts when somebody with the server's own rights runs a command. */
export const COMMAND_LINE = { kind: 'service', id: stableId('principal', 'command-line'), name: 'Command line', roles: ['service'], wardIds: [], patientId: null, sessionId: null, lacksSecondFactor: false } as const;

export interface OpenRecord {
  readonly database: Database;
  readonly keys: KeyRing;
}

/** The record of DATABASE_URL. `purpose` ends the sentence "There is no hospital to …". */
export async function openRecord(purpose: string): Promise<OpenRecord> {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new LaunchFailure(`There is no hospital to ${purpose}: start it with npm start, or set DATABASE_URL and CAREWAY_KEYS.`, EXIT.usage);
  const keys = keyRing();
  try {
    return { database: await openDatabase(url, keys, { poolSize: 3 }), keys };
  } catch (error) {
    if (error instanceof SealBroken) throw new LaunchFailure('CAREWAY_KEYS does not open this record: use the keys it was made with.', EXIT.usage);
    throw new LaunchFailure(`The record cannot be opened (${messageOf(error)}): is the database up, and has npm start made its tables?`);
  }
}
