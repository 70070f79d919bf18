import { isIsoDate, isIsoDateTime } from '../time';
import { confirmationOf, type Field, type Form, type FormOutcome, type FormProblem, type FormValue, type FormValues, type Option, type RowsField, type RowValue, type SimpleField, type TaskInput, type TaskRow } from './form';

const DEFAULT_TEXT = 200;
const DEFAULT_LONG_TEXT = 4000;

/**
 * Check `values` against `form`. Unknown fields are refused, hidden fields dropped, empty strings count as missing.
 * With `input`, rows and task-borne options are checked against what the task offered; without it (a workflow validates
 * only what it branches on) they are not.
 */
export function validateForm(form: Form, values: unknown, input: TaskInput | null = null): FormOutcome {
  if (!isRecord(values)) return { ok: false, problems: [{ field: '', message: 'Send the form as an object of fields.' }] };
  const problems: FormProblem[] = [];
  const clean: Record<string, FormValue | readonly RowValue[]> = {};
  const known = new Set(form.fields.flatMap((field) => ('usual' in field && field.usual ? [field.name, confirmationOf(field.name)] : [field.name])));
  for (const name of Object.keys(values)) if (!known.has(name)) problems.push({ field: name, message: 'This form has no such field.' });
  for (const field of form.fields) {
    if (!isShown(field, values)) continue;
    const value = values[field.name];
    if (field.kind === 'rows') {
      const rows = checkRows(field, value, input?.rows?.[field.name] ?? null, problems);
      if (rows) clean[field.name] = rows;
      continue;
    }
    const checked = checkValue(isExcused(field, values) ? { ...field, required: false } : field, value, field.name, input?.options?.[field.name] ?? null, problems);
    if (checked === undefined) continue;
    clean[field.name] = checked;
    if (!isQuestioned(field, checked)) continue;
    if (values[confirmationOf(field.name)] === true) clean[confirmationOf(field.name)] = true;
    else problems.push({ field: field.name, message: questionOf(field, checked, input?.last?.[field.name]), confirmable: true });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, values: clean };
}

/** The part of a completed form that the workflow branches on. */
export function flowValues(form: Form, values: FormValues): Record<string, FormValue> {
  const flow: Record<string, FormValue> = {};
  for (const field of form.fields) {
    const value = values[field.name];
    if (field.flow && field.kind !== 'rows' && value !== undefined && !Array.isArray(value)) flow[field.name] = value as FormValue;
  }
  return flow;
}

/** The form reduced to its flow fields: what a workflow's Update validator checks. */
export function flowForm(form: Form): Form {
  return { version: form.version, fields: form.fields.filter((field) => field.flow) };
}

/** Does another field say why this one is empty? */
function isExcused(field: Field, values: Record<string, unknown>): boolean {
  const excuse = field.requiredUnless === undefined ? null : values[field.requiredUnless];
  return excuse !== undefined && excuse !== null && excuse !== '';
}

/** Is this value possible but unusual, so that it needs a second look? */
export function isQuestioned(field: Field, value: FormValue): boolean {
  if ((field.kind !== 'number' && field.kind !== 'integer') || !field.usual || typeof value !== 'number') return false;
  return value < field.usual.low || value > field.usual.high;
}

/** "Pulse 155 /min is unusually high (last: 72). Look again; if it is right, tick the box." */
function questionOf(field: Field, value: FormValue, last: string | undefined): string {
  const { usual, unit } = field as { usual: { low: number }; unit?: string };
  const side = Number(value) < usual.low ? 'low' : 'high';
  return `${field.label} ${String(value)}${unit ? ` ${unit}` : ''} is unusually ${side}${last ? ` (last: ${last})` : ''}. Look again; if it is right, tick the box.`;
}

/** Whether a field is asked for, by what another says. */
export function isShown(field: Field, values: Readonly<Record<string, unknown>>): boolean {
  return !field.when || values[field.when.field] === field.when.equals;
}

