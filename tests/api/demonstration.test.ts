import { contract } from '../../api/client';
import { TemporalGateway } from '../../api/temporal/gateway';
import { passHours } from '../../bin/simulate/time';
import { MedicationRequest } from '../../db/models';
import { CareDriver, makeAllergy, makeConcepts, makePastStay, rowsOf } from '../factories/clinical';
import { makeJourney, makeWard } from '../factories/hospital';
import { makeHospital } from '../factories/money';
import { startTestApi, type TestApi, type TestUser } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let care: CareDriver;
let admin: TestUser;
beforeAll(async () => {
  api = await startTestApi();
  care = await CareDriver.start(api);
  await makeConcepts();
  await makeHospital();
  admin = await care.user('administrator');
});
afterAll(() => api.stop());

const replay = (encounterId: string) => admin.client.call(contract.replayEncounter, { body: { encounterId } });
const fill = (rows: readonly { id: string }[], values: Record<string, unknown>) => rows.map((row) => ({ id: row.id, ...values })) as never;

describe('past stays', () => {
  test('are offered until they were played, those played least first', async () => {
    const first = await makePastStay(api.database);
    const second = await makePastStay(api.database);
    const ids = async (played: 'never' | 'any') => (await admin.client.call(contract.listReplayable, { query: { played, limit: 200 } })).items.map((item) => item.encounterId);
    expect(await ids('never')).toEqual(expect.arrayContaining([first.encounterId, second.encounterId]));
    const [item] = (await admin.client.call(contract.listReplayable, { query: { limit: 1 } })).items;
    expect(item).toMatchObject({ hours: 60, rounds: 0, reason: 'Chronic congestive heart failure (disorder)', startedAt: '2008-01-05T22:15:00.000Z' });
    await replay(first.encounterId);
    expect(await ids('never')).not.toContain(first.encounterId);
    const all = await ids('any');
    expect(all.indexOf(second.encounterId)).toBeLessThan(all.indexOf(first.encounterId));
  });

  test('are admitted again for the same reason, under a coverage of today', async () => {
    const past = await makePastStay(api.database);
    const [first, second] = [await replay(past.encounterId), await replay(past.encounterId)];
    expect([first.round, second.round]).toEqual([1, 2]);
    expect(await rowsOf(api.database, 'SELECT state FROM workflow_commands WHERE dedup_id = ?', [`start-${first.workflowId}`])).toEqual([{ state: 'pending' }]);
    const registrar = (await care.user('registrar')).client;
    const read = await registrar.call(contract.readEncounter, { params: { encounterId: first.encounterId } });
    expect(read).toMatchObject({ isReplay: true, replayOf: past.encounterId, plannedHours: 60, orderSet: 'as-recorded', reason: 'Chronic congestive heart failure (disorder)' });
    const { items } = await registrar.call(contract.listCoverages, { params: { patientId: past.patient.id } });
    expect(items.map((item) => [item.payer.id, item.activeToday])).toEqual([[past.payerId, true], [past.payerId, false]]); // one copy for both replays
    expect(items[0]?.memberNumber).toBe(items[1]?.memberNumber);
    expect(read.coverage?.id).toBe(items[0]?.id);
    expect((await care.service.call(contract.checkEligibility, { params: { encounterId: first.encounterId }, idempotencyKey: care.key() })).status).toBe('active');
  });

  test('many who replay one stay at once get a round each', async () => {
    const past = await makePastStay(api.database);
    const rounds = await Promise.all([replay(past.encounterId), replay(past.encounterId), replay(past.encounterId)]);
    expect(rounds.map((one) => one.round).sort()).toEqual([1, 2, 3]);
  });

  test('a stay of this hospital is no past stay; nobody but the administrator drives', async () => {
    const journey = await makeJourney(api.database);
    expect((await problemOf(replay(journey.journeyId))).problem.type).toBe('urn:careway:problem:not-replayable');
    expect((await problemOf(admin.client.call(contract.replayEncounter, { body: { encounterId: 'x' } }))).status).toBe(400);
    const nurse = await care.user('nurse');
    expect((await problemOf(nurse.client.call(contract.listReplayable, {}))).status).toBe(403);
    expect((await problemOf(api.nobody().call(contract.listReplayable, {}))).status).toBe(401);
  });
});

