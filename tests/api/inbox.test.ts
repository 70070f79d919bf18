import { type ApiClient, contract } from '../../api/client';
import { TASK_SORTS } from '../../api/contract/tasks';
import { Journey, Task } from '../../db/models';
import { type TaskTypeName } from '../../domain/tasks/types';
import { makeJourney, makePatient, makeWard, type MadeJourney } from '../factories/hospital';
import { makeTask } from '../factories/tasks';
import { startTestApi, type TestApi, type TestUser } from '../support/api';

type Item = Awaited<ReturnType<typeof inbox>>[number];
let api: TestApi;
let nurse: TestUser;
let wards: { wardId: string; bedIds: string[]; bedCodes: string[] }[];
let everything: Set<string>;
const journeys: MadeJourney[] = [];

/** Every page of a query, walked to its end. */
async function inbox(client: ApiClient, query: object, limit = 7) {
  const items = [];
  let cursor: string | undefined;
  do {
    const page = await client.call(contract.listTasks, { query: { scope: 'all', limit, count: 'true', ...query, ...(cursor ? { cursor } : {}) } as never });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    if (!cursor && !('sort' in query && query.sort === 'followUp')) expect(page.total).toBe(items.length);
  } while (cursor);
  return items;
}

const KINDS: readonly TaskTypeName[] = ['observation-round', 'place-orders', 'medicine-round', 'clean-bed', 'fix-claim'];

beforeAll(async () => {
  api = await startTestApi();
  nurse = await api.as('nurse');
  const others = [await api.as('nurse'), await api.as('nurse')];
  wards = [await makeWard(4), await makeWard(4)];
  everything = new Set();
  for (let n = 0; n < 10; n += 1) {
    const ward = wards[n % 2]!;
    const inBed = n < 6 ? { bedId: ward.bedIds[Math.floor(n / 2)]! } : {};
    const patient = await makePatient(api.database, { family: `Inboxer${String.fromCharCode(97 + n)}`, given: n % 2 === 0 ? 'Evenley' : 'Oddly' });
    const journey = await makeJourney(api.database, { patient, wardId: ward.wardId, ...inBed });
    journeys.push(journey);
    for (const [k, type] of KINDS.entries()) {
      // Several due at the same moment, so that only the ID tells them apart.
      const holder = (n + k) % 4 === 0 ? others[n % 2] : undefined;
      const taskId = await makeTask(journey, type, { wardId: ward.wardId, dueInMinutes: (n % 3) * 60 - 30, ...(holder ? { holderId: holder.id } : {}) });
      await Task.update({ acuity: n % 5 === 0 ? -1 : n, priority: k % 3, followUpAt: k === 1 ? new Date(Date.now() + (n - 5) * 3_600_000) : null, createdAt: new Date(Date.now() - n * 60_000) }, { where: { id: taskId } });
      everything.add(taskId);
    }
  }
});
afterAll(() => api.stop());

const byDue = (item: Item) => item.dueAt;
const ORDER: Readonly<Record<(typeof TASK_SORTS)[number], (item: Item) => readonly (string | number)[]>> = {
  due: (item) => [byDue(item)],
  priority: (item) => [item.priority, byDue(item)],
  newest: (item) => [-Date.parse(item.createdAt)],
  acuity: (item) => [-(ACUITY.get(item.id) ?? -1), byDue(item)],
  type: (item) => [item.type, byDue(item)],
  followUp: (item) => [item.followUpAt ?? ''],
  holder: (item) => [item.holder ? 0 : 1, item.holder?.name ?? '', byDue(item)],
  bed: (item) => [item.patient?.bed ? 0 : 1, item.patient?.bed ?? '', byDue(item)],
};
const ACUITY = new Map<string, number>();

