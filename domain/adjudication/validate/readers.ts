/**
 * Readers of plain JSON that either return what was asked for or throw `MalformedInput` naming the JSON path. Null stands for
 * "not given" wherever a value may be left out. Messages never repeat a value: it may be a patient's.
 */
import { cents, type Cents } from '../../money';
import { isCalendarDay } from '../dates';

/** The input cannot be adjudicated. `path` is the JSON path of the culprit ("$.claim.lines[0].chargeCents"), `problem` what is wrong with it. */
export class MalformedInput extends Error {
  constructor(readonly path: string, readonly problem: string) {
    super(`${path}: ${problem}`);
    this.name = 'MalformedInput';
  }
}

export type Json = Readonly<Record<string, unknown>>;

/** `path` + a key, in brackets when the key is not a plain word. */
export function keyPath(path: string, key: string): string {
  return /^\w+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function fail(path: string, key: string, problem: string): never {
  throw new MalformedInput(keyPath(path, key), problem);
}

/** A JSON object, with no key but those named when `keys` is given. */
export function readObject(value: unknown, path: string, keys?: ReadonlySet<string>): Json {
  if (value === undefined || value === null) throw new MalformedInput(path, 'is missing');
  if (typeof value !== 'object' || Array.isArray(value)) throw new MalformedInput(path, 'must be an object');
  const object = value as Json;
  if (keys) {
    for (const key of Object.keys(object)) {
      if (!keys.has(key) && object[key] !== undefined) fail(path, key, 'is not a key this input knows');
    }
  }
  return object;
}

export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Text that is not blank. */
export function readText(object: Json, key: string, path: string): string {
  const value = object[key];
  if (!isGiven(value)) fail(path, key, 'is missing');
  if (typeof value !== 'string') fail(path, key, 'must be text');
  if (value.trim() === '') fail(path, key, 'must not be blank');
  return value;
}

/** Text, or null when not given or blank: a field left empty on a form is a field not filled in. */
export function readOptionalText(object: Json, key: string, path: string): string | null {
  const value = object[key];
  if (!isGiven(value)) return null;
  if (typeof value !== 'string') fail(path, key, 'must be text');
  return value.trim() === '' ? null : value;
}

/** An X12 code, also when a spreadsheet made a whole number of it. */
export function readCode(object: Json, key: string, path: string): string {
  const value = object[key];
  return Number.isSafeInteger(value) && (value as number) >= 0 ? String(value) : readText(object, key, path);
}

/** One of a closed table of codes. */
export function readChoice<T extends string>(object: Json, key: string, path: string, choices: readonly T[], fallback?: T): T {
  if (fallback !== undefined && !isGiven(object[key])) return fallback;
  const value = readCode(object, key, path);
  const found = choices.find((choice) => choice === value);
  return found ?? fail(path, key, `must be one of ${choices.join(', ')}`);
}

/** Yes or no; not given is `fallback`. */
export function readFlag(object: Json, key: string, path: string, fallback = false): boolean {
  const value = object[key];
  if (!isGiven(value)) return fallback;
  if (typeof value !== 'boolean') fail(path, key, 'must be true or false');
  return value;
}

/** A whole number from `least` on. */
export function readWhole(object: Json, key: string, path: string, least: number): number {
  const value = object[key];
  if (!isGiven(value)) fail(path, key, 'is missing');
  if (!Number.isSafeInteger(value) || (value as number) < least) fail(path, key, `must be a whole number, ${least} or more`);
  return value as number;
}

/** An amount in cents that may be below zero. */
export function readSignedCents(object: Json, key: string, path: string): Cents {
  const value = object[key];
  if (!isGiven(value)) fail(path, key, 'is missing');
  if (!Number.isSafeInteger(value)) fail(path, key, `must be a whole number of cents, at most ${Number.MAX_SAFE_INTEGER}`);
  return cents(value as number);
}

/** An amount in cents, zero or more. */
export function readCents(object: Json, key: string, path: string): Cents {
  const value = readSignedCents(object, key, path);
  return value < 0 ? fail(path, key, 'must not be negative') : value;
}

/** An amount in cents, zero or more, and zero when not given. */
export function readCentsOrZero(object: Json, key: string, path: string): Cents {
  return isGiven(object[key]) ? readCents(object, key, path) : cents(0);
}

/** A price: cents, more than nothing. A fee of zero is a gap in a fee table, not a gift. */
export function readFee(object: Json, key: string, path: string): Cents {
  const value = readCents(object, key, path);
  return value === 0 ? fail(path, key, 'must be more than 0') : value;
}

/** A number within `least` and `most`. */
export function readNumber(object: Json, key: string, path: string, least: number, most: number): number {
  const value = object[key];
  if (typeof value !== 'number' || !(value >= least && value <= most)) fail(path, key, `must be a number from ${least} to ${most}`);
  return value === 0 ? 0 : value; // never -0
}

export function readDay(object: Json, key: string, path: string): string {
  const value = readText(object, key, path);
  return isCalendarDay(value) ? value : fail(path, key, 'must be a date that exists, as YYYY-MM-DD');
}

export function readOptionalDay(object: Json, key: string, path: string): string | null {
  return isGiven(object[key]) ? readDay(object, key, path) : null;
}

/** A list read item by item; not given is empty. */
export function readList<T>(object: Json, key: string, path: string, readItem: (item: unknown, itemPath: string) => T): T[] {
  const value = object[key];
  if (!isGiven(value)) return [];
  if (!Array.isArray(value)) fail(path, key, 'must be a list');
  const listPath = `${path}.${key}`;
  return value.map((item, index) => readItem(item, `${listPath}[${index}]`));
}

function readCodeItem(item: unknown, path: string): string {
  if (typeof item !== 'string' || item.trim() === '') throw new MalformedInput(path, 'must be text that is not blank');
  return item;
}

/** A list of codes; not given is empty. */
export function readCodes(object: Json, key: string, path: string): readonly string[] {
  return readList(object, key, path, readCodeItem);
}

/** An object used as a table, every entry checked; not given is empty. */
export function readTable<T>(object: Json, key: string, path: string, readEntry: (table: Json, entry: string, tablePath: string) => T): Readonly<Record<string, T>> {
  if (!isGiven(object[key])) return {};
  const tablePath = `${path}.${key}`;
  const table = readObject(object[key], tablePath);
  const entries: Record<string, T> = {};
  for (const entry of Object.keys(table)) entries[entry] = readEntry(table, entry, tablePath);
  return entries;
}

/** A table of numbers, every entry checked, returned as it came: fee tables are long and need no copy. */
export function readNumbers(object: Json, key: string, path: string, readEntry: (table: Json, entry: string, tablePath: string) => number): Readonly<Record<string, number>> {
  if (!isGiven(object[key])) return {};
  const tablePath = `${path}.${key}`;
  const table = readObject(object[key], tablePath);
  for (const entry of Object.keys(table)) readEntry(table, entry, tablePath);
  return table as Readonly<Record<string, number>>;
}
