import type { Draft } from './core/draft';
import type { Report } from './core/problem';
import type { TransactionTrailer } from './events';
import type { Loop } from './grammar/loop';
import type { LoopRule } from './grammar/rules';
import type { Transaction, TransactionSetName } from './interchange';

/** Reads one transaction set, from ST to SE, while the walker hands over its loops. May report, must not throw. */
export interface TransactionReader {
  /** A streamed loop that fits its guide and the loops around it, nearest first. Returns the model of it. */
  item?(loop: Loop, ancestors: readonly Loop[]): object;
  /** What is known before the first streamed loop; everything, when nothing is streamed. */
  header(root: Loop): object;
  /** What follows the last streamed loop. Called once, at SE. */
  trailer?(root: Loop): TransactionTrailer;
}

/** One of the supported transaction sets: how to recognise it, its guide, how to read and write it. */
export interface TransactionSet {
  name: TransactionSetName;
  /** ST01 */
  code: string;
  /** GS08 and ST03 as written. */
  version: string;
  /** Versions read as well: the same guide before or after errata that change nothing here. */
  alsoReads: readonly string[];
  /** GS01 */
  functionalId: string;
  /** Whether ST03 carries the version; an 835 has none. */
  namesVersion: boolean;
  guide: LoopRule;
  /** Whether its claims are handed over one at a time and belong in the model's `claims`. */
  streamsClaims: boolean;
  /** BHT02, where request and answer share code and version; null where they do not. */
  purposes: readonly string[] | null;
  /** HL03 codes from the outermost level inwards. */
  levels: readonly string[];
  open(report: Report): TransactionReader;
  /** The segments between ST and SE. */
  draft(transaction: Transaction): Draft[];
}
