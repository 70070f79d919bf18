import { type ApiClient, contract } from '../../api/client';
import { Bed } from '../../db/models';
import { BedDriver } from '../factories/beds';
import { CareDriver, rowsOf } from '../factories/clinical';
import { makeJourney, makePatient, makeWard } from '../factories/hospital';
import { startTestApi, type TestApi } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let care: CareDriver;
let beds: BedDriver;
let manager: ApiClient;
beforeAll(async () => {
  api = await startTestApi();
  care = await CareDriver.start(api);
  beds = new BedDriver(api, care);
  manager = (await care.user('bed-manager')).client;
});
afterAll(() => api.stop());

const sql = (text: string, replacements: unknown[] = []) => api.database.sequelize.query(text, { replacements });
const whereIs = async (encounterId: string) => (await rowsOf<{ bedId: string }>(api.database, 'SELECT bed_id AS bedId FROM encounter_locations WHERE lying_encounter_id = ?', [encounterId]))[0]?.bedId ?? null;
const problem = async (act: Promise<unknown>) => (await problemOf(act)).problem.type.replace('urn:careway:problem:', '');

describe('keeping a bed', () => {
  test('keeps it from everybody else until the time is over, then it is free by itself', async () => {
    const { bedIds, wardId } = await makeWard(2);
    const [bedId, other] = bedIds as [string, string];
    const mine = await makeJourney(api.database);
    const theirs = await makeJourney(api.database);
    const kept = await beds.reserve(manager, bedId, mine.journeyId, 60);
    expect(await beds.told(`bed-reservation-${kept.locationId}`)).toEqual(['bedReservation']);
    expect(await problem(beds.reserve(manager, bedId, theirs.journeyId))).toBe('bed-taken');
    expect(await problem(care.do('bed-manager', theirs.journeyId, 'assign-bed', { bedId }))).toBe('bed-taken');
    const board = await manager.call(contract.readBedBoard, { query: { wardId } });
    expect(board.wards[0]?.counts).toMatchObject({ free: 1, reserved: 1, occupied: 0 });
    expect(board.wards[0]?.beds.find(({ id }) => id === bedId)).toMatchObject({ isReserved: true, patient: { id: mine.patient.id }, reservedUntil: kept.until });
    expect(board.waiting.map(({ encounterId }) => encounterId)).toEqual(expect.arrayContaining([mine.journeyId, theirs.journeyId]));

    const { ended } = await care.service.call(contract.endReservation, { params: { locationId: kept.locationId }, idempotencyKey: care.key() });
    expect(ended).toBe(true);
    expect((await care.service.call(contract.endReservation, { params: { locationId: kept.locationId }, idempotencyKey: care.key() })).ended).toBe(false);
    await care.do('bed-manager', theirs.journeyId, 'assign-bed', { bedId });
    expect([await whereIs(theirs.journeyId), await beds.status(other)]).toEqual([bedId, 'U']);
  });

  test('a timer that is late keeps nobody from the bed', async () => {
    const { bedIds } = await makeWard(1);
    const bedId = bedIds[0]!;
    const kept = await beds.reserve(manager, bedId, (await makeJourney(api.database)).journeyId);
    await sql('UPDATE encounter_locations SET reserved_until = NOW(3) - INTERVAL 1 SECOND WHERE id = ?', [kept.locationId]);
    const next = await makeJourney(api.database);
    await care.do('bed-manager', next.journeyId, 'assign-bed', { bedId });
    expect(await whereIs(next.journeyId)).toBe(bedId);
    expect((await care.service.call(contract.endReservation, { params: { locationId: kept.locationId }, idempotencyKey: care.key() })).ended).toBe(false);
  });

  test('the patient lies down in the bed kept for them, and the timer is told', async () => {
    const { bedIds } = await makeWard(2);
    const [bedId, second] = bedIds as [string, string];
    const journey = await makeJourney(api.database);
    await beds.reserve(manager, second, journey.journeyId);
    const kept = await beds.reserve(manager, bedId, journey.journeyId);
    expect(await rowsOf(api.database, "SELECT bed_id FROM encounter_locations WHERE encounter_id = ? AND status = 'reserved'", [journey.journeyId])).toEqual([{ bed_id: bedId }]);
    const taskId = await care.open(journey.journeyId, 'assign-bed');
    expect((await care.read('bed-manager', taskId)).input.options?.['bedId']?.[0]).toMatchObject({ value: bedId, label: expect.stringContaining('kept for this patient') });
    await care.complete('bed-manager', taskId, { bedId });
    expect(await rowsOf(api.database, "SELECT id, status FROM encounter_locations WHERE encounter_id = ? AND status <> 'cancelled'", [journey.journeyId])).toEqual([{ id: kept.locationId, status: 'active' }]);
    expect(await beds.told(`bed-reservation-${kept.locationId}`)).toEqual(['bedReservation', 'errandChanged']);
  });

  test('two never have one bed kept, and one never has two (the record itself refuses)', async () => {
    const { bedIds, wardId } = await makeWard(2);
    const journeys = [await makeJourney(api.database), await makeJourney(api.database), await makeJourney(api.database)];
    const outcomes = await Promise.allSettled(journeys.map(async ({ journeyId }) => beds.reserve(manager, bedIds[0]!, journeyId)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const insert = "INSERT INTO encounter_locations (id, encounter_id, bed_id, ward_id, status, period_start, reserved_until) VALUES (UUID(), ?, ?, ?, 'reserved', NOW(3), NOW(3))";
    const keeper = journeys[outcomes.findIndex(({ status }) => status === 'fulfilled')]!.journeyId;
    const other = journeys.find(({ journeyId }) => journeyId !== keeper)!.journeyId;
    await expect(sql(insert, [other, bedIds[0], wardId])).rejects.toMatchObject({ name: 'SequelizeUniqueConstraintError' });
    await expect(sql(insert, [keeper, bedIds[1], wardId])).rejects.toMatchObject({ name: 'SequelizeUniqueConstraintError' });
    await expect(sql(insert.replace(', NOW(3))', ', NULL)'), [other, bedIds[1], wardId])).rejects.toThrow(); // for ever
  });

  test('is given back by hand, and never by a nurse', async () => {
    const { bedIds } = await makeWard(1);
    const bedId = bedIds[0]!;
    await beds.reserve(manager, bedId, (await makeJourney(api.database)).journeyId);
    const call = async (client: ApiClient) => client.call(contract.giveBackBed, { params: { bedId }, body: { version: await beds.version(bedId) } });
    expect((await problemOf(call((await care.user('nurse')).client))).status).toBe(403);
    expect(await problem(manager.call(contract.giveBackBed, { params: { bedId }, body: { version: 99 } }))).toBe('stale-version');
    expect(await call(manager)).toEqual({ bedId, ended: true });
    expect(await problem(call(manager))).toBe('not-reserved');
  });
});

describe('another bed on the same ward', () => {
  test('moves the patient at once and asks housekeeping for the bed left (hmislk#21587)', async () => {
    const { wardId, bedIds } = await makeWard(2);
    const [from, to] = bedIds as [string, string];
    const journey = await makeJourney(api.database, { wardId, bedId: from });
    const nurse = await beds.onWard('nurse', wardId);
    await beds.move(nurse.client, to, journey.journeyId);
    expect([await whereIs(journey.journeyId), await beds.status(from), await beds.status(to)]).toEqual([to, 'H', 'O']);
    await beds.openCleanings();
    const cleaning = (await beds.cleaningTask(from)) ?? '';
    const board = await nurse.client.call(contract.readBedBoard, { query: { wardId } });
    expect(board.wards[0]?.beds.map(({ cleaning: task, undo }) => [task?.taskId ?? null, undo !== null])).toEqual([[cleaning, false], [null, true]]);
    const detail = await manager.call(contract.readTask, { params: { taskId: cleaning } });
    expect([detail.task.patient, detail.input.facts]).toEqual([null, [{ label: 'Bed', value: expect.any(String) }]]);
    await beds.complete(manager, cleaning, { cleaned: true });
    expect(await beds.status(from)).toBe('U');
  });

  test('behind an isolated patient the bed is contaminated until the terminal clean', async () => {
    const { wardId, bedIds } = await makeWard(2);
    await Bed.update({ isolationCapable: true }, { where: { id: bedIds } });
    const journey = await makeJourney(api.database, { wardId, bedId: bedIds[0]! });
    await sql("UPDATE patients SET isolation = 'contact' WHERE id = ?", [journey.patient.id]);
    await beds.move(manager, bedIds[1]!, journey.journeyId);
    expect(await beds.status(bedIds[0]!)).toBe('K');
    await beds.openCleanings();
    const cleaning = (await beds.cleaningTask(bedIds[0]!)) ?? '';
    expect((await manager.call(contract.readTask, { params: { taskId: cleaning } })).input.facts).toContainEqual({ label: 'Clean', value: expect.stringContaining('terminal') });
  });

  test('a nurse of another ward cannot, another ward’s bed is refused, equipment is asked for', async () => {
    const here = await makeWard(2);
    const there = await makeWard(1);
    const journey = await makeJourney(api.database, { wardId: here.wardId, bedId: here.bedIds[0]! });
    const stranger = await beds.onWard('nurse', there.wardId);
    expect((await problemOf(beds.move(stranger.client, here.bedIds[1]!, journey.journeyId))).status).toBe(404);
    expect(await problem(beds.move(stranger.client, there.bedIds[0]!, journey.journeyId))).toBe('other-ward');
    const own = await beds.onWard('nurse', here.wardId);
    const [{ version } = { version: 0 }] = await rowsOf<{ version: number }>(api.database, 'SELECT version FROM encounters WHERE id = ?', [journey.journeyId]);
    await own.client.call(contract.setBedNeeds, { params: { encounterId: journey.journeyId }, body: { version, equipment: ['monitor'] } });
    expect(await problem(beds.move(own.client, here.bedIds[1]!, journey.journeyId))).toBe('bed-does-not-fit');
    const board = await own.client.call(contract.readBedBoard, { query: { wardId: here.wardId } });
    expect(board.wards[0]?.beds[0]?.missing).toEqual([expect.stringContaining('equipment')]);
    await sql("UPDATE beds SET equipment = '[\"monitor\"]' WHERE id = ?", [here.bedIds[1]]);
    await beds.move(own.client, here.bedIds[1]!, journey.journeyId);
  });

  test('of two who want one bed, one gets it', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { wardId, bedIds } = await makeWard(4);
      const [a, b, c, free] = bedIds as [string, string, string, string];
      const journeys = await Promise.all([a, b, c].map((bedId) => makeJourney(api.database, { wardId, bedId })));
      const version = await beds.version(free);
      const outcomes = await Promise.allSettled(journeys.map(({ journeyId }) => manager.call(contract.moveToBed, { params: { bedId: free }, body: { version, encounterId: journeyId } })));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const lying = await rowsOf<{ bedId: string }>(api.database, "SELECT bed_id AS bedId FROM encounter_locations WHERE ward_id = ? AND status = 'active'", [wardId]);
      expect(new Set(lying.map(({ bedId }) => bedId)).size).toBe(3);
    }
  });
});

