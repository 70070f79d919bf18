import { runPrograms } from '../support/programs';

/** `npm run chaos [-- name …]`: the trials of this folder, or those named; one fails when something was lost or doubled. */
runPrograms({ folder: __dirname, suffix: '.chaos.ts', noun: 'trial' });
