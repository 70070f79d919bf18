import { type Redis } from 'ioredis';
import { PassThrough } from 'node:stream';
import { type Context } from 'koa';
import { type Deps } from '../deps';
import { type Announcement, type Principal } from '../http/act';
import { forbidden, unauthenticated } from '../http/problem';
import { BEFORE_SECOND_FACTOR, mayUse } from '../policies/table';
import { findPrincipal, lookAtSession } from '../services/sessions';
import { LIVE_CHANNEL } from './announce';

const HEARTBEAT_MS = 15_000;
const POLICY = 'live.listen';

interface Listener {
  principal: Principal;
  readonly write: (announcement: Announcement) => void;
  /** Ends the stream when its session has ended. */
  readonly check: () => Promise<void>;
  readonly end: () => void;
}

const listeners = new Set<Listener>();
let subscriber: Redis | null = null;

/**
 * Server-sent events for one signed-in listener: which record changed, never what it says. Pages fetch the rest under their own rights. The stream
 * ends with its session: at once when the session is ended, at the next heartbeat when it runs out or Redis is away.
 */
export async function liveStream(deps: Deps, ctx: Context): Promise<void> {
  const token = /^Bearer (\S+)$/.exec(ctx.get('authorization'))?.[1] ?? ctx.cookies.get('__Host-careway') ?? ctx.cookies.get('careway');
  const reader = { database: deps.database, transaction: null };
  const found = token ? await findPrincipal(reader, token, deps.config, deps.clock()) : null;
  if (!token || !found) throw unauthenticated();
  if (!mayListen(found)) throw forbidden();
  subscribe(deps);
  const stream = new PassThrough();
  const listener: Listener = {
    principal: found,
    write: (announcement) => stream.write(`event: ${announcement.topic}\ndata: ${announcement.id}\n\n`),
    check: async () => {
      const { sessionId } = listener.principal;
      const still = sessionId ? await lookAtSession(reader, sessionId, deps.config, deps.clock()) : await findPrincipal(reader, token, deps.config, deps.clock());
      if (still && mayListen(still)) listener.principal = still; // other roles, other news
      else close();
    },
    end: () => close(),
  };
  const heartbeat = setInterval(() => {
    stream.write(': still here\n\n');
    void listener.check().catch(() => close()); // who cannot be looked up hears nothing more; the page asks again by itself
  }, HEARTBEAT_MS);
  function close(): void {
    clearInterval(heartbeat);
    listeners.delete(listener);
    stream.end();
  }
  listeners.add(listener);
  ctx.req.on('close', close);
  ctx.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'keep-alive', 'x-accel-buffering': 'no' });
  ctx.status = 200;
  stream.write('retry: 2000\n\n');
  ctx.body = stream;
}

function mayListen(principal: Principal): boolean {
  return mayUse(principal, POLICY) && !(principal.lacksSecondFactor && !(BEFORE_SECOND_FACTOR as readonly string[]).includes(POLICY));
}

function subscribe(deps: Deps): void {
  if (subscriber || !deps.redis) return;
  subscriber = deps.redis.duplicate();
  subscriber.on('error', () => undefined); // reconnects by itself
  subscriber.subscribe(LIVE_CHANNEL).catch(() => undefined);
  subscriber.on('message', (_channel, message) => {
    for (const announcement of JSON.parse(message) as Announcement[]) for (const listener of listeners) if (concerns(announcement, listener.principal)) pass(announcement, listener);
  });
}

/** A change of one's sessions or roles is for us, not for the page. */
function pass(announcement: Announcement, listener: Listener): void {
  if (announcement.topic === 'session') void listener.check().catch(() => undefined); // the heartbeat looks again
  else listener.write(announcement);
}

function concerns(announcement: Announcement, principal: Principal): boolean {
  if (announcement.userId) return announcement.userId === principal.id;
  if (principal.roles.every((role) => role === 'patient')) return false;
  return !announcement.roles || announcement.roles.some((role) => principal.roles.includes(role)) || principal.roles.some((role) => role === 'manager' || role === 'administrator' || role === 'charge-nurse');
}

/** End every stream, whose page comes again by itself, and close the shared subscription; for shutdown and tests. */
export function stopLive(): void {
  for (const { end } of listeners) end();
  subscriber?.disconnect();
  subscriber = null;
}
