import { basename } from 'node:path';
import { newId } from '../../../db/newId';
import { type AuthorizationResponse, type ClaimAcknowledgment, type ClaimStatusResponse, type EligibilityResponse, type ImplementationAcknowledgment } from '../../../interop/x12';
import { type Act, execute, selectOne } from '../../http/act';
import { actUnattended, type Unattended } from '../../http/unattended';
import { takeIn278 } from '../authorizations/takeIn278';
import { type AnswerTally, takeIn271 } from '../inquiries/takeIn271';
import { takeIn277 } from '../inquiries/takeIn277';
import { type AcknowledgmentFound, type AnswerFound, checkFile, type FileAtHand, kindOf, type SetFound } from './checkFile';
import { FileReading } from './fileSource';
import { KeptParts, keepFailed, placeOfName } from './keptFile';
import { payerOfRemittance } from './payerOfRemittance';
import { PaymentPosting } from './postPayments';
import { type AcknowledgmentTally, takeIn277ca, takeIn999 } from './takeInAcknowledgment';

export interface FileTally extends AcknowledgmentTally {
  remittances: number;
  /** Payments that were posted before, out of another file. */
  repeated: number;
  posted: number;
  queued: number;
  ignored: number;
  /** Questions of ours that have their answer now (271, 277, 278). */
  answered: number;
}

export type TakenIn =
  | ({ readonly state: 'taken-in'; readonly fileId: string; readonly kinds: readonly string[] } & FileTally)
  /** The very same bytes were taken in before; nothing was done now. */
  | { readonly state: 'repeated'; readonly receivedAt: string }
  /** Nothing was done: what is wrong, with the position of the segment. */
  | { readonly state: 'failed'; readonly problems: readonly string[] };

/**
 * Take in a file of a payer or clearinghouse: 835, 277CA, 999 and answers to our questions (271, 277, 278), any number of each. It is read twice, so that its size does not matter and
 * nothing is done before all of it is known to be sound; then all of it takes effect in one transaction, once: the same bytes under
 * another name are the same file (openemr#10681).
 */
export async function takeInFile(unattended: Unattended, path: string): Promise<TakenIn> {
  const checked = await checkFile(path);
  const file = { path, name: basename(path), checked };
  if (checked.problems.length > 0) return fail(unattended, file, checked.problems);
  try {
    return await actUnattended(unattended, (act) => takeInChecked(act, file));
  } catch (error) {
    if (error instanceof NotTakenIn) return fail(unattended, file, [error.message]);
    throw error;
  }
}

/** The file is sound, and still nothing can be done with it. Rolls back. */
export class NotTakenIn extends Error {
  override readonly name = 'NotTakenIn';
}

/** Take in what was found sound, in the transaction of the act. Throws `NotTakenIn`. */
export async function takeInChecked(act: Act, { path, name, checked: { hash, bytes, sets } }: FileAtHand): Promise<TakenIn> {
  const kinds = [...new Set(sets.map(({ set }) => kindOf(set)))];
  const fileId = newId();
  const inserted = await execute(act, "INSERT IGNORE INTO exchange_files (id, content_hash, bytes, kinds, state, received_at, name_enc) VALUES (?)", [[fileId, hash, bytes, kinds.join(', '), 'taken-in', act.now, act.database.cipher.seal(placeOfName(fileId), name)]]);
  if (inserted === 0) {
    const before = await selectOne<{ receivedAt: Date }>(act, 'SELECT received_at AS receivedAt FROM exchange_files WHERE taken_in_hash = ?', [hash]);
    return { state: 'repeated', receivedAt: (before?.receivedAt ?? act.now).toISOString() };
  }
  act.audits.push({ action: 'exchange.file-taken-in', resourceType: 'exchange file', resourceId: fileId, detail: { kinds, bytes } });
  const parts = new KeptParts(act, fileId);
  const reading = new FileReading(path, (piece) => parts.take(piece));
  const tally = await takeInSets(act, reading, sets, { id: fileId, hash });
  await parts.end();
  if (!reading.hash().equals(hash)) throw new NotTakenIn('the file changed while it was read');
  return { state: 'taken-in', fileId, kinds, ...tally };
}

async function takeInSets(act: Act, reading: FileReading, sets: readonly SetFound[], file: { id: string; hash: Buffer }): Promise<FileTally> {
  const tally: FileTally = { remittances: 0, repeated: 0, posted: 0, queued: 0, ignored: 0, accepted: 0, rejected: 0, unknown: 0, answered: 0 };
  let ordinal = -1;
  let posting: PaymentPosting | null = null;
  for await (const event of reading.events()) {
    if (event.kind === 'header') {
      ordinal += 1;
      const found = sets[ordinal];
      if (found?.set !== event.header.set) throw new NotTakenIn('the file changed while it was read');
      if (found.set === '835') {
        posting = await openPosting(act, found, { ...file, ordinal });
        if (posting) tally.remittances += 1;
        else tally.repeated += 1;
      } else add(tally, await takeInOther(act, found));
    } else if (event.kind === 'item' && 'payerControlNumber' in event.item && 'paidCents' in event.item) await posting?.take(event.item);
    else if (event.kind === 'transactionEnd' && posting) {
      await posting.close();
      add(tally, posting.tally);
      posting = null;
    }
  }
  return tally;
}

function takeInOther(act: Act, { set, header, interchange }: AcknowledgmentFound | AnswerFound): Promise<AnswerTally | AcknowledgmentTally> {
  switch (set) {
    case '999': return takeIn999(act, header as ImplementationAcknowledgment, interchange);
    case '277CA': return takeIn277ca(act, header as ClaimAcknowledgment, interchange);
    case '271': return takeIn271(act, header as EligibilityResponse, interchange);
    case '277': return takeIn277(act, header as ClaimStatusResponse, interchange);
    case '278R': return takeIn278(act, header as AuthorizationResponse, interchange);
  }
}

async function openPosting(act: Act, found: Extract<SetFound, { set: '835' }>, file: { id: string; hash: Buffer; ordinal: number }): Promise<PaymentPosting | null> {
  const payerId = await payerOfRemittance(act, found);
  // TRN02 and the payer's name would say whose payment it is, but a message may hold nothing of the file.
  if (payerId === null) throw new NotTakenIn(`transaction set ${found.header.controlNumber}: the payer (1000A N1) is none of ours, by identifier, name or claims`);
  return PaymentPosting.open(act, payerId, found, file);
}

function add<T extends object>(tally: FileTally, more: T): void {
  for (const [name, count] of Object.entries(more)) tally[name as keyof FileTally] += count as number;
}

/** A file that was not taken in is on record too, with its content: somebody looks at it, has it mended, or tries it again. */
async function fail(unattended: Unattended, file: FileAtHand, problems: readonly string[]): Promise<TakenIn> {
  await actUnattended(unattended, (act) => keepFailed(act, file, problems));
  return { state: 'failed', problems };
}
