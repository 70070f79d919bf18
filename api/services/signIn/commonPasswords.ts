import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** Of 0 to 4: 3 is "safely unguessable", more than 10^8 guesses (Wheeler, zxcvbn, USENIX Security 2016). */
const ENOUGH = 3;
let estimator: ZxcvbnFactory | null = null;

/**
 * Would somebody who tries stolen and common passwords first come to this one soon? Compared, without asking anybody, with the most common of known
 * leaks, and with what people do to them: letters swapped for digits, years and marks at the end, rows of the keyboard, repetition (NIST SP 800-63B 5.1.1.2).
 */
export function isGuessedFirst(password: string, username: string): boolean {
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs }); // tens of thousands of words: read when first needed
  return estimator.check(password.slice(0, 100), [username, 'careway', 'hospital']).score < ENOUGH;
}
