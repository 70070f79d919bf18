import { type Server } from 'node:http';

/** Shorter than what a supervisor waits before it ends a process by force (15 s). */
const LONGEST_MS = 12_000;
const LOOK_EVERY_MS = 50;

/**
 * Answers the function that stops a server without losing a request: no new connection, every request under way is answered and tells its sender that the connection
 * ends there, idle connections are closed. After `LONGEST_MS` what is still under way is cut off.
 */
export function gracefulStop(server: Server): () => Promise<void> {
  let isStopping = false;
  server.prependListener('request', (_request, response) => {
    if (isStopping) response.setHeader('connection', 'close');
  });
  return async () => {
    isStopping = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // A connection becomes idle when its answer is out, and would stay open for the next request.
    const looking = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
    const cut = setTimeout(() => server.closeAllConnections(), LONGEST_MS);
    server.closeIdleConnections();
    await closed;
    clearInterval(looking);
    clearTimeout(cut);
  };
}
