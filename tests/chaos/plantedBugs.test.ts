import { type Connection, createConnection } from 'mysql2/promise';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../api/app';
import { ApiClient, contract } from '../../api/client';
import { type Route } from '../../api/http/route';
import { buildRoutes } from '../../api/routes';
import { makeJourney } from '../factories/hospital';
import { makeStay } from '../factories/money';
import { makeTask } from '../factories/tasks';
import { type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { watchingAudits } from '../support/walk/auditedRoutes';
import { violations } from './support/invariants';
import { Journal } from './support/journal';
import { JournalledClient } from './support/journalledClient';
import { judge } from './support/judgement';

/**
 * Bugs as people make them, planted one at a time by wrapping the function that prevents them; the suite sees each. The fifth kind, a template
 * that writes data raw, is planted and seen in tests/security/sources.test.ts.
 */
/** Accounts of the test, and whose they are. */
const { encounterOf, bugs } = vi.hoisted(() => ({ encounterOf: new Map<string, string>(), bugs: { unkeyed: false, missingLock: false, lostOutboxRow: false, unaudited: false } }));
vi.mock('../../api/http/idempotency', async (original) => {
  const real = await original<typeof import('../../api/http/idempotency')>();
  return {
    ...real,
    takeKey: (...args: Parameters<typeof real.takeKey>) => (bugs.unkeyed ? Promise.resolve(null) : real.takeKey(...args)),
    storeReply: (...args: Parameters<typeof real.storeReply>) => (bugs.unkeyed ? Promise.resolve() : real.storeReply(...args)),
  };
});
vi.mock('../../api/services/money/accounts', async (original) => {
  const real = await original<typeof import('../../api/services/money/accounts')>();
  // The same row, read without its lock.
  return { ...real, lockAccount: (...[act, id]: Parameters<typeof real.lockAccount>) => (bugs.missingLock ? real.accountOfEncounter(act, encounterOf.get(id) ?? '') : real.lockAccount(act, id)) };
});
vi.mock('../../api/temporal/outbox', async (original) => {
  const real = await original<typeof import('../../api/temporal/outbox')>();
  return { ...real, writeCommands: (...args: Parameters<typeof real.writeCommands>) => (bugs.lostOutboxRow ? Promise.resolve() : real.writeCommands(...args)) };
});
vi.mock('../../api/services/auditTrail', async (original) => {
  const real = await original<typeof import('../../api/services/auditTrail')>();
  return { ...real, writeAudits: (...args: Parameters<typeof real.writeAudits>) => (bugs.unaudited ? Promise.resolve() : real.writeAudits(...args)) };
});

const AT_ONCE = 50;
/** So little that fifty of it stay below what one person may give back alone. */
const CREDIT = 100;
let billing: BillingDriver;
let clerk: TestUser;
let nurse: TestUser;
let connection: Connection;
beforeAll(async () => {
  billing = await BillingDriver.open();
  clerk = await billing.api.as('billing');
  nurse = await billing.api.as('nurse');
  connection = await createConnection({ uri: billing.api.databaseUrl, timezone: 'Z' });
});
afterAll(async () => {
  await connection?.end();
  await billing?.api.stop();
});
afterEach(() => Object.assign(bugs, { unkeyed: false, missingLock: false, lostOutboxRow: false, unaudited: false }));

/** How many rows an invariant finds now. */
async function rowsOf(invariant: string): Promise<number> {
  return (await violations(connection)).find((one) => one.invariant === invariant)?.rows ?? 0;
}

async function owing(): Promise<{ accountId: string; totalCents: number }> {
  const stay = await makeStay(billing.api.database, { payer: null });
  await billing.capture(stay.encounterId);
  const { totalCents } = await billing.bill(stay.encounterId);
  const [account] = await billing.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [stay.encounterId]);
  encounterOf.set(account?.id ?? '', stay.encounterId);
  return { accountId: account?.id ?? '', totalCents };
}

async function completeTask(): Promise<void> {
  const taskId = await makeTask(await makeJourney(billing.api.database), 'discharge-teaching');
  await nurse.client.call(contract.completeTask, { params: { taskId }, body: { version: 1, values: { medicinesReconciled: true, understood: true } }, idempotencyKey: randomUUID() });
}

