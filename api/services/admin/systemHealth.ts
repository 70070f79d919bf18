import { type z } from 'zod';
import { type adminContract } from '../../contract/admin';
import { type Act, selectOne } from '../../http/act';
import { readCheckpointState } from '../audit/checkpointFile';
import { readLastLedgerCheck } from '../money/keptLedgerCheck';

export type SystemHealth = z.output<typeof adminContract.readSystemHealth.reply>;

/** What an administrator looks at first, counted now. `checkpoints` is the folder of audit checkpoints; null when they are off. */
export async function readSystemHealth(act: Act, checkpoints: string | null): Promise<SystemHealth> {
  const one = async <T extends object>(sql: string, values: unknown[] = []): Promise<T> => (await selectOne<T>(act, sql, values)) as T;
  const commands = await one<{ pending: number; refused: number; oldest: Date | null }>(`SELECT
    (SELECT COUNT(*) FROM workflow_commands WHERE state = 'pending') AS pending,
    (SELECT COUNT(*) FROM workflow_commands WHERE state = 'refused') AS refused,
    (SELECT MIN(created_at) FROM workflow_commands WHERE state = 'pending') AS oldest`);
  const notifications = await one<{ pending: number; dead: number }>(`SELECT
    (SELECT COUNT(*) FROM notifications WHERE status = 'pending') AS pending, (SELECT COUNT(*) FROM notifications WHERE status = 'dead') AS dead`);
  const incidents = await one<{ unsettled: number; oldest: Date | null }>("SELECT COUNT(*) AS unsettled, MIN(opened_at) AS oldest FROM incidents WHERE status IN ('open', 'retrying', 'on-hold')");
  const users = await one<{ active: number; disabled: number; openSessions: number }>(`SELECT
    (SELECT COUNT(*) FROM staff_users WHERE disabled_at IS NULL) AS active, (SELECT COUNT(*) FROM staff_users WHERE disabled_at IS NOT NULL) AS disabled,
    (SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL AND expires_at > ?) AS openSessions`, [act.now]);
  const audit = await one<{ events: number; newestAt: Date | null }>('SELECT (SELECT SUM(sequence) FROM audit_chains) AS events, (SELECT MAX(at) FROM audit_events) AS newestAt');
  const database = await one<{ server: string; schemaName: string; megabytes: number }>(`SELECT VERSION() AS server, (SELECT MAX(name) FROM schema_migrations) AS schemaName,
    (SELECT ROUND(SUM(data_length + index_length) / 1048576) FROM information_schema.tables WHERE table_schema = DATABASE()) AS megabytes`);
  const checkpoint = checkpoints ? readCheckpointState(checkpoints) : null;
  return {
    at: act.now.toISOString(),
    workflowCommands: { pending: Number(commands.pending), refused: Number(commands.refused), oldestPendingSeconds: commands.oldest && Math.max(0, Math.round((act.now.getTime() - commands.oldest.getTime()) / 1000)) },
    notifications: { pending: Number(notifications.pending), dead: Number(notifications.dead) },
    incidents: { unsettled: Number(incidents.unsettled), oldestOpenedAt: incidents.oldest?.toISOString() ?? null },
    users: { active: Number(users.active), disabled: Number(users.disabled), openSessions: Number(users.openSessions) },
    audit: { events: Number(audit.events), newestAt: audit.newestAt?.toISOString() ?? null, checkpointAt: checkpoint?.at ?? null, checkpointProblem: checkpoint?.problem ?? null },
    ledger: await readLastLedgerCheck(act),
    database: { server: database.server, schema: database.schemaName, megabytes: Number(database.megabytes) },
  };
}
