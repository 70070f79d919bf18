import { type ApiClient, contract } from '../../api/client';
import { Bed } from '../../db/models';
import { CareDriver, rowsOf } from '../factories/clinical';
import { type MadeJourney, makeJourney, makePatient, makeWard } from '../factories/hospital';
import { startTestApi, type TestApi } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let care: CareDriver;
let manager: ApiClient;
beforeAll(async () => {
  api = await startTestApi();
  care = await CareDriver.start(api);
  manager = (await care.user('bed-manager')).client;
});
afterAll(() => api.stop());

const statusOf = async (bedId: string) => (await Bed.findByPk(bedId))?.operationalStatus;
const assign = (journey: MadeJourney, bedId: string) => care.do('bed-manager', journey.journeyId, 'assign-bed', { bedId });

describe('assigning a bed', () => {
  test('offers free, clean beds that fit, and puts the patient in the one chosen', async () => {
    const { wardId, bedIds } = await makeWard(5);
    const [free, dirty, closed, forMen, taken] = bedIds as [string, string, string, string, string];
    await Bed.update({ operationalStatus: 'H' }, { where: { id: dirty } });
    await Bed.update({ operationalStatus: 'C' }, { where: { id: closed } });
    await Bed.update({ sexConstraint: 'male' }, { where: { id: forMen } });
    await makeJourney(api.database, { wardId, bedId: taken });
    const journey = await makeJourney(api.database);
    const taskId = await care.open(journey.journeyId, 'assign-bed');
    const offered = (await care.read('bed-manager', taskId)).input.options?.['bedId']?.map((option) => option.value) ?? [];
    expect(bedIds.filter((id) => offered.includes(id))).toEqual([free]);
    await care.complete('bed-manager', taskId, { bedId: free });
    expect(await statusOf(free)).toBe('O');
    expect(await rowsOf(api.database, 'SELECT e.ward_id AS ward, j.ward_id AS journeyWard, l.status FROM encounters e JOIN journeys j ON j.id = e.id JOIN encounter_locations l ON l.encounter_id = e.id WHERE e.id = ?', [journey.journeyId]))
      .toEqual([{ ward: wardId, journeyWard: wardId, status: 'active' }]);
    expect(await care.factsOf(taskId)).toEqual({ bedId: free, wardId });
  });

  test('isolation needs a bed that can give it', async () => {
    const { bedIds } = await makeWard(2);
    const [plain, single] = bedIds as [string, string];
    await Bed.update({ isolationCapable: true }, { where: { id: single } });
    const patient = await makePatient(api.database);
    await api.database.sequelize.query("UPDATE patients SET isolation = 'airborne' WHERE id = ?", { replacements: [patient.id] });
    const journey = await makeJourney(api.database, { patient });
    const taskId = await care.open(journey.journeyId, 'assign-bed');
    const offered = (await care.read('bed-manager', taskId)).input.options?.['bedId']?.map((option) => option.value) ?? [];
    expect([offered.includes(plain), offered.includes(single)]).toEqual([false, true]);
    const refused = await problemOf(care.complete('bed-manager', taskId, { bedId: plain }));
    expect([refused.status, refused.problem.type]).toEqual([422, 'urn:careway:problem:bed-does-not-fit']);
  });

  test('two patients in one bed is impossible, and the second is told so (care#2811, care_fe#10795)', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { bedIds } = await makeWard(1);
      const bedId = bedIds[0]!;
      const journeys = [await makeJourney(api.database), await makeJourney(api.database), await makeJourney(api.database)];
      const outcomes = await Promise.allSettled(journeys.map((journey) => assign(journey, bedId)));
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ status: 409, problem: { type: 'urn:careway:problem:bed-taken', title: expect.stringContaining('Two patients never share a bed') } });
      }
      expect(await rowsOf(api.database, "SELECT id FROM encounter_locations WHERE bed_id = ? AND status = 'active'", [bedId])).toHaveLength(1);
    }
  });

  test('one patient lies in one bed', async () => {
    const { wardId, bedIds } = await makeWard(2);
    const journey = await makeJourney(api.database, { wardId, bedId: bedIds[0]! });
    const refused = await problemOf(assign(journey, bedIds[1]!));
    expect([refused.status, refused.problem.type]).toEqual([409, 'urn:careway:problem:already-in-a-bed']);
    expect(await statusOf(bedIds[1]!)).toBe('U');
  });

  test('the record itself refuses what no code saw', async () => {
    const { wardId, bedIds } = await makeWard(1);
    await makeJourney(api.database, { wardId, bedId: bedIds[0]! });
    await expect(makeJourney(api.database, { wardId, bedId: bedIds[0]! })).rejects.toMatchObject({ name: 'SequelizeUniqueConstraintError' });
  });
});