describe('sorting by anything shown', () => {
  beforeAll(async () => {
    for (const { id, acuity } of await Task.findAll({ attributes: ['id', 'acuity'] })) ACUITY.set(id, acuity);
  });

  test.each(TASK_SORTS)('by %s: every task once, in order, page by page', async (sort) => {
    const items = await inbox(nurse.client, { sort });
    const keys = items.map((item) => ORDER[sort](item));
    for (const [n, key] of keys.entries()) if (n > 0) expect(compare(keys[n - 1]!, key)).toBeLessThanOrEqual(0);
    const expected = sort === 'followUp' ? items.filter(({ followUpAt }) => followUpAt !== null).length : everything.size;
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(items).toHaveLength(sort === 'followUp' ? 10 : expected);
  });

  test.each(['due', 'priority', 'newest', 'acuity', 'type', 'followUp'] as const)('by %s from its end is the reverse', async (sort) => {
    const [there, back] = [await inbox(nurse.client, { sort }), await inbox(nurse.client, { sort, reverse: 'true' })];
    expect(back.map(({ id }) => id)).toEqual(there.map(({ id }) => id).reverse());
  });

  test.each(['holder', 'bed'] as const)('by %s from its end: the last name first, tasks without one at the end still', async (sort) => {
    const items = await inbox(nurse.client, { sort, reverse: 'true' });
    const names = items.map((item) => (sort === 'holder' ? item.holder?.name : item.patient?.bed) ?? '');
    const named = names.filter((name) => name !== '');
    expect(named).toEqual([...named].sort().reverse());
    expect(names.slice(named.length).every((name) => name === '')).toBe(true);
    expect(new Set(items.map(({ id }) => id))).toEqual(everything);
  });
});

describe('filtering by anything shown', () => {
  const rows: readonly (readonly [string, () => object, (item: Item) => boolean])[] = [
    ['kind', () => ({ type: 'place-orders' }), (item) => item.type === 'place-orders'],
    ['stage', () => ({ stage: 'treatment' }), (item) => item.stage === 'treatment'],
    ['role', () => ({ role: 'billing' }), (item) => item.role === 'billing'],
    ['ward', () => ({ wardId: wards[1]!.wardId }), (item) => WARD.get(item.id) === wards[1]!.wardId],
    ['priority', () => ({ priority: '1' }), (item) => item.priority === 1],
    ['acuity', () => ({ acuity: '5' }), (item) => (ACUITY.get(item.id) ?? -1) >= 5],
    ['nobody holds it', () => ({ holder: 'none' }), (item) => item.holder === null],
    ['somebody holds it', () => ({ holder: 'anyone' }), (item) => item.holder !== null],
    ['overdue', () => ({ overdue: 'true' }), (item) => item.overdue],
    ['due within a window', () => ({ dueFrom: new Date(Date.now()).toISOString(), dueTo: new Date(Date.now() + 3_600_000).toISOString() }), (item) => !item.overdue && Date.parse(item.dueAt) < Date.now() + 3_600_000],
    ['a reminder whose time has come', () => ({ followUp: 'come' }), (item) => item.followUpAt !== null && Date.parse(item.followUpAt) <= Date.now()],
    ['patient', () => ({ patientId: journeys[3]!.patient.id }), (item) => item.patient?.id === journeys[3]!.patient.id],
    ['words of two names', () => ({ q: 'inboxerd oddly' }), (item) => item.patient?.name === 'Inboxerd, Oddly'],
    ['MRN', () => ({ q: journeys[7]!.patient.mrn }), (item) => item.patient?.id === journeys[7]!.patient.id],
    ['bed', () => ({ q: wards[0]!.bedCodes[1]! }), (item) => item.patient?.bed === wards[0]!.bedCodes[1]],
    ['several at once', () => ({ role: 'nurse', holder: 'none', priority: '0', q: 'evenley' }), (item) => item.role === 'nurse' && !item.holder && item.priority === 0 && item.patient?.name.endsWith('Evenley') === true],
  ];
  const WARD = new Map<string, string | null>();
  beforeAll(async () => {
    for (const { id, wardId } of await Task.findAll({ attributes: ['id', 'wardId'] })) WARD.set(id, wardId ?? null);
  });

  test.each(rows)('%s', async (_, query, matches) => {
    const all = await inbox(nurse.client, {}, 200);
    for (const sort of ['due', 'bed'] as const) {
      const found = await inbox(nurse.client, { ...query(), sort });
      expect(found.map(({ id }) => id).sort()).toEqual(all.filter(matches).map(({ id }) => id).sort());
      expect(found.length).toBeGreaterThan(0);
    }
  });

  test('a ward’s nurse sees that ward, and her counts say the same', async () => {
    const own = await api.onWards([wards[0]!.wardId], 'nurse');
    for (const sort of TASK_SORTS) {
      const items = await inbox(own.client, { scope: 'role', sort });
      expect(items.every((item) => item.role === 'nurse' && WARD.get(item.id) === wards[0]!.wardId)).toBe(true);
      if (sort !== 'followUp') expect(items).toHaveLength(10);
    }
    const counts = await own.client.call(contract.countTasks, {});
    const items = await inbox(own.client, { scope: 'role' });
    expect(counts).toMatchObject({ role: 10, mine: 0, overdue: items.filter(({ overdue }) => overdue).length, unclaimed: items.filter(({ holder }) => !holder).length });
    expect((await own.client.call(contract.listTasks, { query: { scope: 'role', wardId: wards[1]!.wardId, count: 'true' } })).total).toBe(0);
  });

  test('somebody of many wards sees those, and no others', async () => {
    const many = [wards[0]!.wardId, ...(await Promise.all(Array.from({ length: 5 }, async () => (await makeWard(1)).wardId)))];
    const items = await inbox((await api.onWards(many, 'nurse')).client, { scope: 'role' });
    expect(items.map((item) => WARD.get(item.id))).toEqual(items.map(() => wards[0]!.wardId));
    expect(items).toHaveLength(10);
  });
});

