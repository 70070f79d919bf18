import { bodyParser } from '@koa/bodyparser';
import Koa, { type Context, type Next } from 'koa';
import helmet from 'koa-helmet';
import { type Deps } from './deps';
import { noSuchRoute, refuseMethod, shadowsOf, withColons } from './http/addresses';
import { admission } from './http/admission';
import { crossOrigin } from './http/crossOrigin';
import { toProblem } from './http/faults';
import { openApiDocument } from './http/openapi';
import { refuseDeepBodies } from './http/bodyDepth';
import { answer } from './http/pipeline';
import { invalid } from './http/problem';
import { RoomRouter } from './http/roomRouter';
import { type Route } from './http/route';
import { POLICIES } from './policies/table';
import { inSpan } from '../telemetry/trace';
import { liveStream } from './live/stream';
import { requestSeconds } from './metrics';
import { newRequestId } from './services/auditTrail';

/** The Koa application. Throws at start when a route has no policy or an address is taken twice. */
export function buildApp(deps: Deps, routes: readonly Route[]): Koa {
  const app = new Koa({ proxy: false });
  app.silent = true;
  const router = new RoomRouter();
  const taken = new Set<string>();
  // The first that fits answers.
  const shadows = shadowsOf(routes);
  for (const shadow of shadows) router[shadow.method](withColons(shadow.path), refuseMethod(shadow));
  for (const route of routes) {
    const { id, method, path } = route.endpoint;
    if (!Object.hasOwn(POLICIES, route.policy)) throw new Error(`Route ${id} has no policy.`);
    if (taken.has(id) || taken.has(`${method} ${path}`)) throw new Error(`Route ${id} (${method} ${path}) is there twice.`);
    taken.add(id).add(`${method} ${path}`);
    router[method](withColons(path), (ctx: Context) => answer(deps, route, ctx));
  }
  let document: object | null = null;
  router.get('/openapi.json', (ctx) => {
    ctx.body = document ??= openApiDocument(routes, deps.config); // made when somebody first reads it: it takes longer than all the rest of a start
  });
  router.get('/healthz', (ctx) => void (ctx.body = { alive: true }));
  for (const path of ['/readyz', '/health']) router.get(path, (ctx) => readiness(deps, ctx));
  router.get('/api/v1/live', (ctx) => liveStream(deps, ctx));

  app.use(requestContext(deps));
  app.use(problems(deps));
  app.use(helmet({ contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } } }));
  app.use(crossOrigin(deps.config));
  app.use(admission(deps.config.admission));
  app.use(bodyParser({ enableTypes: ['json'], jsonLimit: '1mb', onError: () => { throw invalid([{ field: 'body', message: 'The body is not valid JSON.' }]); } }));
  app.use(refuseDeepBodies);
  app.use(router.routes());
  app.use(noSuchRoute(router, shadows));
  return app;
}

/** A request is a span of its caller's trace, counted and timed, and one log line: route, status and time; never a body, a query or a name. */
function requestContext(deps: Deps) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const requestId = newRequestId();
    const started = process.hrtime.bigint();
    ctx.state['requestId'] = requestId;
    ctx.set('x-request-id', requestId);
    ctx.set('cache-control', 'no-store');
    await inSpan(`${ctx.method}`, { kind: 'server', parent: ctx.get('traceparent') || null, attributes: { 'careway.request': requestId } }, async (span) => {
      await next();
      const { method, status } = ctx;
      const route = String((ctx as { _matchedRoute?: unknown })._matchedRoute ?? 'none');
      const ms = Number(process.hrtime.bigint() - started) / 1e6;
      span.name(`${method} ${route}`);
      span.attribute('http.response.status_code', status);
      if (status >= 500) span.fail();
      requestSeconds.observe({ method, route, status: String(status) }, ms / 1000);
      deps.logger[status >= 500 ? 'error' : 'debug']({ requestId, method, route, status, ms: Math.round(ms * 10) / 10 }, 'request');
    });
  };
}

function problems(deps: Deps) {
  return async (ctx: Context, next: Next): Promise<void> => {
    try {
      await next();
    } catch (error) {
      const requestId = String(ctx.state['requestId']);
      const problem = toProblem(error);
      if (problem.status >= 500) deps.logger.error({ requestId, error: safeError(error) }, 'request failed');
      ctx.status = problem.status;
      for (const [name, value] of Object.entries(problem.options.headers ?? {})) ctx.set(name, value);
      ctx.body = problem.body(requestId);
      ctx.type = 'application/problem+json';
    }
  };
}

/** Error text can carry row values (SQL, bound parameters), so only its kind and place are logged. */
function safeError(error: unknown): object {
  const { name, stack, parent, code } = error as { name?: string; stack?: string; code?: unknown; parent?: { code?: string; errno?: number } };
  const place = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 8).map((line) => line.trim());
  return { name, code: parent?.code ?? (typeof code === 'number' ? code : undefined), errno: parent?.errno, place };
}

async function readiness(deps: Deps, ctx: Context): Promise<void> {
  const now = await isRecordThere(deps);
  ctx.status = now.ready ? 200 : 503;
  ctx.body = now;
}

/** The API can work when the record answers; Temporal and Redis may be away, and what is for them waits. */
export async function isRecordThere({ database }: Pick<Deps, 'database'>): Promise<{ ready: boolean; reason?: string }> {
  try {
    await database.sequelize.query('SELECT 1');
    return { ready: true };
  } catch {
    return { ready: false, reason: 'The record cannot be reached.' };
  }
}
