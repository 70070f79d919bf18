import { QueryTypes, type Sequelize } from 'sequelize';
import { type Place } from '../sealed';

/** A column of sealed values and what its values are bound to. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** Columns of the primary key, in order. */
  readonly key: readonly string[];
  /** SQL for the ID in the place of a row's value. */
  readonly id: string;
  /** The place's table and column, where a value was copied sealed from somewhere else. */
  readonly from: Pick<Place, 'table' | 'column'>;
}

/** Where the place's ID is not the column `id`. */
const IDS: Readonly<Record<string, string>> = {
  audit_events: "CONCAT(chain, '/', sequence)",
  breach_notices: 'breach_id',
  claim_events: 'dedup_id',
  exchange_file_parts: "CONCAT(file_id, '/', part)",
  group_fix_items: "CONCAT(group_fix_id, '/', target_id)",
  idempotency_keys: "CONCAT(principal_id, '/', idempotency_key)",
  journey_events: 'dedup_id',
  observation_versions: "CONCAT(observation_id, '/', version)",
  order_set_versions: "CONCAT(set_code, '/', version)",
  payer_decisions: 'submission_id',
  task_events: 'task_id',
  workflow_commands: 'dedup_id',
};

/** An earlier value of a result is kept as it was sealed. */
const COPIED: Readonly<Record<string, { readonly table: string; readonly column: string; readonly id: string }>> = {
  'observation_versions.value_text_enc': { table: 'observations', column: 'value_text_enc', id: 'observation_id' },
};

/** Every sealed column of the record: a name that ends in `_enc` says so. */
export async function sealedColumns(sequelize: Sequelize): Promise<SealedColumn[]> {
  const select = <T extends object>(sql: string) => sequelize.query<T>(sql, { type: QueryTypes.SELECT });
  const columns = await select<{ tableName: string; columnName: string }>(
    String.raw`SELECT c.TABLE_NAME AS tableName, c.COLUMN_NAME AS columnName FROM information_schema.columns c JOIN information_schema.tables t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
     WHERE c.TABLE_SCHEMA = DATABASE() AND c.COLUMN_NAME LIKE '%\_enc' AND t.TABLE_TYPE = 'BASE TABLE' ORDER BY 1, 2`);
  const keys = await select<{ tableName: string; columnName: string }>(
    "SELECT TABLE_NAME AS tableName, COLUMN_NAME AS columnName FROM information_schema.statistics WHERE TABLE_SCHEMA = DATABASE() AND INDEX_NAME = 'PRIMARY' ORDER BY TABLE_NAME, SEQ_IN_INDEX");
  return columns.map(({ tableName: table, columnName: column }) => {
    const copied = COPIED[`${table}.${column}`];
    return { table, column, key: keys.filter((one) => one.tableName === table).map((one) => one.columnName), id: copied?.id ?? IDS[table] ?? 'id', from: copied ?? { table, column } };
  });
}

/** Hashed into a chain as they are sealed: nobody may write them anew, and the keys that sealed them are kept. */
export const SEALED_FOR_GOOD: readonly string[] = ['audit_events'];
