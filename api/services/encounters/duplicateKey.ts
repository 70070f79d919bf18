import { UniqueConstraintError } from 'sequelize';

/** True when a write was refused by this unique key (MySQL names it "table.key", MariaDB "key"). */
export function isDuplicateOf(error: unknown, key: string): boolean {
  if (!(error instanceof UniqueConstraintError)) return false;
  const message = (error.parent as { sqlMessage?: string } | undefined)?.sqlMessage ?? '';
  return message.includes(`${key}'`);
}
