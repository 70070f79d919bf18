import { confirmationOf, type Form, type FormValue, type FormValues, type RowValue, type SimpleField } from '../../../domain/tasks/form';
import { exactTime } from '../../render/time';

export interface Answer {
  readonly label: string;
  readonly text: string;
}

/** A completed form read back: question and answer in words. Rows count up, because what they were about is closed with the task. */
export function answersOf(form: Form, values: FormValues, zone: string): Answer[] {
  return form.fields.flatMap((field) => {
    const value = values[field.name];
    if (value === undefined || value === null) return [];
    if (field.kind !== 'rows') return [{ label: field.label, text: `${words(field, value as FormValue, zone)}${values[confirmationOf(field.name)] === true ? ' (unusual, read twice)' : ''}` }];
    return (value as readonly RowValue[]).map((row, index) => ({
      label: `${field.label} ${index + 1}`,
      text: field.fields.filter((sub) => row[sub.name] !== undefined && row[sub.name] !== null).map((sub) => `${sub.label}: ${words(sub, row[sub.name] ?? null, zone)}`).join(' · '),
    }));
  });
}

function words(field: SimpleField, value: FormValue, zone: string): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (field.kind === 'choice') return field.options.find((option) => option.value === value)?.label ?? String(value);
  if (field.kind === 'dateTime' && typeof value === 'string') return exactTime(value, zone);
  const unit = (field.kind === 'number' || field.kind === 'integer') && field.unit ? ` ${field.unit}` : '';
  return `${String(value)}${unit}`;
}
