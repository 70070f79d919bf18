import { type KeyRing } from '../../keys/keyRing';
import { type Database } from '../../db/connect';
import { newRequestId, writeAudits } from '../services/auditTrail';
import { writeCommands } from '../temporal/outbox';
import { type Act, type Principal } from './act';
import { inTransaction } from './transaction';

/** What work outside a request needs. */
export interface Unattended {
  readonly database: Database;
  readonly keys: KeyRing;
  /** Who answers for it on the audit trail. */
  readonly principal: Principal;
  readonly clock?: () => Date;
  /** Told after the commit: which workflows and live pages to wake. */
  readonly onDone?: (done: Act) => void;
}

/**
 * Do something that no request asked for (a file that arrived, a command) the way a request does: effect, outbox and audit commit
 * together or not at all.
 */
export async function actUnattended<T>({ database, keys, principal, clock = () => new Date(), onDone }: Unattended, work: (act: Act) => Promise<T>): Promise<T> {
  const { result, done } = await inTransaction(database, async (transaction) => {
    const act: Act = {
      database, transaction, principal, grants: ['any'], now: clock(), requestId: newRequestId(), address: '', audits: [], commands: [], announcements: [], notificationIds: [],
    };
    const result = await work(act);
    await writeCommands(act);
    await writeAudits(act, keys.keyFor('audit-chain'));
    return { result, done: act };
  });
  onDone?.(done);
  return result;
}
