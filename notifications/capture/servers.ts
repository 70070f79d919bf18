import { createServer, type IncomingMessage, type Server } from 'node:http';
import { SMTPServer } from 'smtp-server';
import { type CaptureStore } from './store';
import { capturePage } from './page';

const MAX_BODY = 64 * 1024;

/** An SMTP server that keeps what it is given. Loopback only; no sign-in: it is a demonstration's letter box. */
export function captureSmtp(store: CaptureStore, now: () => Date): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { headers, text } = readMail(Buffer.concat(chunks).toString());
        store.add({ id: headers['message-id'] ?? `${now().getTime()}`, channel: 'email', to: session.envelope.rcptTo.map((to) => to.address).join(', '), subject: headers['subject'] ?? '', text, at: now().toISOString() });
        callback();
      });
    },
  });
}

/** The SMS provider's API and the page that shows everything captured. */
export function captureHttp(store: CaptureStore, apiKey: string, now: () => Date): Server {
  return createServer((request, response) => {
    const reply = (status: number, type: string, body: string) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'content-security-policy': "default-src 'none'; style-src 'self'", 'x-content-type-options': 'nosniff' }).end(body);
    };
    const path = request.url?.split('?')[0];
    if (request.method === 'GET' && path === '/health') return reply(200, 'application/json', '{"ready":true}');
    if (request.method === 'GET' && path === '/messages') return reply(200, 'application/json', JSON.stringify({ repeats: store.repeats, messages: store.list() }));
    if (request.method === 'GET' && path === '/style.css') return reply(200, 'text/css', STYLE);
    if (request.method === 'GET' && path === '/') return reply(200, 'text/html; charset=utf-8', capturePage(store.list()));
    if (request.method !== 'POST' || path !== '/sms') return reply(404, 'application/json', '{"error":"not found"}');
    if (request.headers.authorization !== `Bearer ${apiKey}`) return reply(401, 'application/json', '{"error":"wrong key"}');
    readBody(request).then((body) => {
      const { to, text } = JSON.parse(body) as { to: string; text: string };
      const id = String(request.headers['idempotency-key'] ?? `${now().getTime()}`);
      store.add({ id, channel: 'sms', to, subject: '', text, at: now().toISOString() });
      reply(200, 'application/json', JSON.stringify({ id }));
    }, () => reply(400, 'application/json', '{"error":"unreadable"}')).catch(() => reply(400, 'application/json', '{"error":"unreadable"}'));
  });
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY) reject(new Error('too large'));
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', reject);
  });
}

/** Enough of RFC 5322 for the plain mails Careway itself writes. */
function readMail(raw: string): { headers: Record<string, string>; text: string } {
  const at = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, at).replace(/\r\n[ \t]+/g, ' ');
  const headers: Record<string, string> = {};
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const body = raw.slice(at + 4);
  const encoding = headers['content-transfer-encoding']?.toLowerCase();
  const text = encoding === 'quoted-printable' ? decodeQuotedPrintable(body) : encoding === 'base64' ? Buffer.from(body, 'base64').toString() : body;
  return { headers, text: text.trim() };
}

function decodeQuotedPrintable(text: string): string {
  const bytes = text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:2rem auto;padding:0 1rem}
article{border:1px solid color-mix(in srgb,currentColor 20%,transparent);border-radius:.5rem;padding:.75rem 1rem;margin:.75rem 0}
header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;font-size:.875rem;opacity:.8}h2{font-size:1rem;margin:.25rem 0}p{margin:.25rem 0;white-space:pre-wrap;overflow-wrap:anywhere}`;
