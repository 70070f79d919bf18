import { type Next } from 'koa';
import { type Logger } from 'pino';
import { ApiProblem, ApiUnreachable, contract } from '../../api/client';
import { glassHrefOf } from './glassHref';
import { Refusal } from './refusal';
import { type Visit } from './visit';

interface Words {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | null;
  /** Where the glass of a restricted record can be broken. */
  readonly glassHref?: string;
}

/** What each refusal means for the person, when the API says nothing more exact. */
const DETAILS: Readonly<Record<number, string>> = {
  400: 'Something in this address or form is not right. Nothing was changed.',
  403: 'Nothing was changed. If you need this for your work, ask your administrator for the role.',
  404: 'It may have been moved or closed, or it belongs to a ward or patient that is not yours.',
  409: 'Somebody was faster. Nothing of yours was saved over theirs.',
  413: 'Nothing was changed.',
  429: 'Wait a little, then try again.',
  500: 'Nothing was changed. Try again; if it happens again, tell support the request number.',
  503: 'Nothing was changed. What you typed is still in the form: go back and try again in a moment.',
};

/** Turns every refusal into a page, or for browser code into a message; a lost session into sign-in. */
export function problems(visitOf: (ctx: Visit['ctx']) => Visit, logger: Logger) {
  return async (ctx: Visit['ctx'], next: Next): Promise<void> => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) throw new Refusal(404, 'There is no such page.');
    } catch (error) {
      const visit = visitOf(ctx);
      if (error instanceof ApiProblem && error.status === 401) return signInAgain(visit);
      if (error instanceof ApiProblem && error.problem.type.endsWith(':confirm-identity')) return confirmFirst(visit);
      const words = { ...wordsFor(error), ...glassOf(visit, error) };
      if (words.status >= 500) logger.error({ status: words.status, requestId: words.requestId, error: error instanceof ApiProblem ? 'api' : safe(error) }, 'page failed');
      ctx.status = words.status;
      if (visit.isEnhanced || visit.part) {
        visit.announce({ toast: { text: `${words.title} ${words.detail}`.trim(), problem: true }, refresh: words.status === 409 });
        ctx.body = '';
        return;
      }
      await knowPerson(visit);
      try {
        visit.render('problem/problem', words, { status: words.status });
      } catch (fault) {
        logger.error({ error: safe(fault) }, 'problem page failed');
        ctx.type = 'text';
        ctx.body = `${words.title} ${words.detail}`;
      }
    }
  };
}

/** A file is no page to come back to: the browser would keep it and stay where it was. */
const DOWNLOAD = /\.(csv|json|pdf)$/;

/** Something sensitive was asked for too long after the sign-in: show again who one is, then come back. */
function confirmFirst(visit: Visit): void {
  const isPage = visit.ctx.method === 'GET' && !DOWNLOAD.test(visit.ctx.path);
  const back = isPage ? visit.ctx.path + visit.ctx.search : visit.cameFrom('/profile');
  const target = `/profile/confirm?next=${encodeURIComponent(back)}`;
  if (!visit.isEnhanced && !visit.part) return visit.redirect(target);
  visit.ctx.set('hx-redirect', target);
  visit.ctx.status = 403;
  visit.ctx.body = '';
}

function signInAgain(visit: Visit): void {
  const back = visit.ctx.method === 'GET' ? visit.ctx.path + visit.ctx.search : '';
  const target = `/login${back && back !== '/' ? `?next=${encodeURIComponent(back)}` : ''}`;
  const hadSession = visit.token !== null;
  visit.jar.clear('session');
  if (visit.isEnhanced || visit.part) {
    visit.ctx.set('hx-redirect', target);
    visit.ctx.status = 401;
    visit.ctx.body = '';
    return;
  }
  visit.redirect(target, hadSession ? 'session-over' : undefined);
}

/** The page of a restricted record leads to where it can be opened with a reason. */
function glassOf(visit: Visit, error: unknown): Partial<Words> {
  if (!(error instanceof ApiProblem) || !error.problem.type.endsWith(':restricted')) return {};
  const glassHref = glassHrefOf(visit.ctx.path);
  return { title: 'This record is restricted.', detail: 'It opens for those who look after the patient. If the patient needs you now, open it with a reason: somebody reviews it afterwards, and the patient sees it.', ...(glassHref ? { glassHref } : {}) };
}

function wordsFor(error: unknown): Words {
  const detailFor = (status: number): string => DETAILS[status] ?? DETAILS[status >= 500 ? 500 : 400] ?? '';
  if (error instanceof ApiProblem) {
    const { title, detail, errors = [], requestId } = error.problem;
    // A filter or date that cannot be is refused in a sentence of our own; what a schema says by itself is no sentence.
    const sentences = errors.map(({ message }) => message).filter((message) => message.endsWith('.')).join(' ');
    return { status: error.status, title, detail: detail ?? (sentences || detailFor(error.status)), requestId: requestId ?? null };
  }
  if (error instanceof ApiUnreachable) return { status: 503, title: 'Careway cannot be reached just now.', detail: detailFor(503), requestId: null };
  if (error instanceof Refusal) return { status: error.status, title: error.message, detail: detailFor(error.status), requestId: null };
  const status = (error as { status?: number }).status;
  if (status !== undefined && status >= 400 && status < 500) return { status, title: 'This request cannot be read.', detail: detailFor(400), requestId: null };
  return { status: 500, title: 'Something went wrong on our side.', detail: detailFor(500), requestId: null };
}

/** The problem page keeps the person's menu when it can be had. */
async function knowPerson(visit: Visit): Promise<void> {
  if (visit.me || !visit.token) return;
  visit.me = await visit.api.call(contract.readSession, {}).catch(() => null);
}

/** Error text may hold what a page was about; its kind and place are enough. */
function safe(error: unknown): object {
  const { name, stack } = error as Error;
  return { name, place: (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 6).map((line) => line.trim()) };
}
