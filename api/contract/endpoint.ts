import { z } from 'zod';

/** One operation of the API: its address and its shapes. Served, documented (OpenAPI) and called (api/client) from this one definition. */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** OpenAPI form: "/api/v1/tasks/{taskId}". */
  readonly path: `/api/v1/${string}`;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly reply: Reply;
  /** Success status; default 200. */
  readonly status: 200 | 201 | 202 | 204;
  /** `required`: money and everything a workflow sends. Reads have none. */
  readonly idempotency: 'none' | 'optional' | 'required';
  /** Problem statuses beyond 400, 401, 403, 404 (with params), 409 (with idempotency), 429, 500, 503. */
  readonly problems: readonly number[];
}

export const nothing = z.strictObject({});
export type Nothing = typeof nothing;

interface EndpointOptions<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  readonly method: Endpoint['method'];
  readonly path: Endpoint['path'];
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly reply: R;
  readonly status?: Endpoint['status'];
  readonly idempotency?: Endpoint['idempotency'];
  readonly problems?: readonly number[];
}

/** Define an operation. Writes accept an Idempotency-Key unless said otherwise. */
export function endpoint<R extends z.ZodType, P extends z.ZodType = Nothing, Q extends z.ZodType = Nothing, B extends z.ZodType = Nothing>(
  id: string,
  options: EndpointOptions<P, Q, B, R>,
): Endpoint<P, Q, B, R> {
  return {
    id,
    method: options.method,
    path: options.path,
    tag: options.tag,
    summary: options.summary,
    ...(options.description ? { description: options.description } : {}),
    params: (options.params ?? nothing) as P,
    query: (options.query ?? nothing) as Q,
    body: (options.body ?? nothing) as B,
    reply: options.reply,
    status: options.status ?? 200,
    idempotency: options.idempotency ?? (options.method === 'get' ? 'none' : 'optional'),
    problems: options.problems ?? [],
  };
}