describe('leaving a bed', () => {
  test('is free when the patient has left and it has been cleaned, not before (marley#1141, hmislk#21587)', async () => {
    const { wardId, bedIds } = await makeWard(1);
    const bedId = bedIds[0]!;
    const journey = await makeJourney(api.database, { wardId, bedId });
    await care.do('physician', journey.journeyId, 'decide-discharge', { decision: 'discharge', disposition: '01' });
    expect(await statusOf(bedId)).toBe('O'); // ordered, and still in bed
    await care.do('nurse', journey.journeyId, 'confirm-departure', { left: true, transport: 'walking' });
    expect(await statusOf(bedId)).toBe('H'); // left, not clean
    const next = await makeJourney(api.database);
    expect((await problemOf(assign(next, bedId))).problem.type).toBe('urn:careway:problem:bed-does-not-fit');
    await care.do('bed-manager', journey.journeyId, 'clean-bed', { cleaned: true });
    expect(await statusOf(bedId)).toBe('U');
    await assign(next, bedId);
    expect(await statusOf(bedId)).toBe('O');
  });

  test('nobody departs who lies in no bed', async () => {
    const journey = await makeJourney(api.database);
    const refused = await problemOf(care.do('nurse', journey.journeyId, 'confirm-departure', { left: true, transport: 'walking' }));
    expect([refused.status, refused.problem.type]).toEqual([422, 'urn:careway:problem:not-in-a-bed']);
  });

  test('cleaning a bed that went out of use meanwhile leaves it out of use', async () => {
    const { wardId, bedIds } = await makeWard(1);
    const journey = await makeJourney(api.database, { wardId, bedId: bedIds[0]! });
    await care.do('nurse', journey.journeyId, 'confirm-departure', { left: true, transport: 'wheelchair' });
    const bed = await Bed.findByPk(bedIds[0]!);
    await manager.call(contract.closeBed, { params: { bedId: bedIds[0]! }, body: { version: bed?.version ?? 0, reason: 'maintenance' } });
    await care.do('bed-manager', journey.journeyId, 'clean-bed', { cleaned: true });
    expect(await statusOf(bedIds[0]!)).toBe('C');
  });
});

describe('the bed board', () => {
  test('shows every bed with who lies in it, who leaves, what is cleaned and by whom', async () => {
    const { wardId, bedIds, bedCodes } = await makeWard(4);
    const patient = await makePatient(api.database, { family: 'Boardman' });
    const lying = await makeJourney(api.database, { patient, wardId, bedId: bedIds[0]! });
    await api.database.sequelize.query("UPDATE journeys SET stage = 'discharge', news2 = 3 WHERE id = ?", { replacements: [lying.journeyId] });
    await api.database.sequelize.query('UPDATE encounters SET planned_hours = 48 WHERE id = ?', { replacements: [lying.journeyId] });
    const gone = await makeJourney(api.database, { wardId, bedId: bedIds[1]! });
    await care.do('nurse', gone.journeyId, 'confirm-departure', { left: true, transport: 'walking' });
    const cleaning = await care.open(gone.journeyId, 'clean-bed');
    const holder = await care.user('bed-manager');
    await holder.client.call(contract.claimTask, { params: { taskId: cleaning } });
    await Bed.update({ operationalStatus: 'C', closedReason: 'staffing' }, { where: { id: bedIds[2]! } });

    const nurse = await care.user('nurse');
    const { wards } = await nurse.client.call(contract.readBedBoard, { query: { wardId } });
    const ward = wards[0];
    expect(ward?.counts).toEqual({ beds: 4, free: 1, reserved: 0, occupied: 1, leaving: 1, cleaning: 1, outOfUse: 1 });
    const [first, second, third, fourth] = ward?.beds ?? [];
    expect(first).toMatchObject({ code: bedCodes[0], status: 'O', isLeaving: true, encounterId: lying.journeyId, patient: { name: 'Boardman, Alex', bed: bedCodes[0], news2: 3, codeStatus: 'full' } });
    expect(first?.expectedDischargeAt).not.toBeNull();
    expect(second).toMatchObject({ status: 'H', patient: null, cleaning: { taskId: cleaning, holder: { id: holder.id } } });
    expect(third).toMatchObject({ status: 'C', closedReason: 'staffing' });
    expect(fourth).toMatchObject({ status: 'U', patient: null });
    expect(await rowsOf(api.database, "SELECT sequence FROM audit_events WHERE action = 'bed.list' AND actor_id = ?", [nurse.id])).toHaveLength(1);
    const coder = await api.as('coder');
    expect((await problemOf(coder.client.call(contract.readBedBoard, {}))).status).toBe(403);
  });
});

