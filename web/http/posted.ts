import { type Context } from 'koa';
import rawBody from 'raw-body';
import { Refusal } from './refusal';

const LIMIT_BYTES = 1_000_000;

/** The fields of a posted form, in order; empty for a request without one. Throws a refusal when it is too large, cut off or not a form. */
export async function readPosted(ctx: Context): Promise<URLSearchParams> {
  if (ctx.method === 'GET' || ctx.method === 'HEAD') return new URLSearchParams();
  if (ctx.request.length !== 0 && ctx.request.type !== '' && !ctx.request.is('application/x-www-form-urlencoded')) throw new Refusal(415, 'This page takes a web form only.');
  try {
    // Not read with `for await`: leaving that loop early ends the connection before the refusal is on its way.
    return new URLSearchParams(await rawBody(ctx.req, { length: ctx.get('content-length') || null, limit: LIMIT_BYTES, encoding: 'utf8' }));
  } catch (error) {
    if ((error as { status?: number }).status === 413) throw new Refusal(413, 'What was sent is too large.');
    throw new Refusal(400, 'The form did not arrive whole.');
  }
}
