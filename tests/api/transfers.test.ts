import { type ApiClient, contract } from '../../api/client';
import { BedDriver } from '../factories/beds';
import { CareDriver, rowsOf } from '../factories/clinical';
import { type MadeJourney, makeJourney, makeWard } from '../factories/hospital';
import { startTestApi, type TestApi } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let care: CareDriver;
let beds: BedDriver;
beforeAll(async () => {
  api = await startTestApi();
  care = await CareDriver.start(api);
  beds = new BedDriver(api, care);
});
afterAll(() => api.stop());

interface Scene {
  readonly from: { wardId: string; bedIds: string[] };
  readonly to: { wardId: string; bedIds: string[] };
  readonly journey: MadeJourney;
  readonly sender: ApiClient;
  readonly receiver: ApiClient;
  readonly nurse: ApiClient;
  readonly transferId: string;
}

const problem = async (act: Promise<unknown>) => (await problemOf(act)).problem.type.replace('urn:careway:problem:', '');
const statusOf = async (transferId: string) => (await rowsOf<{ status: string }>(api.database, 'SELECT status FROM bed_transfers WHERE id = ?', [transferId]))[0]?.status;

async function arrange(): Promise<Scene> {
  const [from, to] = [await makeWard(2), await makeWard(2)];
  const journey = await makeJourney(api.database, { wardId: from.wardId, bedId: from.bedIds[0]! });
  const [sender, receiver, nurse] = [await beds.onWard('charge-nurse', from.wardId), await beds.onWard('charge-nurse', to.wardId), await beds.onWard('nurse', to.wardId)];
  const asker = await beds.onWard('nurse', from.wardId);
  const { id } = await asker.client.call(contract.requestTransfer, { params: { encounterId: journey.journeyId }, body: { toWardId: to.wardId, reason: 'lower-care', note: 'Walks with help.' } });
  return { from, to, journey, sender: sender.client, receiver: receiver.client, nurse: nurse.client, transferId: id };
}

async function agreeAndAccept({ sender, receiver, transferId, to }: Scene): Promise<void> {
  await beds.answer(sender, transferId, 'agree-transfer', { decision: 'agree', note: 'Takes warfarin.' });
  await beds.answer(receiver, transferId, 'accept-transfer', { decision: 'accept', bedId: to.bedIds[0]! });
}

