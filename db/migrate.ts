import { Sequelize } from 'sequelize';
import { SequelizeStorage, Umzug } from 'umzug';
import { migrations } from './migrations';

/** What happened to the schema: the names of the migrations that ran now. */
export interface MigrationOutcome {
  readonly applied: string[];
}

/**
 * Bring the schema at `url` up to date; safe to call again. `url` must belong to a user that may create tables.
 * Text is utf8mb4, identifiers compare byte by byte. Throws the server's error with the migration's name.
 */
export async function migrate(url: string, onStep: (name: string) => void = () => undefined): Promise<MigrationOutcome> {
  const sequelize = new Sequelize(url, { dialect: 'mysql', logging: false, pool: { max: 1, min: 1, idle: 60_000 } });
  try {
    await sequelize.query("SELECT GET_LOCK('careway-migrate', 120)");
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

/** Codes and identifiers are ASCII-like and case matters; one collation everywhere keeps joins and unique keys exact. */
function withTableDefaults(statement: string): string {
  return /^\s*CREATE TABLE/.test(statement) ? `${statement} ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin` : statement;
}
