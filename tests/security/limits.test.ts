import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { isDeeperThan } from '../../api/http/bodyDepth';
import { mayReach, postJson, providerAddress } from '../../notifications/channels/outgoing';
import { limitServer } from '../../telemetry/serverLimits';

describe('a request', () => {
  test('may not be nested beyond reason, however large it is', () => {
    const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    expect(isDeeperThan(nested(30), 32)).toBe(false);
    expect(isDeeperThan(nested(34), 32)).toBe(true);
    expect(isDeeperThan(JSON.parse('{"a":'.repeat(150_000) + '1' + '}'.repeat(150_000)), 32)).toBe(true);
    expect(isDeeperThan({ list: Array.from({ length: 10_000 }, (_, n) => n) }, 32)).toBe(false);
  });

  test('that trickles in is cut off', () => {
    const server = limitServer(createServer());
    expect(server.headersTimeout).toBeLessThanOrEqual(10_000);
    expect(server.requestTimeout).toBeLessThanOrEqual(30_000);
    expect(server.maxHeadersCount).toBeLessThanOrEqual(100);
  });

  test('with headers without end is refused', async () => {
    const server = limitServer(createServer((_request, response) => response.end('ok'))).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const said = new Promise<string>((resolve) => { let text = ''; socket.on('data', (piece) => (text += String(piece))); socket.on('close', () => resolve(text)); socket.on('error', () => undefined); });
    socket.write(`GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(40_000)}\r\n\r\n`);
    expect(await said).toContain('431');
    server.close();
  });
});

describe('what leaves the house', () => {
  test.each(['169.254.169.254', '::ffff:169.254.169.254', '0.0.0.0', '224.0.0.1', '255.255.255.255', 'fe80::1', 'fd00:ec2::254', 'not an address'])('never goes to %s', (ip) => {
    expect([mayReach(ip, false), mayReach(ip, true)]).toEqual([false, false]);
  });

  test('goes to this machine only when it was told so in so many words', () => {
    expect([mayReach('127.0.0.1', false), mayReach('::ffff:127.0.0.1', false), mayReach('::1', false)]).toEqual([false, false, false]);
    expect([mayReach('127.0.0.1', true), mayReach('203.0.113.9', false), mayReach('10.1.2.3', false)]).toEqual([true, true, true]);
  });

  test.each(['ftp://sms.example', 'http://sms.example/send', 'https://user:secret@sms.example', 'https://169.254.169.254/latest', 'file:///etc/passwd', 'nothing'])('is not set up for %s', (address) => {
    expect(() => providerAddress('SMS_API_URL', address)).toThrow('SMS_API_URL');
  });

  test('does not follow a redirect', async () => {
    let reached = 0;
    const server = createServer((request, response) => {
      if (request.url === '/inside') reached += 1;
      response.writeHead(307, { location: '/inside' }).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { status } = await postJson(providerAddress('SMS_API_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/out`), {}, { to: '1' });
    server.close();
    expect([status, reached]).toEqual([307, 0]);
  });
});
