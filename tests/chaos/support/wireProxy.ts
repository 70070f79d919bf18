import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../support/ports';

/** What meets the next COMMITs on the wire: they never reach the server, or they do and the answer is lost. */
export interface CommitFault {
  readonly when: 'before' | 'after';
  times: number;
  /** Besides breaking the connection. */
  readonly and?: () => void;
}

/** MySQL's ER_RECORD_FILE_FULL, as InnoDB says it when no more room can be had. */
const TABLE_FULL = { code: 1114, state: 'HY000', message: "The table '(trial)' is full" };

interface Wire {
  readonly near: Socket;
  readonly far: Socket;
  losesAnswer: boolean;
}

/**
 * A way to a server that misbehaves as networks and full disks do: latency, resets, partitions, connections cut at a COMMIT, writes that find
 * no room. It understands just enough of MySQL's protocol to see a COMMIT and a write pass.
 */
export class WireProxy {
  latencyMs = 0;
  commits: CommitFault | null = null;
  /** Every write statement is answered as with a full disk. */
  isFull = false;
  /** How often each fault met somebody. */
  readonly met = { before: 0, after: 0, full: 0, reset: 0 };
  private isParted = false;
  private readonly wires = new Set<Wire>();

  private constructor(private readonly server: Server, readonly port: number) {}

  static async before(host: string, port: number): Promise<WireProxy> {
    const own = await freePort();
    const server = createServer();
    const proxy = new WireProxy(server, own);
    server.on('connection', (near) => proxy.join(near, connect(port, host)));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(own, '127.0.0.1', resolve));
    return proxy;
  }

  /** Every connection ends at once, without a goodbye. */
  reset(): void {
    for (const { near, far } of this.wires) {
      this.met.reset += 1;
      near.resetAndDestroy();
      far.destroy();
    }
  }

  /** Connections stay, and nothing passes: neither side is told. */
  part(): void {
    this.isParted = true;
    for (const { near, far } of this.wires) for (const socket of [near, far]) socket.pause();
  }

  heal(): void {
    this.isParted = false;
    this.latencyMs = 0;
    this.commits = null;
    this.isFull = false;
    for (const { near, far } of this.wires) for (const socket of [near, far]) socket.resume();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const { near, far } of this.wires) for (const socket of [near, far]) socket.destroy();
    await closed;
  }

  private join(near: Socket, far: Socket): void {
    const wire: Wire = { near, far, losesAnswer: false };
    this.wires.add(wire);
    near.setNoDelay(true);
    far.setNoDelay(true);
    const end = () => {
      this.wires.delete(wire);
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    this.carry(near, far, (chunk) => this.asked(wire, chunk));
    this.carry(far, near, () => this.answered(wire));
    if (this.isParted) for (const socket of [near, far]) socket.pause();
  }

  /** In order, however late. */
  private carry(from: Socket, to: Socket, passes: (chunk: Buffer) => boolean): void {
    let last: Promise<unknown> = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      const late = this.latencyMs;
      if (late > 0) last = last.then(() => pause(late));
      last = last.then(() => {
        if (passes(chunk) && !to.destroyed) to.write(chunk);
      });
    });
  }

  private asked(wire: Wire, chunk: Buffer): boolean {
    if (this.isFull && isWrite(chunk)) {
      this.met.full += 1;
      wire.near.write(errorPacket(chunk));
      return false;
    }
    const fault = this.commits;
    if (!fault || fault.times <= 0 || !isCommit(chunk)) return true;
    fault.times -= 1;
    if (fault.when === 'after') {
      wire.losesAnswer = true;
      setTimeout(() => fault.and?.(), 0);
      return true;
    }
    this.met.before += 1;
    fault.and?.();
    wire.near.resetAndDestroy();
    wire.far.destroy();
    return false;
  }

  private answered(wire: Wire): boolean {
    if (!wire.losesAnswer) return true;
    this.met.after += 1;
    wire.near.resetAndDestroy();
    wire.far.destroy();
    return false;
  }
}

/** A COMMIT by itself, or as the last of statements sent together. */
function isCommit(chunk: Buffer): boolean {
  return /(?<!auto)commit;?$/i.test(chunk.subarray(-12).toString('latin1'));
}

/** A command of its own (sequence number 0) whose statement writes. To MySQL two bytes about attributes (none, in one set) come before it. */
function isWrite(chunk: Buffer): boolean {
  const from = chunk[5] === 0 && chunk[6] === 1 ? 7 : 5;
  return chunk.length > from && chunk[3] === 0 && chunk[4] === 0x03 && /^\s*(INSERT|UPDATE)\b/i.test(chunk.subarray(from, from + 25).toString('latin1'));
}

/** An ERR packet that answers this command. */
function errorPacket(command: Buffer): Buffer {
  const { code, state, message } = TABLE_FULL;
  const body = Buffer.concat([Buffer.from([0xff, code & 0xff, code >> 8]), Buffer.from(`#${state}${message}`, 'latin1')]);
  return Buffer.concat([Buffer.from([body.length & 0xff, body.length >> 8, 0, ((command[3] ?? 0) + 1) & 0xff]), body]);
}
