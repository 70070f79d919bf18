import { DEFAULT_DELIMITERS, delimiterFault, type Delimiters } from './core/delimiters';
import { type Finding, type ProblemCode, toProblem, type X12Problem } from './core/problem';
import { type Replacement, SegmentWriter, type WriteOptions } from './core/segmentWriter';
import { writeDate, writeTime } from './core/text';
import type { Group, Interchange, Transaction, TradingPartner } from './interchange';
import { InterchangeReader } from './interchangeReader';
import { transactionSet } from './transactionSets';

export type WriteResult =
  | { ok: true; text: string; replacements: Replacement[]; warnings: X12Problem[] }
  | { ok: false; problems: X12Problem[] };

/** Who sends what to whom, with control numbers the caller has made unique. */
export interface Addressing {
  sender: TradingPartner;
  receiver: TradingPartner;
  /** GS02 and GS03, when other than the interchange's. */
  groupSender?: string;
  groupReceiver?: string;
  date: string;
  time: string;
  interchangeControlNumber: number;
  groupControlNumber: number;
  usage: 'P' | 'T';
  acknowledgmentRequested?: boolean;
  delimiters?: Delimiters;
}

/** An interchange with one group of transaction sets of one kind. */
export function singleGroup(addressing: Addressing, transactions: readonly [Transaction, ...Transaction[]]): Interchange {
  const { sender, receiver, date, time, usage } = addressing;
  const group: Group = {
    sender: addressing.groupSender ?? sender.id, receiver: addressing.groupReceiver ?? receiver.id, date, time,
    controlNumber: addressing.groupControlNumber, version: transactionSet(transactions[0].set).version, transactions: [...transactions],
  };
  return {
    delimiters: addressing.delimiters ?? DEFAULT_DELIMITERS, sender, receiver, date, time, controlNumber: addressing.interchangeControlNumber,
    acknowledgmentRequested: addressing.acknowledgmentRequested ?? false, usage, groups: [group],
  };
}

/**
 * Write an interchange. What comes out has been read back by our own reader: anything a guide refuses (missing, too
 * long, unknown code, unbalanced) refuses the whole, with positions as they would be in the file.
 */
export function writeX12(interchange: Interchange, options: WriteOptions = {}): WriteResult {
  const problems: X12Problem[] = [];
  const report = (finding: Finding) => problems.push(toProblem(finding));
  const fault = delimiterFault(interchange.delimiters);
  if (fault) report({ code: 'invalidDelimiters', segment: { id: 'ISA', position: 1, setPosition: 0 }, detail: fault });
  if (fault) return { ok: false, problems };
  const writer = new SegmentWriter(interchange.delimiters, options, report);
  writeInterchange(writer, interchange);
  const text = writer.text();
  problems.push(...readBack(text));
  if (problems.some(refuses)) return { ok: false, problems };
  return { ok: true, text, replacements: writer.replacements, warnings: problems };
}

/** What is forgiven others on reading is not forgiven us on writing; data the reader would read past is data lost. */
const FORGIVEN_ON_READING: readonly ProblemCode[] = ['unusedElement', 'notCarried', 'omittedSegment', 'invalidFormat'];

function refuses({ severity, code }: X12Problem): boolean {
  return severity === 'error' || FORGIVEN_ON_READING.includes(code);
}

function readBack(text: string): X12Problem[] {
  const reader = new InterchangeReader();
  return [...reader.push(text), ...reader.end()].flatMap((event) => (event.kind === 'problem' ? [event.problem] : []));
}

function writeInterchange(writer: SegmentWriter, interchange: Interchange): void {
  const { sender, receiver, delimiters } = interchange;
  const controlNumber = String(interchange.controlNumber).padStart(9, '0');
  writer.addRaw([
    'ISA', '00', ' '.repeat(10), '00', ' '.repeat(10), sender.qualifier, sender.id.padEnd(15), receiver.qualifier, receiver.id.padEnd(15),
    (writeDate(interchange.date) ?? '').slice(2), writeTime(interchange.time) ?? '', delimiters.repetition, '00501', controlNumber,
    interchange.acknowledgmentRequested ? '1' : '0', interchange.usage, delimiters.component,
  ]);
  for (const one of interchange.acknowledgments ?? []) {
    writer.add(['TA1', String(one.controlNumber).padStart(9, '0'), writeDate(one.date)?.slice(2), writeTime(one.time), one.status, one.note]);
  }
  for (const group of interchange.groups) writeGroup(writer, group);
  writer.add(['IEA', String(interchange.groups.length), controlNumber]);
}

function writeGroup(writer: SegmentWriter, group: Group): void {
  const [first] = group.transactions;
  writer.add([
    'GS', first && transactionSet(first.set).functionalId, group.sender, group.receiver, writeDate(group.date), writeTime(group.time),
    String(group.controlNumber), 'X', group.version,
  ]);
  for (const transaction of group.transactions) writeTransaction(writer, transaction, group.version);
  writer.add(['GE', String(group.transactions.length), String(group.controlNumber)]);
}

function writeTransaction(writer: SegmentWriter, transaction: Transaction, version: string): void {
  const set = transactionSet(transaction.set);
  const before = writer.count;
  writer.add(['ST', set.code, transaction.controlNumber, set.namesVersion ? version : undefined]);
  for (const draft of set.draft(transaction)) writer.add(draft);
  writer.add(['SE', String(writer.count - before + 1), transaction.controlNumber]);
}