describe('two patients exchange their beds', () => {
  test('in one act, and their pending transfers stay (openmrs-esm-patient-management#1367)', async () => {
    const { wardId, bedIds } = await makeWard(2);
    const [one, other] = bedIds as [string, string];
    const elsewhere = await makeWard(1);
    const [first, second] = [await makeJourney(api.database, { wardId, bedId: one }), await makeJourney(api.database, { wardId, bedId: other })];
    const transfer = await manager.call(contract.requestTransfer, { params: { encounterId: first.journeyId }, body: { toWardId: elsewhere.wardId, reason: 'lower-care' } });
    const taskId = await beds.transferTask(transfer.id, 'agree-transfer');
    await beds.swap(manager, one, other);
    expect([await whereIs(first.journeyId), await whereIs(second.journeyId)]).toEqual([other, one]);
    expect([await beds.status(one), await beds.status(other)]).toEqual(['O', 'O']);
    const { items } = await manager.call(contract.listTransfers, { query: { encounterId: first.journeyId } });
    expect(items).toMatchObject([{ id: transfer.id, status: 'requested', from: { wardId }, task: { id: taskId } }]);
  });

  test('refused when one would not do in the other’s place, and nothing moves', async () => {
    const { wardId, bedIds } = await makeWard(2);
    const [one, other] = bedIds as [string, string];
    const isolated = await makeJourney(api.database, { wardId, bedId: one });
    await makeJourney(api.database, { wardId, bedId: other });
    await Bed.update({ isolationCapable: true }, { where: { id: one } });
    await sql("UPDATE patients SET isolation = 'droplet' WHERE id = ?", [isolated.patient.id]);
    expect(await problem(beds.swap(manager, one, other))).toBe('bed-does-not-fit');
    expect(await whereIs(isolated.journeyId)).toBe(one);
    const empty = await makeWard(1);
    expect(await problem(beds.swap(manager, one, empty.bedIds[0]!))).toBe('nobody-there');
    expect(await problem(manager.call(contract.swapBeds, { params: { bedId: one }, body: { version: 1, otherBedId: other, otherVersion: 99, bedsCleaned: true } }))).toBe('stale-version');
  });

  test('across wards only by somebody of both, and tasks follow', async () => {
    const [here, there] = [await makeWard(1), await makeWard(1)];
    const first = await makeJourney(api.database, { wardId: here.wardId, bedId: here.bedIds[0]! });
    await makeJourney(api.database, { wardId: there.wardId, bedId: there.bedIds[0]! });
    const taskId = await care.open(first.journeyId, 'observation-round');
    const nurse = await beds.onWard('nurse', here.wardId);
    expect((await problemOf(beds.swap(nurse.client, here.bedIds[0]!, there.bedIds[0]!))).status).toBe(404);
    const both = await beds.onWard('nurse', here.wardId, there.wardId);
    await beds.swap(both.client, here.bedIds[0]!, there.bedIds[0]!);
    expect(await rowsOf(api.database, 'SELECT ward_id FROM tasks WHERE id = ?', [taskId])).toEqual([{ ward_id: there.wardId }]);
  });

  test('many at once end with everybody in a bed of their own', async () => {
    const { wardId, bedIds } = await makeWard(4);
    const journeys = await Promise.all(bedIds.map((bedId) => makeJourney(api.database, { wardId, bedId })));
    await Promise.allSettled([[0, 1], [1, 2], [2, 3], [3, 0], [0, 2], [1, 3]].map(([a, b]) => beds.swap(manager, bedIds[a!]!, bedIds[b!]!)));
    const places = await Promise.all(journeys.map(({ journeyId }) => whereIs(journeyId)));
    expect([...places].sort()).toEqual([...bedIds].sort());
  });
});

