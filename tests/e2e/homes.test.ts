import { contract } from '../../api/client';
import { projectChanges } from '../../api/services/analytics/project';
import { hospitalDay } from '../../api/services/staff/hospitalZone';
import { newId } from '../../db/newId';
import { type Role } from '../../domain/roles';
import { makeJourney, makeWard, type MadeJourney } from '../factories/hospital';
import { makePathway, ordinaryPathway } from '../factories/pathways';
import { makeTask } from '../factories/tasks';
import { faultsInEveryLook, PHONE, walk } from '../support/browser';
import { Screens } from '../support/screens';

// Many pages a test, each looked at in every look; a busy machine takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let screens: Screens;
let journeys: MadeJourney[];

beforeAll(async () => {
  screens = await Screens.open();
  const { wardId, bedIds } = await makeWard(6);
  journeys = [];
  for (const [index, bedId] of bedIds.slice(0, 5).entries()) {
    const journey = await makeJourney(screens.api.database, { wardId, bedId });
    journeys.push(journey);
    await makeTask(journey, 'observation-round', { wardId, dueInMinutes: index * 10 - 15 });
    await makeTask(journey, 'place-orders', { wardId, dueInMinutes: index * 20 });
  }
  // Journeys that ended in three weeks, for the figures of managers.
  for (const [index, days] of [50, 43, 42, 36, 29].entries()) {
    const usual = ordinaryPathway(new Date(Date.now() - days * 86_400_000), { wardId });
    await makePathway(screens.api.database, index === 2 ? { ...usual, tasks: (usual.tasks ?? []).slice(2) } : usual);
  }
  while ((await projectChanges(screens.api.database, () => new Date())) > 0);
}, 120_000);
afterAll(() => screens?.close());

/** The first page of each role and where it leads. */
const PAGES: readonly (readonly [Role, readonly string[]])[] = [
  ['nurse', ['/tasks', '/tasks?scope=mine', '/observations', '/observations?show=overdue', '/patients', '/beds', '/beds/census', '/shift', '/journeys', '/alerts', '/profile', '/profile/password', '/profile/second-factor', '/profile/confirm', '/leave', '/teams', '/safety', '/safety/new']],
  ['physician', ['/tasks', '/patients', '/observations', '/results', '/order-sets', '/order-sets/pneumonia']],
  ['pharmacist', ['/tasks', '/medicines']],
  ['radiologist', ['/tasks', '/patients']],
  ['billing', ['/claims', '/claims/reviews', '/claims/figures', '/claims/underpayments', '/group-fixes', '/group-fixes/new', '/accounts', '/money/requests', '/money/payer-credits', '/money/limits', '/remittances', '/remittances/payments', '/remittances/new', '/incidents']],
  ['charge-nurse', ['/shift', '/roster']],
  ['billing-supervisor', ['/exchange', '/exchange/sent', '/exchange/payers']],
  ['manager', ['/safety', '/safety/measures', '/roster', '/journeys', '/journeys?by=ward', '/incidents', '/processes/versions', '/analytics', '/analytics/times?kind=task', '/analytics/times?name=admission', '/analytics/variants', '/analytics/conformance', '/analytics/forecasts', '/analytics?to=2001-01-01']],
  ['administrator', ['/admin', '/admin/tokens', '/admin/users', '/admin/users/new', '/admin/deliveries', '/audit', '/compliance', '/order-sets', '/order-sets?show=retired', '/order-sets/stroke', '/order-sets/new']],
  ['registrar', ['/patients/new', '/tasks']],
  ['privacy-officer', ['/privacy', '/tasks', '/amendments', '/breaches/new', '/audit', '/compliance', '/patients']],
];

