import { DateTime } from 'luxon';
import { confirmationOf, type Field, type Form, type FormValue, type FormValues, type RowValue, type SimpleField } from '../../domain/tasks/form';
import { isShown } from '../../domain/tasks/validateForm';
import { inputDateTime } from '../render/time';
import { readNumber } from './number';

/**
 * What stands in the fields of a form on the page: the text of each by its posted name. A row's field is posted as
 * `<field>.<row ID>.<sub>`, and the rows shown, in order, as `_rows.<field>`.
 */
export interface Typed {
  readonly text: ReadonlyMap<string, string>;
  readonly rowIds: ReadonlyMap<string, readonly string[]>;
}

export const rowFieldName = (field: string, rowId: string, sub: string): string => `${field}.${rowId}.${sub}`;

/** Stored values as field texts, e.g. of a draft; times in the clock of `zone`. */
export function typedFromValues(form: Form, values: FormValues, zone: string): Typed {
  const text = new Map<string, string>();
  for (const field of form.fields) {
    const value = values[field.name];
    if (hasQuestion(field) && values[confirmationOf(field.name)] === true) text.set(confirmationOf(field.name), 'true');
    if (field.kind !== 'rows') put(text, field, field.name, value as FormValue | undefined, zone);
    else for (const row of Array.isArray(value) ? (value as readonly RowValue[]) : []) for (const sub of field.fields) put(text, sub, rowFieldName(field.name, row.id, sub.name), row[sub.name], zone);
  }
  return { text, rowIds: new Map() };
}

function put(text: Map<string, string>, field: SimpleField, name: string, value: FormValue | undefined, zone: string): void {
  if (value === undefined || value === null) return;
  text.set(name, field.kind === 'dateTime' && typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? inputDateTime(value, zone) : String(value));
}

/** A posted form as it was typed, to show it again. */
export function typedFromPost(form: Form, posted: URLSearchParams): Typed {
  const text = new Map<string, string>();
  for (const [name, value] of posted) if (!name.startsWith('_')) text.set(name, value);
  return { text, rowIds: new Map(form.fields.filter(({ kind }) => kind === 'rows').map(({ name }) => [name, posted.getAll(`_rows.${name}`)])) };
}

/**
 * Typed texts as the values the API takes. What cannot be read (letters in a number) goes along as it is, so that the API says
 * what is wrong with it; empty fields and fields whose condition is not met are left out.
 */
export function valuesFromTyped(form: Form, typed: Typed, zone: string): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of form.fields) {
    if (field.kind === 'rows') {
      const rows = (typed.rowIds.get(field.name) ?? []).map((id) => ({ ...simpleValues(field.fields, (sub) => typed.text.get(rowFieldName(field.name, id, sub)), zone), id }));
      if (rows.length > 0) values[field.name] = rows;
    }
  }
  const simple = form.fields.filter((field): field is SimpleField => field.kind !== 'rows');
  const confirmed = simple.filter((field) => hasQuestion(field) && typed.text.get(confirmationOf(field.name)) === 'true').map(({ name }) => [confirmationOf(name), true]);
  return { ...simpleValues(simple, (name) => typed.text.get(name), zone), ...values, ...Object.fromEntries(confirmed) };
}

function simpleValues(fields: readonly SimpleField[], textOf: (name: string) => string | undefined, zone: string): Record<string, unknown> {
  const all = Object.fromEntries(fields.map((field) => [field.name, valueOf(field, textOf(field.name), zone)]));
  const shown = fields.filter((field) => all[field.name] !== undefined && isShown(field, all));
  return Object.fromEntries(shown.map((field) => [field.name, all[field.name]]));
}

function hasQuestion(field: Field): boolean {
  return (field.kind === 'number' || field.kind === 'integer') && field.usual !== undefined;
}

function valueOf(field: SimpleField, typed: string | undefined, zone: string): unknown {
  const text = typed?.trim() ?? '';
  switch (field.kind) {
    case 'boolean':
      if (text === 'true') return true;
      return text === 'false' || field.mustBeTrue ? false : undefined; // an unticked box is not posted
    case 'number':
    case 'integer':
      return readNumber(text) ?? undefined;
    case 'dateTime': {
      if (text === '') return undefined;
      const local = DateTime.fromISO(text, { zone });
      return local.isValid ? local.toUTC().toISO() : text;
    }
    case 'longText':
      return text === '' ? undefined : (typed ?? '').replace(/\r\n/g, '\n');
    default:
      return text === '' ? undefined : text;
  }
}
