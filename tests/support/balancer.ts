import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { joinSockets } from './joinSockets';

/** The plainest balancer: each connection goes to the next process in turn, and past one that does not answer. */
export class Balancer {
  private next = 0;
  private readonly sockets = new Set<Socket>();
  readonly targets: string[] = [];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Balancer> {
    const server = createServer((near) => balancer.join(near, balancer.targets.length));
    const balancer = new Balancer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(near: Socket, triesLeft: number): void {
    const target = this.targets[this.next++ % Math.max(1, this.targets.length)];
    if (!target || triesLeft === 0) return void near.destroy();
    near.on('error', () => near.destroy());
    const { hostname, port } = new URL(target);
    const far = connect(Number(port), hostname);
    far.once('error', () => this.join(near, triesLeft - 1)); // nobody listens there: the next one
    far.once('connect', () => {
      far.removeAllListeners('error');
      joinSockets(this.sockets, near, far);
    });
  }
}