/** One payment, asked for twice under its key as after a lost answer, judged as the trial judges its journal. */
async function verdictOnRepeatedPayment(): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'careway-planted-'));
  const journal = new Journal(join(folder, 'journal.jsonl'));
  try {
    const { accountId } = await owing();
    const client = new JournalledClient({ baseUrl: billing.api.url, token: clerk.token, journal, patienceMs: 10_000 });
    const asked = { body: { accountId, cents: 2_500, method: 'cash' as const }, idempotencyKey: randomUUID() };
    await client.call(contract.takePayment, asked);
    await client.call(contract.takePayment, asked);
    const [operation] = journal.operations();
    if (!operation) throw new Error('Nothing was written down.');
    const [row] = await billing.rows<{ n: number }>('SELECT COUNT(*) AS n FROM payments WHERE account_id = ?', [accountId]);
    const kept = await billing.rows('SELECT 1 FROM idempotency_keys WHERE idempotency_key = ?', [operation.key]);
    return judge(operation, { isKept: kept.length === 1, times: Number(row?.n) });
  } finally {
    journal.close();
    rmSync(folder, { recursive: true });
  }
}

/** Fifty give one credit back at the same moment; how many refunds too many the suite sees. */
async function refundsTooMany(): Promise<number> {
  const before = await rowsOf('refund-exceeds-credit');
  const { accountId, totalCents } = await owing();
  await clerk.client.call(contract.takePayment, { body: { accountId, cents: totalCents + CREDIT, method: 'cash' }, idempotencyKey: randomUUID() });
  await Promise.allSettled(Array.from({ length: AT_ONCE }, () => clerk.client.call(contract.requestRefund, { params: { accountId }, body: { cents: CREDIT, method: 'check', reason: 'Paid twice' }, idempotencyKey: randomUUID() })));
  return (await rowsOf('refund-exceeds-credit')) - before;
}

async function moreRowsAfterTask(invariant: string): Promise<number> {
  const before = await rowsOf(invariant);
  await completeTask();
  return (await rowsOf(invariant)) - before;
}

test('an effect without its key: the journal tells it from one with a key', async () => {
  expect(await verdictOnRepeatedPayment()).toBeNull();
  bugs.unkeyed = true;
  expect(await verdictOnRepeatedPayment()).toMatch(/^ok, and not exactly one effect: .*there 2 times$/);
});

test('a missing lock: fifty who give one credit back at once are seen', async () => {
  expect(await refundsTooMany()).toBe(0);
  bugs.missingLock = true;
  expect(await refundsTooMany()).toBeGreaterThan(0);
});

test('a lost outbox row: the completed task that its workflow never hears of is seen', async () => {
  expect(await moreRowsAfterTask('outbox-lost')).toBe(1); // the factory starts no workflow for its journey, and says so by one row
  bugs.lostOutboxRow = true;
  expect(await moreRowsAfterTask('outbox-lost')).toBe(2);
});

test('an unaudited route: the completed task that is not on the audit trail is seen', async () => {
  expect(await moreRowsAfterTask('audit-of-tasks')).toBe(0);
  bugs.unaudited = true;
  expect(await moreRowsAfterTask('audit-of-tasks')).toBe(1);
});

test('a route that forgets to say what it did: the walk through all routes sees it', async () => {
  const seen: [string, boolean][] = [];
  const serve = async (routes: Route[]) => {
    const server = buildApp(billing.api.deps, watchingAudits(routes, (id, isAudited) => seen.push([id, isAudited]))).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const taskId = await makeTask(await makeJourney(billing.api.database), 'discharge-teaching');
      const client = new ApiClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: nurse.token });
      await client.call(contract.completeTask, { params: { taskId }, body: { version: 1, values: { medicinesReconciled: true, understood: true } }, idempotencyKey: randomUUID() });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  };
  const routes = buildRoutes(billing.api.deps.config);
  await serve(routes);
  await serve(routes.map((route) => (route.endpoint.id !== contract.completeTask.id ? route : {
    ...route,
    handle: async (act, input) => {
      const reply = await route.handle(act, input);
      act.audits.length = 0;
      return reply;
    },
  })));
  expect(seen).toEqual([[contract.completeTask.id, true], [contract.completeTask.id, false]]);
});
