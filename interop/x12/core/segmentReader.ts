import { foreignCharacter } from './charset';
import { type Delimiters, delimiterFault } from './delimiters';
import type { Report } from './problem';
import { Segment } from './segment';

/** Longer than any segment of a HIPAA guide (a full HI is below 3,000); stops a file whose terminator never comes. */
export const MAX_SEGMENT_LENGTH = 16_384;

/** An ISA segment is always this long, its terminator included. */
const ISA_LENGTH = 106;
const ISA_WIDTHS = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1];
const LINE_BREAKS = '\r\n';

/**
 * Cuts chunks of text into segments. Push parser: holds at most one unfinished segment, so a file of any size streams
 * in bounded memory. Delimiters are taken from each ISA segment anew. Carriage returns and line feeds between
 * segments are ignored unless one of them is a delimiter. After a fault that makes the cutting itself doubtful it
 * reports once and stops.
 */
export class SegmentReader {
  private buffer = '';
  private count = 0;
  private delimiters: Delimiters | null = null;
  private foreign = /$^/;
  private stopped = false;

  constructor(private readonly report: Report) {}

  /** The segments completed by this chunk. */
  push(chunk: string): Segment[] {
    if (this.stopped) return [];
    const text = this.buffer + chunk;
    const segments: Segment[] = [];
    let start = 0;
    while (!this.stopped) {
      start = this.skipLineBreaks(text, start);
      if (!this.delimiters || this.opensInterchange(text, start)) {
        const header = this.takeHeader(text, start);
        if (!header) break;
        segments.push(header);
        start += ISA_LENGTH;
        continue;
      }
      const end = text.indexOf(this.delimiters.segment, start);
      if ((end < 0 ? text.length : end) - start > MAX_SEGMENT_LENGTH) this.refuseLength(text, start);
      if (end < 0 || this.stopped) break;
      const segment = this.takeSegment(text.slice(start, end), this.delimiters);
      segments.push(segment);
      if (segment.id === 'IEA') this.delimiters = null;
      start = end + 1;
    }
    this.buffer = this.stopped ? '' : text.slice(start);
    return segments;
  }

  /** To be called when no more text comes: reports what is left unfinished. */
  end(): void {
    const rest = this.buffer.slice(this.skipLineBreaks(this.buffer, 0));
    if (this.stopped) return;
    this.stopped = true;
    if (rest !== '' && this.delimiters) this.fail('truncated', this.idOf(rest), 'the last segment has no terminator');
    else if (rest !== '') this.fail(rest.startsWith('ISA') ? 'truncated' : this.notAnInterchange(), 'ISA');
    else if (this.count === 0) this.fail('notAnInterchange', 'ISA', 'the file is empty');
  }

  /** Stop reading, as after too many problems. */
  stop(): void {
    this.stopped = true;
    this.buffer = '';
  }

  private skipLineBreaks(text: string, from: number): number {
    let start = from;
    while (start < text.length && LINE_BREAKS.includes(text[start] as string) && text[start] !== this.delimiters?.segment) start += 1;
    return start;
  }

  /** A new ISA inside an interchange that was never closed: its own delimiters must be read. */
  private opensInterchange(text: string, start: number): boolean {
    return text.startsWith('ISA', start) && text[start + 3] === this.delimiters?.element;
  }

  private takeHeader(text: string, start: number): Segment | null {
    const header = text.slice(start, start + ISA_LENGTH);
    if (!'ISA'.startsWith(header.slice(0, 3))) {
      this.stopped = true;
      const hint = /^(\u00ef\u00bb\u00bf|\ufeff|\u00ff\u00fe|\u00fe\u00ff)/.test(header) ? 'it begins with a Unicode byte order mark' : undefined;
      this.fail(this.notAnInterchange(), 'ISA', hint);
      return null;
    }
    if (header.length < ISA_LENGTH) return null;
    return this.readHeader(header);
  }

  private readHeader(header: string): Segment | null {
    const separator = header[3] as string;
    const elements = ['ISA'];
    let at = 3;
    for (const [index, width] of ISA_WIDTHS.entries()) {
      const element = header.slice(at + 1, at + 1 + width);
      if (header[at] !== separator || element.includes(separator)) {
        this.stopped = true;
        this.report({ code: 'brokenHeader', segment: this.next('ISA'), element: index + 1 });
        return null;
      }
      elements.push(element);
      at += 1 + width;
    }
    const delimiters = { element: separator, repetition: elements[11] as string, component: elements[16] as string, segment: header[at] as string };
    const fault = delimiterFault(delimiters);
    if (fault) {
      this.stopped = true;
      this.fail('invalidDelimiters', 'ISA', fault);
      return null;
    }
    this.delimiters = delimiters;
    this.foreign = foreignCharacter(delimiters);
    this.count += 1;
    const segment = new Segment(elements, this.count, delimiters);
    segment.foreignElement = elements.findIndex((element) => this.foreign.test(element));
    return segment;
  }

  private takeSegment(text: string, delimiters: Delimiters): Segment {
    this.count += 1;
    const segment = new Segment(text.split(delimiters.element), this.count, delimiters);
    if (this.foreign.test(text)) segment.foreignElement = segment.elements.findIndex((element) => this.foreign.test(element));
    return segment;
  }

  private refuseLength(text: string, start: number): void {
    this.stopped = true;
    const head = text.slice(start, start + MAX_SEGMENT_LENGTH);
    const element = head.split(this.delimiters?.element ?? '*').length - 1;
    this.report({ code: 'segmentTooLong', segment: this.next(this.idOf(head)), element, detail: `more than ${MAX_SEGMENT_LENGTH} characters` });
  }

  private notAnInterchange(): 'notAnInterchange' | 'dataAfterInterchange' {
    return this.count === 0 ? 'notAnInterchange' : 'dataAfterInterchange';
  }

  private idOf(text: string): string {
    const id = text.split(this.delimiters?.element ?? '*', 1)[0] ?? '';
    return /^[A-Z][A-Z0-9]{1,2}$/.test(id) ? id : '';
  }

  private next(id: string): { id: string; position: number; setPosition: number } {
    return { id, position: this.count + 1, setPosition: 0 };
  }

  private fail(code: 'truncated' | 'notAnInterchange' | 'dataAfterInterchange' | 'invalidDelimiters', id: string, detail?: string): void {
    this.report({ code, segment: this.next(id), ...(detail && { detail }) });
  }
}
