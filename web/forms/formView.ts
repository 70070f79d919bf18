import { confirmationOf, type Field, type Form, type FormProblem, type Option, type RowsField, type SimpleField, type TaskInput, type TaskRow } from '../../domain/tasks/form';
import { rowFieldName, type Typed, typedFromValues } from './typed';

/** What the field partial draws. One `control` per kind of input; texts are plain, the template escapes them. */
export interface FieldView {
  readonly control: 'line' | 'area' | 'confirm' | 'segments' | 'select';
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  readonly error: string | null;
  readonly required: boolean;
  readonly wide: boolean;
  readonly value: string;
  readonly options: readonly { readonly id: string; readonly value: string; readonly label: string; readonly chosen: boolean }[];
  readonly inputType: 'text' | 'date' | 'datetime-local';
  readonly inputMode: 'text' | 'decimal' | 'numeric';
  readonly isNumber: boolean;
  readonly yesNo: boolean;
  readonly min: string | null;
  readonly max: string | null;
  readonly step: string | null;
  readonly unit: string | null;
  readonly maxLength: number | null;
  readonly pattern: string | null;
  readonly patternHint: string | null;
  readonly when: { readonly name: string; readonly equals: string; readonly words: string } | null;
  /** Heading of the part of the form that begins here. */
  readonly section: string | null;
  /** The field that excuses this one when it is filled. */
  readonly requiredUnless: string | null;
  /** What it held last time. */
  readonly last: string | null;
  /** Outside this range a tick is asked for. */
  readonly usual: { readonly low: string; readonly high: string } | null;
  readonly confirm: { readonly name: string; readonly id: string; readonly checked: boolean; readonly shown: boolean } | null;
}

export interface RowsView {
  readonly control: 'rows';
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  readonly error: string | null;
  readonly when: FieldView['when'];
  readonly rows: readonly { readonly id: string; readonly group: { readonly label: string; readonly note: string | null } | null; readonly label: string; readonly hint: string | null; readonly error: string | null; readonly fields: readonly FieldView[] }[];
}

export interface FormView {
  readonly fields: readonly (FieldView | RowsView)[];
  /** Every problem, for the summary on top; `href` leads to its field when it has one on the page. */
  readonly problems: readonly { readonly message: string; readonly href: string | null }[];
}

/** Up to this many options are shown side by side, to be chosen with one tap. */
const MOST_SEGMENTS = 5;
const LONG_LABEL = 20;

interface Shown {
  readonly typed: Typed;
  readonly errors: ReadonlyMap<string, string>;
  readonly questioned: ReadonlySet<string>;
  readonly last: Readonly<Record<string, string>>;
  readonly known: Set<string>;
}

/**
 * The page's view of a form: the task type's definition, what the task brings along, what is typed so far (a post, else a
 * draft, else the task's own values), and what was wrong with it.
 */
export function formView(form: Form, input: TaskInput, typed: Typed | null, problems: readonly FormProblem[], zone: string): FormView {
  const standing = typed ?? typedFromValues(form, input.values ?? {}, zone);
  const errors = errorsByName(problems, standing, input);
  const questioned = new Set(problems.filter(({ confirmable }) => confirmable).map(({ field }) => field.replace(/^values\./, '')));
  const shown: Shown = { typed: standing, errors, questioned, last: input.last ?? {}, known: new Set() };
  const fields = form.fields.map((field) => (field.kind === 'rows' ? rowsView(field, form.fields, input.rows?.[field.name] ?? [], shown, zone) : fieldView(field, field.name, form.fields, (name) => name, input.options?.[field.name] ?? [], undefined, shown)));
  return {
    fields,
    problems: [...errors].map(([name, message]) => ({ message, href: shown.known.has(name) ? `#${idOf(name)}` : null })),
  };
}

function rowsView(field: RowsField, siblings: Form['fields'], rows: readonly TaskRow[], shown: Shown, zone: string): RowsView {
  shown.known.add(field.name);
  return {
    control: 'rows', id: idOf(field.name), name: field.name, label: field.label, hint: field.hint ?? null, error: shown.errors.get(field.name) ?? null, when: whenView(field, siblings, (name) => name),
    rows: rows.map((row, index) => {
      const own = typedFromValues({ version: 1, fields: field.fields }, row.values ?? {}, zone).text;
      const nameOf = (sub: string): string => rowFieldName(field.name, row.id, sub);
      return {
        id: row.id, group: row.group && row.group.value !== rows[index - 1]?.group?.value ? { label: row.group.label, note: row.group.note ?? null } : null, label: row.label, hint: row.hint ?? null, error: shown.errors.get(nameOf('id')) ?? null,
        fields: field.fields.map((sub) => fieldView(sub, nameOf(sub.name), field.fields, nameOf, row.options?.[sub.name] ?? [], own.get(sub.name), shown)),
      };
    }),
  };
}

