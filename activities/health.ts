import { createServer, type Server } from 'node:http';

/** `GET /health`: 200 while `isReady`, else 503 with what is missing. Throws when the port is taken. */
export async function serveHealth(port: number, state: () => { readonly ready: boolean; readonly state: string }): Promise<Server> {
  const server = createServer((request, response) => {
    const isHealth = request.method === 'GET' && request.url === '/health';
    const now = state();
    response.writeHead(isHealth ? (now.ready ? 200 : 503) : 404, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(isHealth ? { process: 'worker', ...now } : { title: 'Not found' }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new Error(`HEALTH_PORT ${port} is taken by another process.`) : error));
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
