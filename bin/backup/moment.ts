import { type Connection, type RowDataPacket } from 'mysql2/promise';
import { EXIT, LaunchFailure } from '../launcher/failure';
import { type TemporalCopier } from './temporalCopy';

const ER_SPECIFIC_ACCESS_DENIED = 1227;
const ER_LOCK_WAIT_TIMEOUT = 1205;
const WAIT_SECONDS = 20;

/** The one moment a backup shows. */
export interface Moment {
  readonly takenAt: Date;
  readonly binlog: { readonly file: string; readonly position: number } | null;
  /** For how long nothing could be written. */
  readonly heldMs: number;
}

/**
 * Fix the record and Temporal at the same moment. For as long as that takes (milliseconds) the record takes no commit, so Temporal cannot learn
 * of anything the snapshot has not, and no command can be marked as delivered that Temporal has not: what is fixed is what a power cut
 * at that moment would have left, and from that Careway recovers by itself (docs/decisions/a-backup-is-a-power-cut.md).
 */
export async function fixMoment(lock: Connection, snapshot: Connection, temporal: TemporalCopier | null): Promise<Moment> {
  await snapshot.query("SET time_zone = '+00:00'");
  await snapshot.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  await lock.query(`SET lock_wait_timeout = ${WAIT_SECONDS}`);
  const started = performance.now();
  await holdCommits(lock);
  try {
    await snapshot.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
    await temporal?.hold();
    return { takenAt: new Date(), binlog: await binlogOf(lock), heldMs: Math.round(performance.now() - started) };
  } finally {
    await lock.query('UNLOCK TABLES');
  }
}

async function holdCommits(lock: Connection): Promise<void> {
  try {
    await lock.query('FLUSH TABLES WITH READ LOCK');
  } catch (error) {
    const { errno } = error as { errno?: number };
    if (errno === ER_SPECIFIC_ACCESS_DENIED) throw new LaunchFailure("The user of DATABASE_ADMIN_URL may not hold commits for a moment: GRANT RELOAD, REPLICATION CLIENT ON *.* TO it (on MariaDB: RELOAD, BINLOG MONITOR).", EXIT.usage);
    if (errno === ER_LOCK_WAIT_TIMEOUT) throw new LaunchFailure(`A statement has kept the record busy for more than ${WAIT_SECONDS} seconds: try again when it has ended.`);
    throw error;
  }
}

/** MySQL 8.4 asks for it in other words than MariaDB. */
async function binlogOf(connection: Connection): Promise<Moment['binlog']> {
  const [[server]] = await connection.query<RowDataPacket[]>('SELECT @@log_bin AS logs, VERSION() AS version');
  if (!Number(server?.['logs'])) return null;
  const [[status]] = await connection.query<RowDataPacket[]>(/mariadb/i.test(String(server?.['version'])) ? 'SHOW MASTER STATUS' : 'SHOW BINARY LOG STATUS');
  return status ? { file: String(status['File']), position: Number(status['Position']) } : null;
}
