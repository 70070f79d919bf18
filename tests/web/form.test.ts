import fc from 'fast-check';
import { confirmationOf, type Form, type FormValue, type FormValues, type SimpleField, type TaskInput } from '../../domain/tasks/form';
import { formOf, TASK_TYPES, type TaskTypeName } from '../../domain/tasks/types';
import { isQuestioned, validateForm } from '../../domain/tasks/validateForm';
import { type FieldView, formView, type RowsView } from '../../web/forms/formView';
import { readableNumber, readNumber } from '../../web/forms/number';
import { typedFromPost, typedFromValues, valuesFromTyped } from '../../web/forms/typed';

const ZONE = 'America/New_York';
const NAMES = Object.keys(TASK_TYPES) as TaskTypeName[];
const ROWS = ['0b9c7a1e-5d51-4b34-9c0e-6a3a0b1c2d3e', 'row.with.dots'];

function valueFor(field: SimpleField): fc.Arbitrary<string | number | boolean> {
  switch (field.kind) {
    case 'boolean': return field.mustBeTrue ? fc.constant(true) : fc.boolean();
    case 'integer': return fc.integer({ min: field.min ?? 0, max: field.max ?? 1000 });
    case 'number': return fc.integer({ min: Math.ceil((field.min ?? 0) * 10), max: Math.floor((field.max ?? 100) * 10) }).map((tenths) => tenths / 10);
    case 'date': return fc.constantFrom('2026-11-23', '2024-02-29');
    case 'dateTime': return fc.constantFrom('2026-11-23T14:05:00.000Z', '2026-07-04T03:30:00.000Z');
    case 'choice': return fc.constantFrom(...field.options.map(({ value }) => value));
    case 'choiceFromTask': return fc.constantFrom('first', 'second');
    default: return field.pattern ? fc.constantFrom(...['I50.9', '0120', '99231', '9923A'].filter((text) => new RegExp(`^(?:${field.pattern})$`).test(text))) : fc.constantFrom('plain', '<b>"quoted" & more</b>', 'línea uno\nzwei');
  }
}

const simpleValues = (fields: readonly SimpleField[]) => fc.record(Object.fromEntries(fields.map((field) => [field.name, valueFor(field)])));
const shown = (fields: readonly SimpleField[], values: Record<string, unknown>) => Object.fromEntries(Object.entries(values).filter(([name]) => {
  const when = fields.find((field) => field.name === name)?.when;
  return !when || values[when.field] === when.equals;
}));

/** Who enters what is rare has read it twice. */
const confirmations = (fields: readonly SimpleField[], values: Record<string, unknown>) =>
  Object.fromEntries(fields.filter((field) => isQuestioned(field, shown(fields, values)[field.name] as FormValue)).map(({ name }) => [confirmationOf(name), true]));

function formValues(form: Form): fc.Arbitrary<FormValues> {
  const simple = form.fields.filter((field): field is SimpleField => field.kind !== 'rows');
  const rows = form.fields.flatMap((field) => (field.kind === 'rows' ? [[field.name, fc.tuple(...ROWS.map((id) => simpleValues(field.fields).map((values) => ({ ...shown(field.fields, values), id }))))] as const] : []));
  return fc.tuple(simpleValues(simple), fc.record(Object.fromEntries(rows))).map(([one, many]) => ({ ...shown(simple, one), ...confirmations(simple, one), ...many }) as unknown as FormValues);
}

/** What a browser posts for what stands in the fields. */
function post(form: Form, values: FormValues): URLSearchParams {
  const posted = new URLSearchParams([...typedFromValues(form, values, ZONE).text]);
  for (const field of form.fields) if (field.kind === 'rows') for (const id of ROWS) posted.append(`_rows.${field.name}`, id);
  return posted;
}

describe('typed forms', () => {
  test.each(NAMES)('%s: what is stored, shown and posted again is the same', (name) => {
    const form = formOf(name);
    fc.assert(fc.property(formValues(form), (values) => {
      const again = valuesFromTyped(form, typedFromPost(form, post(form, values)), ZONE);
      expect(again).toEqual(values);
      expect(validateForm(form, again).ok).toBe(true);
    }), { numRuns: 40 });
  });

  test.each([
    ['0.5', 0.5], ['0,5', 0.5], ['0,125', 0.125], [',5', 0.5], ['36,85', 36.85], ['-7', -7], [' 12 ', 12], ['1250', 1250], ['', null],
    ['1,250', '1,250'], ['12,500', '12,500'], ['1,250.5', '1,250.5'], ['1.250,5', '1.250,5'], ['1e3', '1e3'], ['ten', 'ten'], ['5 mg', '5 mg'],
  ])('"%s" is read as %s: a thousand is never one, nor one a thousand', (typed, read) => {
    expect(readNumber(typed)).toBe(read);
    expect(readableNumber(typed)).toBe(typeof read === 'number' ? read : null);
  });

  test('a number that cannot be read goes to the API as it was typed', () => {
    const form = formOf('observation-round');
    const values = valuesFromTyped(form, typedFromPost(form, new URLSearchParams({ pulse: 'fast', temperature: '36,8' })), ZONE);
    expect(values).toMatchObject({ pulse: 'fast', temperature: 36.8 });
  });

  test('an unticked confirmation is a no, an unanswered question is no answer', () => {
    const form = formOf('confirm-departure');
    expect(valuesFromTyped(form, typedFromPost(form, new URLSearchParams()), ZONE)).toEqual({ left: false });
    const oxygen = formOf('observation-round');
    expect(valuesFromTyped(oxygen, typedFromPost(oxygen, new URLSearchParams()), ZONE)).toEqual({});
  });

  test('clock times are the hospital’s, on both sides of daylight saving', () => {
    const form = formOf('book-follow-up');
    const at = (local: string) => valuesFromTyped(form, typedFromPost(form, new URLSearchParams({ needed: 'true', startsAt: local })), ZONE)['startsAt'];
    expect(at('2026-11-23T09:00')).toBe('2026-11-23T14:00:00.000Z');
    expect(at('2026-07-04T09:00')).toBe('2026-07-04T13:00:00.000Z');
  });

  test('the API’s problems stand beside their fields, rows counted as they were sent', () => {
    const form = formOf('enter-results');
    const input: TaskInput = { rows: { results: ROWS.map((id) => ({ id, label: id })) } };
    const typed = typedFromPost(form, new URLSearchParams([['_rows.results', ROWS[1] ?? ''], ['_rows.results', ROWS[0] ?? '']]));
    const view = formView(form, input, typed, [{ field: 'results[0].value', message: 'Value must be a number.' }], ZONE);
    const [rows] = view.fields as RowsView[];
    const errorOf = (id: string) => rows?.rows.find((row) => row.id === id)?.fields[0]?.error;
    expect([errorOf(ROWS[1] ?? ''), errorOf(ROWS[0] ?? '')]).toEqual(['Value must be a number.', null]);
    expect(view.problems).toEqual([{ message: 'Value must be a number.', href: expect.stringMatching(/^#f-results/) as string }]);
  });

  test('a field with a condition says so for browsers without scripts', () => {
    const view = formView(formOf('decide-discharge'), {}, null, [], ZONE);
    const hours = view.fields.find(({ name }) => name === 'moreHours') as FieldView;
    expect(hours.when).toEqual({ name: 'decision', equals: 'continue', words: 'Only when “Decision” is “Continue treatment”.' });
  });
});
