import { Agent, createServer, type IncomingHttpHeaders, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type Chance } from '../../../bin/simulate/random';
import { freePort } from '../../support/ports';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One request that was answered otherwise when it came again under the same key. */
export interface Unlike {
  readonly request: string;
  readonly first: number;
  readonly second: number;
}

/**
 * A way to the API that misbehaves: requests and answers get lost, keyed requests arrive twice, or again under another key. Each share is of
 * the requests that pass, 0 to 1.
 */
export class HttpProxy {
  losesRequests = 0;
  losesAnswers = 0;
  /** Keyed requests that are sent twice, side by side or one after the other. */
  doubles = 0;
  /** Keyed requests that are sent once more under a key of their own: the record must know the thing by itself. */
  rekeys = 0;
  isAway = false;
  latencyMs = 0;
  /** Called after the API has done a keyed request and before its answer goes back. */
  onDone: (() => void) | null = null;
  readonly met = { lostRequests: 0, lostAnswers: 0, doubled: 0, rekeyed: 0 };
  readonly unlike: Unlike[] = [];
  private readonly agent = new Agent({ keepAlive: true });

  private constructor(private readonly server: Server, readonly port: number, private readonly target: URL, private readonly chance: Chance) {}

  static async before(target: string, chance: Chance): Promise<HttpProxy> {
    const port = await freePort();
    const server = createServer((incoming, outgoing) => void proxy.pass(incoming, outgoing).catch(() => outgoing.destroy()));
    const proxy = new HttpProxy(server, port, new URL(target), chance);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  heal(): void {
    this.losesRequests = 0;
    this.losesAnswers = 0;
    this.isAway = false;
    this.latencyMs = 0;
    this.onDone = null;
  }

  async close(): Promise<void> {
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (this.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.latencyMs));
    if (this.isAway || this.chance.happens(this.losesRequests)) {
      this.met.lostRequests += 1;
      incoming.socket.destroy();
      return;
    }
    const key = incoming.method === 'GET' ? undefined : incoming.headers['idempotency-key'];
    const answer = await this.deliver(incoming, body, key === undefined ? null : String(key));
    if (key !== undefined) this.onDone?.();
    if (this.isAway || this.chance.happens(this.losesAnswers)) {
      this.met.lostAnswers += 1;
      incoming.socket.destroy();
      return;
    }
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }

  private async deliver(incoming: IncomingMessage, body: Buffer, key: string | null): Promise<Answer> {
    const isDoubled = key !== null && this.chance.happens(this.doubles);
    const answer = await (isDoubled ? this.deliverTwice(incoming, body) : this.send(incoming, body));
    if (key !== null && answer.status < 300 && this.chance.happens(this.rekeys)) {
      this.met.rekeyed += 1;
      await this.send(incoming, body, `${key.slice(0, 180)}~other`).catch(() => undefined);
    }
    return answer;
  }

  private async deliverTwice(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
    this.met.doubled += 1;
    const first = this.send(incoming, body);
    first.catch(() => undefined); // it is awaited below, after the other
    if (this.chance.happens(0.5)) await first;
    const second = await this.send(incoming, body).catch(() => null);
    const answer = await first;
    if (second && answer.status < 500 && second.status < 500 && answer.status !== second.status) {
      this.unlike.push({ request: `${incoming.method ?? ''} ${incoming.url ?? ''}`, first: answer.status, second: second.status });
    }
    return answer;
  }

  private send(incoming: IncomingMessage, body: Buffer, key?: string): Promise<Answer> {
    const headers = { ...incoming.headers, ...(key ? { 'idempotency-key': key } : {}), 'content-length': String(body.length) };
    return new Promise((resolve, reject) => {
      const sent = request({ host: this.target.hostname, port: this.target.port, path: incoming.url, method: incoming.method, headers, agent: this.agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject).on('end', () => {
          const { 'transfer-encoding': _encoding, ...kept } = response.headers;
          resolve({ status: response.statusCode ?? 502, headers: { ...kept, 'content-length': String(Buffer.concat(chunks).length) }, body: Buffer.concat(chunks) });
        });
      });
      sent.on('error', reject).end(body);
    });
  }
}
