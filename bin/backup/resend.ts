import { type Connection, type ResultSetHeader } from 'mysql2/promise';

/** As attempts: so often a workflow may say that it does not know a task yet. At ten seconds each, some days. */
const PATIENCE = 50_000;
/** Clocks of the record's and of the API's machine may differ. */
const MARGIN_MS = 60_000;

/**
 * Let the relay deliver again what it delivered after `since`: to a Temporal that stands at that time and never saw it. What it did see
 * changes nothing under its deduplication ID. A workflow that is behind meets answers before their tasks; the relay waits for it.
 */
export async function resendCommands(connection: Connection, since: Date): Promise<number> {
  const from = new Date(since.getTime() - MARGIN_MS).toISOString().slice(0, 23).replace('T', ' ');
  const [result] = await connection.query<ResultSetHeader>(
    "UPDATE workflow_commands SET state = 'pending', attempts = ?, delivered_at = NULL, next_attempt_at = UTC_TIMESTAMP(3) WHERE state = 'delivered' AND delivered_at >= ?", [-PATIENCE, from]);
  return result.affectedRows;
}
