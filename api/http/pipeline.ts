import { type Context } from 'koa';
import { type Transaction } from 'sequelize';
import { type z } from 'zod';
import { type Deps } from '../deps';
import { BEFORE_SECOND_FACTOR, grantsFor, mayUse } from '../policies/table';
import { trailReads } from '../services/audit/readTrail';
import { newRequestId, writeAudits } from '../services/auditTrail';
import { refusalOf } from '../services/rights/guard';
import { findPrincipal, NOBODY } from '../services/sessions';
import { writeCommands } from '../temporal/outbox';
import { type Act, type Principal } from './act';
import { callerAddress } from './callerAddress';
import { letsTemporalIn } from './crossOrigin';
import { requireFresh } from './fresh';
import { storeReply, type StoredReply, takeKey } from './idempotency';
import { forbidden, invalid, notFound, Problem, type ProblemOptions, unauthenticated } from './problem';
import { type Route, type RouteInput } from './route';
import { inTransaction } from './transaction';

/** Answer one request of one route: validate → authenticate → load → authorise → act → present. */
export async function answer(deps: Deps, route: Route, ctx: Context): Promise<void> {
  const principal = await authenticate(deps, ctx);
  if (route.policy !== 'public') {
    if (principal.kind === 'nobody') throw unauthenticated();
    if (!mayUse(principal, route.policy)) {
      await auditDenial(deps, route, newAct(deps, ctx, principal, route, null));
      throw forbidden();
    }
    if (principal.lacksSecondFactor && !BEFORE_SECOND_FACTOR.includes(route.policy)) throw new Problem(403, 'second-factor-missing', 'Set up your second factor first, on your profile page.');
    if (route.fresh) requireFresh(principal, deps.clock(), deps.config);
  }
  const input = validate(route, ctx);
  await refuseRestricted(deps, route, newAct(deps, ctx, principal, route, null), input);
  const { reply, done } = await (route.endpoint.method === 'get' ? read : write)(deps, route, ctx, principal, input).catch(async (error: unknown) => {
    if (isDenial(error)) await auditDenial(deps, route, newAct(deps, ctx, principal, route, null), error.options.about);
    throw error;
  });
  ctx.status = reply.status;
  for (const [name, value] of Object.entries(route.headers?.(reply.body) ?? {})) ctx.set(name, value);
  if (reply.status !== 204) ctx.body = reply.body ?? {};
  if (done.commands.length > 0) deps.onCommands([...new Set(done.commands.map((command) => command.workflowId))]);
  if (done.announcements.length > 0) deps.onAnnouncements(done.announcements);
  if (done.notificationIds.length > 0) deps.onNotifications(done.notificationIds);
}

type Done = { reply: StoredReply; done: Act };

async function read(deps: Deps, route: Route, ctx: Context, principal: Principal, input: RouteInput<unknown, unknown, unknown>): Promise<Done> {
  const trails: Promise<void>[] = [];
  const asked = newAct(deps, ctx, principal, route, null);
  const trailNow = (): void => {
    if (asked.audits.length === 0) return;
    const written = trailReads({ ...asked, audits: asked.audits.splice(0) }, auditKey(deps));
    written.catch(() => undefined); // heard below, unless the read itself fails first
    trails.push(written);
  };
  const act = { ...asked, trailNow };
  const body = await perform(deps, route, act, { ...input, loaded: await route.load?.(act, input) });
  trailNow();
  await Promise.all(trails);
  return { reply: { status: route.endpoint.status, body }, done: act };
}

/** A write is one transaction: effect, outbox, audit and stored reply commit together. A deadlock's victim runs again. */
async function write(deps: Deps, route: Route, ctx: Context, principal: Principal, input: RouteInput<unknown, unknown, unknown>): Promise<Done> {
  const key = idempotencyKey(route, ctx);
  const asked = await route.ask?.(newAct(deps, ctx, principal, route, null), input);
  const done = await inTransaction<Done | Problem>(deps.database, async (transaction) => {
    const act = newAct(deps, ctx, principal, route, transaction);
    // In one packet. A repeat gets its reply whatever became meanwhile of what the request names.
    const [stored, load] = await Promise.all([key ? takeKey(act, key, { path: `${ctx.method} ${ctx.path}`, body: input.body }) : null, outcomeOf(async () => route.load?.(act, input))]);
    if (stored) return { reply: stored, done: act };
    if (load.status === 'rejected') throw load.reason;
    const body = await perform(deps, route, act, { ...input, asked, loaded: load.value }).catch((error: unknown) => {
      if (error instanceof Problem && error.options.keeps) return error;
      throw error;
    });
    if (body instanceof Problem) {
      await writeAudits(act, auditKey(deps));
      return body;
    }
    const reply: StoredReply = { status: route.endpoint.status, body };
    await writeCommands(act);
    if (key) await storeReply(act, key, reply);
    await writeAudits(act, auditKey(deps));
    return { reply, done: act };
  });
  if (done instanceof Problem) throw done; // what it wrote is kept
  return done;
}

