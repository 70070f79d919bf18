import { type Connection, type RowDataPacket } from 'mysql2/promise';
import { type Figures } from './manifest';

/** Numbers of the money and of the audit trail, as this connection sees them. */
export async function figuresOf(connection: Connection): Promise<Omit<Figures, 'tables'>> {
  const [[ledger]] = await connection.query<RowDataPacket[]>('SELECT COUNT(*) AS entries, CAST(COALESCE(SUM(GREATEST(cents, 0)), 0) AS CHAR) AS debit, CAST(COALESCE(SUM(cents), 0) AS CHAR) AS total FROM ledger_entries');
  const [heads] = await connection.query<RowDataPacket[]>('SELECT chain, sequence, HEX(head) AS head FROM audit_chains ORDER BY chain');
  return {
    ledger: { entries: Number(ledger?.['entries']), debitCents: String(ledger?.['debit']), sumCents: String(ledger?.['total']) },
    auditHeads: heads.map((head) => ({ chain: Number(head['chain']), sequence: Number(head['sequence']), head: String(head['head']) })),
  };
}

/** Rows by table, counted. */
export async function countRows(connection: Connection, tables: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const [[row]] = await connection.query<RowDataPacket[]>('SELECT COUNT(*) AS n FROM ??', [table]);
    counts[table] = Number(row?.['n']);
  }
  return counts;
}

/** Where two records differ, in words; nothing when they are the same. */
export function differences(expected: Figures, found: Figures): string[] {
  const tables = [...new Set([...Object.keys(expected.tables), ...Object.keys(found.tables)])].sort();
  const said = tables.filter((table) => expected.tables[table] !== found.tables[table]).map((table) => `${table}: ${expected.tables[table] ?? 'no'} rows in the backup, ${found.tables[table] ?? 'none'} restored`);
  if (JSON.stringify(expected.ledger) !== JSON.stringify(found.ledger)) said.push(`the ledger: ${JSON.stringify(expected.ledger)} in the backup, ${JSON.stringify(found.ledger)} restored`);
  if (JSON.stringify(expected.auditHeads) !== JSON.stringify(found.auditHeads)) said.push('the heads of the audit chains differ');
  return said;
}
