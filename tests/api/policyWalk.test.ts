import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buildApp } from '../../api/app';
import { readConfig } from '../../api/config';
import { shadowsOf } from '../../api/http/addresses';
import { openApiDocument } from '../../api/http/openapi';
import { Problem } from '../../api/http/problem';
import { type Route } from '../../api/http/route';
import { NAMELESS, RESTRICTED } from '../../api/policies/restricted';
import { POLICIES } from '../../api/policies/table';
import { buildRoutes } from '../../api/routes';
import { isSubjectName, strangersIn } from '../../api/services/rights/subjects';
import { newToken } from '../../api/services/sessions';
import { newId } from '../../db/newId';
import { type Role, ROLES } from '../../domain/roles';
import { type TestApi, startTestApi } from '../support/api';
import { type Operation, operationsOf, schemasOf, send } from '../support/walk/operations';
import { isAllowed, namesRecords, needsRelation, saidBy, Walker } from '../support/walk/walker';
import { type Household, makeHousehold, makeTown } from '../support/walk/world';

const config = readConfig({ DATABASE_URL: 'mysql://nobody', CAREWAY_KEYS: 'none', CAREWAY_DEMO: '1' });
const ROUTES = buildRoutes(config);
const DOCUMENT = openApiDocument(ROUTES, config);
const OPERATIONS = operationsOf(DOCUMENT, ROUTES);
const GUARDED = OPERATIONS.filter(({ policy }) => policy !== 'public');
const byName = (operations: readonly Operation[]) => operations.map((operation) => [operation.id, operation] as const);

/** Lists that carry a payer's words or staff's, in which a patient's name may stand; each with its reason in docs/security.md. */
const KNOWN_TO_NAME: readonly string[] = ['readGroupFix', 'listExchangeFiles', 'readExchangeFile', 'readExchangeFileContent'];
/** Addresses outside the document, each tested by itself below. */
const BESIDE = ['GET /openapi.json', 'GET /health', 'GET /healthz', 'GET /readyz', 'GET /api/v1/live'];

let api: TestApi;
let walker: Walker;
let own: Household;
let foreign: Household;
/** Its record is very restricted. */
let hidden: Household;

beforeAll(async () => {
  api = await startTestApi();
  await makeTown();
  own = await makeHousehold(api);
  foreign = await makeHousehold(api);
  hidden = await makeHousehold(api);
  await restrict(hidden);
  walker = new Walker(api, schemasOf(DOCUMENT), { own, foreign, hidden });
}, 120_000);
afterAll(() => api.stop());

const patientOf = ({ records }: Household) => records['patientId'] ?? '';

async function restrict(household: Household): Promise<void> {
  await sql("INSERT INTO security_labels (id, patient_id, confidentiality, sensitivity, set_by, set_at) SELECT ?, ?, 'V', 'PSY', id, NOW(3) FROM staff_users LIMIT 1", [newId(), patientOf(household)]);
  // A desk whose queue holds a task of the patient has business with the record; here nobody has.
  await sql("UPDATE tasks SET status = 'cancelled' WHERE patient_id = ?", [patientOf(household)]);
}

const sql = (text: string, values: unknown[]) => api.database.sequelize.query(text, { replacements: values });

/** Each role for itself: what one does changes nothing for another. */
const across = async (roles: readonly Role[], check: (role: Role) => Promise<string[]>): Promise<string[]> => (await Promise.all(roles.map(check))).flat();
const allowed = (operation: Operation) => ROLES.filter((role) => isAllowed(operation, role));
const refused = (operation: Operation) => ROLES.filter((role) => !isAllowed(operation, role));

