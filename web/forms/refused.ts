import { ApiProblem } from '../../api/client';

/** What the API said about a form: one sentence, and by field. */
export interface RefusedForm {
  readonly refused: string;
  readonly errors: Readonly<Record<string, string>>;
  /** Every sentence, also when two are about one field. */
  readonly problems?: readonly string[];
  readonly status: number;
}

/** The refusal of a form to show on its page (400, 409, 422); anything else is thrown on. `rename` maps the API's field to the form's. */
export function refusalOf(error: unknown, rename: (field: string) => string = (field) => field): RefusedForm {
  if (!(error instanceof ApiProblem) || ![400, 409, 422].includes(error.status)) throw error;
  const { title, detail, errors = [] } = error.problem;
  return { refused: [title, detail].filter(Boolean).join(' '), errors: Object.fromEntries(errors.map(({ field, message }) => [rename(field), message])), problems: errors.map(({ message }) => message), status: error.status === 400 ? 422 : error.status };
}
