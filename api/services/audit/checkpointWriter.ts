import { createHash } from 'node:crypto';
import { type Logger } from 'pino';
import { type Database } from '../../../db/connect';
import { type KeyRing } from '../../../keys/keyRing';
import { type Act, select, selectOne } from '../../http/act';
import { type ChainHead, type Checkpoint, type CheckpointLine, lineHash, merkleRoot, readLine, signLine } from './checkpoint';
import { appendLine, newestLine } from './checkpointFile';
import { repeatEvery } from '../repeat';

const EVERY_MS = 60_000;
const LOCK_SECONDS = 10;

export interface CheckpointOptions {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly logger: Logger;
  /** Where checkpoints go: append-only, outside the database. Null: none are written. */
  readonly folder: string | null;
  readonly everyMs?: number;
}

export interface Checkpoints {
  stop(): Promise<void>;
}

/**
 * Write down every minute, outside the database and signed, how far the audit chains have come. A chain alone cannot show that
 * its end was cut off or that all of it is gone; against a checkpoint both show.
 */
export function startAuditCheckpoints(options: CheckpointOptions): Checkpoints {
  const { folder, logger } = options;
  if (folder === null) {
    logger.warn('audit checkpoints are off: set AUDIT_CHECKPOINT_DIR, else a cut end of the audit trail does not show');
    return { stop: () => Promise.resolve() };
  }
  return repeatEvery(options.everyMs ?? EVERY_MS, () => writeCheckpoint({ ...options, folder }).catch((error: unknown) => logger.error({ error: (error as Error).name, code: (error as { code?: string }).code }, 'audit checkpoint failed; trying again')));
}

/**
 * Write one checkpoint, unless nothing happened since the last. What contradicts the last one is never signed: an alarm is
 * written in its place, and nothing after it, so that the last good checkpoint keeps showing what is missing.
 */
export async function writeCheckpoint({ database, keys, logger, folder, now }: CheckpointOptions & { folder: string; now?: Date }): Promise<'written' | 'unchanged' | 'alarm'> {
  return database.sequelize.transaction(async (transaction) => {
    const act = { database, transaction };
    const lock = `careway-checkpoint-${createHash('sha1').update(`${database.sequelize.getDatabaseName()}/${folder}`).digest('hex').slice(0, 20)}`;
    const taken = await selectOne<{ taken: number }>(act, 'SELECT GET_LOCK(?, ?) AS taken', [lock, LOCK_SECONDS]);
    if (Number(taken?.taken) !== 1) return 'unchanged'; // another API process writes it
    try {
      const text = newestLine(folder);
      const last = text === null ? null : readLine(keys, text);
      if (last?.kind === 'alarm') return 'alarm';
      const heads = await readHeads(act);
      const problem = text !== null && !last ? 'The newest checkpoint is not ours: it was changed, or its key is missing.' : last && (await contradiction(act, last, heads));
      const at = (now ?? new Date()).toISOString();
      const common = { number: (last?.number ?? 0) + 1, at, previous: text === null ? '' : lineHash(text) };
      if (problem) {
        appendLine(folder, at, signLine(keys, { kind: 'alarm', ...common, problem }));
        logger.fatal({ problem }, 'the audit trail was tampered with');
        return 'alarm';
      }
      if (last && isSame(last, heads)) return 'unchanged';
      const chains = heads.map(({ chain, sequence, head }) => [chain, sequence, head.toString('hex', 0, 8)] as const);
      appendLine(folder, at, signLine(keys, { kind: 'checkpoint', ...common, chains, root: merkleRoot(heads).toString('hex') }));
      return 'written';
    } finally {
      await select(act, 'SELECT RELEASE_LOCK(?)', [lock]);
    }
  });
}

async function readHeads(act: Pick<Act, 'database' | 'transaction'>): Promise<ChainHead[]> {
  const rows = await select<ChainHead>(act, 'SELECT chain, sequence, head FROM audit_chains ORDER BY chain');
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}

/** In which way the chains cannot have come from where the last checkpoint saw them; null when they can. One look-up a chain. */
async function contradiction(act: Pick<Act, 'database' | 'transaction'>, last: CheckpointLine, heads: readonly ChainHead[]): Promise<string | null> {
  const { chains } = last as Checkpoint;
  const hashes = await select<{ chain: number; sequence: number; hash: Buffer }>(
    act, `SELECT chain, sequence, hash FROM audit_events WHERE ${chains.map(() => '(chain = ? AND sequence = ?)').join(' OR ') || 'FALSE'}`, chains.flatMap(([chain, sequence]) => [chain, sequence]));
  for (const [chain, sequence, seen] of chains) {
    const head = heads.find((one) => one.chain === chain);
    if (!head) return `Chain ${chain} is gone.`;
    if (head.sequence < sequence) return `Chain ${chain} ends at event ${head.sequence}; it had come to ${sequence}.`;
    if (sequence === 0) continue;
    const event = hashes.find((one) => one.chain === chain && Number(one.sequence) === sequence);
    if (!event) return `Chain ${chain}: event ${sequence} is gone.`;
    if (event.hash.toString('hex', 0, 8) !== seen) return `Chain ${chain}: event ${sequence} is another than it was.`;
  }
  return null;
}

function isSame(last: Checkpoint, heads: readonly ChainHead[]): boolean {
  return last.chains.length === heads.length && heads.every(({ chain, sequence }) => last.chains.some(([one, come]) => one === chain && come === sequence));
}