describe('playing a stay again', () => {
  test('what happened then happens again: draws, panels, values, procedures, doses, supplies', async () => {
    const { bedIds } = await makeWard(1);
    const past = await makePastStay(api.database);
    await api.database.sequelize.query(
      "INSERT INTO supply_deliveries (id, patient_id, encounter_id, system_code, code, quantity, occurred_at, source) VALUES (UUID(), ?, ?, 'SNOMED', '468277001', 3, NOW(3), 'synthea')", { replacements: [past.patient.id, past.encounterId] });
    const { encounterId } = await replay(past.encounterId);
    const script = await admin.client.call(contract.readScript, { params: { encounterId } });
    expect(script).toMatchObject({ orderSet: 'as-recorded', plannedHours: 60, disposition: '01', died: false, overrideReason: null, selfPay: false, assessment: { pulse: 155, spo2: 88, onOxygen: true } });
    expect(script.rounds.length).toBeGreaterThan(3);

    await care.do('bed-manager', encounterId, 'assign-bed', { bedId: bedIds[0]! });
    const order = await care.open(encounterId, 'place-orders');
    expect((await care.read('physician', order)).input.values).toEqual({ orderSet: 'as-recorded', plannedHours: 60 });
    await care.complete('physician', order, { orderSet: 'as-recorded', plannedHours: 60 });
    const plan = await care.service.call(contract.planCare, { params: { encounterId }, idempotencyKey: care.key() });
    expect(plan).toEqual({ laboratoryRounds: [1, 2], urgentRounds: [], imagingRounds: [], procedureRounds: [1, 2], unverifiedMedicines: 1, medicineEveryHours: 12, statDoses: 0, plannedHours: 60 });

    for (const round of [1, 2]) {
      const collect = await care.open(encounterId, 'collect-specimens', round);
      await care.complete('nurse', collect, { specimens: fill((await care.read('nurse', collect)).input.rows?.['specimens'] ?? [], { collected: true }) });
      const results = await care.open(encounterId, 'enter-results', round);
      const rows = (await care.read('lab', results)).input.rows?.['results'] ?? [];
      expect(rows.map((row) => row.values)).toEqual(round === 1
        ? expect.arrayContaining([{ value: 7.1 }, { value: 40.7 }, { value: 81.2 }, { value: 24.5 }, { value: 4.6 }])
        : expect.arrayContaining([{ value: 7.4 }, { text: 'Cloudy urine (finding)' }]));
      await care.complete('lab', results, { results: rows.map((row) => ({ id: row.id, ...row.values })) as never });
      expect((await care.factsOf(results))['critical']).toBe(round === 1 ? 1 : 0); // pH 7.1
    }
    const physician = (await care.user('physician')).client;
    const reports = await physician.call(contract.listReports, { params: { encounterId } });
    expect(reports.items.map((report) => report.display).sort()).toEqual(['Arterial blood gas', 'Arterial blood gas', 'Potassium', 'Urine appearance']);
    const past7 = reports.items.flatMap((report) => report.results).find((result) => result.value === 7.1);
    expect(past7).toMatchObject({ code: '2744-1', interpretation: 'LL', unit: '[pH]' });

    const verify = await care.open(encounterId, 'verify-medicines');
    await care.complete('pharmacist', verify, { medicines: fill((await care.read('pharmacist', verify)).input.rows?.['medicines'] ?? [], { decision: 'verified' }) });
    for (const round of [1, 2, 3, 4]) {
      const planned = await care.service.call(contract.planMedicineRound, { params: { encounterId }, body: { round }, idempotencyKey: care.key() });
      expect(planned).toMatchObject({ doses: 1, finished: round === 4 });
      const doses = await care.open(encounterId, 'medicine-round', round);
      await care.complete('nurse', doses, await care.give(doses));
      await care.passHours(encounterId, 12);
    }
    const [medicine] = (await physician.call(contract.listMedicines, { params: { encounterId } })).items;
    expect(medicine).toMatchObject({ display: '10 ML Furosemide 10 MG/ML Injection', dosesPlanned: 4, dosesGiven: 4, status: 'completed' });
    expect(await MedicationRequest.findOne({ where: { encounterId } })).toMatchObject({ unitCostCents: 15 });

    for (const round of [1, 2]) {
      const task = await care.open(encounterId, 'perform-procedures', round);
      const rows = (await care.read('physician', task)).input.rows?.['procedures'] ?? [];
      expect(rows).toHaveLength(round === 1 ? 2 : 1);
      await care.complete('physician', task, { procedures: fill(rows, { status: 'completed' }) });
    }
    expect(await rowsOf(api.database, "SELECT COUNT(*) AS n, SUM(base_cost_cents) AS cost FROM procedures WHERE encounter_id = ? AND status = 'completed'", [encounterId])).toEqual([{ n: 3, cost: '154800' }]);
    expect(await rowsOf(api.database, 'SELECT quantity, source FROM supply_deliveries WHERE encounter_id = ?', [encounterId])).toEqual([{ quantity: 3, source: 'replay' }]);
  });

  test('what was given despite an allergy known today needs the override the script gives', async () => {
    const past = await makePastStay(api.database);
    await makeAllergy(past.patient.id, '1719286');
    const { encounterId } = await replay(past.encounterId);
    const { overrideReason } = await admin.client.call(contract.readScript, { params: { encounterId } });
    expect((await problemOf(care.do('physician', encounterId, 'place-orders', { orderSet: 'as-recorded', plannedHours: 60 }))).status).toBe(422);
    await care.do('physician', encounterId, 'place-orders', { orderSet: 'as-recorded', plannedHours: 60, ...(overrideReason === null ? {} : { overrideReason }) });
  });
});

