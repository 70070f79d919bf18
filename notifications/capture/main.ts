import { captureHttp, captureSmtp } from './servers';
import { CaptureStore } from './store';

/** The demonstration's letter box: an SMTP server, an SMS provider and a page that shows what came in. Loopback only. */
function main(): void {
  const httpPort = Number(process.env['CAPTURE_PORT'] ?? 4604);
  const smtpPort = Number(process.env['CAPTURE_SMTP_PORT'] ?? 4605);
  const store = new CaptureStore();
  const now = () => new Date();
  const smtp = captureSmtp(store, now).listen(smtpPort, '127.0.0.1');
  const http = captureHttp(store, process.env['SMS_API_KEY'] ?? '', now).listen(httpPort, '127.0.0.1');
  const stop = () => {
    http.close();
    smtp.close();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main();