describe('state that others cannot see elsewhere', () => {
  test('the list says status, holder, lateness and score of each task (medplum#8081)', async () => {
    const held = (await inbox(nurse.client, { holder: 'anyone' }))[0]!;
    expect(held).toMatchObject({ status: 'accepted', paused: null, owner: null, team: null, covering: false });
    expect(held.holder?.name).toMatch(/^Test nurse/);
  });

  test('a new score stands on every open task of the patient at once', async () => {
    const journey = journeys[0]!;
    const taskId = await makeTask(journey, 'observation-round', { wardId: wards[0]!.wardId });
    const vitals = { respirations: 26, spo2: 90, onOxygen: true, systolic: 88, pulse: 132, consciousness: 'V', temperature: 39.4 };
    await nurse.client.call(contract.completeTask, { params: { taskId }, body: { version: 1, values: vitals } });
    const score = (await Journey.findByPk(journey.journeyId))?.news2;
    expect(score).toBeGreaterThan(12);
    expect((await Task.findAll({ where: { journeyId: journey.journeyId, isOpen: true } })).map(({ acuity }) => acuity)).toEqual(KINDS.map(() => score));
    const [first] = (await nurse.client.call(contract.listTasks, { query: { scope: 'all', sort: 'acuity', limit: 1 } })).items;
    expect(first?.patient).toMatchObject({ id: journey.patient.id, news2: score });
  });
});