describe('taking back a mistaken move (care_fe#667)', () => {
  const arrange = async () => {
    const { wardId, bedIds } = await makeWard(3);
    const [from, to, third] = bedIds as [string, string, string];
    const journey = await makeJourney(api.database, { wardId, bedId: from });
    const nurse = await beds.onWard('nurse', wardId);
    const { moveId } = await beds.move(nurse.client, to, journey.journeyId);
    return { wardId, from, to, third, journey, nurse, moveId };
  };

  test('by the nurse who made it: the patient never was there, so the bed is clean and the stay has no gap', async () => {
    const { from, to, journey, nurse, moveId } = await arrange();
    await beds.openCleanings();
    const cleaning = (await beds.cleaningTask(from)) ?? '';
    await beds.undo(nurse.client, moveId);
    expect([await whereIs(journey.journeyId), await beds.status(from), await beds.status(to)]).toEqual([from, 'O', 'U']);
    expect(await rowsOf(api.database, 'SELECT status FROM encounter_locations WHERE encounter_id = ? ORDER BY status', [journey.journeyId])).toEqual([{ status: 'active' }, { status: 'cancelled' }]);
    expect(await rowsOf(api.database, 'SELECT status FROM tasks WHERE id = ?', [cleaning])).toEqual([{ status: 'cancelled' }]);
    expect(await problem(beds.undo(nurse.client, moveId))).toBe('undo-undone');
  });

  test('a bed the patient did lie in goes to housekeeping', async () => {
    const { from, to, journey, nurse, moveId } = await arrange();
    await beds.undo(nurse.client, moveId, true);
    expect([await whereIs(journey.journeyId), await beds.status(from), await beds.status(to)]).toEqual([from, 'O', 'H']);
    await beds.openCleanings();
    expect(await beds.cleaningTask(to)).not.toBeNull();
  });

  test('not by others, not too late, not when moved on, not when the bed is taken', async () => {
    const { wardId, from, third, journey, nurse, moveId } = await arrange();
    const colleague = await beds.onWard('nurse', wardId);
    expect(await problem(beds.undo(colleague.client, moveId))).toBe('undo-not-yours');
    await sql('UPDATE bed_moves SET moved_at = moved_at - INTERVAL 31 MINUTE WHERE id = ?', [moveId]);
    expect(await problem(beds.undo(nurse.client, moveId))).toBe('undo-too-late');
    await sql('UPDATE bed_moves SET moved_at = moved_at + INTERVAL 31 MINUTE WHERE id = ?', [moveId]);
    await manager.call(contract.reopenBed, { params: { bedId: from }, body: { version: await beds.version(from), cleaned: true } });
    await care.do('bed-manager', (await makeJourney(api.database)).journeyId, 'assign-bed', { bedId: from });
    expect(await problem(beds.undo(nurse.client, moveId))).toBe('undo-bed-taken');
    await beds.move(nurse.client, third, journey.journeyId);
    expect(await problem(beds.undo(nurse.client, moveId))).toBe('undo-moved-on');
  });

  test('both halves of a swap go back together', async () => {
    const { wardId, bedIds } = await makeWard(2);
    const [one, other] = bedIds as [string, string];
    const [first, second] = [await makeJourney(api.database, { wardId, bedId: one }), await makeJourney(api.database, { wardId, bedId: other })];
    const { moveIds } = await beds.swap(manager, one, other);
    await beds.undo(manager, moveIds[1]!);
    expect([await whereIs(first.journeyId), await whereIs(second.journeyId)]).toEqual([one, other]);
    expect(await problem(beds.undo(manager, moveIds[0]!))).toBe('undo-undone');
  });
});

