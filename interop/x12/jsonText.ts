import type { X12Problem } from './core/problem';
import type { TransactionHeader, X12Event } from './events';
import type { InterchangeAcknowledgment } from './interchange';
import { transactionSet } from './transactionSets';

/**
 * Turns the events of reading a sound file into the text of one JSON document, `{ "interchanges": [...], "warnings": [...] }`,
 * piece by piece, so that a file of any size becomes JSON in bounded memory.
 */
export class InterchangeJson {
  private interchanges = 0;
  private groups = 0;
  private transactions = 0;
  private items = 0;
  private streams = false;
  private acknowledgments: InterchangeAcknowledgment[] = [];
  private readonly warnings: X12Problem[] = [];

  /** The text this event adds. */
  take(event: X12Event): string {
    switch (event.kind) {
      case 'interchange':
        this.groups = 0;
        this.acknowledgments = [];
        return `${this.interchanges++ === 0 ? '{"interchanges":[' : ',\n'}${open(event.interchange)}`;
      case 'acknowledgment':
        this.acknowledgments.push(event.acknowledgment);
        return '';
      case 'group':
        this.transactions = 0;
        return `${this.groups++ === 0 ? this.openGroups() : ',\n'}${open(event.group)},"transactions":[`;
      case 'header':
        return this.openTransaction(event.header);
      case 'item':
        return `${this.items++ === 0 ? '' : ',\n'}${JSON.stringify(event.item)}`;
      case 'transactionEnd':
        return `${this.streams ? ']' : ''}${fields(event.trailer ?? {})}}`;
      case 'groupEnd':
        return ']}';
      case 'interchangeEnd':
        return `${this.groups === 0 ? this.openGroups() : ''}]}`;
      case 'problem':
        this.warnings.push(event.problem);
        return '';
      case 'end':
        return `${this.interchanges === 0 ? '{"interchanges":[' : ''}],"warnings":${JSON.stringify(this.warnings)}}\n`;
      case 'transaction':
        return '';
    }
  }

  private openGroups(): string {
    const acknowledgments = this.acknowledgments.length > 0 ? `,"acknowledgments":${JSON.stringify(this.acknowledgments)}` : '';
    return `${acknowledgments},"groups":[`;
  }

  private openTransaction(header: TransactionHeader): string {
    this.items = 0;
    this.streams = transactionSet(header.set).streamsClaims;
    return `${this.transactions++ === 0 ? '' : ',\n'}${open(header)}${this.streams ? ',"claims":[' : ''}`;
  }
}

/** An object without its closing brace. */
function open(record: object): string {
  return JSON.stringify(record).slice(0, -1);
}

/** The fields of an object, to go on after others. */
function fields(record: object): string {
  const inside = JSON.stringify(record).slice(1, -1);
  return inside && `,${inside}`;
}
