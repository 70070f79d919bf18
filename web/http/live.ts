import { Readable } from 'node:stream';
import { type ReadableStream } from 'node:stream/web';
import { ApiProblem, ApiUnreachable } from '../../api/client';
import { type Visit } from './visit';

/** The API's live updates for this person, passed through: topics and opaque IDs. Ends when the browser leaves. */
export async function live(visit: Visit): Promise<void> {
  const { ctx } = visit;
  const abort = new AbortController();
  ctx.req.on('close', () => abort.abort());
  const response = await fetch(`${visit.deps.config.apiUrl}/api/v1/live`, {
    headers: { accept: 'text/event-stream', ...(visit.token ? { authorization: `Bearer ${visit.token}` } : {}) },
    signal: abort.signal,
  }).catch((cause: unknown) => {
    throw new ApiUnreachable({ cause });
  });
  if (!response.ok || !response.body) throw new ApiProblem(response.status, { type: 'urn:careway:problem:live', title: 'Live updates are not to be had.', status: response.status });
  ctx.set({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  ctx.status = 200;
  ctx.compress = false;
  const events = Readable.fromWeb(response.body as ReadableStream);
  events.on('error', () => ctx.res.destroy()); // the browser reconnects by itself
  ctx.body = events;
}