test('the census counts, predicts and explains', async () => {
  const { wardId, bedIds } = await makeWard(4);
  const patient = await makePatient(api.database, { family: 'Census' });
  const leaving = await makeJourney(api.database, { patient, wardId, bedId: bedIds[0]! });
  await sql("UPDATE journeys SET stage = 'discharge' WHERE id = ?", [leaving.journeyId]);
  await care.open(leaving.journeyId, 'discharge-teaching');
  await sql("UPDATE journeys SET stage = 'discharge' WHERE id = ?", [leaving.journeyId]);
  const ill = await makeJourney(api.database, { wardId, bedId: bedIds[1]! });
  await sql('UPDATE journeys SET news2 = 8 WHERE id = ?', [ill.journeyId]);
  await sql('UPDATE encounters SET planned_hours = 12 WHERE id = ?', [ill.journeyId]);
  await sql("UPDATE encounter_locations SET period_start = NOW(3) - INTERVAL 30 HOUR WHERE encounter_id = ?", [ill.journeyId]);
  await Bed.update({ operationalStatus: 'C' }, { where: { id: bedIds[3]! } });
  const { wards } = await manager.call(contract.readCensus, { query: { wardId, days: 3 } });
  expect(wards[0]).toMatchObject({ beds: 4, occupied: 2, free: 1, outOfUse: 1, occupancyPercent: 67, freeWithin24Hours: 2, left: 0 });
  expect(wards[0]?.days).toHaveLength(3);
  expect(wards[0]?.days.at(-1)?.patients).toBe(1);
  expect(wards[0]?.discharges.map(({ encounterId, prediction }) => [encounterId, prediction.confidence])).toEqual([[leaving.journeyId, 'likely'], [ill.journeyId, 'unlikely']]);
  expect(wards[0]?.discharges[0]?.prediction.because).toEqual(['Discharge is decided.', 'Waits for: Discharge teaching.']);
  expect((await problemOf((await api.as('coder')).client.call(contract.readCensus, { query: {} }))).status).toBe(403);
});
