import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { POLICIES } from '../policies/table';
import { type Endpoint } from '../contract/endpoint';
import { problem } from '../contract/shapes';
import { type Config } from '../config';
import { type Route } from './route';

const TITLES: Readonly<Record<number, string>> = {
  400: 'What was sent is not right', 401: 'Not signed in', 403: 'The role does not allow it', 404: 'No such record, or not yours',
  409: 'Conflict: changed meanwhile, held by somebody, or already done', 413: 'Too large', 422: 'A rule of the hospital forbids it now',
  429: 'Too many requests', 500: 'A fault on our side', 503: 'A server cannot be reached',
};

/** OpenAPI 3.1 of every route, made from the same definitions that serve them. */
export function openApiDocument(routes: readonly Route[], config: Config): object {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const { path, method } = route.endpoint;
    paths[path] = { ...paths[path], [method]: operation(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Careway', version: '1', description: 'Hospital record, tasks, journeys and claims. Amounts are integer US cents; times are ISO 8601 in UTC; errors are problem details (RFC 9457).' },
    servers: [{ url: config.apiUrl }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Token of POST /api/v1/session, or of a service' },
        cookie: { type: 'apiKey', in: 'cookie', name: '__Host-careway' },
      },
    },
  });
}

/** Every status with which an operation may refuse, or fail. */
export function problemStatuses(endpoint: Endpoint, isPublic: boolean): ReadonlySet<number> {
  const hasParams = shapeOf(endpoint.params).length > 0;
  return new Set([400, 413, 429, 500, 503, ...(isPublic ? [] : [401, 403]), ...(hasParams ? [404] : []), ...(endpoint.idempotency === 'none' ? [] : [409]), ...endpoint.problems]);
}

function operation(route: Route): ZodOpenApiOperationObject {
  const { endpoint, policy } = route;
  const isPublic = policy === 'public';
  const hasParams = shapeOf(endpoint.params).length > 0;
  const statuses = problemStatuses(endpoint, isPublic);
  const headers = endpoint.idempotency === 'none' ? null : z.object({ 'Idempotency-Key': endpoint.idempotency === 'required' ? z.string().min(1).max(190) : z.string().min(1).max(190).optional() });
  return {
    operationId: endpoint.id,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: [endpoint.description, isPublic ? null : `Roles: ${Object.entries(POLICIES[policy].grants).map(([role, grant]) => (grant === 'any' ? role : `${role} (${grant})`)).join(', ')}.`].filter(Boolean).join('\n\n'),
    security: isPublic ? [] : [{ bearer: [] }, { cookie: [] }],
    requestParams: {
      ...(hasParams ? { path: endpoint.params as z.ZodObject } : {}),
      ...(shapeOf(endpoint.query).length > 0 ? { query: endpoint.query as z.ZodObject } : {}),
      ...(headers ? { header: headers } : {}),
    },
    ...(endpoint.method === 'get' || endpoint.method === 'delete' ? {} : { requestBody: { required: shapeOf(endpoint.body).length > 0, content: { 'application/json': { schema: endpoint.body } } } }),
    responses: {
      [endpoint.status]: { description: endpoint.summary, ...(endpoint.status === 204 ? {} : { content: { 'application/json': { schema: endpoint.reply } } }) },
      ...Object.fromEntries([...statuses].sort().map((status) => [status, { description: TITLES[status] ?? 'Problem', content: { 'application/problem+json': { schema: problem } } }])),
    },
  };
}

function shapeOf(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : ['body'];
}
