import { type Socket } from 'node:net';

/** What one says the other hears, and they end together; both stand in `open` for as long. */
export function joinSockets(open: Set<Socket>, near: Socket, far: Socket): void {
  for (const [one, other] of [[near, far], [far, near]] as const) {
    open.add(one);
    one.on('error', () => other.destroy());
    one.on('close', () => {
      open.delete(one);
      other.destroy();
    });
    one.pipe(other);
  }
}
