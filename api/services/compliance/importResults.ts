import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Act, execute } from '../../http/act';

/** What `npm test` leaves behind (`results.json` of its home): each test that ran, and on which commit. */
export const resultsFile = z.object({
  commit: z.string().max(50).nullable(), finishedAt: z.iso.datetime(),
  tests: z.array(z.object({ file: z.string().max(200), name: z.string().max(2000), title: z.string().max(500), status: z.enum(['passed', 'failed']) })).max(100_000),
});
export type ResultsFile = z.output<typeof resultsFile>;

const BATCH = 500;

/** Keep the last result of each test. An older file changes nothing that is newer. Returns how many results were read. */
export async function importResults(act: Pick<Act, 'database' | 'transaction' | 'now'>, { commit, finishedAt, tests }: ResultsFile): Promise<number> {
  const rows = tests.map(({ file, name, title, status }) => [createHash('sha256').update(`${file}\u0000${name}`).digest(), file, title, status, new Date(finishedAt), commit, act.now]);
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    const newer = (column: string) => `${column} = IF(VALUES(ran_at) >= ran_at, VALUES(${column}), ${column})`;
    // ran_at last: the columns before it are compared with the stored one.
    await execute(act, `INSERT INTO test_results (test_key, file, title, status, ran_at, commit_sha, imported_at) VALUES ${batch.map(() => '(?)').join(', ')} ON DUPLICATE KEY UPDATE ${['status', 'commit_sha', 'imported_at', 'ran_at'].map(newer).join(', ')}`, batch);
  }
  return rows.length;
}
