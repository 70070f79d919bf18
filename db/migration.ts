/** One step of the schema's history: SQL that both MariaDB 10.11 and MySQL 8.4 accept. Structure and data never share one. */
export interface Migration {
  readonly name: string;
  readonly up: readonly string[];
}
