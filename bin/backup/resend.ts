import { type Connection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';

/** Clocks of the record's and of the API's machine may differ. */
const MARGIN_MS = 60_000;

/**
 * Let the relay deliver again what it delivered after `since`: to a Temporal that stands at that time and never saw it. What it did see
 * changes nothing under its deduplication ID. A workflow that is behind meets answers before their tasks, or is not there yet; the relay waits for it.
 */
export async function resendCommands(connection: Connection, since: Date): Promise<number> {
  const from = new Date(since.getTime() - MARGIN_MS).toISOString().slice(0, 23).replace('T', ' ');
  const [result] = await connection.query<ResultSetHeader>(
    "UPDATE workflow_commands SET state = 'pending', attempts = 0, delivered_at = NULL, next_attempt_at = UTC_TIMESTAMP(3) WHERE state = 'delivered' AND delivered_at >= ?", [from]);
  await noteRestore(connection);
  return result.affectedRows;
}

/** So that what is given from now on waits for its workflow as well. A backup from before there was such a note goes without. */
async function noteRestore(connection: Connection): Promise<void> {
  const [found] = await connection.query<RowDataPacket[]>("SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'process_restores'");
  if (found.length > 0) await connection.query('INSERT INTO process_restores (restored_at) VALUES (UTC_TIMESTAMP(3))');
}
