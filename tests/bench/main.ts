import { runPrograms } from '../support/programs';

/** `npm run bench [-- name …]`: the benchmarks of this folder, or those named; some are proofs as well and fail when something does not add up. */
runPrograms({ folder: __dirname, suffix: '.bench.ts', noun: 'benchmark' });