describe('out of use and back', () => {
  test('closes a free bed and reopens it, cleaned; a stale version is refused', async () => {
    const bedId = (await makeWard(1)).bedIds[0]!;
    expect(await manager.call(contract.closeBed, { params: { bedId }, body: { version: 1, reason: 'equipment' } })).toEqual({ id: bedId, status: 'C', closedReason: 'equipment', version: 2 });
    expect((await problemOf(manager.call(contract.reopenBed, { params: { bedId }, body: { version: 1, cleaned: true } }))).problem.currentVersion).toBe(2);
    expect((await problemOf(manager.call(contract.reopenBed, { params: { bedId }, body: { version: 2, cleaned: false as true } }))).status).toBe(400);
    expect(await manager.call(contract.reopenBed, { params: { bedId }, body: { version: 2, cleaned: true } })).toMatchObject({ status: 'U', closedReason: null, version: 3 });
  });

  test('never with a patient in it, never past an open cleaning task, never by a nurse', async () => {
    const { wardId, bedIds } = await makeWard(1);
    const bedId = bedIds[0]!;
    const journey = await makeJourney(api.database, { wardId, bedId });
    const version = async () => (await Bed.findByPk(bedId))?.version ?? 0;
    const onBoard = async () => (await care.user('nurse')).client.call(contract.readBedBoard, { query: { wardId } }).then(({ wards }) => wards[0]?.beds[0]);
    expect((await problemOf(manager.call(contract.closeBed, { params: { bedId }, body: { version: await version(), reason: 'staffing' } }))).problem.type).toBe('urn:careway:problem:bed-occupied');
    await care.do('nurse', journey.journeyId, 'confirm-departure', { left: true, transport: 'ambulance' });
    const taskId = await care.open(journey.journeyId, 'clean-bed');
    const holder = await care.user('bed-manager');
    await holder.client.call(contract.claimTask, { params: { taskId } });
    const held = await problemOf(manager.call(contract.reopenBed, { params: { bedId }, body: { version: await version(), cleaned: true } }));
    expect([held.status, held.problem.holder?.id]).toEqual([409, holder.id]);
    // Nor by way of out of use: the bed comes back when it has been cleaned.
    await manager.call(contract.closeBed, { params: { bedId }, body: { version: await version(), reason: 'maintenance' } });
    expect((await problemOf(manager.call(contract.reopenBed, { params: { bedId }, body: { version: await version(), cleaned: true } }))).problem.type).toBe('urn:careway:problem:cleaning-task-open');
    expect(await onBoard()).toMatchObject({ status: 'C', cleaning: { taskId } });
    await holder.client.call(contract.completeTask, { params: { taskId }, body: { version: 2, values: { cleaned: true } } });
    expect(await onBoard()).toMatchObject({ status: 'C', cleaning: null });
    expect((await manager.call(contract.reopenBed, { params: { bedId }, body: { version: await version(), cleaned: true } })).status).toBe('U');
    expect((await problemOf((await care.user('nurse')).client.call(contract.closeBed, { params: { bedId }, body: { version: await version(), reason: 'staffing' } }))).status).toBe(403);
  });

  test('a bed left in cleaning without a task is not stuck', async () => {
    const bedId = (await makeWard(1)).bedIds[0]!;
    await Bed.update({ operationalStatus: 'H' }, { where: { id: bedId } });
    expect((await manager.call(contract.reopenBed, { params: { bedId }, body: { version: 1, cleaned: true } })).status).toBe('U');
  });
});

test('directories are paged by name', async () => {
  const { items } = await manager.call(contract.listWards, { query: { limit: 2 } });
  expect(items).toHaveLength(2);
  const payers = await manager.call(contract.listPayers, {});
  expect(Array.isArray(payers.items)).toBe(true);
  expect((await manager.call(contract.listPractitioners, { query: { q: '%' } })).items).toEqual([]);
});
