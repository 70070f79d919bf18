import Router from '@koa/router';
import Koa, { type Context, type Next } from 'koa';
import compress from 'koa-compress';
import { type Logger } from 'pino';
import { ApiProblem, contract } from '../api/client';
import { histogram } from '../telemetry/metrics';
import { inSpan } from '../telemetry/trace';
import { type WebConfig } from './config';
import { cookieJar } from './http/cookies';
import { isOurPost } from './http/csrf';
import { securityHeaders } from './http/headers';
import { live } from './http/live';
import { get, type Page } from './http/page';
import { readPosted } from './http/posted';
import { problems } from './http/problems';
import { Refusal } from './http/refusal';
import { Visit, type WebDeps } from './http/visit';
import { allPages } from './pages';
import { Assets } from './render/assets';
import { Views } from './render/views';

export interface WebOptions {
  readonly config: WebConfig;
  readonly logger: Logger;
  readonly clock?: () => Date;
}

const pageSeconds = histogram('careway_page_seconds', 'How long pages take, by route and status', ['method', 'route', 'status']);

/** The web: pages rendered here from what the API answers to the signed-in person. Keeps no state and has no rights. */
export function buildWeb({ config, logger, clock = () => new Date() }: WebOptions, pages: readonly Page[] = allPages): Koa {
  const app = new Koa();
  app.silent = true;
  const assets = new Assets(__dirname, config.cacheTemplates);
  const deps: WebDeps = { config, clock, views: new Views(__dirname, assets, config.cacheTemplates) };
  const visitOf = (ctx: Context): Visit => (ctx.state['visit'] ??= new Visit(ctx, deps, cookieJar(config, ctx))) as Visit;
  const router = new Router();
  for (const page of [...pages, get('/live', live, 'anyone')]) router[page.method](page.path, (ctx: Context) => answer(page, visitOf(ctx)));

  router.get('/healthz', (ctx) => void (ctx.body = { alive: true }));
  router.get('/readyz', (ctx) => readiness(config, ctx));

  app.use(requestLog(logger));
  app.use(securityHeaders(config));
  app.use(assets.serve);
  app.use(compress({ filter: (type) => /^text\/html/.test(type), threshold: 1024 }));
  app.use(problems(visitOf, logger));
  app.use(router.routes());
  return app;
}

/** Read what was posted and check where it came from, know the person, answer. */
async function answer(page: Page, visit: Visit): Promise<void> {
  if (page.method === 'post') {
    visit.posted = await readPosted(visit.ctx);
    if (!isOurPost(visit.ctx, visit.deps.config.webUrl, visit.formCookie, visit.posted.get('_csrf'))) {
      throw new Refusal(403, 'This form was open too long, or came from another site.');
    }
  }
  if (page.for === 'person') {
    if (!visit.token) throw new ApiProblem(401, { type: 'urn:careway:problem:unauthenticated', title: 'Sign in first.', status: 401 });
    visit.me = await visit.api.call(contract.readSession, {});
    // Who came with a one-time password chooses their own before anything else.
    if (visit.me.mustChangePassword && visit.ctx.path !== '/profile/password') return visit.redirect('/profile/password');
    if (visit.me.mustConfirm && !visit.ctx.path.startsWith('/profile/confirm')) return visit.redirect(`/profile/confirm?next=${encodeURIComponent(visit.ctx.method === 'GET' ? visit.ctx.path + visit.ctx.search : '/')}`);
    if (visit.me.mustSetUpSecondFactor && !visit.ctx.path.startsWith('/profile')) return visit.redirect('/profile/second-factor');
  }
  await page.handle(visit);
}

/** A click begins a trace; each request is timed, and one log line: the route's pattern, never its IDs, query or words. */
function requestLog(logger: Logger) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const started = process.hrtime.bigint();
    // What a browser claims of traces is not believed: the click is where ours begin.
    await inSpan(ctx.method, { kind: 'server', parent: null }, async (span) => {
      await next();
      const { method, status } = ctx;
      const route = String((ctx as { _matchedRoute?: unknown })._matchedRoute ?? 'file');
      const ms = Number((process.hrtime.bigint() - started) / 100_000n) / 10;
      span.name(`click ${method} ${route}`);
      span.attribute('http.response.status_code', status);
      pageSeconds.observe({ method, route, status: String(status) }, ms / 1000);
      logger.debug({ method, route, status, ms }, 'request');
    });
  };
}

/** Pages need the API, and nothing else. */
async function readiness({ apiUrl }: WebConfig, ctx: Context): Promise<void> {
  const answers = await fetch(`${apiUrl}/readyz`, { signal: AbortSignal.timeout(3_000) }).then((answer) => answer.ok, () => false);
  ctx.status = answers ? 200 : 503;
  ctx.body = { ready: answers, ...(answers ? {} : { reason: 'The API cannot be reached, or cannot reach the record.' }) };
}
