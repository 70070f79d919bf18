import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { toProblem } from '../../api/http/faults';
import { executeLater } from '../../api/http/act';
import { inTransaction } from '../../api/http/transaction';
import { Chance } from '../../bin/simulate/random';
import { openDatabase } from '../../db/connect';
import { KeyRing } from '../../keys/keyRing';
import { createTestDatabase, TEST_KEYS, type TestDatabase } from '../support/database';
import { HttpProxy } from './support/httpProxy';
import { WireProxy } from './support/wireProxy';

/** The trial's proxies do what their faults are named after; else a trial that passes would say nothing. */
describe('the way to MySQL', () => {
  let record: TestDatabase;
  let proxy: WireProxy;
  let direct: Connection;
  beforeAll(async () => {
    record = await createTestDatabase();
    const { hostname, port } = new URL(record.url);
    proxy = await WireProxy.before(hostname, Number(port || 3306));
    direct = await createConnection(record.url);
    await direct.query('CREATE TABLE acts (name VARCHAR(40) PRIMARY KEY)');
  });
  afterAll(async () => {
    await direct?.end();
    await proxy?.close();
    await record?.drop();
  });

  const throughProxy = () => Object.assign(new URL(record.url), { hostname: '127.0.0.1', port: String(proxy.port) }).toString();

  /** One transaction through the proxy: did its author hear of the commit? */
  async function act(name: string): Promise<'heard' | 'not heard'> {
    const connection = await createConnection(throughProxy());
    connection.on('error', () => undefined);
    try {
      await connection.query('START TRANSACTION');
      await connection.query('INSERT INTO acts (name) VALUES (?)', [name]);
      await connection.query('COMMIT;');
      return 'heard';
    } catch {
      return 'not heard';
    } finally {
      connection.destroy();
    }
  }

  const isThere = async (name: string) => (await direct.query<RowDataPacket[]>('SELECT 1 FROM acts WHERE name = ?', [name]))[0].length === 1;

  test('cut before a commit, the act is not there and nobody heard of it', async () => {
    proxy.commits = { when: 'before', times: 1 };
    expect([await act('before'), await isThere('before')]).toEqual(['not heard', false]);
  });

  test('cut after a commit, the act is there and nobody heard of it', async () => {
    proxy.commits = { when: 'after', times: 1 };
    expect([await act('after'), await isThere('after')]).toEqual(['not heard', true]);
  });

  test('so many commits and no more', async () => {
    expect([await act('again'), await isThere('again')]).toEqual(['heard', true]);
  });

  test('with a full disk a write is refused, and what was begun is taken back', async () => {
    proxy.isFull = true;
    expect([await act('full'), await isThere('full')]).toEqual(['not heard', false]);
    proxy.heal();
  });

  test('whoever asked the API is told to ask again, and that nothing was changed only when that is certain', async () => {
    const database = await openDatabase(throughProxy(), KeyRing.parse(TEST_KEYS));
    const told = async (fault: Partial<Pick<WireProxy, 'commits' | 'isFull'>>, sql: string) => {
      Object.assign(proxy, fault);
      const problem = await inTransaction(database, (transaction) => database.sequelize.query(sql, { transaction })).then(() => null, toProblem);
      proxy.heal();
      return [problem?.status, problem?.name, problem?.title.includes('Nothing was changed')];
    };
    expect(await told({ commits: { when: 'after', times: 1 } }, "INSERT INTO acts (name) VALUES ('told')")).toEqual([503, 'record-lost', false]);
    expect(await told({ isFull: true }, "INSERT INTO acts (name) VALUES ('no room')")).toEqual([503, 'record-full', true]);
    expect(await told({}, "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213")).toEqual([503, 'busy', true]); // a deadlock every time
    await database.close();
  });

  test('a write that goes out with its commit meets the same', async () => {
    const database = await openDatabase(throughProxy(), KeyRing.parse(TEST_KEYS));
    const told = async (fault: Partial<Pick<WireProxy, 'commits' | 'isFull'>>, name: string) => {
      Object.assign(proxy, fault);
      const problem = await inTransaction(database, (transaction) => executeLater({ database, transaction }, 'INSERT INTO acts (name) VALUES (?)', [name])).then(() => null, toProblem);
      proxy.heal();
      return [problem?.name, await isThere(name)];
    };
    expect(await told({ commits: { when: 'before', times: 1 } }, 'put off, cut before')).toEqual(['record-lost', false]);
    expect(await told({ commits: { when: 'after', times: 1 } }, 'put off, cut after')).toEqual(['record-lost', true]);
    expect(await told({ isFull: true }, 'put off, no room')).toEqual(['record-full', false]);
    expect(await told({}, 'put off')).toEqual([undefined, true]);
    await database.close();
  });

  test('parted, nothing passes until it is healed', async () => {
    proxy.part();
    const acting = act('parted');
    expect(await Promise.race([acting, new Promise((resolve) => setTimeout(() => resolve('nothing yet'), 300))])).toBe('nothing yet');
    proxy.heal();
    expect([await acting, await isThere('parted')]).toEqual(['heard', true]);
  });
});

describe('the way to the API', () => {
  const keys: string[] = [];
  let server: Server;
  let proxy: HttpProxy;
  beforeAll(async () => {
    server = createServer((request, response) => {
      keys.push(String(request.headers['idempotency-key']));
      request.resume().on('end', () => response.end('{}'));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    proxy = await HttpProxy.before(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, new Chance('proxies'));
  });
  afterAll(async () => {
    await proxy?.close();
    server?.closeAllConnections();
    server?.close();
  });
  beforeEach(() => {
    keys.length = 0;
    Object.assign(proxy, { doubles: 0, rekeys: 0, losesRequests: 0, losesAnswers: 0 });
  });

  const ask = (key: string) => fetch(proxy.url, { method: 'POST', headers: { 'idempotency-key': key }, body: '{}' }).then(() => 'answered', () => 'no answer');

  test('doubled, a request arrives twice under its key and is answered once; rekeyed, once more under another', async () => {
    Object.assign(proxy, { doubles: 1, rekeys: 1 });
    expect([await ask('a'), [...keys].sort()]).toEqual(['answered', ['a', 'a', 'a~other']]);
  });

  test('a lost request never arrives, a lost answer comes from one that did', async () => {
    proxy.losesRequests = 1;
    expect([await ask('b'), [...keys]]).toEqual(['no answer', []]);
    Object.assign(proxy, { losesRequests: 0, losesAnswers: 1 });
    expect([await ask('c'), [...keys]]).toEqual(['no answer', ['c']]);
  });
});
