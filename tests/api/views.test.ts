import { contract } from '../../api/client';
import { type TestApi, startTestApi, type TestUser } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let nurse: TestUser;
beforeAll(async () => {
  api = await startTestApi();
  nurse = await api.as('nurse');
});
afterAll(() => api.stop());

const overdue = { resource: 'tasks', query: { scope: 'role', overdue: 'true', sort: 'priority' } } as const;

describe('saved views', () => {
  test('are kept, listed and changed by their owner', async () => {
    const made = await nurse.client.call(contract.createView, { body: { ...overdue, name: 'Overdue first' } });
    expect(made).toMatchObject({ name: 'Overdue first', mine: true, sharedRole: null, version: 1, query: overdue.query });
    const changed = await nurse.client.call(contract.changeView, { params: { viewId: made.id }, body: { version: 1, name: 'Late', query: { overdue: 'true' }, sharedRole: null } });
    expect(changed).toMatchObject({ name: 'Late', version: 2 });
    const { items } = await nurse.client.call(contract.listViews, { query: { resource: 'tasks' } });
    expect(items).toEqual([changed]);
    expect((await nurse.client.call(contract.listViews, { query: { resource: 'journeys' } })).items).toEqual([]);
    const idempotencyKey = `delete-${made.id}`;
    await nurse.client.call(contract.deleteView, { params: { viewId: made.id }, idempotencyKey });
    // A repeat gets the reply of the first, though there is nothing to delete any more.
    await nurse.client.call(contract.deleteView, { params: { viewId: made.id }, idempotencyKey });
    expect((await problemOf(nurse.client.call(contract.deleteView, { params: { viewId: made.id } }))).status).toBe(404);
    expect((await nurse.client.call(contract.listViews, {})).items).toEqual([]);
  });

  test('a view shared with a role is seen by that role and changed by nobody else', async () => {
    const { id } = await nurse.client.call(contract.createView, { body: { ...overdue, name: 'For all nurses', sharedRole: 'nurse' } });
    const [colleague, coder] = [await api.as('nurse'), await api.as('coder')];
    expect((await colleague.client.call(contract.listViews, {})).items).toMatchObject([{ id, mine: false, owner: { id: nurse.id, name: nurse.name } }]);
    const refused = await problemOf(colleague.client.call(contract.changeView, { params: { viewId: id }, body: { version: 1, name: 'Mine now', query: {}, sharedRole: null } }));
    expect(refused).toMatchObject({ status: 403, problem: { type: 'urn:careway:problem:not-the-owner' } });
    expect((await problemOf(colleague.client.call(contract.deleteView, { params: { viewId: id } }))).status).toBe(403);
    expect((await coder.client.call(contract.listViews, {})).items).toEqual([]);
    expect((await problemOf(coder.client.call(contract.deleteView, { params: { viewId: id } }))).status).toBe(404);
    await nurse.client.call(contract.deleteView, { params: { viewId: id } });
  });

  test('a private view does not exist for others', async () => {
    const { id } = await nurse.client.call(contract.createView, { body: { ...overdue, name: 'Mine alone' } });
    const colleague = await api.as('nurse');
    expect((await colleague.client.call(contract.listViews, {})).items).toEqual([]);
    const refused = await problemOf(colleague.client.call(contract.changeView, { params: { viewId: id }, body: { version: 1, name: 'x', query: {}, sharedRole: null } }));
    expect(refused.status).toBe(404);
    await nurse.client.call(contract.deleteView, { params: { viewId: id } });
  });

  test('people share with their own roles, those who oversee with any of the staff', async () => {
    const body = { ...overdue, name: 'Shared' };
    expect((await problemOf(nurse.client.call(contract.createView, { body: { ...body, sharedRole: 'coder' } }))).status).toBe(400);
    const manager = await api.as('manager');
    await manager.client.call(contract.createView, { body: { ...body, sharedRole: 'coder' } });
    expect((await problemOf(manager.client.call(contract.createView, { body: { ...body, name: 'x', sharedRole: 'patient' } }))).status).toBe(400);
  });

  test('a name is taken once, a stale version is refused, an Idempotency-Key makes one', async () => {
    const body = { ...overdue, name: 'Twice' };
    const [first, again] = [await nurse.client.call(contract.createView, { body, idempotencyKey: 'view-1' }), await nurse.client.call(contract.createView, { body, idempotencyKey: 'view-1' })];
    expect(again).toEqual(first);
    expect((await problemOf(nurse.client.call(contract.createView, { body }))).problem.type).toBe('urn:careway:problem:name-taken');
    const stale = await problemOf(nurse.client.call(contract.changeView, { params: { viewId: first.id }, body: { version: 7, name: 'Twice', query: {}, sharedRole: null } }));
    expect(stale).toMatchObject({ status: 409, problem: { currentVersion: 1 } });
  });

  test('search words and patients are refused, so that no name stands unsealed in the record', async () => {
    for (const query of [{ q: 'Smith' }, { patientId: nurse.id }, { cursor: 'abc' }] as Record<string, string>[]) {
      const refused = await problemOf(nurse.client.call(contract.createView, { body: { resource: 'tasks', name: 'Search', query } }));
      expect([refused.status, refused.problem.errors?.[0]?.field]).toEqual([400, `query.${Object.keys(query)[0]}`]);
    }
  });

  test('filters the list does not know are refused with their name', async () => {
    const refused = await problemOf(nurse.client.call(contract.createView, { body: { resource: 'tasks', name: 'Wrong', query: { scope: 'everything' } } }));
    expect(refused.problem.errors?.[0]?.field).toBe('query.scope');
    expect((await problemOf(nurse.client.call(contract.createView, { body: { resource: 'beds' as never, name: '', query: {} } }))).problem.errors?.map(({ field }) => field)).toEqual(['resource', 'name']);
  });

  test('patients, services and strangers keep no views', async () => {
    const patient = await api.as('patient');
    expect((await problemOf(patient.client.call(contract.listViews, {}))).status).toBe(403);
    expect((await problemOf((await api.service()).call(contract.listViews, {}))).status).toBe(403);
    expect((await problemOf(api.nobody().call(contract.listViews, {}))).status).toBe(401);
  });

  test('fifty views of a list are enough', async () => {
    const billing = await api.as('billing');
    for (let n = 0; n < 50; n += 1) await billing.client.call(contract.createView, { body: { resource: 'claims', name: `View ${n}`, query: {} } });
    expect((await problemOf(billing.client.call(contract.createView, { body: { resource: 'claims', name: 'One more', query: {} } }))).status).toBe(422);
  });
});
