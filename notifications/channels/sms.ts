import { type Message } from '../templates/words';

export interface SmsChannel {
  /** Sends one SMS; answers the provider's ID for it. Throws when it is refused or the provider cannot be reached. */
  send(to: string, message: Message, notificationId: string): Promise<string>;
}

/** SMS by a provider's HTTP API: POST {to, text} with a bearer key. The Idempotency-Key makes a repeated send one message. */
export function smsChannel(apiUrl: string, apiKey: string): SmsChannel {
  return {
    send: async (to, message, notificationId) => {
      const response = await fetch(apiUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}`, 'idempotency-key': notificationId },
        body: JSON.stringify({ to, text: message.text }),
        signal: AbortSignal.timeout(10_000),
      });
      if (!response.ok) throw new Error(`the SMS provider answered ${response.status}`);
      const { id } = (await response.json()) as { id?: string };
      return (id ?? 'accepted').slice(0, 120);
    },
  };
}
