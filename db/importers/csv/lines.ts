/** Lines of a text file that came together, with the number of the first. A line longer than anybody writes is null. */
export interface LineBlock {
  readonly firstLine: number;
  readonly lines: readonly (string | null)[];
}

/** A longer line is no row of any table; without a limit a file without line ends would fill the memory. */
export const LONGEST_LINE = 64 * 1024;

/**
 * The lines of a stream, block by block as it arrives. UTF-8, or UTF-16 when it begins with that byte order mark (what
 * spreadsheets save); marks are dropped, CRLF and LF both end a line. Bytes that are not UTF-8 become U+FFFD, for the
 * row reader to refuse.
 */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<LineBlock> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let firstLine = 1;
  let carry = '';
  let tooLong = false;
  for await (const chunk of bytes) {
    decoder ??= new TextDecoder(encodingOf(chunk));
    const parts = (carry + decoder.decode(chunk, { stream: true })).split('\n');
    carry = parts.pop() ?? '';
    const lines = parts.map((part, index) => (index === 0 && tooLong) || part.length > LONGEST_LINE ? null : withoutReturn(part));
    if (lines.length > 0) tooLong = false;
    if (carry.length > LONGEST_LINE) {
      tooLong = true;
      carry = '';
    }
    if (lines.length > 0) yield { firstLine, lines };
    firstLine += lines.length;
  }
  const last = carry + (decoder?.decode() ?? '');
  if (last !== '' || tooLong) yield { firstLine, lines: [tooLong ? null : withoutReturn(last)] };
}

function encodingOf(first: Uint8Array): string {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