/** Labels and directives of the patients the request names. Before the transaction of a write begins, so that what it reads stays as fresh as its locks. */
async function refuseRestricted(deps: Deps, route: Route, act: Act, { params, query, body }: RouteInput<unknown, unknown, unknown>): Promise<void> {
  const refusal = await refusalOf(act, route.policy, [params, query, body]);
  if (!refusal) return;
  await auditDenial(deps, route, act, refusal.about);
  throw refusal.problem;
}

async function outcomeOf<T>(work: () => Promise<T>): Promise<PromiseSettledResult<T>> {
  const [outcome] = await Promise.allSettled([work()]);
  return outcome;
}

async function perform(deps: Deps, route: Route, act: Act, { loaded, ...input }: RouteInput<unknown, unknown, unknown> & { readonly loaded: unknown; readonly asked?: unknown }): Promise<unknown> {
  if (loaded === null) throw notFound();
  if (!act.grants.includes('any') && route.policy !== 'public') {
    const relations = route.relate ? await route.relate(act, loaded) : [];
    if (!relations.some((relation) => act.grants.includes(relation))) {
      await auditDenial(deps, route, act);
      throw notFound(); // whose record it is must not show
    }
  }
  return route.handle(act, { asked: undefined, ...input, loaded });
}

/** Prefer the Authorization header; a cookie is accepted from our own pages only. */
async function authenticate(deps: Deps, ctx: Context): Promise<Principal> {
  const bearer = /^Bearer (\S+)$/.exec(ctx.get('authorization'))?.[1];
  const cookie = ctx.cookies.get('__Host-careway') ?? ctx.cookies.get('careway');
  const token = bearer ?? cookie;
  if (!token) return NOBODY;
  if (!bearer && ctx.method !== 'GET' && !sameOrigin(deps, ctx) && !letsTemporalIn(deps.config, ctx)) throw new Problem(403, 'cross-site', 'This request did not come from a Careway page.');
  const principal = await findPrincipal({ database: deps.database, transaction: null }, token, deps.config, deps.clock());
  return principal ?? NOBODY;
}

function sameOrigin(deps: Deps, ctx: Context): boolean {
  const origin = ctx.get('origin');
  return origin === new URL(deps.config.apiUrl).origin || origin === new URL(deps.config.webUrl).origin;
}

function validate(route: Route, ctx: Context): RouteInput<unknown, unknown, unknown> {
  const { params, query, body } = route.endpoint;
  const errors: { field: string; message: string }[] = [];
  const check = (schema: z.ZodType, value: unknown, prefix: string): unknown => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) errors.push({ field: [prefix, ...issue.path.map(String)].filter(Boolean).join('.') || 'body', message: issue.message });
    return undefined;
  };
  const input = {
    params: check(params, ctx['params'] ?? {}, ''),
    query: check(query, ctx.query, ''),
    body: route.endpoint.method === 'get' ? {} : check(body, (ctx.request as { body?: unknown }).body ?? {}, ''),
  };
  if (errors.length > 0) throw invalid(errors);
  return input;
}

function idempotencyKey(route: Route, ctx: Context): string | null {
  const key = ctx.get('idempotency-key');
  if (route.endpoint.idempotency === 'none') return null;
  if (key === '') {
    if (route.endpoint.idempotency === 'required') throw invalid([{ field: 'Idempotency-Key', message: 'Send an Idempotency-Key header, the same one whenever you repeat this request.' }]);
    return null;
  }
  if (!/^[\x21-\x7e]{1,190}$/.test(key)) throw invalid([{ field: 'Idempotency-Key', message: 'Use 1 to 190 printable characters without spaces.' }]);
  return key;
}

function newAct(deps: Deps, ctx: Context, principal: Principal, route: Route, transaction: Transaction | null): Act {
  return {
    database: deps.database,
    transaction,
    principal,
    grants: grantsFor(route.policy, principal.roles),
    now: deps.clock(),
    requestId: (ctx.state as { requestId?: string }).requestId ?? newRequestId(),
    address: callerAddress(ctx, deps.config.trustedProxies).slice(0, 45),
    userAgent: ctx.get('user-agent'),
    audits: [],
    commands: [],
    announcements: [],
    notificationIds: [],
  };
}

/** A denial is on record even though the request's own transaction does not commit. */
async function auditDenial(deps: Deps, route: Route, act: Act, about: ProblemOptions['about'] = undefined): Promise<void> {
  await inTransaction(deps.database, (transaction) => writeAudits({ ...act, transaction, audits: [{ action: route.endpoint.id, resourceType: 'route', ...about, outcome: 'denied' }] }, auditKey(deps)));
}

/** A sign-in that failed, or a record that refuses this person (404 for want of a relation is audited where it is found). */
function isDenial(error: unknown): error is Problem {
  return error instanceof Problem && (error.status === 401 || error.status === 403);
}

function auditKey(deps: Deps): Buffer {
  return deps.keys.keyFor('audit-chain');
}
