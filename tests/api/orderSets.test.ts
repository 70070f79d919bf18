import { type ApiClient, contract } from '../../api/client';
import { newId } from '../../db/newId';
import { CareDriver, makeConcepts, rowsOf } from '../factories/clinical';
import { makeJourney, makeWard, type MadeJourney } from '../factories/hospital';
import { startTestApi, type TestApi, type TestUser } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let care: CareDriver;
let administrator: TestUser;
let lead: TestUser;
beforeAll(async () => {
  api = await startTestApi();
  care = await CareDriver.start(api);
  await makeConcepts();
  administrator = await api.as('administrator');
  lead = await api.as('physician');
  await administrator.client.call(contract.setSkills, { params: { userId: lead.id }, body: { skills: ['charge'] } });
});
afterAll(() => api.stop());

const [CBC, INR, CHEST, ACETAMINOPHEN] = ['58410-2', '34528-0', '36643-5', '313782'] as const;
const line = (code: string, over: object = {}) => ({ category: 'laboratory' as const, code, isPreselected: true, priority: 'routine' as const, doseQuantity: null, doseUnit: null, route: null, everyHours: null, note: null, ...over });
const pain = { ...line(ACETAMINOPHEN), category: 'medicine' as const, doseQuantity: 650, doseUnit: 'mg', route: 'oral', everyHours: 8 };
const BODY = { version: 0, label: 'Hip fracture', source: 'NICE guideline CG124, 2011: haemoglobin and clotting before theatre.', why: 'Asked for by the surgeons.', reasons: [], items: [line(CBC), line(INR), pain] };

const newCode = () => `set-${newId().slice(-12)}`;
const save = (client: ApiClient, setCode: string, over: object = {}) => client.call(contract.saveOrderSet, { params: { setCode }, body: { ...BODY, ...over } as typeof BODY });
const read = (setCode: string) => lead.client.call(contract.readOrderSet, { params: { setCode } });
const type = async (act: Promise<unknown>) => (await problemOf(act)).problem.type.replace('urn:careway:problem:', '');
async function inBed(): Promise<MadeJourney> {
  const { wardId, bedIds } = await makeWard(1);
  return makeJourney(api.database, { wardId, bedId: bedIds[0]! });
}

// First: the sets below are added to these.
describe('order sets', () => {
  test('are the hospital’s tables, each with where it comes from; every line is something the hospital offers', async () => {
    const { items } = await (await care.user('physician')).client.call(contract.listOrderSets, { query: {} });
    expect(items.map(({ code }) => code)).toEqual(['general-medicine', 'acute-cardiac', 'heart-failure', 'pneumonia', 'stroke', 'surgical']);
    for (const set of items) for (const item of set.items) expect([set.source.length > 20, item.display !== item.code]).toEqual([true, true]);
  });

  test('the reason of the admission suggests one, and the physician sees each line with what it repeats', async () => {
    const journey = await inBed();
    await api.database.sequelize.query("UPDATE encounters SET reason_system = 'SNOMED', reason_code = '233604007', order_set = NULL WHERE id = ?", { replacements: [journey.journeyId] });
    await (await care.user('physician')).client.call(contract.orderTests, { params: { encounterId: journey.journeyId }, body: { imaging: ['36643-5'] } });
    const { input } = await care.read('physician', await care.open(journey.journeyId, 'place-orders'));
    expect(input.values).toMatchObject({ orderSet: 'pneumonia' });
    const lines = (input.rows?.['items'] ?? []).filter(({ id }) => id.startsWith('pneumonia/')) as { id: string; label: string; hint?: string; values?: { order: boolean } }[];
    expect(lines.map(({ label, values }) => [label, values?.order])).toEqual([['Complete blood count', true], ['Comprehensive metabolic panel', true], ['X-ray of the chest, two views', false], ['Acetaminophen 325 MG Oral Tablet', true], ['Arterial blood gas', false], ['C-reactive protein', false]]);
    expect(lines[2]?.hint).toBe('Imaging, stat. X-ray of the chest, two views: X-ray of the chest, two views is ordered already and not reported yet. In other sets too: ordered once.');
  });

  test('only what is ticked is ordered, what two sets share once; a set nobody looked at is not ordered', async () => {
    const journey = await inBed();
    const taskId = await care.open(journey.journeyId, 'place-orders');
    const { input } = await care.read('physician', taskId);
    const of = (...sets: string[]) => (input.rows?.['items'] ?? []).filter(({ id }) => sets.some((set) => id.startsWith(`${set}/`))).map(({ id, values }) => ({ id, order: values?.['order'] === true && !id.endsWith('/2') }));
    const place = (values: Record<string, unknown>) => care.complete('physician', taskId, { plannedHours: 24, ...values } as never);
    const unseen = await problemOf(place({ orderSet: 'stroke', items: of('general-medicine') }));
    expect([unseen.status, unseen.problem.type, unseen.problem.errors?.[0]?.field]).toEqual([422, 'urn:careway:problem:items-unseen', 'orderSet']);
    await place({ orderSet: 'general-medicine', alsoSet: 'stroke', items: of('general-medicine', 'stroke') });
    const { items } = await (await care.user('nurse')).client.call(contract.listOrders, { params: { encounterId: journey.journeyId } });
    expect(items.map(({ display, category, priority }) => [display, category, priority]).sort()).toEqual([
      ['CT of the head', 'imaging', 'stat'], ['Complete blood count', 'laboratory', 'routine'], ['Prothrombin time and INR', 'laboratory', 'routine'],
    ]);
  });

  test('a set that repeats open orders needs a reason, which stands with them', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'place-orders', { orderSet: 'general-medicine', plannedHours: 24 });
    const again = { orderSet: 'surgical', plannedHours: 24 } as const;
    const refused = await problemOf(care.do('physician', journey.journeyId, 'place-orders', again));
    expect([refused.problem.type, refused.problem.errors?.length]).toEqual(['urn:careway:problem:duplicate-order', 2]);
    await care.do('physician', journey.journeyId, 'place-orders', { ...again, overrideReason: 'Bled since; needed before theatre.' });
    expect(await rowsOf(api.database, 'SELECT COUNT(*) AS n FROM service_requests WHERE encounter_id = ? AND duplicate_reason_enc IS NOT NULL', [journey.journeyId])).toEqual([{ n: 2 }]);
  });
});

