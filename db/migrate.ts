import { QueryTypes, Sequelize } from 'sequelize';
import { migrations } from './migrations';

/** What happened to the schema: the names of the migrations that ran now. */
export interface MigrationOutcome {
  readonly applied: string[];
}

/**
 * Bring the schema at `url` up to date; safe to call again. `url` must belong to a user that may create tables.
 * Text is utf8mb4, identifiers compare byte by byte. Throws the server's error with the migration's name,
 * and before any change when the server would refuse this user's triggers.
 */
export async function migrate(url: string, onStep: (name: string) => void = () => undefined): Promise<MigrationOutcome> {
  const { SequelizeStorage, Umzug } = await import('umzug'); // with a command line of its own: read by who migrates only
  const sequelize = new Sequelize(url, { dialect: 'mysql', logging: false, pool: { max: 1, min: 1, idle: 60_000 } });
  try {
    await sequelize.query("SELECT GET_LOCK('careway-migrate', 120)");
    await requireTriggers(sequelize);
    const umzug = new Umzug({
      migrations: migrations.map(({ name, up }) => ({
        name,
        up: async () => {
          onStep(name);
          for (const statement of up) await sequelize.query(withTableDefaults(statement));
        },
      })),
      context: {},
      storage: new SequelizeStorage({ sequelize, modelName: 'schema_migrations', tableName: 'schema_migrations' }),
      logger: undefined,
    });
    const applied = await umzug.up();
    return { applied: applied.map((migration) => migration.name) };
  } finally {
    await sequelize.close();
  }
}

/** A server with a binary log lets few users make triggers: say so before the first table is made, not half-way. */
async function requireTriggers(sequelize: Sequelize): Promise<void> {
  const [setting] = await sequelize.query<{ logs: number; trusts: number }>('SELECT @@log_bin AS logs, @@log_bin_trust_function_creators AS trusts', { type: QueryTypes.SELECT });
  if (!setting?.logs || setting.trusts) return;
  const grants = await sequelize.query<Record<string, string>>('SHOW GRANTS', { type: QueryTypes.SELECT });
  if (grants.flatMap((grant) => Object.values(grant)).some((grant) => /\b(SUPER|ALL PRIVILEGES)\b.* ON \*\.\*/.test(grant))) return;
  throw new Error('The database server keeps a binary log and lets only users with the SUPER right make triggers: set log_bin_trust_function_creators=1 on it (docker-compose.yml does), then migrate again.');
}

/** Codes and identifiers are ASCII-like and case matters; one collation everywhere keeps joins and unique keys exact. */
function withTableDefaults(statement: string): string {
  return /^\s*CREATE TABLE/.test(statement) ? `${statement} ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin` : statement;
}
