import { contract } from '../../api/client';
import { hospitalDay } from '../../api/services/staff/hospitalZone';
import { StaffUser } from '../../db/models';
import { newId } from '../../db/newId';
import { addDays } from '../../domain/calendar/zone';
import { makePatient } from '../factories/hospital';
import { makeCrosswalk, makeHospital, makeStay } from '../factories/money';
import { type TestApi, startTestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const viewsOf = async (who: TestUser, patientId: string, on?: string) => who.client.call(contract.readListViews, { params: { patientId }, query: on ? { on } : {} });

describe('lists that showed a patient', () => {
  test('are found for each who looked, once for each kind of list with how often, and not for whoever was not in them', async () => {
    const [shown, other] = [await makePatient(api.database, { family: 'Peregrine' }), await makePatient(api.database, { family: 'Merlinson' })];
    const [nurse, registrar, auditor] = [await api.as('nurse'), await api.as('registrar'), await api.as('auditor')];
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
    const [billed, billing, auditor] = [await makeStay(api.database, { payer: null }), await api.as('billing'), await api.as('auditor')];
    await (await BillingDriver.start(api)).capture(billed.encounterId);
    await billing.client.call(contract.listAccounts, { query: {} });
    expect((await viewsOf(auditor, billed.patient.id)).items.map(({ actor, words }) => [actor.name, words])).toEqual([[billing.name, 'saw the account in a list']]);
  });

  test('are shown to the patient in their own words, to auditors, the privacy officer and administrators, and to nobody else', async () => {
    const [own, other] = [await makePatient(api.database, { family: 'Goshawk' }), await makePatient(api.database)];
    const [nurse, portal] = [await api.as('nurse'), await api.as('patient')];
    await StaffUser.update({ patientId: own.id }, { where: { id: portal.id } });
    await nurse.client.call(contract.listPatients, { query: { q: 'Goshawk' } });
    expect((await viewsOf(portal, own.id)).items).toMatchObject([{ actor: { name: nurse.name }, words: 'saw your record in a list', times: 1 }]);
    for (const role of ['privacy-officer', 'administrator'] as const) expect((await viewsOf(await api.as(role), own.id)).items).toHaveLength(1);
    expect((await problemOf(viewsOf(nurse, own.id))).status).toBe(403);
    const [foreign, absent] = [await problemOf(viewsOf(portal, other.id)), await problemOf(viewsOf(portal, newId()))];
    expect([foreign.status, foreign.problem.title]).toEqual([404, absent.problem.title]);
  });

  test('looking them up is on the trail, and is not itself such a look', async () => {
    const [patient, auditor] = [await makePatient(api.database), await api.as('auditor')];
    await viewsOf(auditor, patient.id);
    const { items } = await auditor.client.call(contract.listAccesses, { params: { patientId: patient.id } });
    expect(items.map(({ actor, words }) => [actor.name, words])).toEqual([[auditor.name, 'looked at who had looked']]);
    expect((await viewsOf(auditor, patient.id)).items).toEqual([]);
  });

  test('impossible days are refused', async () => {
    const [patient, auditor] = [await makePatient(api.database), await api.as('auditor')];
    for (const on of ['2026-02-30', 'yesterday', '0001-01-01']) expect((await problemOf(viewsOf(auditor, patient.id, on))).problem.errors?.[0]?.field).toBe('on');
  });
});
