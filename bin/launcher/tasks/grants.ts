import { type RowDataPacket } from 'mysql2/promise';
import { connect, parseDatabaseUrl } from '../servers/database-address';

/** What is written once and never again: the application may add to these tables and read them, no more. */
export const APPEND_ONLY = ['audit_events', 'ledger_operations', 'ledger_entries'] as const;

/**
 * Lets the application user change and delete rows everywhere but in the append-only tables and the schema's own history.
 * Answers false, having done nothing, when the two addresses have the same user: then there is nobody to restrict.
 */
export async function grantApplication(ownerUrl: string, applicationUrl: string): Promise<boolean> {
  const { user, name } = parseDatabaseUrl(applicationUrl, 'DATABASE_URL');
  if (user === parseDatabaseUrl(ownerUrl, 'DATABASE_ADMIN_URL').user) return false;
  const connection = await connect(ownerUrl);
  try {
    const [accounts] = await connection.query<RowDataPacket[]>('SELECT Host AS host FROM mysql.user WHERE User = ?', [user]);
    const [tables] = await connection.query<RowDataPacket[]>(
      "SELECT TABLE_NAME AS name FROM information_schema.tables WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'", [name]);
    const changeable = tables.map((row) => String(row['name'])).filter((table) => table !== 'schema_migrations' && !isAppendOnly(table));
    for (const account of accounts) {
      const grantee = `${connection.escape(user)}@${connection.escape(String(account['host']))}`;
      for (const table of changeable) {
        await connection.query(`GRANT UPDATE, DELETE ON ${connection.escapeId(name)}.${connection.escapeId(table)} TO ${grantee}`);
      }
    }
    return true;
  } finally {
    await connection.end();
  }
}

function isAppendOnly(table: string): boolean {
  return (APPEND_ONLY as readonly string[]).includes(table);
}
