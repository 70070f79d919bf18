import { createTransport, type Transporter } from 'nodemailer';
import { type Message } from '../templates/words';

export interface EmailChannel {
  /** Sends one e-mail; answers the server's ID for it. Throws when the server refuses or cannot be reached. */
  send(to: string, message: Message, notificationId: string): Promise<string>;
  close(): void;
}

/** E-mail by SMTP. The Message-ID is the notification's: should a crash make us send twice, the receiving side sees one message. */
export function emailChannel(smtpUrl: string, from: string): EmailChannel {
  const transport: Transporter = createTransport(smtpUrl, { from, disableFileAccess: true, disableUrlAccess: true });
  return {
    send: async (to, message, notificationId) => {
      const sent = (await transport.sendMail({ to, subject: message.subject, text: message.text, messageId: `<${notificationId}@careway>` })) as { response?: string };
      return (sent.response ?? 'accepted').slice(0, 120);
    },
    close: () => transport.close(),
  };
}
