import { escape } from 'mysql2';

/** A statement cut at its places: `texts` has one more than `places`. A place is a number (`?`) or a name (`:name`). */
interface Template {
  readonly texts: readonly string[];
  readonly places: readonly string[];
}

/** Most statements come again and again; lists of many lengths make new ones, which must not pile up. */
const TEMPLATES_KEPT = 2_000;
const positional = new Map<string, Template>();
const named = new Map<string, Template>();

/** Quoted text, names and comments hold no places. */
const TOKENS = /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`[^`]*`|-- [^\n]*|\/\*[\s\S]*?\*\/|\?|(?<=^|[\s(>,=[]):[A-Za-z_]\w*/g;

/**
 * A statement with its values in place, each quoted by its kind: `?` takes them in order from an array, `:name` by name from an object. Throws when a
 * place has no value, or one that is no value of SQL, and when it is more than one statement: connections of transactions would take several at once. An array stands for a list, and an array within it for a list in brackets. Times keep
 * their milliseconds: cursors depend on them.
 */
export function bind(sql: string, values: Readonly<Record<string, unknown>> | readonly unknown[]): string {
  const isList = Array.isArray(values);
  const { texts, places } = templateOf(sql, isList);
  let bound = texts[0] ?? '';
  for (const [index, place] of places.entries()) {
    const value: unknown = isList ? values[index] : Object.hasOwn(values, place) ? (values as Record<string, unknown>)[place] : undefined;
    if (value === undefined) throw new Error(isList ? `The statement's place ${index + 1} has no value.` : `The statement's place :${place} has no value.`);
    bound += quote(value) + (texts[index + 1] ?? '');
  }
  return bound;
}

function templateOf(sql: string, isList: boolean): Template {
  const kept = isList ? positional : named;
  const known = kept.get(sql);
  if (known) return known;
  if (kept.size >= TEMPLATES_KEPT) kept.clear();
  const template = cut(sql, isList);
  kept.set(sql, template);
  return template;
}

function cut(sql: string, isList: boolean): Template {
  if (sql.replaceAll(TOKENS, '').includes(';')) throw new Error('This is more than one statement.');
  const texts: string[] = [];
  const places: string[] = [];
  let from = 0;
  for (const { 0: mark, index } of sql.matchAll(TOKENS)) {
    if (isList ? mark !== '?' : !mark.startsWith(':')) continue;
    texts.push(sql.slice(from, index));
    places.push(mark.slice(1));
    from = index + mark.length;
  }
  return { texts: [...texts, sql.slice(from)], places };
}

/** Quoted by the driver, whose business it is; it would write an object out as assignments and nothing at all as NULL, which no place of ours asks for. */
function quote(value: unknown): string {
  if (Array.isArray(value)) return value.map((one: unknown) => (Array.isArray(one) ? `(${quote(one)})` : quote(one))).join(', ');
  if (!isValue(value)) throw new Error('A value of a statement is none of SQL.');
  return escape(Buffer.isBuffer(value) || !(value instanceof Uint8Array) ? value : Buffer.from(value), false, 'Z');
}

function isValue(value: unknown): value is string | number | bigint | boolean | null | Date | Uint8Array {
  return value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value) || value instanceof Date || value instanceof Uint8Array;
}
