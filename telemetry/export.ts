import { type TraceContext } from './traceparent';

/** OTLP's numbers. */
export const SPAN_KINDS = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
export type SpanKind = keyof typeof SPAN_KINDS;

export interface FinishedSpan extends TraceContext {
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: SpanKind;
  /** Nanoseconds since 1970, as text: they do not fit a number. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly failed: boolean;
}

const EVERY_MS = 1_000;
const BATCH = 512;
/** A collector that is away costs spans, never memory. */
const MOST_WAITING = 4_096;
const GIVE_UP_MS = 5_000;

/** Sends finished spans in batches to a collector, as OTLP over HTTP with JSON. Never throws and never waits for it. */
export class SpanExporter {
  private waiting: FinishedSpan[] = [];
  private timer: NodeJS.Timeout | null = null;
  private sending: Promise<void> = Promise.resolve();

  constructor(private readonly url: string, private readonly service: string, private readonly headers: Readonly<Record<string, string>>) {}

  add(span: FinishedSpan): void {
    if (this.waiting.length >= MOST_WAITING) return;
    this.waiting.push(span);
    if (this.waiting.length >= BATCH) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), EVERY_MS).unref();
  }

  /** Send what waits; resolves when it is sent or given up. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const spans = this.waiting;
    this.waiting = [];
    if (spans.length > 0) this.sending = this.sending.then(() => this.send(spans));
    return this.sending;
  }

  private async send(spans: readonly FinishedSpan[]): Promise<void> {
    const body = JSON.stringify({
      resourceSpans: [{ resource: { attributes: attributesOf({ 'service.name': this.service, 'service.namespace': 'careway', 'process.pid': process.pid }) }, scopeSpans: [{ scope: { name: 'careway' }, spans: spans.map(otlp) }] }],
    });
    await fetch(this.url, { method: 'POST', headers: { 'content-type': 'application/json', ...this.headers }, body, signal: AbortSignal.timeout(GIVE_UP_MS) }).then((answer) => answer.body?.cancel(), () => undefined);
  }
}

function otlp({ traceId, spanId, parentSpanId, name, kind, startedAt, endedAt, attributes, failed }: FinishedSpan): object {
  return {
    traceId, spanId, ...(parentSpanId ? { parentSpanId } : {}), name, kind: SPAN_KINDS[kind], startTimeUnixNano: startedAt, endTimeUnixNano: endedAt, attributes: attributesOf(attributes), status: failed ? { code: 2 } : {},
  };
}

function attributesOf(values: Readonly<Record<string, string | number>>): object[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: typeof value === 'number' ? { intValue: String(Math.round(value)) } : { stringValue: value } }));
}
