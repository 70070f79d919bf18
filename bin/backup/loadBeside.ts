import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Connection } from 'mysql2/promise';
import { Sequelize } from 'sequelize';
import { verifyAudit } from '../../api/services/audit/verify';
import { type KeyRing } from '../../keys/keyRing';
import { EXIT, LaunchFailure } from '../launcher/failure';
import { connect, parseDatabaseUrl, urlOf } from '../launcher/servers/database-address';
import { countRows, differences, figuresOf } from './figures';
import { type AfterLoad, loadTables, prepareToLoad } from './load';
import { type CheckedBackup, DATABASE_FILE, type Figures } from './manifest';
import { openFile } from './sealedFile';

const ER_DBACCESS_DENIED = 1044;

/** The tables of a backup in a scratch database beside the record, without their views and triggers yet. */
export interface LoadedBeside {
  readonly name: string;
  readonly url: string;
  readonly connection: Connection;
  readonly after: AfterLoad;
  /** Gives the scratch database up; harmless when it is gone. */
  drop(): Promise<void>;
}

/** Load a backup's tables into a new database of the same server. The record is not touched. */
export async function loadBeside(ownerUrl: string, backup: CheckedBackup, progress: (text: string) => void): Promise<LoadedBeside> {
  const address = parseDatabaseUrl(ownerUrl, 'DATABASE_ADMIN_URL');
  const name = `careway_restore_${randomBytes(4).toString('hex')}`;
  const owner = await connect(ownerUrl);
  try {
    await owner.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  } catch (error) {
    if ((error as { errno?: number }).errno !== ER_DBACCESS_DENIED) throw error;
    throw new LaunchFailure(`The user of DATABASE_ADMIN_URL may not make the database ${name}, where a backup is loaded and checked first: GRANT ALL ON \`careway\\_%\`.* TO it.`, EXIT.usage);
  } finally {
    await owner.end();
  }
  const url = urlOf({ ...address, name });
  const connection = await connect(url);
  const drop = async () => {
    await connection.query(`DROP DATABASE IF EXISTS ${name}`).catch(() => undefined);
    connection.destroy();
  };
  try {
    await prepareToLoad(connection);
    progress(`loading the record into ${name}, beside what is there`);
    const source = Readable.from(openFile(join(backup.folder, DATABASE_FILE), backup.key));
    const unzipped = createGunzip();
    source.once('error', (error) => unzipped.destroy(error));
    const after = await loadTables(connection, source.pipe(unzipped), () => undefined);
    return { name, url, connection, after, drop };
  } catch (error) {
    await drop();
    throw error;
  }
}

/** Is what was loaded what the manifest says: every table's rows, the ledger to the cent, the heads of the audit trail? */
export async function compareLoaded(loaded: LoadedBeside, expected: Figures): Promise<void> {
  const found: Figures = { tables: await countRows(loaded.connection, Object.keys(expected.tables)), ...(await figuresOf(loaded.connection)) };
  const wrong = differences(expected, found);
  if (wrong.length > 0) throw new LaunchFailure(`What was restored is not what was backed up: ${wrong.slice(0, 5).join('; ')}.`, EXIT.found);
}

/** Is the audit trail as it was written? Answers the number of events. `checkpoints` is the folder that came with the backup. */
export async function checkTrail(loaded: LoadedBeside, keys: KeyRing, checkpoints: string): Promise<number> {
  const sequelize = new Sequelize(loaded.url, { dialect: 'mysql', logging: false, timezone: '+00:00', pool: { max: 1 }, dialectOptions: { supportBigNumbers: true } });
  try {
    const report = await verifyAudit(sequelize, keys, checkpoints);
    if (report.intact) return report.events;
    throw new LaunchFailure(`The audit trail in the backup is not as it was written: ${report.problems[0]?.message ?? ''}`, EXIT.found);
  } finally {
    await sequelize.close();
  }
}
