import { type Field, type Form, type FormValue, type FormValues, type SimpleField, type TaskInput, type TaskRow } from '../../../domain/tasks/form';

export interface Filling {
  /** The words for a field. */
  readonly text: (field: string, maxLength: number) => string;
  /** Prefer answers that ask for a reason; else the first answer is given. */
  readonly refusing: boolean;
}

/** Fill a task's form as a person would who has something to say in every field of words. */
export function fillForm(form: Form, input: TaskInput, filling: Filling): FormValues {
  return fillFields(form.fields, input, filling);
}

function fillFields(fields: readonly Field[], input: TaskInput, filling: Filling): FormValues {
  const values: Record<string, FormValue | FormValues[]> = {};
  for (const field of fields) {
    if (field.kind === 'rows') values[field.name] = (input.rows?.[field.name] ?? []).map((row) => fillRow(field.fields, row, filling));
    else if (isShown(field, values)) values[field.name] = fillField(field, fields, input.values?.[field.name], input.options?.[field.name]?.[0]?.value, filling);
  }
  return values as FormValues;
}

function fillRow(fields: readonly SimpleField[], row: TaskRow, filling: Filling): FormValues {
  const values: Record<string, FormValue> = { id: row.id };
  for (const field of fields) if (isShown(field, values)) values[field.name] = fillField(field, fields, row.values?.[field.name], row.options?.[field.name]?.[0]?.value, filling);
  return values;
}

function isShown(field: Field, values: Readonly<Record<string, unknown>>): boolean {
  return !field.when || values[field.when.field] === field.when.equals;
}

function fillField(field: SimpleField, all: readonly Field[], known: FormValue | undefined, offered: string | undefined, { text, refusing }: Filling): FormValue {
  switch (field.kind) {
    case 'text': case 'longText': return field.pattern ? known ?? ['I50.9', '99213', '0300'].find((code) => new RegExp(`^(?:${field.pattern})$`).test(code)) ?? '' : text(field.name, field.maxLength ?? 1_000);
    case 'number': case 'integer': return known ?? NORMAL[field.name] ?? field.min ?? 1;
    case 'boolean': return true;
    case 'date': return '2036-01-02';
    case 'dateTime': return '2036-01-02T03:04:05Z';
    // The answer that asks for words, if one does: a refusal wants a reason.
    case 'choice': return ((refusing ? field.options.find(({ value }) => all.some(({ when, kind }) => kind === 'text' && when?.field === field.name && when.equals === value)) : undefined) ?? field.options[0])?.value ?? null;
    case 'choiceFromTask': return offered ?? null;
  }
}

/** Readings of somebody well; the least a field allows may be impossible beside the others. */
const NORMAL: Readonly<Record<string, number>> = { respirations: 16, spo2: 97, systolic: 120, diastolic: 80, pulse: 70, temperature: 37, pain: 2, plannedHours: 24 };
