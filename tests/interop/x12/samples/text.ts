import { type Interchange, parseX12, singleGroup, type Transaction, writeX12, type X12Problem } from '../../../../interop/x12';
import { addressing } from './parties';

/** The X12 text of a transaction in an interchange of its own. */
export function textOf(transaction: Transaction): string {
  const written = writeX12(singleGroup(addressing, [transaction]));
  if (!written.ok) throw new Error(written.problems.map(({ message }) => message).join('\n'));
  return written.text;
}

/** The text with one thing changed; fails when the thing is not there. */
export function altered(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`Not in the text: ${from}`);
  return text.replace(from, () => to);
}

/** The text with SE01 of its only transaction set counted anew. */
export function recounted(text: string): string {
  const segments = text.split('~');
  const last = segments.findIndex((segment) => segment.startsWith('SE*'));
  const count = last - segments.findIndex((segment) => segment.startsWith('ST*')) + 1;
  return segments.map((segment, index) => (index === last ? segment.replace(/^SE\*\d+/, `SE*${count}`) : segment)).join('~');
}

/** The problems a text is refused for. */
export function problemsOf(text: string): X12Problem[] {
  const result = parseX12(text);
  if (result.ok) throw new Error('The text was accepted');
  return result.problems.filter(({ severity }) => severity === 'error');
}

/** Code and place of each error: "claimUnbalanced 12 CLP04". */
export function placesOf(text: string): string[] {
  return problemsOf(text).map(placeOf);
}

export function placeOf({ code, segment, segmentId, element, component }: X12Problem): string {
  const position = element === undefined ? segmentId : `${segmentId}${String(element).padStart(2, '0')}`;
  return `${code} ${segment} ${position}${component === undefined ? '' : `-${component}`}`;
}

/** The interchanges of a text that must be sound. */
export function sound(text: string): Interchange[] {
  const result = parseX12(text);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.interchanges;
}

/** 1-based position in the file of the first segment that begins so. */
export function positionOf(text: string, start: string): number {
  const index = text.split('~').findIndex((segment) => segment.startsWith(start));
  if (index < 0) throw new Error(`No segment begins with ${start}`);
  return index + 1;
}