describe('the OpenAPI document', () => {
  test('describes every address the API serves', async () => {
    type Layer = { path: string; methods: string[] };
    const app = buildApp(api.deps, ROUTES);
    const layers = app.middleware.flatMap((one) => ((one as unknown as { router?: { stack: Layer[] } }).router?.stack ?? []));
    const refusedByAddress = new Set(shadowsOf(ROUTES).map(({ method, path }) => `${method.toUpperCase()} ${path}`));
    const all = layers.flatMap(({ path, methods }) => methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`));
    const served = all.filter((address) => !refusedByAddress.has(address));
    expect(served.length).toBeGreaterThan(OPERATIONS.length);
    expect(served.sort()).toEqual([...OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`), ...BESIDE].sort());
    await new Promise((resolve) => setTimeout(resolve, 50)); // nothing was heard while the application was built: connections that were closed meanwhile are let go
    const published = (await (await fetch(`${api.url}/openapi.json`)).json()) as object;
    expect(operationsOf(published, ROUTES).map(({ id }) => id)).toEqual(OPERATIONS.map(({ id }) => id));
  });

  test('has no address parameter the walk cannot fill', () => {
    const unknown = OPERATIONS.flatMap(({ id, pathParams }) => pathParams.filter((name) => !foreign.records[name]).map((name) => `${id}: {${name}}`));
    expect(unknown).toEqual([]); // teach tests/support/walk/world.ts
  });

  test('opens no ID of which nobody said whose record it is', () => {
    expect(OPERATIONS.flatMap(({ id, path }) => strangersIn(path).map((name) => `${id}: {${name}}`))).toEqual([]); // teach api/services/rights/subjects.ts
  });

  test('what stands beside it gives strangers nothing', async () => {
    expect(await (await fetch(`${api.url}/health`)).json()).toEqual({ ready: true });
    expect((await fetch(`${api.url}/api/v1/live`)).status).toBe(401);
    expect((await fetch(`${api.url}/api/v1/live`, { headers: { authorization: `Bearer ${newToken().token}` } })).status).toBe(401);
  });
});

describe('nobody', () => {
  test.each(byName(GUARDED))('%s: 401', async (_id, operation) => {
    for (const call of [walker.absent(operation), ...(namesRecords(operation) ? [walker.real(operation, foreign)] : [])]) {
      for (const token of [null, newToken().token]) {
        const answer = await send(api.url, call, token);
        expect([answer.status, answer.problem, walker.leaks(answer)]).toEqual([401, 'unauthenticated', []]);
      }
    }
  });

  test.each(byName(OPERATIONS.filter(({ policy }) => policy === 'public')))('%s is public and breaks on nothing', async (_id, operation) => {
    expect((await send(api.url, walker.absent(operation), null)).status).toBeLessThan(500);
  });
});

describe('a role that the policy does not name', () => {
  // pains.md, Security: "A denial page that carries the data (CVE-2021-40375)".
  test.each(byName(GUARDED.filter((operation) => refused(operation).length > 0)))('%s: 403, whether the record exists or not', async (_id, operation) => {
    expect(await across(refused(operation), (role) => walker.wrongInRefusal(api.url, operation, role))).toEqual([]);
  });
});

describe('a role that the policy names', () => {
  test.each(byName(GUARDED))('%s: neither 403 nor a fault for a record that is not there', async (_id, operation) => {
    expect(await across(allowed(operation), (role) => walker.wrongAboutAbsent(api.url, operation, role))).toEqual([]);
  });

  // pains.md, Security: "Object IDs that open another patient's record, fixed in one interface and left in its twin (CVE-2026-25745, CVE-2026-34055)".
  test.each(byName(GUARDED.filter(({ method }) => method === 'get')))('%s: reads what is there, or is refused for a reason of that record', async (_id, operation) => {
    expect(await across(allowed(operation), (role) => walker.wrongAboutForeign(api.url, operation, role))).toEqual([]);
  });

  test.each(byName(GUARDED.filter((operation) => operation.method === 'get' && operation.pathParams.length > 0 && needsRelation(operation, 'patient') && isAllowed(operation, 'patient'))))('%s: a patient reads their own', async (_id, operation) => {
    expect((await send(api.url, walker.real(operation, own), await walker.tokenOf('patient'))).status).toBe(200);
  });
});