describe('a transfer to another ward', () => {
  test('comes and goes: the board then shows again what the journey itself waits for, until when', async () => {
    const scene = await arrange();
    const { journey, nurse, transferId } = scene;
    const onBoard = () => rowsOf(api.database, 'SELECT waiting_for AS waitingFor, waiting_until AS waitingUntil, open_tasks AS open FROM journeys WHERE id = ?', [journey.journeyId]);
    const until = new Date('2036-05-01T06:00:00.000Z');
    await (await api.service()).call(contract.recordProgress, {
      params: { journeyId: journey.journeyId }, idempotencyKey: `wait-${journey.journeyId}`,
      body: { workflowId: journey.workflowId, stage: 'treatment', step: 'next-observations', waitingFor: 'next-observations', waitingUntil: until.toISOString(), openTasks: [] },
    });
    await beds.transferTask(transferId, 'agree-transfer');
    expect(await onBoard()).toMatchObject([{ waitingFor: 'agree-transfer', open: 1 }]);
    await agreeAndAccept(scene);
    await beds.answer(nurse, transferId, 'confirm-arrival', { arrived: true });
    expect(await onBoard()).toEqual([{ waitingFor: 'next-observations', waitingUntil: until, open: 0 }]);
  });

  test('moves the patient when the sender has agreed, the receiver has accepted, and somebody has seen them in the new bed', async () => {
    const scene = await arrange();
    const { from, to, journey, sender, receiver, nurse, transferId } = scene;
    expect(await beds.told(`bed-transfer-${transferId}`)).toEqual(['bedTransfer']);
    const round = await care.open(journey.journeyId, 'observation-round');
    const holder = await beds.onWard('nurse', from.wardId);
    await holder.client.call(contract.claimTask, { params: { taskId: round } });

    const agree = (await beds.transferTask(transferId, 'agree-transfer')) ?? '';
    // The ward that receives cannot agree for the one that sends.
    expect((await problemOf(beds.complete(receiver, agree, { decision: 'agree' }))).status).toBe(403);
    await beds.complete(sender, agree, { decision: 'agree', note: 'Takes warfarin.' });
    const accept = (await beds.transferTask(transferId, 'accept-transfer')) ?? '';
    expect((await problemOf(beds.complete(sender, accept, { decision: 'accept', bedId: to.bedIds[0]! }))).status).toBe(403);
    const { input } = await receiver.call(contract.readTask, { params: { taskId: accept } });
    expect(input.options?.['bedId']?.map(({ value }) => value)).toEqual(to.bedIds);
    expect(input.facts).toContainEqual({ label: 'Note', value: 'Walks with help.\nTakes warfarin.' });
    await beds.complete(receiver, accept, { decision: 'accept', bedId: to.bedIds[0]! });
    expect([await beds.status(from.bedIds[0]!), await beds.status(to.bedIds[0]!)]).toEqual(['O', 'U']); // nobody has moved yet
    const other = await makeJourney(api.database);
    expect(await problem(care.do('bed-manager', other.journeyId, 'assign-bed', { bedId: to.bedIds[0]! }))).toBe('bed-taken');

    await beds.answer(nurse, transferId, 'confirm-arrival', { arrived: true });
    expect([await beds.status(from.bedIds[0]!), await beds.status(to.bedIds[0]!), await statusOf(transferId)]).toEqual(['H', 'O', 'moved']);
    // One stay, many locations.
    expect(await rowsOf(api.database, "SELECT ward_id AS ward, status FROM encounter_locations WHERE encounter_id = ? ORDER BY period_start", [journey.journeyId]))
      .toEqual([{ ward: from.wardId, status: 'completed' }, { ward: to.wardId, status: 'active' }]);
    expect(await rowsOf(api.database, 'SELECT e.ward_id AS stay, j.ward_id AS journey FROM encounters e JOIN journeys j ON j.id = e.id WHERE e.id = ?', [journey.journeyId])).toEqual([{ stay: to.wardId, journey: to.wardId }]);
    // The open work follows the patient; somebody of the old ward holds it no longer.
    expect(await rowsOf(api.database, 'SELECT ward_id AS ward, holder_id AS holder, status FROM tasks WHERE id = ?', [round])).toEqual([{ ward: to.wardId, holder: null, status: 'requested' }]);
    expect((await nurse.call(contract.listTasks, { query: { limit: 50 } })).items.map(({ id }) => id)).toContain(round);
    const next = await care.open(journey.journeyId, 'observation-round');
    expect(await rowsOf(api.database, 'SELECT ward_id AS ward FROM tasks WHERE id = ?', [next])).toEqual([{ ward: to.wardId }]);
  });

  test('each night is billed by the ward it was slept on', async () => {
    const scene = await arrange();
    const { journey, nurse, transferId, from } = scene;
    await api.database.sequelize.query("UPDATE wards SET specialty = 'intensive care' WHERE id = ?", { replacements: [from.wardId] });
    await api.database.sequelize.query('UPDATE encounter_locations SET period_start = NOW(3) - INTERVAL 2 DAY WHERE encounter_id = ?', { replacements: [journey.journeyId] });
    await agreeAndAccept(scene);
    await beds.answer(nurse, transferId, 'confirm-arrival', { arrived: true });
    await api.database.sequelize.query("UPDATE encounter_locations SET period_start = period_start - INTERVAL 1 DAY, period_end = period_end - INTERVAL 1 DAY WHERE encounter_id = ?", { replacements: [journey.journeyId] });
    await care.do('nurse', journey.journeyId, 'confirm-departure', { left: true, transport: 'walking' });
    await care.service.call(contract.dischargeEncounter, { params: { encounterId: journey.journeyId }, body: { disposition: 'completed' }, idempotencyKey: care.key() });
    await care.service.call(contract.captureCharges, { params: { encounterId: journey.journeyId }, idempotencyKey: care.key() });
    const nights = await rowsOf<{ code: string; units: number }>(api.database, "SELECT revenue_code AS code, units FROM charge_items WHERE encounter_id = ? AND revenue_code LIKE '0___' AND revenue_code < '0220' ORDER BY revenue_code", [journey.journeyId]);
    expect(nights.map(({ code, units }) => [code, Number(units)])).toEqual([['0120', 1], ['0200', 2]]);
  });

  test.each([['agree-transfer', 'sender'], ['accept-transfer', 'receiver']] as const)('is over when a ward says no (%s)', async (type, who) => {
    const scene = await arrange();
    if (type === 'accept-transfer') await beds.answer(scene.sender, scene.transferId, 'agree-transfer', { decision: 'agree' });
    await beds.answer(scene[who], scene.transferId, type, { decision: 'decline' });
    expect(await statusOf(scene.transferId)).toBe('declined');
    expect(await beds.transferTask(scene.transferId, 'confirm-arrival')).toBeNull();
    const again = (await care.user('bed-manager')).client;
    await again.call(contract.requestTransfer, { params: { encounterId: scene.journey.journeyId }, body: { toWardId: scene.to.wardId, reason: 'capacity' } });
  });

  test('a bed that was kept too long is free, and the receiving ward is asked again', async () => {
    const scene = await arrange();
    await agreeAndAccept(scene);
    const arrival = (await beds.transferTask(scene.transferId, 'confirm-arrival')) ?? '';
    const [kept] = await rowsOf<{ id: string }>(api.database, 'SELECT location_id AS id FROM bed_transfers WHERE id = ?', [scene.transferId]);
    await care.service.call(contract.endReservation, { params: { locationId: kept?.id ?? '' }, idempotencyKey: care.key() });
    expect(await statusOf(scene.transferId)).toBe('agreed');
    expect(await beds.told(`bed-transfer-${scene.transferId}`)).toContain('errandChanged');
    expect(await problem(beds.complete(scene.nurse, arrival, { arrived: true }))).toBe('transfer-over');
    await beds.answer(scene.receiver, scene.transferId, 'accept-transfer', { decision: 'accept', bedId: scene.to.bedIds[1]! }, 2);
    await beds.answer(scene.nurse, scene.transferId, 'confirm-arrival', { arrived: true }, 2);
    expect(await beds.status(scene.to.bedIds[1]!)).toBe('O');
  });

  test('one at a time, withdrawn by who may, and gone from every inbox then', async () => {
    const scene = await arrange();
    const manager = (await care.user('bed-manager')).client;
    expect(await problem(manager.call(contract.requestTransfer, { params: { encounterId: scene.journey.journeyId }, body: { toWardId: scene.to.wardId, reason: 'capacity' } }))).toBe('transfer-pending');
    expect(await problem(manager.call(contract.requestTransfer, { params: { encounterId: (await makeJourney(api.database)).journeyId }, body: { toWardId: scene.to.wardId, reason: 'capacity' } }))).toBe('not-in-a-bed');
    await agreeAndAccept(scene);
    const arrival = (await beds.transferTask(scene.transferId, 'confirm-arrival')) ?? '';
    const withdraw = (client: ApiClient, version: number) => client.call(contract.withdrawTransfer, { params: { transferId: scene.transferId }, body: { version } });
    expect((await problemOf(withdraw(scene.nurse, 3))).status).toBe(404); // a nurse of the ward that receives did not ask
    expect(await problem(withdraw(manager, 1))).toBe('stale-version');
    expect(await withdraw(manager, 3)).toMatchObject({ status: 'withdrawn' });
    expect(await rowsOf(api.database, 'SELECT status FROM tasks WHERE id = ?', [arrival])).toEqual([{ status: 'cancelled' }]);
    expect(await rowsOf(api.database, "SELECT id FROM encounter_locations WHERE encounter_id = ? AND status = 'reserved'", [scene.journey.journeyId])).toEqual([]);
    expect(await problem(withdraw(manager, 4))).toBe('transfer-over');
    expect((await manager.call(contract.listTransfers, { query: { wardId: scene.to.wardId } })).items).toEqual([]);
  });

  test('ends when the patient leaves the hospital', async () => {
    const scene = await arrange();
    await agreeAndAccept(scene);
    const arrival = (await beds.transferTask(scene.transferId, 'confirm-arrival')) ?? '';
    await care.do('nurse', scene.journey.journeyId, 'confirm-departure', { left: true, transport: 'walking' });
    expect(await statusOf(scene.transferId)).toBe('cancelled');
    expect(await rowsOf(api.database, 'SELECT status FROM tasks WHERE id = ?', [arrival])).toEqual([{ status: 'cancelled' }]);
    const { wards } = await scene.nurse.call(contract.readBedBoard, { query: { wardId: scene.to.wardId } });
    expect(wards[0]?.counts).toMatchObject({ free: 2, reserved: 0 });
  });

  test('is taken back by any of those who made it, and the work goes back with the patient', async () => {
    const scene = await arrange();
    await agreeAndAccept(scene);
    await beds.answer(scene.nurse, scene.transferId, 'confirm-arrival', { arrived: true });
    const taskId = await care.open(scene.journey.journeyId, 'observation-round');
    const { wards } = await scene.sender.call(contract.readBedBoard, { query: { wardId: scene.to.wardId } });
    const { moveId = '' } = wards[0]?.beds.find(({ undo }) => undo)?.undo ?? {};
    const stranger = await beds.onWard('charge-nurse', scene.to.wardId);
    expect(await problem(beds.undo(stranger.client, moveId))).toBe('undo-not-yours');
    await beds.undo(scene.sender, moveId);
    expect([await beds.status(scene.from.bedIds[0]!), await beds.status(scene.to.bedIds[0]!), await statusOf(scene.transferId)]).toEqual(['O', 'U', 'undone']);
    expect(await rowsOf(api.database, 'SELECT ward_id AS ward FROM tasks WHERE id = ?', [taskId])).toEqual([{ ward: scene.from.wardId }]);
  });
});
