import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { joinSockets } from './joinSockets';

/** A way to a server that can be shut and opened again: shut, it is as if the server were switched off. */
export class Gate {
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;

  private constructor(private readonly host: string, private readonly port: number, readonly address: string) {}

  /** A gate before `address` ("host:port"), open. */
  static async before(address: string): Promise<Gate> {
    const [host = '127.0.0.1', port = '0'] = address.split(':');
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const own = (probe.address() as AddressInfo).port;
    await new Promise((resolve) => probe.close(resolve));
    const gate = new Gate(host, Number(port), `127.0.0.1:${own}`);
    await gate.open();
    return gate;
  }

  async open(): Promise<void> {
    if (this.server) return;
    const server = createServer((near) => {
      const far = connect(this.port, this.host);
      joinSockets(this.sockets, near, far);
    });
    this.server = server;
    const port = Number(this.address.split(':')[1]);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  }

  /** Every connection breaks, and no new one is taken. */
  async shut(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}