describe('passing time', () => {
  const pass = (journeyId: string, body: { hours?: number; untilNextTimer?: true }) => admin.client.call(contract.fastForwardJourney, { params: { journeyId }, body });

  test('without Temporal no time passes, and the record is not moved', async () => {
    const journey = await makeJourney(api.database);
    const before = await rowsOf(api.database, 'SELECT started_at FROM journeys WHERE id = ?', [journey.journeyId]);
    const refused = await problemOf(pass(journey.journeyId, { hours: 5 }));
    expect([refused.status, refused.problem.type]).toEqual([503, 'urn:careway:problem:temporal-away']);
    expect(await rowsOf(api.database, 'SELECT started_at FROM journeys WHERE id = ?', [journey.journeyId])).toEqual(before);
  });

  test.each([[{}], [{ hours: -1 }], [{ hours: 1, untilNextTimer: true as const }], [{ hours: 1e9 }]])('refuses %j', async (body) => {
    const journey = await makeJourney(api.database);
    expect((await problemOf(pass(journey.journeyId, body))).status).toBe(400);
  });

  test('of nobody, or by a nurse, is refused', async () => {
    expect((await problemOf(pass('0195c1d0-3b2a-7abc-8def-0123456789ab', { hours: 1 }))).status).toBe(404);
    const journey = await makeJourney(api.database);
    const nurse = await care.user('nurse');
    expect((await problemOf(nurse.client.call(contract.fastForwardJourney, { params: { journeyId: journey.journeyId }, body: { hours: 1 } }))).status).toBe(403);
  });
});

test('outside the demonstration none of this exists', async () => {
  const production = await startTestApi({ env: { CAREWAY_DEMO: '0' } });
  try {
    const administrator = await production.as('administrator');
    expect((await problemOf(administrator.client.call(contract.listReplayable, {}))).status).toBe(404);
    expect((await problemOf(administrator.client.call(contract.replayEncounter, { body: { encounterId: '0195c1d0-3b2a-7abc-8def-0123456789ab' } }))).status).toBe(404);
  } finally {
    await production.stop();
  }
});

test('what has ended has a record alone, which is moved back by hours; what goes on is not moved without its workflow', async () => {
  const gateway = await TemporalGateway.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '', namespace: process.env['TEMPORAL_NAMESPACE'] ?? 'default', keys: api.deps.keys });
  const connected = await startTestApi({ gateway });
  try {
    const administrator = (await connected.as('administrator')).client;
    const forward = (journeyId: string, body: { hours?: number; untilNextTimer?: true }) => administrator.call(contract.fastForwardJourney, { params: { journeyId }, body });
    const [ended, going] = [await makeJourney(connected.database), await makeJourney(connected.database)];
    await connected.database.sequelize.query("UPDATE journeys SET status = 'closed', outcome = 'claim-paid', closed_at = NOW(3) WHERE id = ?", { replacements: [ended.journeyId] });
    const times = async () => (await rowsOf<{ id: string; at: Date }>(connected.database, 'SELECT id, started_at AS at FROM journeys WHERE id IN (?) ORDER BY id = ? DESC', [[ended.journeyId, going.journeyId], ended.journeyId])).map(({ at }) => at.getTime());
    const [before, other] = await times();
    expect(await forward(ended.journeyId, { hours: 24 * 14 })).toMatchObject({ skippedMs: 14 * 86_400_000, workflows: [] });
    expect(await times()).toEqual([(before ?? 0) - 14 * 86_400_000, other]);
    expect(await rowsOf(connected.database, 'SELECT journey_id AS id FROM analytics_changes WHERE journey_id = ?', [ended.journeyId])).toHaveLength(1); // figures by week follow
    for (const refused of [await problemOf(forward(ended.journeyId, { untilNextTimer: true })), await problemOf(forward(going.journeyId, { hours: 5 }))]) expect([refused.status, refused.problem.type]).toEqual([422, 'urn:careway:problem:nothing-running']);
    expect((await times())[1]).toBe(other);
    // Whoever plays a hospital asks until there is something to move.
    const passing = passHours(administrator, going.journeyId, 5);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await times())[1]).toBe(other);
    await connected.database.sequelize.query("UPDATE journeys SET status = 'closed', outcome = 'claim-paid', closed_at = NOW(3) WHERE id = ?", { replacements: [going.journeyId] });
    await passing;
    expect((await times())[1]).toBe((other ?? 0) - 5 * 3_600_000);
  } finally {
    await connected.stop();
    await gateway.close();
  }
});
