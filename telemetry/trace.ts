import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { SpanExporter, type SpanKind } from './export';
import { formatTraceparent, parseTraceparent, type TraceContext } from './traceparent';

/**
 * Traces from the click to the activity. Off unless OTEL_EXPORTER_OTLP_ENDPOINT (or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) names a
 * collector: then nothing of this costs more than one comparison. Spans carry names of routes, commands and activities, opaque IDs and
 * times; never a value, a query or a name.
 */
export interface SpanOptions {
  readonly kind?: SpanKind;
  /** A `traceparent` from elsewhere; default: the span this code runs in. */
  readonly parent?: string | null | undefined;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

/** What a span may be told while it runs. */
export interface Span {
  name(name: string): void;
  attribute(key: string, value: string | number): void;
  fail(): void;
}

const NO_SPAN: Span = { name: () => undefined, attribute: () => undefined, fail: () => undefined };
const current = new AsyncLocalStorage<TraceContext>();
let exporter: SpanExporter | null = null;
let share = 1;

/** Read the standard variables once, at the start of a process. */
export function startTracing(service: string, env: NodeJS.ProcessEnv = process.env): void {
  const base = env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  const url = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || (base && `${base.replace(/\/+$/, '')}/v1/traces`);
  if (!url || env['OTEL_SDK_DISABLED'] === 'true') return;
  if (!URL.canParse(url)) throw new Error(`OTEL_EXPORTER_OTLP_ENDPOINT must be the address of a collector, such as http://127.0.0.1:4318, not "${url}".`);
  share = Number(env['OTEL_TRACES_SAMPLER_ARG'] || 1);
  if (!(share >= 0 && share <= 1)) throw new Error('OTEL_TRACES_SAMPLER_ARG must be a share from 0 to 1.');
  exporter = new SpanExporter(url, env['OTEL_SERVICE_NAME'] || `careway-${service}`, headersOf(env['OTEL_EXPORTER_OTLP_HEADERS']));
}

/** Send what waits, at the end of a process. */
export async function stopTracing(): Promise<void> {
  await exporter?.flush();
}

/** Is anything traced here at all? */
export const isTracing = (): boolean => exporter !== null;

/** Where this code runs in a trace, for a header; null outside of any. */
export function currentTraceparent(): string | null {
  const here = exporter && current.getStore();
  return here ? formatTraceparent(here) : null;
}

/** What every log line says beside its own words: the trace it belongs to. */
export function logContext(): { traceId?: string } {
  const here = exporter && current.getStore();
  return here ? { traceId: here.traceId } : {};
}

/** Do work as a span of a trace. */
export async function inSpan<T>(name: string, { kind = 'internal', parent, attributes = {} }: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  if (!exporter) return work(NO_SPAN);
  const above = parent === undefined ? (current.getStore() ?? null) : parseTraceparent(parent);
  const here: TraceContext = { traceId: above?.traceId ?? newId(16), spanId: newId(8), sampled: above?.sampled ?? Math.random() < share };
  if (!here.sampled) return current.run(here, () => work(NO_SPAN));
  const told = { name, attributes: { ...attributes }, failed: false };
  const span: Span = { name: (better) => void (told.name = better), attribute: (key, value) => void (told.attributes[key] = value), fail: () => void (told.failed = true) };
  const startedAt = nanoseconds();
  try {
    return await current.run(here, () => work(span));
  } catch (error) {
    told.failed = true;
    throw error;
  } finally {
    exporter.add({ ...here, parentSpanId: above?.spanId ?? null, kind, startedAt, endedAt: nanoseconds(), ...told });
  }
}

/** Put a span on record that was made elsewhere (in the sandbox of a workflow, which has no clock and no network of its own). */
export function noteSpan(span: { traceparent: string; parent: string; name: string; attributes: Readonly<Record<string, string>> }): void {
  const here = parseTraceparent(span.traceparent);
  const above = parseTraceparent(span.parent);
  if (!exporter || !here?.sampled || !above) return;
  const at = nanoseconds();
  exporter.add({ ...here, parentSpanId: above.spanId, kind: 'consumer', name: span.name, attributes: span.attributes, startedAt: at, endedAt: at, failed: false });
}

function nanoseconds(): string {
  return String(BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e3)) * 1000n);
}

function newId(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

/** `key=value,key=value`, percent-encoded as the specification says. */
function headersOf(text = ''): Record<string, string> {
  return Object.fromEntries(text.split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at > 0 ? [[pair.slice(0, at).trim().toLowerCase(), decodeURIComponent(pair.slice(at + 1).trim())]] : [];
  }));
}
