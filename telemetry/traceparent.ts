/** One place in a trace, as W3C Trace Context writes it: `00-<trace>-<span>-<flags>`. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

const FORMAT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Read a `traceparent`; null when it is none. */
export function parseTraceparent(text: string | null | undefined): TraceContext | null {
  const found = FORMAT.exec(text ?? '');
  if (!found) return null;
  return { traceId: found[1] as string, spanId: found[2] as string, sampled: (Number.parseInt(found[3] as string, 16) & 1) === 1 };
}

export function formatTraceparent({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}