describe('who keeps the order sets', () => {
  test('a physician in charge and an administrator; another physician or a nurse reads them', async () => {
    const code = newCode();
    expect(await save(lead.client, code)).toEqual({ code, version: 1 });
    expect(await save(administrator.client, code, { version: 1, label: 'Fracture of the hip' })).toEqual({ code, version: 2 });
    const physician = await api.as('physician');
    expect((await problemOf(save(physician.client, code, { version: 2 }))).status).toBe(404);
    expect((await problemOf(save((await api.as('nurse')).client, code, { version: 2 }))).status).toBe(403);
    expect(await physician.client.call(contract.readOrderSet, { params: { setCode: code } })).toMatchObject({ label: 'Fracture of the hip', version: 2, mayChange: false });
    expect((await problemOf(read('no-such-set'))).status).toBe(404);
  });

  test('nobody on a ward makes a physician one who keeps them', async () => {
    const physician = await api.as('physician');
    const charge = (await api.as('charge-nurse')).client;
    const grant = (skills: ('charge' | 'ventilation')[]) => charge.call(contract.setSkills, { params: { userId: physician.id }, body: { skills } });
    expect(await type(grant(['charge']))).toBe('not-yours-to-grant');
    expect(await grant(['ventilation'])).toMatchObject({ skills: ['ventilation'] });
  });
});