describe('every home', () => {
  test.each(PAGES)('of a %s fits, with nothing to stumble over, at a desk and on a phone, by day and by night', async (role, paths) => {
    const person = await screens.signIn((await screens.api.as(role)).username);
    expect(await walk(person, paths)).toEqual([]);
    await person.context.close();
  });

  test('task, patient and journey pages too', async () => {
    const nurse = await screens.api.as('nurse');
    const person = await screens.signIn(nurse.username, { viewport: PHONE });
    const { page } = person;
    const [journey] = journeys;
    const [record, stay] = [`/patients/${journey?.patient.id}`, `/journeys/${journey?.journeyId}`];
    await page.goto('/tasks');
    await page.click('[data-next]');
    await page.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
    expect(await faultsInEveryLook(page)).toEqual([]);
    expect(await walk(person, [...['', '/results', '/observations', '/medicines', '/notes', '/stays', '/privacy'].map((section) => record + section), stay])).toEqual([]);
    await nurse.client.call(contract.recordObservations, { params: { encounterId: journey?.journeyId ?? '' }, body: { values: { pulse: 80 } } });
    await page.goto(`${record}/observations`);
    await page.click('a[href*="/observations/error"]');
    expect(await faultsInEveryLook(page)).toEqual([]);
    await person.context.close();
  });

  test('decoys, breaches, reviews, holds and retention with something on them', async () => {
    const officer = await screens.api.as('privacy-officer');
    const { client } = officer;
    const [, , journey] = journeys;
    const patientId = journey?.patient.id ?? '';
    const decoy = await client.call(contract.plantDecoy, { body: { family: 'Nightingale', given: 'Viola', birthDate: '1951-03-02', gender: 'female', note: 'A name in the papers' } });
    const nurse = await screens.api.as('nurse');
    for (const id of [decoy.patient.id, patientId]) await nurse.client.call(contract.readPatient, { params: { patientId: id } });
    const now = Date.now();
    const breach = await client.call(contract.openBreach, { body: { discoveredOn: hospitalDay(new Date(now)), from: new Date(now - 3_600_000).toISOString(), to: new Date(now + 60_000).toISOString(), actorId: nurse.id, patientId: null, story: 'Opened the record of a neighbour; a colleague noticed.' } });
    await client.call(contract.placeLegalHold, { body: { patientId, reason: 'Asked for by the county court, matter 26-1187' } });
    const review = await client.call(contract.startAccessReview, { body: { dueOn: hospitalDay(new Date(now + 86_400_000)) } });
    await (await screens.api.as('administrator')).client.call(contract.runRetention, { body: {} });
    await client.call(contract.writeBreachNotice, { params: { breachId: breach.id }, body: { version: 1, happened: 'A member of our staff opened records without a reason.', data: 'Your name, your birth date and your observations.', steps: 'Look at who opened your record in the portal.', doing: 'We have ended this access and trained the ward.', contact: 'Call 800-555-0100, free of charge.' } });
    const registrar = await screens.api.as('registrar');
    await registrar.client.call(contract.recordDisclosure, { params: { patientId }, body: { kind: 'public-health', disclosedOn: hospitalDay(new Date(now)), recipient: 'County health department', what: 'A positive culture', purpose: 'A notifiable disease' } });
    const desk = await screens.signIn(registrar.username);
    const { items: [entry, second] } = await client.call(contract.listRecordEntries, { params: { patientId }, query: { limit: 2 } });
    const { id: amendmentId } = await registrar.client.call(contract.askForAmendment, { params: { patientId }, body: { kind: entry?.kind ?? 'patient', entryId: entry?.id ?? '', wanted: 'The name is spelt with one l', reason: 'It is so in the passport' } });
    const amendments = `/patients/${patientId}/amendments`;
    expect(await walk(desk, [`/patients/${patientId}/disclosures`, amendments, `${amendments}/new`, `${amendments}/new?${new URLSearchParams({ kind: entry?.kind ?? '', entry: entry?.id ?? '' })}`])).toEqual([]);
    const { taskId } = await (await screens.api.service()).call(contract.openAmendmentTask, { params: { amendmentId }, idempotencyKey: newId(), body: { workflowId: `amendment-${amendmentId}`, step: 'decide', type: 'decide-amendment' } });
    const patientLogin = await screens.api.asPatient(patientId);
    await client.call(contract.completeTask, { params: { taskId: taskId ?? '' }, body: { version: 1, values: { decision: 'deny', ground: 'accurate', basis: 'We saw the passport: it has two' } } });
    // Another was accepted: others have to hear of it, one of them has.
    const service = await screens.api.service();
    const accepted = await registrar.client.call(contract.askForAmendment, { params: { patientId }, body: { kind: second?.kind ?? 'encounter', entryId: second?.id ?? '', wanted: 'I came by ambulance', reason: 'My neighbour called it', inform: 'My sister Ann\nDr Brown, Salem' } });
    const openFor = async (type: 'decide-amendment' | 'tell-amended') => (await service.call(contract.openAmendmentTask, { params: { amendmentId: accepted.id }, idempotencyKey: newId(), body: { workflowId: `amendment-${accepted.id}`, step: type, type } })).taskId ?? '';
    await client.call(contract.completeTask, { params: { taskId: await openFor('decide-amendment') }, body: { version: 1, values: { decision: 'accept', addition: 'The patient was brought by ambulance.' } } });
    const tellTask = await openFor('tell-amended');
    const phone = await screens.signIn(patientLogin.username, { viewport: PHONE });
    expect(await walk(phone, ['/my-care/amendments', '/my-care/amendments/new'])).toEqual([]);
    await phone.context.close();
    await desk.context.close();
    const person = await screens.signIn(officer.username);
    expect(await walk(person, ['/privacy', '/amendments', amendments, `/patients/${patientId}`, '/decoys', '/breaches', `/breaches/${breach.id}`, '/legal-holds', '/retention', '/access-reviews', `/access-reviews/${review.id}`, `/tasks/${tellTask}`])).toEqual([]);
    await person.context.close();
  });

  test('a restricted record, the glass before it, and what shows through it', async () => {
    const [, journey] = journeys;
    const patientId = journey?.patient.id ?? '';
    await (await screens.api.as('registrar')).client.call(contract.setLabel, { params: { patientId }, body: { confidentiality: 'R', sensitivity: 'EMP' } });
    await (await screens.api.as('registrar')).client.call(contract.addDirective, { params: { patientId }, body: { scope: 'share', provision: 'deny', recipient: 'research' } });
    const physician = await screens.api.as('physician');
    const person = await screens.signIn(physician.username, { viewport: PHONE });
    const glass = `/glass?${new URLSearchParams({ record: 'patientId', id: patientId, back: `/patients/${patientId}` })}`;
    expect(await walk(person, [glass])).toEqual([]);
    await person.page.goto(glass);
    await person.page.fill('#words', 'Fell in the corridor, needs treatment');
    await person.page.click('button:has-text("Break the glass")');
    await person.page.waitForURL(`**/patients/${patientId}`);
    expect(await walk(person, ['', '/privacy'].map((section) => `/patients/${patientId}${section}`))).toEqual([]);
    expect(await person.page.textContent('[data-glass]')).toContain('in 59 min');
    await person.context.close();
    const registrar = await screens.signIn((await screens.api.as('registrar')).username);
    expect(await walk(registrar, [`/patients/${patientId}/privacy`])).toEqual([]);
    await registrar.context.close();
  });
});
