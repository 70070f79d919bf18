import { createServer, connect } from 'node:net';
import { EXIT, LaunchFailure } from './failure';

/** What listens where, as an offset from PORT_BASE. */
export const PORT_OFFSETS = {
  web: 0, api: 1, workerHealth: 2, notifierHealth: 3, capture: 4, captureSmtp: 5, mysql: 6, redis: 7, temporal: 8, temporalUi: 9,
} as const;
export type PortName = keyof typeof PORT_OFFSETS;
export type Ports = Readonly<Record<PortName, number>>;

/** Ten ports from `base`. Throws a usage failure when `base` leaves no room for them. */
export function portsFrom(base: string | number): Ports {
  const first = Number(base);
  if (!Number.isInteger(first) || first < 1024 || first > 65525) {
    throw new LaunchFailure(`PORT_BASE must be a whole number from 1024 to 65525, not "${base}".`, EXIT.usage);
  }
  const entries = Object.entries(PORT_OFFSETS).map(([name, offset]) => [name, first + offset] as const);
  return Object.fromEntries(entries) as Ports;
}

/** Fails with one sentence that names the port when any of `names` is taken on 127.0.0.1. */
export async function assertPortsFree(ports: Ports, names: readonly PortName[]): Promise<void> {
  for (const name of names) {
    if (await canListen(ports[name])) continue;
    throw new LaunchFailure(
      `Port ${ports[name]} (${name}) is in use by another program: stop that program, or choose other ports, for instance PORT_BASE=${suggestBase(ports.web)}.`,
    );
  }
}

function suggestBase(base: number): number {
  return base + 100 <= 65525 ? base + 100 : 4600;
}

/** True when this process could listen on that port of 127.0.0.1. */
export function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** True when something accepts a TCP connection there within `timeoutMs`. */
export function accepts(port: number, host = '127.0.0.1', timeoutMs = 1000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