describe('a change of an order set', () => {
  test('keeps every version with who changed what and why, sealed, and is on the audit trail', async () => {
    const code = newCode();
    await save(lead.client, code, { reasons: [] });
    await save(lead.client, code, { version: 1, why: 'Clotting is known by then.', items: [line(CBC, { priority: 'urgent' }), pain] });
    const { versions } = await read(code);
    expect(versions.map(({ version, why, changedBy, changes }) => [version, why, changedBy, changes])).toEqual([
      [2, 'Clotting is known by then.', lead.name, ['Left out: Prothrombin time and INR.', 'Complete blood count: ticked, urgent; it was ticked.']],
      [1, BODY.why, lead.name, []],
    ]);
    const [row] = await rowsOf<{ why: Buffer }>(api.database, 'SELECT why_enc AS why FROM order_set_versions WHERE set_code = ? AND version = 2', [code]);
    expect(row?.why.toString('latin1')).not.toContain('Clotting');
    expect(await rowsOf(api.database, "SELECT COUNT(*) AS n FROM audit_events WHERE action = 'order-set.changed' AND actor_id = ?", [lead.id])).toEqual([{ n: expect.any(Number) }]);
  });

  test('is refused line by line when it cannot be ordered, by a stale version with who changed it, and by a code that is taken', async () => {
    const code = newCode();
    const refused = await problemOf(save(lead.client, code, { items: [line('0-0'), { ...pain, doseQuantity: 6500 }] }));
    expect([refused.status, refused.problem.errors?.map(({ field }) => field)]).toEqual([400, ['items[0].code', 'items[1].doseQuantity']]);
    await save(lead.client, code);
    const stale = await problemOf(save(administrator.client, code, { version: 7 }));
    expect([stale.status, stale.problem.holder?.name, stale.problem.currentVersion]).toEqual([409, lead.name, 1]);
    expect(await type(save(administrator.client, code))).toBe('code-taken');
    expect((await problemOf(save(lead.client, newCode(), { version: 3 }))).status).toBe(404);
    expect(await type(save(lead.client, 'as-recorded'))).toBe('reserved-code');
    expect((await read(code)).version).toBe(1);
  });

  test('of two at once, one is saved and the other told', async () => {
    const code = newCode();
    await save(lead.client, code);
    const outcomes = await Promise.allSettled([lead, administrator, lead, administrator].map(({ client }, index) => save(client, code, { version: 1, label: `Attempt ${index}` })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await read(code)).versions).toHaveLength(2);
  });

  test('a reason of admission suggests one set, and is something the hospital knows', async () => {
    const [code, other] = [newCode(), newCode()];
    const taken = await problemOf(save(lead.client, code, { reasons: ['233604007', '9999999'] }));
    expect(taken.problem.errors).toEqual([{ field: 'reasons[0]', message: '233604007 suggests the set Pneumonia already.' }, { field: 'reasons[1]', message: '9999999 is no SNOMED CT code the hospital knows.' }]);
    const [free] = await rowsOf<{ code: string }>(api.database, "SELECT code FROM concepts WHERE system_code = 'SNOMED' AND code NOT IN (SELECT code FROM order_set_reasons) LIMIT 1", []);
    await save(lead.client, code, { reasons: [free!.code] });
    expect((await read(code)).reasons.map((reason) => reason.code)).toEqual([free!.code]);
    expect(await type(save(lead.client, other, { reasons: [free!.code] }))).toBe('reason-refused');
    await save(lead.client, code, { version: 1 });
    await save(lead.client, other, { reasons: [free!.code] });
    await save(lead.client, other, { version: 1 });
  });
});

describe('an open task to place orders', () => {
  const lines = async (taskId: string, code: string) => ((await care.read('physician', taskId)).input.rows?.['items'] ?? []).filter(({ id }) => id.startsWith(`${code}/`));

  test('keeps the version it was opened with, is completed by it, and the next admission has the new one', async () => {
    const code = newCode();
    await save(lead.client, code);
    const [journey, next] = [await inBed(), await inBed()];
    const taskId = await care.open(journey.journeyId, 'place-orders');
    await save(lead.client, code, { version: 1, items: [line(CHEST, { category: 'imaging' }), pain] });
    const shown = await lines(taskId, code);
    expect(shown.map(({ label }) => label)).toEqual(['Complete blood count', 'Prothrombin time and INR', 'Acetaminophen 325 MG Oral Tablet']);
    const later = await care.open(next.journeyId, 'place-orders');
    const fresh = await lines(later, code);
    expect(fresh.map(({ label }) => label)).toEqual(['X-ray of the chest, two views', 'Acetaminophen 325 MG Oral Tablet']);
    // A line of the other version is no line of this task.
    const mixed = await problemOf(care.complete('physician', taskId, { orderSet: code, plannedHours: 24, items: fresh.map(({ id }) => ({ id, order: true })) } as never));
    expect(mixed.status).toBe(400);
    await care.complete('physician', taskId, { orderSet: code, plannedHours: 24, items: shown.map(({ id }) => ({ id, order: true })) } as never);
    const { items } = await lead.client.call(contract.listOrders, { params: { encounterId: journey.journeyId }, query: {} });
    expect(items.map(({ display }) => display).sort()).toEqual(['Complete blood count', 'Prothrombin time and INR']);
  });

  test('keeps a set that was taken out of use meanwhile; nobody else is offered it until it is back', async () => {
    const code = newCode();
    await save(lead.client, code);
    const journey = await inBed();
    const taskId = await care.open(journey.journeyId, 'place-orders');
    await save(lead.client, code, { version: 1, isRetired: true });
    expect(await lines(taskId, code)).toHaveLength(3);
    expect(await lines(await care.open((await inBed()).journeyId, 'place-orders'), code)).toEqual([]);
    const listed = async (retired: 'true' | 'false') => (await lead.client.call(contract.listOrderSets, { query: { retired } })).items.some((set) => set.code === code);
    expect([await listed('false'), await listed('true')]).toEqual([false, true]);
    await save(lead.client, code, { version: 2, isRetired: false });
    expect([await listed('false'), await listed('true')]).toEqual([true, false]);
  });
});