/** Operations that name a patient's record in their address, and answer about it. */
const ofPatients = GUARDED.filter(({ policy, pathParams }) => pathParams.some(isSubjectName) && !NAMELESS.includes(policy));
const opens = (role: Role) => RESTRICTED.V[role] === 'any';
const walkers = (operation: Operation) => ROLES.filter((role) => role !== 'service' && isAllowed(operation, role) && !opens(role));

describe('a very restricted record', () => {
  test.each(byName(ofPatients.filter((operation) => walkers(operation).length > 0)))('%s: refused to every role without a standing', async (_id, operation) => {
    expect(await across(walkers(operation), (role) => walker.wrongAboutRestricted(api.url, operation, role))).toEqual([]);
  });

  // Every list, and every answer that names nobody: whatever it says, it says no name.
  test.each(byName(GUARDED.filter(({ method, pathParams }) => method === 'get' && !pathParams.some(isSubjectName))))('%s: shows and finds no name', async (_id, operation) => {
    const search: { query: Record<string, string> }[] = [{ query: {} }, ...(operation.query.some(({ name }) => name === 'q') ? [{ query: { q: hidden.words[0] ?? '' } }] : [])];
    const shown = await across(walkers(operation), async (role) => {
      const texts = await Promise.all(search.map(async (query) => (await send(api.url, walker.real(operation, hidden, query), await walker.tokenOf(role))).text));
      return hidden.words.filter((word) => word !== 'Wilhelmina' && texts.some((text) => text.includes(word))).map((word) => `${role} reads ${word}`);
    });
    expect(shown.filter(() => !KNOWN_TO_NAME.includes(operation.id))).toEqual([]);
  });

  test('opens for nobody whom the patient shut out, whatever else would open it', async () => {
    const denied = await api.as('auditor', 'physician', 'nurse');
    await sql("INSERT INTO consents (id, patient_id, scope, provision, actor_user_id, entered_by, entered_at) VALUES (?, ?, 'access', 'deny', ?, ?, NOW(3))", [newId(), patientOf(hidden), denied.id, denied.id]);
    await sql("INSERT INTO consents (id, patient_id, scope, provision, actor_role, entered_by, entered_at) VALUES (?, ?, 'access', 'permit', 'physician', ?, NOW(3))", [newId(), patientOf(hidden), denied.id]);
    const wrong: string[] = [];
    for (const operation of ofPatients.filter(({ policy }) => ['auditor', 'physician', 'nurse'].some((role) => isAllowed({ policy } as Operation, role as Role)))) {
      const [toHidden, toAbsent] = [await send(api.url, walker.real(operation, hidden), denied.token), await send(api.url, walker.absent(operation), denied.token)];
      if (toHidden.status !== 404 || saidBy(toHidden) !== saidBy(toAbsent)) wrong.push(`${operation.id}: ${toHidden.status} ${toHidden.text.slice(0, 100)}`);
    }
    expect(wrong).toEqual([]);
    await sql('DELETE FROM consents WHERE patient_id = ? AND scope = ?', [patientOf(hidden), 'access']);
  });
});

describe('a child below a foreign parent', () => {
  test.each(byName(GUARDED.filter(({ pathParams }) => pathParams.length > 1)))('%s: 404', async (_id, operation) => {
    const [parent] = operation.pathParams;
    const mixed: Household = { words: [], records: { ...foreign.records, [parent as string]: own.records[parent as string] ?? '' } };
    for (const role of ROLES.filter((one) => isAllowed(operation, one))) {
      const answer = await send(api.url, walker.real(operation, mixed), await walker.tokenOf(role));
      expect([role, answer.status, walker.leaks(answer)]).toEqual([role, 404, []]);
    }
  });
});

