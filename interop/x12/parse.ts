import type { X12Problem } from './core/problem';
import type { TransactionHeader, TransactionItem, TransactionTrailer, X12Event } from './events';
import type { Group, Interchange, Transaction } from './interchange';
import { InterchangeReader, type ReadOptions } from './interchangeReader';
import { transactionSet } from './transactionSets';

/** A file is either whole or refused with the list of what is wrong; warnings tell what was read past. */
export type ParseResult =
  | { ok: true; interchanges: Interchange[]; warnings: X12Problem[] }
  | { ok: false; problems: X12Problem[] };

/** Parse a whole X12 text. For files that may be large use `readX12`. */
export function parseX12(text: string, options: ReadOptions = {}): ParseResult {
  const reader = new InterchangeReader(options);
  const collector = new Collector();
  for (const event of [...reader.push(text), ...reader.end()]) collector.take(event);
  return collector.result();
}

/** Stream an X12 file: events as the chunks of text arrive, `end` last. See `X12Event` on when items may be acted on. */
export async function* readX12(chunks: AsyncIterable<string> | Iterable<string>, options: ReadOptions = {}): AsyncGenerator<X12Event> {
  const reader = new InterchangeReader(options);
  for await (const chunk of chunks) yield* reader.push(chunk);
  yield* reader.end();
}

/** Puts events together into interchanges. */
class Collector {
  private readonly interchanges: Interchange[] = [];
  private readonly problems: X12Problem[] = [];
  private group: Group | undefined;
  private header: TransactionHeader | null = null;
  private items: TransactionItem[] = [];

  take(event: X12Event): void {
    switch (event.kind) {
      case 'interchange':
        this.interchanges.push({ ...event.interchange, groups: [] });
        return;
      case 'acknowledgment': {
        const interchange = this.interchanges.at(-1);
        if (interchange) interchange.acknowledgments = [...(interchange.acknowledgments ?? []), event.acknowledgment];
        return;
      }
      case 'group':
        this.group = { ...event.group, transactions: [] };
        this.interchanges.at(-1)?.groups.push(this.group);
        return;
      case 'header':
        this.header = event.header;
        this.items = [];
        return;
      case 'item':
        this.items.push(event.item);
        return;
      case 'transactionEnd':
        return this.closeTransaction(event.trailer);
      case 'problem':
        this.problems.push(event.problem);
        return;
      case 'transaction':
      case 'groupEnd':
      case 'interchangeEnd':
      case 'end':
        return;
    }
  }

  result(): ParseResult {
    if (this.problems.some(({ severity }) => severity === 'error')) return { ok: false, problems: this.problems };
    return { ok: true, interchanges: this.interchanges, warnings: this.problems };
  }

  private closeTransaction(trailer: TransactionTrailer | undefined): void {
    if (this.header && trailer) {
      const { streamsClaims } = transactionSet(this.header.set);
      this.group?.transactions.push({ ...this.header, ...(streamsClaims && { claims: this.items }), ...trailer } as Transaction);
    }
    this.header = null;
  }
}
