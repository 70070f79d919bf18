import { QueryTypes } from 'sequelize';
import { type FileSummary } from '../../../db/importers/report';
import { type ImportSummary, importSynthea } from '../../../db/importers/synthea/importSynthea';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { aboutOthers, type ExportFiles, otherId, removeExports, writeExport } from './smallExport';

export interface Imports {
  db(): TestDatabase;
  select<T extends object>(sql: string, values?: unknown[]): Promise<T[]>;
  count(table: string, where?: string): Promise<number>;
  /** Import an export about people nobody has imported yet. `id` answers the ID that one of smallExport's has there; `group` is the number of these people. */
  importNew(files: ExportFiles, folder?: string): Promise<{ summary: ImportSummary; path: string; group: number; id: (id: string) => string; file: (name: string) => FileSummary }>;
}

/** A database that a file's tests import into, made before the first of them and dropped after the last. */
export function importing(): Imports {
  let opened: TestDatabase | undefined;
  let group = 0;
  beforeAll(async () => { opened = await createTestDatabase(); });
  afterEach(removeExports);
  afterAll(() => opened?.drop());

  const db = (): TestDatabase => {
    if (!opened) throw new Error('The database is not made before the first test.');
    return opened;
  };
  const select = <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> => db().database.sequelize.query<T>(sql, { type: QueryTypes.SELECT, replacements: values });
  return {
    db, select,
    count: async (table, where = '1 = 1') => Number((await select<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`))[0]?.n),
    async importNew(files, folder = '') {
      group += 1;
      const [mine, path] = [group, writeExport(aboutOthers(files, group), folder)];
      const summary = await importSynthea(db().database, { path });
      return { summary, path, group: mine, id: (id) => otherId(id, mine), file: (name) => fileOf(summary, name) };
    },
  };
}

export function fileOf(summary: ImportSummary, name: string): FileSummary {
  const file = summary.files.find((each) => each.file === name);
  if (!file) throw new Error(`The summary has no ${name}.`);
  return file;
}

/** Why rows of a file were left out, one line each: "3,7: PATIENT is unknown". */
export const reasons = (file: FileSummary): string[] => file.reasons.map(({ field, reason, lines }) => `${lines}: ${field} ${reason}`);
