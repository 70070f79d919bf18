import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Where to look. Below the ports that the system lends to outgoing connections: one of those is taken again a moment after it
 * was seen free. Above those that anybody's hospital uses.
 */
const FIRST = 10_000;
const LAST = 30_000;

/** The first of `count` ports in a row that were free a moment ago. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = randomInt(FIRST, LAST - count);
    const free = await Promise.all(Array.from({ length: count }, (_, index) => canListen(first + index)));
    if (free.every(Boolean)) return first;
  }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return freePorts(1);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
