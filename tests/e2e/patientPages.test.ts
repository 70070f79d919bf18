import { Appointment, Observation } from '../../db/models';
import { newId } from '../../db/newId';
import { type Role } from '../../domain/roles';
import { CareDriver } from '../factories/clinical';
import { makeJourney, makePatient, makeWard } from '../factories/hospital';
import { makeTask } from '../factories/tasks';
import { fillStay } from '../factories/wardStay';
import { faultsInEveryLook, PHONE, walk } from '../support/browser';
import { Screens } from '../support/screens';

// Many pages a test, each looked at in every look; a busy machine takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let screens: Screens;
beforeAll(async () => { screens = await Screens.open(); }, 120_000);
afterAll(() => screens?.close());

/** Visits pages as a new person with this role. */
async function walkAs(username: string, paths: readonly string[]): Promise<string[]> {
  const person = await screens.signIn(username);
  const faults = await walk(person, paths);
  await person.context.close();
  return faults;
}

describe('the pages of a patient', () => {
  test('with a full record fit, with nothing to stumble over, whoever looks', async () => {
    const { api } = screens;
    const { wardId, bedIds: [bedId = ''] } = await makeWard(2);
    const patient = await makePatient(api.database, { family: 'Wolfeschlegelsteinhausenbergerdorff', given: 'Maximiliana Philippa' });
    const journey = await makeJourney(api.database, { wardId, bedId, patient });
    const care = await CareDriver.start(api);
    const { doseId, asNeededId, reportId } = await fillStay(api, care, journey);
    const discharge = await makeTask(journey, 'discharge-teaching', { wardId });
    await makeTask(journey, 'sign-discharge-summary', { wardId });
    await api.database.sequelize.query("UPDATE journeys SET stage = 'discharge' WHERE id = ?", { replacements: [journey.journeyId] });
    const [of, stay] = [`/patients/${patient.id}`, `?stay=${journey.journeyId}`];
    const sections = (names: readonly string[]) => names.map((section) => of + section);
    const visits: readonly (readonly [Role, readonly string[]])[] = [
      ['nurse', [...sections(['', '/results', '/observations', '/medicines', '/nursing', '/notes', '/stays', '/observe']), `${of}/doses/${doseId}${stay}`, `${of}/medicines/${asNeededId}/give${stay}`, `${of}/reconciliation${stay}`, `${of}/wristband${stay}`, `${of}/specimens${stay}`, `/tasks/${discharge}`, `/handover/${journey.journeyId}`, `/beds/${bedId}`, `/journeys/${journey.journeyId}`]],
      ['physician', [...sections(['/results', '/observations', '/medicines']), `${of}/prescribe${stay}`, `${of}/prescribe${stay}&code=1659263`, `${of}/order-tests${stay}`, `${of}/reconciliation${stay}`, '/results']],
      ['lab', [`${of}/reports/${reportId}/change${stay}`]],
      ['auditor', [`/audit?patientId=${patient.id}`, `/audit/lists?patientId=${patient.id}`]],
      ['charge-nurse', [`/wards/${wardId}/assignments`, `/roster?wardId=${wardId}`]],
    ];
    for (const [role, paths] of visits) expect([role, await walkAs((await care.user(role)).username, paths)]).toEqual([role, []]);
  });

  test('to order tests, and of a result over time', async () => {
    const { wardId, bedIds: [bedId = ''] } = await makeWard(1);
    const { journeyId, patient } = await makeJourney(screens.api.database, { wardId, bedId });
    const result = { patientId: patient.id, encounterId: journeyId, category: 'laboratory', systemCode: 'LOINC', code: '2823-3', unit: 'mmol/L', referenceLow: '3.5', referenceHigh: '5' };
    await Observation.bulkCreate([4.1, 6.8].map((value, index) => ({ ...result, id: newId(), valueNumber: String(value), interpretation: index === 1 ? 'HH' : 'N', effectiveAt: new Date(Date.now() - (2 - index) * 3_600_000) })));
    const paths = ['order-tests', 'results/2823-3'].map((path) => `/patients/${patient.id}/${path}?stay=${journeyId}`);
    expect(await walkAs((await screens.api.as('physician')).username, paths)).toEqual([]);
  });

  test('on their own phone: the next appointment, what to do and what is owed', async () => {
    const patient = await makePatient(screens.api.database, { given: 'Robin' });
    const user = await screens.api.asPatient(patient.id);
    const startsAt = new Date(Date.now() + 3 * 86_400_000);
    await Appointment.create({ id: newId(), patientId: patient.id, kind: 'follow-up', status: 'booked', startsAt, endsAt: new Date(startsAt.getTime() + 1_800_000) });
    const person = await screens.signIn(user.username, { viewport: PHONE });
    const { page } = person;
    await page.waitForURL('**/my-care');
    const text = (await page.textContent('main')) ?? '';
    for (const part of ['Hello Robin', 'Follow up', 'What you need to do', '$0.00']) expect(text).toContain(part);
    expect(await faultsInEveryLook(page)).toEqual([]);
    expect(await walk(person, ['/my-care/accesses', '/my-care/lists', '/my-care/privacy'])).toEqual([]);
    await person.context.close();
  });
});
