import { type Route } from '../../../api/http/route';
import { type PolicyName } from '../../../api/policies/table';
import { newId } from '../../../db/newId';
import { type SampleOptions, sample, type Schema } from './sample';

/** One operation as the OpenAPI document describes it, with the policy of its route. */
export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  readonly policy: PolicyName;
  readonly pathParams: readonly string[];
  readonly query: readonly { readonly name: string; readonly required?: boolean; readonly schema: Schema }[];
  readonly body: Schema | null;
  readonly needsKey: boolean;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly required?: boolean; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
}

/** Every operation of the document. Throws when one of them has no route. */
export function operationsOf(document: unknown, routes: readonly Route[]): Operation[] {
  const { paths } = document as Document;
  return Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, documented]) => {
    const route = routes.find(({ endpoint }) => endpoint.id === documented.operationId);
    if (!route) throw new Error(`The document describes ${documented.operationId}, which no route serves.`);
    const parameters = documented.parameters ?? [];
    return {
      id: documented.operationId, method: method as Operation['method'], path, policy: route.policy,
      pathParams: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string),
      query: parameters.filter((parameter) => parameter.in === 'query'),
      body: documented.requestBody?.content['application/json'].schema ?? null,
      needsKey: parameters.some((parameter) => parameter.in === 'header' && parameter.name === 'Idempotency-Key' && parameter.required),
    };
  }));
}

export const schemasOf = (document: unknown): Readonly<Record<string, Schema>> => (document as Document).components.schemas;

export interface Call {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** A request that is well formed by the document. `id` gives the ID for a parameter or field of this name. */
export function callOf(operation: Operation, options: SampleOptions, overrides: { readonly body?: object; readonly query?: Readonly<Record<string, string>> } = {}): Call {
  const query = new URLSearchParams(overrides.query ?? {});
  for (const { name, required, schema } of operation.query) if (required && !query.has(name)) query.set(name, String(sample(schema, options, name)));
  const body = operation.body === null ? null : { ...(sample(operation.body, options) as object), ...overrides.body };
  return {
    url: operation.path.replace(/\{(\w+)\}/g, (_, name: string) => options.id(name)) + (query.size > 0 ? `?${query}` : ''),
    method: operation.method.toUpperCase(),
    headers: { ...(operation.method === 'get' ? {} : { 'content-type': 'application/json' }), ...(operation.needsKey ? { 'idempotency-key': newId() } : {}) },
    body: operation.method === 'get' ? null : JSON.stringify(body ?? {}),
  };
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The last part of a problem's type, or "". */
  readonly problem: string;
}

/** Send it, with a token or as nobody. */
export async function send(baseUrl: string, call: Call, token: string | null): Promise<Answer> {
  const response = await fetch(baseUrl + call.url, { method: call.method, headers: { ...call.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) }, body: call.body });
  const text = await response.text();
  const type = response.headers.get('content-type')?.startsWith('application/problem+json') ? (JSON.parse(text) as { type: string }).type : '';
  return { status: response.status, text, problem: type.split(':').pop() ?? '' };
}
