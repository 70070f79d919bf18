import { type ProblemBody } from '../contract/shapes';

export interface ProblemOptions {
  readonly detail?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  readonly holder?: { readonly id: string; readonly name: string } | null;
  readonly currentVersion?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What was written before the refusal stays: a wrong try is counted. */
  readonly keeps?: true;
  /** What a denial was about, for the audit trail; never part of the answer. */
  readonly about?: { readonly resourceType: string; readonly resourceId: string; readonly patientId?: string | null };
}

/** A refusal with words for the person who gets it (RFC 9457). Title and detail never carry patient data. */
export class Problem extends Error {
  constructor(readonly status: number, override readonly name: string, readonly title: string, readonly options: ProblemOptions = {}) {
    super(title);
  }

  body(requestId: string): ProblemBody {
    const { detail, errors, holder, currentVersion } = this.options;
    return {
      type: `urn:careway:problem:${this.name}`,
      title: this.title,
      status: this.status,
      requestId,
      ...(detail === undefined ? {} : { detail }),
      ...(errors === undefined ? {} : { errors: [...errors] }),
      ...(holder === undefined ? {} : { holder }),
      ...(currentVersion === undefined ? {} : { currentVersion }),
    };
  }
}

export const invalid = (errors: readonly { field: string; message: string }[], title = 'Some of what was sent is not right.'): Problem => new Problem(400, 'invalid', title, { errors });
export const unauthenticated = (): Problem => new Problem(401, 'unauthenticated', 'Sign in first.', { headers: { 'www-authenticate': 'Bearer' } });
export const forbidden = (): Problem => new Problem(403, 'forbidden', 'Your role does not allow this.');
export const notFound = (): Problem => new Problem(404, 'not-found', 'There is no such record, or it is not yours to see.');
export const conflict = (name: string, title: string, options: ProblemOptions = {}): Problem => new Problem(409, name, title, options);
/** What was asked is well formed, but a rule of the hospital forbids it in the present state. */
export const unprocessable = (name: string, title: string, options: ProblemOptions = {}): Problem => new Problem(422, name, title, options);
export const staleVersion = (currentVersion: number, holder: { id: string; name: string } | null = null): Problem =>
  conflict('stale-version', holder ? `This was changed meanwhile; ${holder.name} holds it now.` : 'This was changed meanwhile. Reload and try again.', { currentVersion, holder });
