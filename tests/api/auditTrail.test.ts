import { contract } from '../../api/client';
import { hospitalDay } from '../../api/services/staff/hospitalZone';
import { newId } from '../../db/newId';
import { addDays } from '../../domain/calendar/zone';
import { makePatient } from '../factories/hospital';
import { makeCrosswalk, makeHospital, makeStay } from '../factories/money';
import { type TestApi, startTestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

let api: TestApi;
let auditor: TestUser;
beforeAll(async () => {
  api = await startTestApi();
  auditor = await api.as('auditor');
});
afterAll(() => api.stop());

describe('the trail over HTTP', () => {
  test('is searched by patient, person, action and time, and paged', async () => {
    const nurse = await api.as('nurse');
    const patient = await makePatient(api.database);
    const from = new Date().toISOString();
    for (let n = 0; n < 5; n += 1) await nurse.client.call(contract.readPatient, { params: { patientId: patient.id } });
    await problemOf(nurse.client.call(contract.listAuditEvents, {}));
    const by = async (filters: object) => (await auditor.client.call(contract.listAuditEvents, { query: filters })).items;
    const byPatient = await by({ patientId: patient.id });
    expect(byPatient.length).toBeGreaterThanOrEqual(5);
    expect(byPatient.every(({ patientId }) => patientId === patient.id)).toBe(true);
    const byActor = await by({ actorId: nurse.id, from });
    expect(byActor.map(({ actor }) => actor.name)).toEqual(Array.from({ length: 6 }, () => nurse.name));
    expect(byActor[0]).toMatchObject({ outcome: 'denied', action: 'listAuditEvents' });
    expect((await by({ actorId: nurse.id, outcome: 'denied' }))).toHaveLength(1);
    const { action } = byPatient.find(({ actor }) => actor.id === nurse.id) ?? { action: '' };
    expect(await by({ actorId: nurse.id, action })).toHaveLength(5);
    expect(await by({ actorId: nurse.id, action: `${action.slice(0, 4)}*` })).toHaveLength(5);
    expect(await by({ actorId: nurse.id, to: from })).toEqual([]);
    const pages: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { id: string }[]; nextCursor: string | null } = await auditor.client.call(contract.listAuditEvents, { query: { actorId: nurse.id, limit: 2, ...(cursor ? { cursor } : {}) } });
      pages.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(pages).toEqual(byActor.map(({ id }) => id));
  });

  test('opens the sealed detail of one event, and reading it is on record', async () => {
    const admin = await api.as('administrator');
    const nurse = await api.as('nurse');
    await admin.client.call(contract.disableUser, { params: { userId: nurse.id }, body: { version: 1, reason: 'On leave' } });
    const [event] = (await auditor.client.call(contract.listAuditEvents, { query: { actorId: admin.id, action: 'user.disable' } })).items;
    const opened = await auditor.client.call(contract.readAuditEvent, { params: { eventId: event?.id ?? '' } });
    expect(opened.detail).toMatchObject({ before: { disabledAt: null }, after: { reason: 'On leave' } });
    expect((await auditor.client.call(contract.listAuditEvents, { query: { actorId: auditor.id, action: 'audit.read' } })).items[0]?.resourceId).toBe(event?.id);
    expect((await problemOf(auditor.client.call(contract.readAuditEvent, { params: { eventId: '99-1' } }))).status).toBe(404);
    expect((await problemOf(auditor.client.call(contract.readAuditEvent, { params: { eventId: 'x' } }))).status).toBe(400);
  });

  test('a patient sees who looked, and only at their own record', async () => {
    const [own, other] = [await makePatient(api.database), await makePatient(api.database)];
    const nurse = await api.as('nurse');
    await nurse.client.call(contract.readPatient, { params: { patientId: own.id } });
    const portal = await api.asPatient(own.id);
    const { items } = await portal.client.call(contract.listAccesses, { params: { patientId: own.id } });
    expect(items).toContainEqual(expect.objectContaining({ actor: { id: nurse.id, name: nurse.name, kind: 'person' }, words: 'looked at your record', outcome: 'done' }));
    expect(JSON.stringify(items)).not.toContain('127.0.0.1');
    const foreign = await problemOf(portal.client.call(contract.listAccesses, { params: { patientId: other.id } }));
    const absent = await problemOf(portal.client.call(contract.listAccesses, { params: { patientId: newId() } }));
    expect([foreign.status, foreign.problem.title]).toEqual([404, absent.problem.title]);
    expect((await auditor.client.call(contract.listAccesses, { params: { patientId: own.id } })).items[0]).toMatchObject({ actor: { id: portal.id }, action: 'patient.accesses' });
    expect((await problemOf(nurse.client.call(contract.listAccesses, { params: { patientId: own.id } }))).status).toBe(403);
    expect((await problemOf(portal.client.call(contract.listAuditEvents, {}))).status).toBe(403);
  });

  test('impossible periods and cursors are refused', async () => {
    const ask = (filters: object) => problemOf(auditor.client.call(contract.listAuditEvents, { query: filters }));
    expect((await ask({ from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' })).problem.errors?.[0]?.field).toBe('to');
    expect((await ask({ from: 'yesterday' })).problem.errors?.[0]?.field).toBe('from');
    expect((await ask({ cursor: 'x' })).problem.errors?.[0]?.field).toBe('cursor');
    expect((await ask({ limit: 100_000 })).problem.errors?.[0]?.field).toBe('limit');
  });
});

const viewsOf = async (who: TestUser, patientId: string, on?: string) => who.client.call(contract.readListViews, { params: { patientId }, query: on ? { on } : {} });

describe('lists that showed a patient', () => {
  test('are found for each who looked, once for each kind of list with how often, and not for whoever was not in them', async () => {
    const [shown, other] = [await makePatient(api.database, { family: 'Peregrine' }), await makePatient(api.database, { family: 'Merlinson' })];
    const [nurse, registrar] = [await api.as('nurse'), await api.as('registrar')];
    for (const who of [nurse, nurse, registrar]) await who.client.call(contract.listPatients, { query: { q: 'Peregrine' } });
    const views = await viewsOf(auditor, shown.id);
    expect(views).toMatchObject({ on: hospitalDay(new Date()), isWhole: true });
    expect(views.items.map(({ actor, words, times }) => [actor.name, words, times])).toEqual([[registrar.name, 'saw the record in a list', 1], [nurse.name, 'saw the record in a list', 2]]);
    expect(views.items[1]?.firstAt && views.items[1].firstAt < views.items[1].lastAt).toBe(true);
    expect((await viewsOf(auditor, other.id)).items).toEqual([]);
    expect((await viewsOf(auditor, shown.id, addDays(views.on, -1))).items).toEqual([]);
  });

  test('of claims and accounts lead to their patient too', async () => {
    await makeHospital();
    await makeCrosswalk();
    const [billed, billing] = [await makeStay(api.database, { payer: null }), await api.as('billing')];
    await (await BillingDriver.start(api)).capture(billed.encounterId);
    await billing.client.call(contract.listAccounts, { query: {} });
    expect((await viewsOf(auditor, billed.patient.id)).items.map(({ actor, words }) => [actor.name, words])).toEqual([[billing.name, 'saw the account in a list']]);
  });

  test('are shown to the patient in their own words, to auditors, the privacy officer and administrators, and to nobody else', async () => {
    const [own, other] = [await makePatient(api.database, { family: 'Goshawk' }), await makePatient(api.database)];
    const [nurse, portal] = [await api.as('nurse'), await api.asPatient(own.id)];
    await nurse.client.call(contract.listPatients, { query: { q: 'Goshawk' } });
    expect((await viewsOf(portal, own.id)).items).toMatchObject([{ actor: { name: nurse.name }, words: 'saw your record in a list', times: 1 }]);
    for (const role of ['privacy-officer', 'administrator'] as const) expect((await viewsOf(await api.as(role), own.id)).items).toHaveLength(1);
    expect((await problemOf(viewsOf(nurse, own.id))).status).toBe(403);
    const [foreign, absent] = [await problemOf(viewsOf(portal, other.id)), await problemOf(viewsOf(portal, newId()))];
    expect([foreign.status, foreign.problem.title]).toEqual([404, absent.problem.title]);
  });

  test('looking them up is on the trail, and is not itself such a look', async () => {
    const patient = await makePatient(api.database);
    await viewsOf(auditor, patient.id);
    const { items } = await auditor.client.call(contract.listAccesses, { params: { patientId: patient.id } });
    expect(items.map(({ actor, words }) => [actor.name, words])).toEqual([[auditor.name, 'looked at who had looked']]);
    expect((await viewsOf(auditor, patient.id)).items).toEqual([]);
  });

  test('impossible days are refused', async () => {
    const patient = await makePatient(api.database);
    for (const on of ['2026-02-30', 'yesterday', '0001-01-01']) expect((await problemOf(viewsOf(auditor, patient.id, on))).problem.errors?.[0]?.field).toBe('on');
  });
});
