import { type Context } from 'koa';
import { type z } from 'zod';
import { ApiClient, type contract, type Endpoint } from '../../api/client';
import { addDays, localDate } from '../../domain/calendar/zone';
import { type Role } from '../../domain/roles';
import { type WebConfig } from '../config';
import { type Jar } from './cookies';
import { csrfToken } from './csrf';
import { type FlashCode, flashOf, readFlash } from './flash';

/** What an operation of the API answers. */
export type Reply<E> = E extends Endpoint<infer _P, infer _Q, infer _B, infer R> ? z.output<R> : never;
export type Me = Reply<typeof contract.readSession>;

/** Makes a template a page for a visit. */
export interface PageMaker {
  render(template: string, visit: Visit, model: object): string;
}

export interface WebDeps {
  readonly config: WebConfig;
  readonly views: PageMaker;
  readonly clock: () => Date;
}

/** One request of one person: what they sent, their API client, and the ways to answer. */
export class Visit {
  /** Filled by the sign-in guard; pages behind it may rely on it. */
  me: Me | null = null;
  posted = new URLSearchParams();
  readonly now: Date;

  constructor(readonly ctx: Context, readonly deps: WebDeps, readonly jar: Jar) {
    this.now = deps.clock();
  }

  /** Today by the hospital's calendar, or so many days later; "YYYY-MM-DD". */
  day(later = 0): string {
    return addDays(localDate(this.deps.config.timeZone, this.now.getTime()), later);
  }

  /** The API's session token. */
  get token(): string | null {
    return this.jar.read('session');
  }

  /** The API under this person's rights. */
  get api(): ApiClient {
    const headers = { 'x-forwarded-for': [this.ctx.get('x-forwarded-for'), this.ctx.ip].filter(Boolean).join(', '), 'user-agent': this.ctx.get('user-agent').slice(0, 200) };
    return new ApiClient({ baseUrl: this.deps.config.apiUrl, headers, ...(this.token ? { token: this.token } : {}) });
  }

  get person(): Me {
    if (!this.me) throw new Error('This page is not behind the sign-in guard.');
    return this.me;
  }

  has(...roles: Role[]): boolean {
    return this.person.roles.some((role) => roles.includes(role));
  }

  get query(): URLSearchParams {
    return this.ctx.URL.searchParams;
  }

  /** The page of ours this request was sent from, or the fallback. */
  cameFrom(fallback: string): string {
    const referer = this.ctx.get('referer');
    if (!URL.canParse(referer)) return fallback;
    const { host, pathname, search } = new URL(referer);
    return host === this.ctx.host ? ownPath(pathname + search, fallback) : fallback;
  }

  /** A part of the address, e.g. the ID in "/tasks/:taskId". */
  param(name: string): string {
    return String((this.ctx['params'] as Record<string, string> | undefined)?.[name] ?? '');
  }

  /** The cookie that keys this browser's form tokens. */
  get formCookie(): string | null {
    return this.token ?? this.jar.read('visit');
  }

  get csrf(): string {
    const cookie = this.formCookie;
    return cookie ? csrfToken(cookie) : '';
  }

  /** Does browser code ask for one part of the page ("list"), rather than a person for the page? */
  get part(): string | null {
    return this.ctx.get('x-part') || null;
  }

  /** Did browser code send this, able to show a message without a new page? */
  get isEnhanced(): boolean {
    return this.ctx.get('hx-request') === 'true';
  }

  /** Answer with a page, or with the part of it that was asked for. `parts` names the templates of its parts. */
  render(template: string, model: object, options: { status?: number; parts?: Readonly<Record<string, string>> } = {}): void {
    const part = this.part ? options.parts?.[this.part] : undefined;
    this.ctx.status = options.status ?? 200;
    this.ctx.type = 'html';
    this.ctx.body = this.deps.views.render(part ?? template, this, model);
  }

  /** After a post: go to a page (303). With a flash, that page says what was done. */
  redirect(path: string, flash?: FlashCode, id: string | null = null): void {
    if (flash) this.jar.write('flash', `${flash}~${id ?? ''}`, 60);
    this.ctx.redirect(path);
    this.ctx.status = 303;
  }

  /** After a post by browser code: no new page, but a message and fresh lists. Without browser code: back to `path`. */
  done(path: string, flash: FlashCode, id: string | null = null): void {
    if (!this.isEnhanced) return this.redirect(path, flash, id);
    this.announce({ toast: flashOf(flash, id), refresh: true });
    this.ctx.status = 204;
  }

  /** Events for the page's browser code, sent along with any answer. */
  announce(events: Readonly<Record<string, unknown>>): void {
    this.ctx.set('hx-trigger', JSON.stringify(events).replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`));
  }

  /** The message of the post before this page, once. */
  takeFlash(): ReturnType<typeof readFlash> {
    const cookie = this.jar.read('flash');
    if (cookie !== null) this.jar.clear('flash');
    return readFlash(cookie);
  }
}

/** A path of ours to return to, or the fallback: never another site's. */
export function ownPath(path: string | null, fallback: string): string {
  return path && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : fallback;
}
