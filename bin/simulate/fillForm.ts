import { confirmationOf, type Field, type FormValue, type FormValues, type Option, type RowValue, type SimpleField, type TaskInput, type TaskRow } from '../../domain/tasks/form';
import { isQuestioned } from '../../domain/tasks/validateForm';
import { type Chance } from './random';

/** Answers somebody would give to fields by name; a function may look at the row it answers for. */
export type Answers = Readonly<Record<string, FormValue | undefined | ((row: TaskRow | null, chance: Chance) => FormValue | undefined)>>;

/**
 * Fill a form as a person would: what the task brings filled in stays, then the answers given, then something the field allows.
 * Optional fields nobody has an answer for stay empty.
 */
export function fillForm(fields: readonly Field[], input: TaskInput, answers: Answers, chance: Chance): FormValues {
  const values: Record<string, FormValue | readonly RowValue[]> = {};
  for (const field of fields) {
    if (field.when && values[field.when.field] !== field.when.equals) continue;
    if (field.kind === 'rows') {
      values[field.name] = (input.rows?.[field.name] ?? []).map((row) => fillRow(field.fields, row, answers, chance));
      continue;
    }
    const value = answer(field, input.values?.[field.name], input.options?.[field.name] ?? [], null, answers, chance);
    if (value === undefined) continue;
    values[field.name] = value;
    if (isQuestioned(field, value)) values[confirmationOf(field.name)] = true; // read twice, and right
  }
  return values;
}

function fillRow(fields: readonly SimpleField[], row: TaskRow, answers: Answers, chance: Chance): RowValue {
  const values: Record<string, FormValue> = {};
  for (const field of fields) {
    if (field.when && values[field.when.field] !== field.when.equals) continue;
    const value = answer(field, row.values?.[field.name], row.options?.[field.name] ?? [], row, answers, chance);
    if (value !== undefined) values[field.name] = value;
  }
  return { ...values, id: row.id };
}

function answer(field: SimpleField, given: FormValue | undefined, offered: readonly Option[], row: TaskRow | null, answers: Answers, chance: Chance): FormValue | undefined {
  const own = answers[field.name];
  const answered = typeof own === 'function' ? own(row, chance) : own;
  if (answered !== undefined) return answered;
  if (given !== undefined && given !== null && given !== '') return given;
  return field.required || field.kind === 'boolean' ? something(field, offered, chance) : undefined;
}

function something(field: SimpleField, offered: readonly Option[], chance: Chance): FormValue | undefined {
  switch (field.kind) {
    case 'boolean': return field.mustBeTrue ?? field.required ?? false;
    case 'choice': return field.options[0]?.value;
    case 'choiceFromTask': return chance.pick(offered)?.value;
    case 'integer':
    case 'number': return field.min ?? 1;
    case 'text': return 'as discussed';
    case 'longText': return 'Seen, discussed with the patient, nothing further.';
    case 'date': return '2030-01-15';
    case 'dateTime': return '2030-01-15T09:00:00.000Z';
  }
}
