import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { ApiClient, ApiUnreachable, contract } from '../../api/client';

/** Answers the first request of each connection, and closes the connection at the second, as a server does that has just grown tired of waiting. */
let server: Server;
let client: ApiClient;
const asked: string[] = [];
beforeEach(async () => {
  asked.length = 0;
  const known = new WeakSet<object>();
  server = createServer((request, response) => {
    asked.push(request.method ?? '');
    if (known.has(request.socket)) return void request.socket.destroy();
    known.add(request.socket);
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new ApiClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  await client.call(contract.countAlerts, {});
  await new Promise((resolve) => setTimeout(resolve, 50)); // until its connection is free for the next
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test('a question whose kept connection is closed as it is asked is asked again on a new one', async () => {
  await client.call(contract.countAlerts, {});
  expect(asked).toEqual(['GET', 'GET', 'GET']);
});

test('so is an act under a key: the API does it once', async () => {
  await client.call(contract.readAlert, { params: { notificationId: 'n' }, idempotencyKey: 'k' });
  expect(asked).toEqual(['GET', 'POST', 'POST']);
});

test('an act without a key is not: whether it took effect is unknown', async () => {
  await expect(client.call(contract.readAlert, { params: { notificationId: 'n' } })).rejects.toThrow(ApiUnreachable);
  expect(asked).toEqual(['GET', 'POST']);
});
