import { type Context } from 'koa';
import { Refusal } from './refusal';

const LIMIT_BYTES = 1_000_000;

/** The fields of a posted form, in order; empty for a request without one. Throws a refusal when it is too large or not a form. */
export async function readPosted(ctx: Context): Promise<URLSearchParams> {
  if (ctx.method === 'GET' || ctx.method === 'HEAD') return new URLSearchParams();
  if (ctx.request.length !== 0 && ctx.request.type !== '' && !ctx.request.is('application/x-www-form-urlencoded')) throw new Refusal(415, 'This page takes a web form only.');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT_BYTES) throw new Refusal(413, 'What was sent is too large.');
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
