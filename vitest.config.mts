import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longestFirst.mts';

/**
 * They wrap modules of the house in bugs, or have another time zone, which a process asks for once: what they load must be their own. A backup lets nobody on
 * the server commit for a moment, and gives up when another file's statement lasts.
 */
const APART = ['chaos/plantedBugs', 'api/hospitalDays', 'api/slaClocks', 'bin/backup.long'].map((name) => `tests/${name}.test.ts`);
// Files named *.long.test.ts take a minute each and have a run of their own: `npm run test:long`.
const exclude = [...configDefaults.exclude, ...(process.env['CAREWAY_LONG'] ? [] : ['**/*.long.test.ts'])];

const every = {
  globals: true,
  pool: 'forks' as const,
  // What loads by its path at run time (Temporal's failure converter) is TypeScript too.
  execArgv: ['--require', 'tsx/cjs'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

// Tests in tests/{domain,interop,security} need no server; every other reads DATABASE_URL, REDIS_URL and TEMPORAL_ADDRESS, which `npm test` sets
// after it has started the servers.
export default defineConfig({
  test: {
    // The schema is migrated once a run; each test file makes its database after it. Projects would each repeat what they inherit, so they do not.
    globalSetup: ['tests/support/schema/setup.ts'],
    sequence: { sequencer: LongestFirst },
    slowTestThreshold: 10_000,
    projects: [
      // A worker loads the house once and not for each file, which was a third of a run: so a file leaves everything as it found it.
      { test: { ...every, name: 'house', isolate: false, include: ['tests/**/*.test.ts'], exclude: [...exclude, ...APART] } },
      { test: { ...every, name: 'apart', isolate: true, include: APART, exclude, sequence: { groupOrder: 1 } } },
    ],
  },
});
