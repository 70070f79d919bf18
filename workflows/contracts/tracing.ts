import { defaultPayloadConverter, type Headers } from '@temporalio/common';

/** Where a trace stands (W3C Trace Context), in the headers of whatever reaches a workflow and of whatever it asks for. */
export const TRACE_HEADER = 'traceparent';

/** A message that a workflow took in, for the worker to put on record. */
export interface TakenMessage {
  readonly traceparent: string;
  readonly parent: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export function withTraceparent(headers: Headers, traceparent: string | null): Headers {
  return traceparent === null ? headers : { ...headers, [TRACE_HEADER]: defaultPayloadConverter.toPayload(traceparent) };
}

/** Read the header; null when there is none. */
export function traceparentOf(headers: Headers): string | null {
  const payload = headers[TRACE_HEADER];
  return payload ? defaultPayloadConverter.fromPayload<string>(payload) : null;
}
