/** Every message Careway sends, by name. The words live in notifications/templates. */
export const TEMPLATES = ['appointment-booked', 'appointment-reminder', 'survey', 'invoice-issued', 'task-escalated', 'incident-opened', 'critical-result', 'claim-deadline', 'approval-needed', 'invoice-reminder', 'instalment-due', 'instalment-late', 'plan-broken', 'account-overdue', 'authorization', 'sentinel-event', 'login-changed', 'decoy-opened', 'amendment-answered', 'record-amended'] as const;
export type Template = (typeof TEMPLATES)[number];

export const CHANNELS = ['email', 'sms', 'app'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What a message says, before it is put into words. Sealed in the record. */
export interface MessageData {
  readonly firstName?: string;
  readonly startsAt?: string;
  readonly amountCents?: number;
  readonly taskTitle?: string;
  readonly taskId?: string;
  readonly incidentId?: string;
  readonly claimId?: string;
  readonly encounterId?: string;
  readonly claimNumber?: string;
  readonly accountId?: string;
  /** ISO date. */
  readonly dueOn?: string;
  /** What is at stake, in a sentence without a name. */
  readonly deadline?: string;
  readonly rung?: string;
  readonly safetyEventId?: string;
}