/** Kept in the repository so that a change of who may what shows in review. UPDATE_GOLDEN=1 writes it anew. */
describe('the golden table', () => {
  const file = join(__dirname, 'policies.golden.json');
  const now = {
    policies: POLICIES as Readonly<Record<string, unknown>>,
    operations: Object.fromEntries(OPERATIONS.map(({ id, policy }) => [id, policy] as const).sort(([one], [other]) => (one < other ? -1 : 1))) as Record<string, string>,
  };
  if (process.env['UPDATE_GOLDEN'] === '1' || !existsSync(file)) writeFileSync(file, `${JSON.stringify(now, null, 2)}\n`);
  const golden = JSON.parse(readFileSync(file, 'utf8')) as typeof now;

  test('the policies are those that were reviewed', () => {
    expect(JSON.parse(JSON.stringify(now.policies))).toEqual(golden.policies);
  });

  test('every operation that was reviewed keeps its policy', () => {
    for (const [id, policy] of Object.entries(golden.operations)) expect(`${id}: ${now.operations[id] ?? 'gone'}`).toBe(`${id}: ${policy}`);
  });

  test('nothing becomes public unreviewed', () => {
    const open = (operations: Record<string, string>) => Object.keys(operations).filter((id) => operations[id] === 'public');
    expect(open(now.operations)).toEqual(open(golden.operations));
  });
});

/** Planted mistakes, each of which the checks above must catch. */
describe('the walk itself', () => {
  async function withMistake(operationId: string, mistake: Partial<Route>, check: (url: string, operation: Operation) => Promise<string[]>): Promise<string[]> {
    const route = ROUTES.find(({ endpoint }) => endpoint.id === operationId) as Route;
    const server = buildApp(api.deps, [{ ...route, ...mistake }]).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      return await check(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, OPERATIONS.find(({ id }) => id === operationId) as Operation);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  test('notices a route that answers whom its policy does not name', async () => {
    expect(await withMistake('listUsers', { policy: 'session.read' }, (url, operation) => walker.wrongInRefusal(url, operation, 'nurse'))).not.toEqual([]);
  });

  test('notices a route that takes every patient for the one who asks', async () => {
    expect(await withMistake('readPatient', { relate: () => ['own'] }, (url, operation) => walker.wrongAboutForeign(url, operation, 'patient'))).not.toEqual([]);
  });

  test('notices a route that opens what is restricted', async () => {
    expect(await withMistake('readPatient', { policy: 'access.read' }, (url, operation) => walker.wrongAboutRestricted(url, operation, 'administrator'))).not.toEqual([]);
  });

  test('notices an address with an ID of which nobody said whose it is', () => {
    expect(strangersIn('/api/v1/strangers/{strangerId}/doses/{doseId}')).toEqual(['strangerId', 'doseId']);
    expect(strangersIn('/api/v1/encounters/{encounterId}/doses/{doseId}')).toEqual([]);
  });

  test('notices a route that breaks', async () => {
    expect(await withMistake('readPatient', { load: () => Promise.reject(new Error('broken')) }, (url, operation) => walker.wrongAboutAbsent(url, operation, 'nurse'))).not.toEqual([]);
  });

  test('notices a refusal that says whose record it is', async () => {
    const telling = () => Promise.reject(new Problem(404, 'not-found', 'Not yours.', { holder: { id: foreign.records['patientId'] ?? '', name: foreign.words[0] ?? '' } }));
    expect(await withMistake('readPatient', { load: telling }, (url, operation) => walker.wrongAboutForeign(url, operation, 'patient'))).toHaveLength(3);
  });

  test('notices a route it does not know how to call', () => {
    const stranger = { ...(OPERATIONS[0] as Operation), id: 'stranger', pathParams: [], body: { type: 'object', required: ['code'], properties: { code: { type: 'string', pattern: '^[α-ω]{30}$' } } } };
    expect(() => walker.absent(stranger)).toThrow('no sample for code');
  });
});
