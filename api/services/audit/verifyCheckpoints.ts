import { basename } from 'node:path';
import { type KeyRing } from '../../../keys/keyRing';
import { type ChainHead, type Checkpoint, type CheckpointLine, lineHash, merkleRoot, readLine } from './checkpoint';
import { checkpointFiles, linesOf } from './checkpointFile';
import { type AuditProblem, type AuditReport, type KnownHashes } from './report';

const START = Buffer.alloc(32);

export interface CheckedCheckpoints {
  readonly newest: AuditReport['checkpoint'];
  readonly warnings: string[];
  /** The events, as "chain:sequence", whose hashes `compare` needs. */
  readonly wanted: ReadonlySet<string>;
  /** Could the chains have come from where the newest checkpoint saw them? */
  compare(heads: readonly ChainHead[], known: KnownHashes, events: number): AuditProblem[];
}

const problemOf = (kind: AuditProblem['kind'], message: string, chain: number | null = null, sequence: number | null = null): AuditProblem => ({ kind, chain, sequence, message });

/** Read the newest month's checkpoints: each signed by us, each bound to the one before, none going back. */
export function verifyCheckpoints(keys: KeyRing, folder: string | null): CheckedCheckpoints {
  const warnings: string[] = [];
  const problems: AuditProblem[] = [];
  const file = folder === null ? undefined : checkpointFiles(folder).pop();
  if (folder === null) warnings.push('There are no checkpoints to compare with (AUDIT_CHECKPOINT_DIR): a cut end of the trail would not show.');
  const lines = file ? readAll(keys, file, problems, warnings) : [];
  const newest = lines.filter((line): line is Checkpoint => line.kind === 'checkpoint').pop() ?? null;
  for (const line of lines) if (line.kind === 'alarm') problems.push(problemOf('alarm', `Noticed at ${line.at}: ${line.problem}`));
  const isMissing = folder !== null && newest === null;
  return {
    newest: newest && file ? { file: basename(file), number: newest.number, at: newest.at } : null,
    warnings,
    wanted: new Set(newest?.chains.map(([chain, sequence]) => `${chain}:${sequence}`) ?? []),
    compare: (heads, known, events) => [
      ...problems,
      ...(isMissing && events > 0 ? [problemOf('checkpoint', 'There are events, but no checkpoint stands in the folder: checkpoints were removed, or the API has never run with it.')] : []),
      ...(newest ? compareWith(newest, heads, known) : []),
    ],
  };
}

function readAll(keys: KeyRing, file: string, problems: AuditProblem[], warnings: string[]): CheckpointLine[] {
  const lines: CheckpointLine[] = [];
  let before: { line: CheckpointLine; text: string } | null = null;
  for (const [index, text] of linesOf(file).entries()) {
    const place = `${basename(file)}, line ${index + 1}`;
    const line = readLine(keys, text);
    if (!line) {
      // A crash may leave half a line; a whole one that is not ours was put there.
      if (/^\{.*"signature":"[^"]*"\}$/.test(text)) problems.push(problemOf('checkpoint', `${place}: this checkpoint is not ours: it was changed, or its key is missing from CAREWAY_KEYS.`));
      else if (text !== '') warnings.push(`${place} is torn, as by a crash.`);
      continue;
    }
    if (before && (line.previous !== lineHash(before.text) || line.number !== before.line.number + 1)) {
      problems.push(problemOf('checkpoint', `${place}: checkpoint ${line.number} does not follow ${before.line.number}: lines were taken out or put in.`));
    }
    lines.push(line);
    before = { line, text };
  }
  return lines;
}

function compareWith(newest: Checkpoint, heads: readonly ChainHead[], known: KnownHashes): AuditProblem[] {
  const problems: AuditProblem[] = [];
  const when = `the checkpoint of ${newest.at}`;
  for (const [chain, sequence, seen] of newest.chains) {
    const head = heads.find((one) => one.chain === chain);
    const hash = sequence === 0 ? START : known.get(`${chain}:${sequence}`);
    if (!head) problems.push(problemOf('cut-off', `Chain ${chain} is gone; ${when} saw it at event ${sequence}.`, chain, 1));
    else if (head.sequence < sequence) problems.push(problemOf('cut-off', `Chain ${chain} ends at event ${head.sequence}; ${when} saw ${sequence}: its end was cut off.`, chain, head.sequence + 1));
    else if (hash && hash.toString('hex', 0, 8) !== seen) problems.push(problemOf('rewritten', `Chain ${chain}: event ${sequence} is another than ${when} saw: the chain was written anew.`, chain, sequence));
  }
  if (problems.length === 0) {
    const then = newest.chains.map(([chain, sequence]) => ({ chain, sequence, head: (sequence === 0 ? START : known.get(`${chain}:${sequence}`)) ?? START }));
    if (merkleRoot(then).toString('hex') !== newest.root) problems.push(problemOf('rewritten', `The chains do not add up to the Merkle root of ${when}.`));
  }
  return problems;
}
