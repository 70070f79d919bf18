import { type Logger } from 'pino';
import { type Database } from '../../../db/connect';
import { readJson } from '../../../db/models/table';
import { MINUTE_MS } from '../../../domain/time';
import { type Act, execute, select } from '../../http/act';
import { foldAlone } from '../folding';
import { type Repeating, repeatEvery } from '../repeat';
import { checkLedger, type LedgerCheck } from './ledgerCheck';

const LOOK_EVERY_MS = MINUTE_MS;
/** A proof this old is made anew. Operations are balanced when they are posted: what a proof would find has not happened in the house. */
const OLD_AFTER_MS = 10 * MINUTE_MS;

export type KeptLedgerCheck = LedgerCheck & { readonly checkedAt: string };

/** How the ledger stood at its last proof; made now when there is none yet. */
export async function readLastLedgerCheck(act: Pick<Act, 'database' | 'now'>): Promise<KeptLedgerCheck> {
  const kept = await readKept(act.database);
  return kept ?? keep(act.database, act.now);
}

/** Prove the ledger now and then beside the requests, in one process of the house, until stopped. */
export function startCheckingLedger(database: Database, logger: Logger, clock: () => Date): Repeating {
  return repeatEvery(LOOK_EVERY_MS, async () => {
    try {
      await foldAlone(database, 'ledger', async () => {
        const kept = await readKept(database);
        if (kept && clock().getTime() - Date.parse(kept.checkedAt) < OLD_AFTER_MS) return 0;
        const { balanced } = await keep(database, clock());
        if (!balanced) logger.error('the ledger does not add up: see the page System');
        return 1;
      });
    } catch (error) {
      logger.warn({ error: (error as Error).name }, 'ledger not proved; trying again');
    }
  });
}

async function readKept(database: Database): Promise<KeptLedgerCheck | null> {
  const [row] = await select<{ checkedAt: Date; found: unknown }>({ database, transaction: null }, 'SELECT checked_at AS checkedAt, found FROM ledger_checks');
  return row ? { ...(readJson(row.found) as LedgerCheck), checkedAt: row.checkedAt.toISOString() } : null;
}

async function keep(database: Database, now: Date): Promise<KeptLedgerCheck> {
  const found = await checkLedger({ database, transaction: null });
  await execute({ database, transaction: null }, 'INSERT INTO ledger_checks (id, checked_at, found) VALUES (1, ?, ?) ON DUPLICATE KEY UPDATE checked_at = VALUES(checked_at), found = VALUES(found)', [now, JSON.stringify(found)]);
  return { ...found, checkedAt: now.toISOString() };
}
