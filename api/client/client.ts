import { type z } from 'zod';
import { type Endpoint } from '../contract/endpoint';
import { type ProblemBody } from '../contract/shapes';
import { currentTraceparent } from '../../telemetry/trace';

/** The API answered with a problem (RFC 9457). `problem.title` is safe to show; it never carries patient data. */
export class ApiProblem extends Error {
  constructor(readonly status: number, readonly problem: ProblemBody) {
    super(problem.title);
    this.name = 'ApiProblem';
  }
}

/** The API could not be reached, or the connection broke before it answered: whether a write took effect is unknown. */
export class ApiUnreachable extends Error {
  constructor(options?: { cause: unknown }) {
    super('The Careway API cannot be reached.', options);
    this.name = 'ApiUnreachable';
  }
}

export interface ClientOptions {
  readonly baseUrl: string;
  /** Session or service token. */
  readonly token?: string;
  /** Per call, in milliseconds; default 15 s. */
  readonly timeoutMs?: number;
  /** Headers for every call, e.g. the address of the person behind the web page. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** `{ name: T }`, optional when nothing in T is required. */
type Part<Name extends string, T> = Record<string, never> extends T ? { [K in Name]?: T } : { [K in Name]: T };
type Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> =
  & Part<'params', z.input<P>>
  & Part<'query', z.input<Q>>
  & Part<'body', z.input<B>>
  & { idempotencyKey?: string; signal?: AbortSignal };

/** A typed HTTP client: `client.call(contract.completeTask, { params, body })`. One per token; cheap to make. */
export class ApiClient {
  constructor(protected readonly options: ClientOptions) {}

  withToken(token: string): ApiClient {
    return new ApiClient({ ...this.options, token });
  }

  /** Perform one operation. Throws ApiProblem when refused, ApiUnreachable when there was no answer. */
  async call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(endpoint: Endpoint<P, Q, B, R>, input: Input<P, Q, B>): Promise<z.output<R>> {
    const response = await this.send(endpoint, input);
    if (response.status === 204) return undefined as z.output<R>;
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) throw new ApiProblem(response.status, (body as ProblemBody | null) ?? { type: 'urn:careway:problem:unknown', title: `The API answered ${response.status}.`, status: response.status });
    return body as z.output<R>;
  }

  /** The raw answer, for streams and files. What may be asked twice is, once, when its connection was let go. */
  async send(endpoint: Endpoint, input: { params?: unknown; query?: unknown; body?: unknown; idempotencyKey?: string; signal?: AbortSignal }): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json', ...this.options.headers };
    if (this.options.token) headers['authorization'] = `Bearer ${this.options.token}`;
    if (input.idempotencyKey) headers['idempotency-key'] = input.idempotencyKey;
    const traceparent = currentTraceparent();
    if (traceparent) headers['traceparent'] = traceparent;
    if (endpoint.method !== 'get') headers['content-type'] = 'application/json';
    const ask = () => fetch(this.options.baseUrl + fillPath(endpoint.path, input.params) + queryString(input.query), {
      method: endpoint.method.toUpperCase(),
      headers,
      body: endpoint.method === 'get' ? null : JSON.stringify(input.body ?? {}),
      signal: input.signal ?? AbortSignal.timeout(this.options.timeoutMs ?? 15_000),
    });
    const isSafeToRepeat = endpoint.method === 'get' || Boolean(input.idempotencyKey);
    try {
      return await ask().catch((error: unknown) => (isSafeToRepeat && wasLetGo(error) ? ask() : Promise.reject(error as Error)));
    } catch (cause) {
      throw new ApiUnreachable({ cause });
    }
  }
}

/** A connection kept from an earlier request was closed by the other side, which had waited long enough, just as it was used again. */
function wasLetGo(error: unknown): boolean {
  const { code } = ((error as { cause?: unknown }).cause ?? {}) as { code?: string };
  return code === 'ECONNRESET' || code === 'UND_ERR_SOCKET';
}

function fillPath(path: string, params: unknown): string {
  const values = (params ?? {}) as Record<string, string>;
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
}

function queryString(query: unknown): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (value === undefined || value === null || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}
