import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runPrograms } from '../support/programs';

/**
 * `npm run bench`: the whole hospital measured, one JSON object as the last line. `npm run bench -- name …`: the benchmarks of this folder
 * by name; some are proofs as well and fail when something does not add up.
 */
if (process.argv.length > 2) runPrograms({ folder: __dirname, suffix: '.bench.ts', noun: 'benchmark' });
process.exit(spawnSync(process.execPath, ['--require', 'tsx/cjs', join(__dirname, 'whole.bench.ts')], { stdio: 'inherit' }).status ?? 1);
