import { createServer, type Server } from 'node:http';
import { registry } from './metrics';
import { limitServer } from './serverLimits';

export interface InternalServer {
  readonly service: string;
  readonly port: number;
  /** The variable that names the port, for a sentence when it is taken. */
  readonly variable: string;
  /** Ready for work, or what is missing. */
  readonly ready: () => Promise<{ readonly ready: boolean; readonly state?: string; readonly reason?: string }>;
  /** Read what is only known on asking, before the figures are given. */
  readonly beforeMetrics?: () => Promise<void>;
}

/**
 * What the machinery around a process asks, on a port of its own that people never reach: `/healthz` (it lives), `/readyz` and `/health`
 * (it can work: 200 or 503), `/metrics` (Prometheus). Listens on this machine only, unless METRICS_HOST says where the scraper comes from.
 */
export async function serveInternally({ service, port, variable, ready, beforeMetrics }: InternalServer): Promise<Server> {
  const answers: Readonly<Record<string, () => Promise<{ status: number; type: string; body: string }>>> = {
    '/healthz': async () => json(200, { process: service, alive: true }),
    '/readyz': readiness,
    '/health': readiness,
    '/metrics': async () => {
      await beforeMetrics?.();
      return { status: 200, type: registry.contentType, body: await registry.metrics() };
    },
  };
  async function readiness() {
    const now = await ready();
    return json(now.ready ? 200 : 503, { process: service, ...now });
  }
  const server = limitServer(createServer((request, response) => {
    const answer = request.method === 'GET' ? answers[(request.url ?? '').split('?')[0] ?? ''] : undefined;
    void (answer?.() ?? Promise.resolve(json(404, { title: 'Not found' }))).catch(() => json(500, { title: 'The figures cannot be read just now.' })).then(({ status, type, body }) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    });
  }));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new Error(`${variable} ${port} is taken by another process.`) : error));
    server.listen(port, process.env['METRICS_HOST'] || '127.0.0.1', resolve);
  });
  return server;
}

function json(status: number, body: object): { status: number; type: string; body: string } {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}
