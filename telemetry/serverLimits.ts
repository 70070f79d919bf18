import { type Server } from 'node:http';

/** A request that trickles in (slow loris) loses its connection; so do headers without end. Live streams are answers and stay open. */
export function limitServer(server: Server): Server {
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.maxHeadersCount = 100;
  server.maxRequestsPerSocket = 10_000;
  return server;
}