function fieldView(field: SimpleField, name: string, siblings: readonly { readonly name: string; readonly label: string }[], nameOf: (sub: string) => string, taskOptions: readonly Option[], own: string | undefined, shown: Shown): FieldView {
  shown.known.add(name);
  const value = shown.typed.text.get(name) ?? own ?? '';
  const options = optionsOf(field, taskOptions);
  const isNumber = field.kind === 'number' || field.kind === 'integer';
  const isText = field.kind === 'text' || field.kind === 'longText';
  return {
    control: controlOf(field, options.length),
    id: idOf(name), name, label: field.label, hint: field.hint ?? null, error: shown.errors.get(name) ?? null,
    required: field.required === true, value,
    wide: field.kind === 'longText' || (field.kind === 'boolean' && field.mustBeTrue === true) || takesALine(options),
    options: options.map((option, index) => ({ id: index === 0 ? idOf(name) : `${idOf(name)}-${index}`, ...option, chosen: option.value === value })),
    inputType: field.kind === 'date' ? 'date' : field.kind === 'dateTime' ? 'datetime-local' : 'text',
    inputMode: field.kind === 'integer' ? 'numeric' : isNumber ? 'decimal' : 'text',
    isNumber,
    yesNo: field.kind === 'boolean',
    min: isNumber && field.min !== undefined ? String(field.min) : null,
    max: isNumber && field.max !== undefined ? String(field.max) : null,
    step: isNumber ? String(field.step ?? (field.kind === 'integer' ? 1 : 'any')) : null,
    unit: isNumber ? field.unit ?? null : null,
    maxLength: isText ? field.maxLength ?? (field.kind === 'text' ? 200 : 4000) : null,
    pattern: isText ? field.pattern ?? null : null,
    patternHint: isText ? field.patternHint ?? null : null,
    section: field.section ?? null, requiredUnless: field.requiredUnless ?? null, last: shown.last[name] ?? null,
    ...questionView(field, name, shown),
    when: whenView(field, siblings, nameOf),
  };
}

/** On which other field it hangs whether this one is shown. */
function whenView(field: Field, siblings: readonly { readonly name: string; readonly label: string }[], nameOf: (sub: string) => string): FieldView['when'] {
  return field.when ? { name: nameOf(field.when.field), equals: String(field.when.equals), words: whenWords(field, siblings) } : null;
}

/** A tick for a reading that is rare: on the page at once for browser code, shown by the server when it has questioned the value. */
function questionView(field: SimpleField, name: string, shown: Shown): Pick<FieldView, 'usual' | 'confirm'> {
  if ((field.kind !== 'number' && field.kind !== 'integer') || !field.usual) return { usual: null, confirm: null };
  const checked = shown.typed.text.get(confirmationOf(name)) === 'true';
  return {
    usual: { low: String(field.usual.low), high: String(field.usual.high) },
    confirm: { name: confirmationOf(name), id: idOf(confirmationOf(name)), checked, shown: checked || shown.questioned.has(name) },
  };
}

/** Answers to choose from stand beside each other: many of them, or long ones, take the whole line. */
function takesALine(options: readonly { readonly label: string }[]): boolean {
  return options.length <= MOST_SEGMENTS && (options.length > 3 || options.some(({ label }) => label.length > LONG_LABEL));
}

function controlOf(field: SimpleField, options: number): FieldView['control'] {
  switch (field.kind) {
    case 'longText': return 'area';
    case 'boolean': return field.mustBeTrue ? 'confirm' : 'segments';
    case 'choice': return options <= MOST_SEGMENTS ? 'segments' : 'select';
    case 'choiceFromTask': return 'select';
    default: return 'line';
  }
}

function optionsOf(field: SimpleField, taskOptions: readonly Option[]): readonly Option[] {
  if (field.kind === 'choice') return field.options;
  if (field.kind === 'choiceFromTask') return taskOptions;
  return field.kind === 'boolean' && !field.mustBeTrue ? [{ value: 'true', label: 'Yes' }, { value: 'false', label: 'No' }] : [];
}

/** For browsers without scripts, where a field with a condition is always on the page. */
function whenWords(field: Field, siblings: readonly { readonly name: string; readonly label: string }[]): string {
  const other = siblings.find(({ name }) => name === field.when?.field) as SimpleField | undefined;
  const equals = field.when?.equals;
  const answer = equals === true ? 'Yes' : equals === false ? 'No' : other?.kind === 'choice' ? other.options.find(({ value }) => value === equals)?.label ?? String(equals) : String(equals);
  return `Only when “${other?.label ?? ''}” is “${answer}”.`;
}

/** The API names fields "pulse" and "results[3].value", rows counted as they were sent; the page posts them by row ID. */
function errorsByName(problems: readonly FormProblem[], typed: Typed, input: TaskInput): Map<string, string> {
  const errors = new Map<string, string>();
  for (const { field, message } of problems) {
    const path = field.replace(/^values\./, '');
    const [, rowsName = '', index = '', sub = 'id'] = /^(\w+)\[(\d+)\](?:\.(\w+))?$/.exec(path) ?? [];
    const rowIds = typed.rowIds.get(rowsName) ?? input.rows?.[rowsName]?.map((row) => row.id);
    const rowId = rowsName ? rowIds?.[Number(index)] : undefined;
    const name = rowId === undefined ? path : rowFieldName(rowsName, rowId, sub);
    if (!errors.has(name)) errors.set(name, message);
  }
  return errors;
}

function idOf(name: string): string {
  return `f-${name.replace(/[^\w-]/g, '_')}`;
}