function checkRows(field: RowsField, value: unknown, offered: readonly TaskRow[] | null, problems: FormProblem[]): RowValue[] | null {
  if (value === undefined || value === null) {
    if (field.required && (offered?.length ?? 0) > 0) problems.push({ field: field.name, message: `${field.label}: fill in every row.` });
    return null;
  }
  if (!Array.isArray(value)) {
    problems.push({ field: field.name, message: `${field.label}: send a list of rows.` });
    return null;
  }
  const rows: RowValue[] = [];
  const seen = new Set<string>();
  value.forEach((row: unknown, index) => {
    const at = `${field.name}[${index}]`;
    if (!isRecord(row) || typeof row['id'] !== 'string') return void problems.push({ field: at, message: 'Each row needs its id.' });
    const offer = offered?.find((one) => one.id === row['id']);
    if (offered && !offer) return void problems.push({ field: `${at}.id`, message: 'This task has no such row.' });
    if (seen.has(row['id'])) return void problems.push({ field: `${at}.id`, message: 'This row is there twice.' });
    seen.add(row['id']);
    const clean: Record<string, FormValue> = {};
    const known = new Set(['id', ...field.fields.map((one) => one.name)]);
    for (const name of Object.keys(row)) if (!known.has(name)) problems.push({ field: `${at}.${name}`, message: 'This form has no such field.' });
    for (const sub of field.fields) {
      if (!isShown(sub, row)) continue;
      const checked = checkValue(sub, row[sub.name], `${at}.${sub.name}`, offer?.options?.[sub.name] ?? null, problems);
      if (checked !== undefined) clean[sub.name] = checked;
    }
    rows.push({ ...clean, id: row['id'] });
  });
  if (field.required) for (const offer of offered ?? []) if (!seen.has(offer.id)) problems.push({ field: field.name, message: `${offer.label}: this row is missing.` });
  return rows;
}

/** The value as stored, or undefined when absent or refused (with the problem noted). */
function checkValue(field: SimpleField, value: unknown, at: string, options: readonly Option[] | null, problems: FormProblem[]): FormValue | undefined {
  const refuse = (message: string): undefined => void problems.push({ field: at, message });
  if (value === undefined || value === null || value === '') return field.required ? refuse(`${field.label} is needed.`) : undefined;
  switch (field.kind) {
    case 'text':
    case 'longText': {
      const limit = field.maxLength ?? (field.kind === 'text' ? DEFAULT_TEXT : DEFAULT_LONG_TEXT);
      if (typeof value !== 'string') return refuse(`${field.label} must be text.`);
      const text = value.trim();
      if (text === '') return field.required ? refuse(`${field.label} is needed.`) : undefined;
      if (text.length > limit) return refuse(`${field.label} is longer than ${limit} characters.`);
      if (field.pattern && !new RegExp(`^(?:${field.pattern})$`).test(text)) return refuse(`${field.label}: ${field.patternHint ?? 'not in the expected form'}.`);
      return text;
    }
    case 'number':
    case 'integer': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return refuse(`${field.label} must be a number.`);
      if (field.kind === 'integer' && !Number.isInteger(value)) return refuse(`${field.label} must be a whole number.`);
      const unit = field.unit ? ` ${field.unit}` : '';
      if (field.min !== undefined && value < field.min) return refuse(`${field.label} cannot be below ${field.min}${unit}. Check the reading.`);
      if (field.max !== undefined && value > field.max) return refuse(`${field.label} cannot be above ${field.max}${unit}. Check the reading.`);
      if (field.kind === 'number' && field.step !== undefined && !isStep(value, field.step)) return refuse(`${field.label}: write it in steps of ${field.step}.`);
      return value;
    }
    case 'boolean':
      if (typeof value !== 'boolean') return refuse(`${field.label} must be yes or no.`);
      return field.mustBeTrue && !value ? refuse(`${field.label}: confirm before you go on.`) : value;
    case 'date':
      return typeof value === 'string' && isIsoDate(value) ? value : refuse(`${field.label} must be a date (YYYY-MM-DD) that exists.`);
    case 'dateTime':
      return typeof value === 'string' && isIsoDateTime(value) ? value : refuse(`${field.label} must be a date and time that exists.`);
    case 'choice':
      return typeof value === 'string' && field.options.some((option) => option.value === value) ? value : refuse(`${field.label}: choose one of the options.`);
    case 'choiceFromTask':
      if (typeof value !== 'string') return refuse(`${field.label}: choose one of the options.`);
      return options && !options.some((option) => option.value === value) ? refuse(`${field.label}: this choice is not offered any more. Reload the page.`) : value;
  }
}

/** 36.85 falls between two bands of a score: a reading has no more digits than its instrument. */
function isStep(value: number, step: number): boolean {
  const steps = value / step;
  return Math.abs(steps - Math.round(steps)) < 1e-6;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
