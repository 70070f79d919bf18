/** One definition of a form serves the API's check, the workflow's Update validator and the page. Pure data. */
export interface Form {
  readonly version: number;
  readonly fields: readonly Field[];
}

interface FieldBase {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
  /** Not required once this other field is filled: it says why the value is missing. */
  readonly requiredUnless?: string;
  /** The workflow branches on this field: it travels in the task's Update. Never a field with words about the patient. */
  readonly flow?: boolean;
  /** Shown only when another field has this value. */
  readonly when?: { readonly field: string; readonly equals: string | boolean };
  /** Heading above this field: it begins a part of the form. */
  readonly section?: string;
}

/**
 * Values outside this range happen, but rarely: they are taken only with a tick that they were read twice, posted as
 * `confirmationOf(name)`.
 */
export interface Usual {
  readonly low: number;
  readonly high: number;
}

/** The field that carries the tick for a questioned value. */
export const confirmationOf = (name: string): string => `${name}Confirmed`;

export type SimpleField =
  | (FieldBase & { readonly kind: 'text' | 'longText'; readonly maxLength?: number; readonly pattern?: string; readonly patternHint?: string })
  | (FieldBase & { readonly kind: 'number' | 'integer'; readonly min?: number; readonly max?: number; readonly usual?: Usual; readonly unit?: string; readonly step?: number })
  | (FieldBase & { readonly kind: 'boolean'; readonly mustBeTrue?: boolean })
  | (FieldBase & { readonly kind: 'date' | 'dateTime' })
  | (FieldBase & { readonly kind: 'choice'; readonly options: readonly Option[] })
  /** Options come with the task (free beds, coverages): its input carries `options[name]`. */
  | (FieldBase & { readonly kind: 'choiceFromTask' });

/** A table whose rows come with the task (`input.rows[name]`): results to enter, doses to give, charges to code. */
export interface RowsField extends FieldBase {
  readonly kind: 'rows';
  readonly fields: readonly SimpleField[];
}

export type Field = SimpleField | RowsField;

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** A row offered by the task: what it is about and what is already known. */
export interface TaskRow {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** Values shown filled in. */
  readonly values?: Readonly<Record<string, FormValue>>;
  /** What it belongs together with; pages show rows group by group. */
  readonly group?: { readonly value: string; readonly label: string; readonly note?: string };
  /** Options for this row's `choiceFromTask` fields. */
  readonly options?: Readonly<Record<string, readonly Option[]>>;
}

/** What a task brings along for its form; sealed in the record. */
export interface TaskInput {
  readonly rows?: Readonly<Record<string, readonly TaskRow[]>>;
  readonly options?: Readonly<Record<string, readonly Option[]>>;
  readonly values?: Readonly<Record<string, FormValue>>;
  /** What a field held last time, shown beside it and named when a value is questioned. */
  readonly last?: Readonly<Record<string, string>>;
  /** Lines of context shown above the form. */
  readonly facts?: readonly { readonly label: string; readonly value: string }[];
}

export type FormValue = string | number | boolean | null;
export type RowValue = { readonly id: string } & Readonly<Record<string, FormValue>>;
export type FormValues = Readonly<Record<string, FormValue | readonly RowValue[]>>;

export interface FormProblem {
  /** "pulse" or "results[3].value", 0-based rows. */
  readonly field: string;
  readonly message: string;
  /** The value is possible: a tick that it is right takes it. */
  readonly confirmable?: boolean;
}

export type FormOutcome =
  | { readonly ok: true; readonly values: FormValues }
  | { readonly ok: false; readonly problems: readonly FormProblem[] };
