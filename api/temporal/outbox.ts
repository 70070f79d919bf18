import { type Act, execute } from '../http/act';

/** Write the act's commands beside the change that causes them. A repeated deduplication ID is the same command and stays once. */
export async function writeCommands(act: Act): Promise<void> {
  for (const command of act.commands) {
    const place = { table: 'workflow_commands', column: 'payload_enc', id: command.dedupId };
    await execute(act, `INSERT INTO workflow_commands (workflow_id, kind, name, payload_enc, dedup_id, next_attempt_at) VALUES (?)
      ON DUPLICATE KEY UPDATE id = id`, [[command.workflowId, command.kind, command.name, act.database.cipher.sealJson(place, command.payload), command.dedupId, act.now]]);
  }
}
