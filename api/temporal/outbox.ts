import { currentTraceparent } from '../../telemetry/trace';
import { type Act, executeLater, type NewCommand } from '../http/act';

/** Write the act's commands beside the change that causes them. A repeated deduplication ID is the same command and stays once. */
export async function writeCommands(act: Act): Promise<void> {
  if (act.commands.length === 0) return;
  const rows = act.commands.map((command) => {
    const place = { table: 'workflow_commands', column: 'payload_enc', id: command.dedupId };
    return [command.workflowId, command.kind, command.name, command.starts?.type ?? null, act.database.cipher.sealJson(place, contentOf(command)), command.dedupId, act.now, currentTraceparent()];
  });
  await executeLater(act, `INSERT INTO workflow_commands (workflow_id, kind, name, starts, payload_enc, dedup_id, next_attempt_at, traceparent) VALUES ${rows.map(() => '(?)').join(', ')}
    ON DUPLICATE KEY UPDATE id = workflow_commands.id`, rows);
}

/** What is sealed of a command: its payload, and beside it the input of the workflow that a signal may have to start. */
function contentOf({ payload, starts }: NewCommand): unknown {
  return starts ? { payload, input: starts.input } : payload;
}
