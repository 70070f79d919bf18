import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface CollectedSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

interface OtlpBody {
  readonly resourceSpans: readonly { resource: { attributes: readonly { key: string; value: { stringValue?: string } }[] }; scopeSpans: readonly { spans: readonly Omit<CollectedSpan, 'service'>[] }[] }[];
}

/** A collector of traces, as far as tests need one: takes OTLP over HTTP with JSON and keeps what comes. */
export class TraceCollector {
  readonly spans: CollectedSpan[] = [];
  /** Everything that was sent, as text. */
  sent = '';

  private constructor(private readonly server: ReturnType<typeof createServer>) {}

  static async open(): Promise<TraceCollector> {
    const server = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => {
        if (request.url === '/v1/traces') collector.take(text);
        response.writeHead(request.url === '/v1/traces' ? 200 : 404).end('{}');
      });
    });
    const collector = new TraceCollector(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** A span and all above it, lowest first. */
  pathFrom(span: CollectedSpan): CollectedSpan[] {
    const above = this.spans.find(({ traceId, spanId }) => traceId === span.traceId && spanId === span.parentSpanId);
    return above ? [span, ...this.pathFrom(above)] : [span];
  }

  private take(text: string): void {
    this.sent += text;
    for (const { resource, scopeSpans } of (JSON.parse(text) as OtlpBody).resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      for (const { spans } of scopeSpans) this.spans.push(...spans.map((span) => ({ ...span, service })));
    }
  }
}