describe('a name that many bear', () => {
  test('finds the tasks of all of them, and with a second word those of one', async () => {
    const found: string[] = [];
    for (let n = 0; n < 105; n += 1) {
      const patient = await makePatient(api.database, { family: 'Crowdley', given: n === 0 ? 'Singular' : 'Plural' });
      if (n % 50 === 0) found.push(await makeTask(await makeJourney(api.database, { patient }), 'place-orders'));
    }
    expect((await inbox(nurse.client, { q: 'crowdley' })).map(({ id }) => id).sort()).toEqual([...found].sort());
    expect((await inbox(nurse.client, { q: 'crowdley plural' })).map(({ id }) => id).sort()).toEqual(found.slice(1).sort());
    expect((await inbox(nurse.client, { q: 'crowdley singular' })).map(({ id }) => id)).toEqual([found[0]]);
    for (const sort of ['priority', 'newest'] as const) expect((await inbox(nurse.client, { q: 'crowdley', sort })).map(({ id }) => id).sort()).toEqual([...found].sort());
  });

  test('is found in every order and counted among thousands of namesakes, in the inbox and on the board, without those whose record does not open', async () => {
    const run = (sql: string, values: unknown[] = []) => api.database.sequelize.query(sql, { replacements: values });
    const word = api.database.cipher.searchToken('crowdley');
    const some = (await Task.findAll({ where: { type: 'place-orders', isOpen: true }, order: ['dueAt', 'id'] })).filter(({ patientId }) => patientId !== null).slice(0, 4);
    // Nobody opens their names: they have no task and no journey.
    await run("INSERT INTO patients (id, administrative_gender, mrn_index, mrn_enc, name_enc, birth_date_enc) SELECT UUID(), 'unknown', UNHEX(SHA2(UUID(), 256)), 'x', 'x', 'x' FROM patient_search_tokens a JOIN (SELECT patient_id FROM patient_search_tokens LIMIT 20) b WHERE a.token = ?", [word]);
    await run("INSERT INTO patient_search_tokens (token, patient_id) SELECT ?, id FROM patients WHERE administrative_gender = 'unknown'", [word]);
    await run('INSERT IGNORE INTO patient_search_tokens (token, patient_id) SELECT ?, patient_id FROM tasks WHERE id IN (?)', [word, some.map(({ id }) => id)]);
    const namesakes = ((await run('SELECT patient_id AS id FROM patient_search_tokens WHERE token = ?', [word]))[0] as { id: string }[]).map(({ id }) => id);
    expect(namesakes.length).toBeGreaterThan(2_000);
    const whole = [await api.as('administrator'), await api.as('physician')];
    const truth = async (where: object) => (await Task.findAll({ where: { ...where, patientId: namesakes, isOpen: true } })).map(({ id }) => id).sort();
    for (const { client } of whole) {
      for (const query of [{}, { sort: 'priority' }, { sort: 'acuity', reverse: 'true' }, { sort: 'holder' }]) expect((await inbox(client, { q: 'crowdley', ...query })).map(({ id }) => id).sort()).toEqual(await truth({}));
      const wardId = wards[0]?.wardId ?? '';
      expect((await inbox(client, { q: 'crowdley', wardId })).map(({ id }) => id).sort()).toEqual(await truth({ wardId }));
      expect((await inbox(client, { q: 'crowdley', type: 'place-orders', holder: 'none' })).map(({ id }) => id).sort()).toEqual(await truth({ type: 'place-orders', holderId: null }));
    }
    const dues = (await inbox(whole[0]!.client, { q: 'crowdley' })).map(byDue);
    expect(dues).toEqual([...dues].sort());
    const manager = await api.as('manager');
    const board = async (query: object) => {
      const page = await manager.client.call(contract.listJourneys, { query: { q: 'crowdley', count: 'true', ...query } as never });
      expect(page.total).toBe(page.items.length);
      return page.items.map(({ id }) => id).sort();
    };
    const journeysOf = async (where: object) => (await Journey.findAll({ where: { ...where, patientId: namesakes, status: 'running' } })).map(({ id }) => id).sort();
    for (const sort of ['longest-in-stage', 'money']) expect(await board({ sort })).toEqual(await journeysOf({}));
    expect(await board({ stage: 'admission', wardId: wards[0]?.wardId })).toEqual(await journeysOf({ stage: 'admission', wardId: wards[0]?.wardId ?? '' }));
    const hidden = some[0]?.patientId ?? '';
    await run("INSERT INTO security_labels (id, patient_id, confidentiality, sensitivity, set_by, set_at) VALUES (UUID(), ?, 'R', 'PSY', ?, NOW(3))", [hidden, manager.id]);
    const left = (await journeysOf({})).filter((id) => journeys.find(({ journeyId }) => journeyId === id)?.patient.id !== hidden);
    expect(await board({})).toEqual(left);
    await run('DELETE FROM security_labels WHERE patient_id = ?', [hidden]);
  });
});

describe('saved views', () => {
  test('count what they show, for whoever looks', async () => {
    const { id } = await nurse.client.call(contract.createView, { body: { resource: 'tasks', name: 'Free and overdue', query: { scope: 'all', holder: 'none', overdue: 'true' }, sharedRole: 'nurse' } });
    const seen = await inbox(nurse.client, { holder: 'none', overdue: 'true' });
    for (const who of [nurse, await api.as('nurse')]) {
      expect((await who.client.call(contract.countViews, {})).items).toEqual([{ viewId: id, count: seen.length }]);
    }
    expect((await (await api.as('coder')).client.call(contract.countViews, {})).items).toEqual([]);
  });
});

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [n, one] of a.entries()) {
    const other = b[n]!;
    if (one < other) return -1;
    if (one > other) return 1;
  }
  return 0;
}
