import { type Message } from '../templates/words';
import { postJson, providerAddress } from './outgoing';

export interface SmsChannel {
  /** Sends one SMS; answers the provider's ID for it. Throws when it is refused or the provider cannot be reached. */
  send(to: string, message: Message, notificationId: string): Promise<string>;
}

/** SMS by a provider's HTTP API: POST {to, text} with a bearer key. The Idempotency-Key makes a repeated send one message. */
export function smsChannel(apiUrl: string, apiKey: string): SmsChannel {
  const url = providerAddress('SMS_API_URL', apiUrl);
  return {
    send: async (to, message, notificationId) => {
      const { status, text } = await postJson(url, { authorization: `Bearer ${apiKey}`, 'idempotency-key': notificationId }, { to, text: message.text });
      if (status < 200 || status > 299) throw new Error(`the SMS provider answered ${status}`);
      return (idOf(text) ?? 'accepted').slice(0, 120);
    },
  };
}

/** The provider's ID of the message, if its answer has one. The message is sent either way. */
function idOf(text: string): string | undefined {
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}
