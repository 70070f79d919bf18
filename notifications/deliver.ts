import { type ApiClient, ApiProblem, contract } from '../api/client';
import { type EmailChannel } from './channels/email';
import { type SmsChannel } from './channels/sms';
import { type Place, writeMessage } from './templates/words';

export interface DeliverDeps {
  readonly api: ApiClient;
  readonly email: EmailChannel;
  readonly sms: SmsChannel;
  readonly place: Place;
}

/** `wait`: not before so many milliseconds from now (quiet hours). */
export type Delivered = { readonly outcome: 'delivered' | 'skipped' } | { readonly outcome: 'wait'; readonly waitMs: number };

/**
 * Send one notification: take it in the record, send it, say how it went. Throws when sending failed, so that the queue tries
 * again; after the last try it is a dead letter.
 */
export async function deliver(deps: DeliverDeps, notificationId: string, isLastTry: boolean): Promise<Delivered> {
  const params = { notificationId };
  const begun = await deps.api.call(contract.beginDelivery, { params }).catch((error: unknown) => {
    if (error instanceof ApiProblem && error.status === 404) return null; // gone meanwhile
    throw error;
  });
  if (!begun || begun.state === 'skip' || !begun.attemptToken || !begun.to || !begun.template) return begun?.state === 'later' ? { outcome: 'wait', waitMs: begun.waitMs } : { outcome: 'skipped' };
  const message = writeMessage(begun.template, begun.data ?? {}, deps.place);
  const end = (outcome: 'delivered' | 'failed' | 'dead', providerId: string | null, error: string | null) =>
    deps.api.call(contract.endDelivery, { params, body: { attemptToken: begun.attemptToken as string, outcome, providerId, error } });
  let providerId: string;
  try {
    providerId = begun.channel === 'sms' ? await deps.sms.send(begun.to, message, notificationId) : await deps.email.send(begun.to, message, notificationId);
  } catch (error) {
    await end(isLastTry ? 'dead' : 'failed', null, safeReason(error));
    throw new Error('sending failed');
  }
  await end('delivered', providerId, null);
  return { outcome: 'delivered' };
}

/** A server's answer may repeat the address it refused, so only the kind of failure is kept. */
function safeReason(error: unknown): string {
  const { code, responseCode, message } = error as { code?: string; responseCode?: number; message?: string };
  return [code, responseCode, /^the SMS provider answered \d+$/.test(message ?? '') ? message : null].filter(Boolean).join(' ') || 'could not be sent';
}
