import { type Database } from '../../db/connect';

/** Keep what a command found out, for the compliance page: the last finding under each name. */
export async function keepCheck({ sequelize }: Pick<Database, 'sequelize'>, name: 'audit-chain' | 'backup-taken' | 'backup-proved', state: 'good' | 'bad', says: string, at: Date): Promise<void> {
  await sequelize.query('INSERT INTO compliance_checks (name, state, says, checked_at) VALUES (:name, :state, :says, :at) ON DUPLICATE KEY UPDATE state = VALUES(state), says = VALUES(says), checked_at = VALUES(checked_at)', {
    replacements: { name, state, says, at: at.toISOString().replace('T', ' ').replace('Z', '') },
  });
}
