/** The `type` of every failure an activity reports: it decides who tries again. */
export const STEP_FAILURES = {
  /** No answer, 503 or 429: the server retries the activity without limit. */
  unavailable: 'ApiUnavailable',
  /** Any other 5xx, or a fault in the activity: the workflow tries a few times, then opens an incident. */
  server: 'ServerError',
  /** 4xx: trying again changes nothing, a person has to. Opens an incident at once. */
  refused: 'Refused',
} as const;

/** The first detail of such a failure: no text, no data. */
export interface StepFailureDetail {
  /** HTTP status; null without an answer. */
  readonly status: number | null;
  /** Problem type (RFC 9457). */
  readonly problem: string;
}
