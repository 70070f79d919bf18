import { temporal } from '@temporalio/proto';

const { History } = temporal.api.history.v1;
type History = temporal.api.history.v1.IHistory;

/** A history as a JSON file: enums by name, 64-bit numbers and bytes as text. Payloads stay sealed, under the test key. */
export function writeHistory(history: History): string {
  return JSON.stringify(History.toObject(History.fromObject(history), { enums: String, longs: String, bytes: String }));
}

/** The inverse of `writeHistory`. */
export function readHistory(text: string): temporal.api.history.v1.History {
  return History.fromObject(JSON.parse(text) as Record<string, unknown>);
}
