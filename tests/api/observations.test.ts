import { contract } from '../../api/client';
import { ASSESSMENT, CareDriver, rowsOf, WELL } from '../factories/clinical';
import { type MadeJourney, makeJourney, makePatient, makeWard } from '../factories/hospital';
import { startTestApi, type TestApi } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let care: CareDriver;
beforeAll(async () => {
  api = await startTestApi();
  care = await CareDriver.start(api);
});
afterAll(() => api.stop());

async function inBed(): Promise<MadeJourney & { wardId: string }> {
  const { wardId, bedIds } = await makeWard(1);
  return { ...(await makeJourney(api.database, { wardId, bedId: bedIds[0]! })), wardId };
}

const nurse = async () => (await care.user('nurse')).client;
const record = async (journey: MadeJourney, values: Record<string, unknown>, role: 'nurse' | 'physician' | 'registrar' = 'nurse') =>
  (await care.user(role)).client.call(contract.recordObservations, { params: { encounterId: journey.journeyId }, body: { values } });
const escalations = async (journey: MadeJourney) => (await (await nurse()).call(contract.listEscalations, { params: { encounterId: journey.journeyId } })).items;
const told = async (journey: MadeJourney) => {
  const rows = await rowsOf<{ id: string; payload: Buffer }>(api.database, "SELECT dedup_id AS id, payload_enc AS payload FROM workflow_commands WHERE workflow_id = ? AND name = 'vitalsRecorded' ORDER BY id", [`journey-${journey.journeyId}`]);
  return rows.map(({ id, payload }) => api.database.cipher.openJson<Record<string, unknown>>({ table: 'workflow_commands', column: 'payload_enc', id }, payload));
};
const DETERIORATING = { respirations: 26, spo2: 92, onOxygen: true, systolic: 98, pulse: 118, consciousness: 'A', temperature: 38.6 } as const;

describe('readings that cannot be, and readings that are rare', () => {
  test('a heart rate of 155 is questioned beside the last one, taken with a tick, and told from 72 ever after (care_fe#15812)', async () => {
    const journey = await inBed();
    await record(journey, { ...WELL, pulse: 72 });
    const questioned = await problemOf(record(journey, { pulse: 155 }));
    expect([questioned.status, questioned.problem.errors]).toEqual([400, [{ field: 'pulse', message: 'Pulse 155 /min is unusually high (last: 72). Look again; if it is right, tick the box.', confirmable: true }]]);
    await record(journey, { pulse: 155, pulseConfirmed: true });
    const { values } = await (await nurse()).call(contract.readLastObservations, { params: { encounterId: journey.journeyId } });
    expect(values['pulse']).toBe('155');
  });

  test.each([
    [{ pulse: 300 }, 'pulse', 'Pulse cannot be above 250 /min. Check the reading.'],
    [{ spo2: 101 }, 'spo2', 'SpO₂ cannot be above 100 %. Check the reading.'],
    [{ temperature: 368 }, 'temperature', 'Temperature cannot be above 45 °C. Check the reading.'],
    [{ temperature: 36.85 }, 'temperature', 'Temperature: write it in steps of 0.1.'],
    [{ systolic: 80, diastolic: 120 }, 'diastolic', 'Diastolic must be below systolic. Check both readings.'],
    [{ pulse: 80, measuredAt: '2099-01-01T00:00:00Z' }, 'measuredAt', 'This time is ahead of now. Enter when it was measured.'],
    [{}, 'pulse', 'Enter at least one value.'],
  ])('%j is refused in a nurse’s words, and nothing is saved', async (values, field, message) => {
    const journey = await inBed();
    const refused = await problemOf(record(journey, values));
    expect([refused.status, refused.problem.errors]).toEqual([400, [{ field, message }]]);
    expect(await rowsOf(api.database, 'SELECT id FROM observations WHERE encounter_id = ?', [journey.journeyId])).toEqual([]);
  });

  test('a round says why a value is missing; then the rest is taken, and no score is made up', async () => {
    const journey = await inBed();
    const { spo2: _spo2, ...rest } = WELL;
    const taskId = await care.do('nurse', journey.journeyId, 'observation-round', { ...rest, notMeasured: 'refused' });
    expect(await care.factsOf(taskId)).toMatchObject({ news2: 0, complete: false });
    const notes = await (await nurse()).call(contract.listNotes, { params: { encounterId: journey.journeyId } });
    expect(notes.items).toMatchObject([{ kind: 'observation', text: 'Not measured: SpO₂ (patient refused).' }]);
    expect(await rowsOf(api.database, "SELECT id FROM observations WHERE encounter_id = ? AND code = '1104051000000101'", [journey.journeyId])).toEqual([]);
  });
});

describe('observations outside a round', () => {
  test('a whole set completes the open round; a part of one does not', async () => {
    const journey = await inBed();
    const taskId = await care.open(journey.journeyId, 'observation-round');
    expect(await record(journey, { pulse: 80 })).toMatchObject({ isComplete: false, completedTaskId: null });
    expect(await record(journey, WELL)).toEqual({ news2: 0, risk: 'low', isComplete: true, completedTaskId: taskId });
    expect(await rowsOf(api.database, 'SELECT status FROM tasks WHERE id = ?', [taskId])).toEqual([{ status: 'completed' }]);
    expect(await told(journey)).toMatchObject([{ complete: false }]);
  });

  test('a round somebody else holds stays theirs; the journey hears of the score all the same', async () => {
    const journey = await inBed();
    const taskId = await care.open(journey.journeyId, 'observation-round');
    const colleague = await api.as('nurse');
    await colleague.client.call(contract.claimTask, { params: { taskId } });
    expect(await record(journey, DETERIORATING)).toMatchObject({ news2: 12, risk: 'high', completedTaskId: null });
    expect(await told(journey)).toMatchObject([{ news2: 12, risk: 'high', complete: true }]);
  });

  test('an older reading joins the record and changes nothing that is planned', async () => {
    const journey = await inBed();
    await api.database.sequelize.query('UPDATE encounters SET period_start = DATE_SUB(period_start, INTERVAL 2 DAY) WHERE id = ?', { replacements: [journey.journeyId] });
    await record(journey, WELL);
    await record(journey, { ...DETERIORATING, measuredAt: new Date(Date.now() - 3_600_000).toISOString() });
    expect(await escalations(journey)).toEqual([]);
    expect(await rowsOf(api.database, 'SELECT news2 FROM journeys WHERE id = ?', [journey.journeyId])).toEqual([{ news2: 0 }]);
    expect(await told(journey)).toHaveLength(1);
  });

  test('only the ward records; nothing is recorded for a stay that is over', async () => {
    const journey = await inBed();
    expect((await problemOf(record(journey, WELL, 'registrar'))).status).toBe(403);
    await api.database.sequelize.query("UPDATE encounters SET status = 'finished' WHERE id = ?", { replacements: [journey.journeyId] });
    expect((await problemOf(record(journey, WELL))).problem.type).toBe('urn:careway:problem:stay-over');
  });

  test('the round of the ward shows the sickest and the overdue first', async () => {
    const { wardId, bedIds } = await makeWard(3);
    const [well, sick, late] = await Promise.all(bedIds.map((bedId) => makeJourney(api.database, { wardId, bedId })));
    await record(well!, WELL);
    await record(sick!, DETERIORATING);
    await record(late!, WELL);
    await api.database.sequelize.query('UPDATE observations SET effective_at = DATE_SUB(effective_at, INTERVAL 13 HOUR) WHERE encounter_id = ?', { replacements: [late!.journeyId] });
    const { items } = await (await nurse()).call(contract.listWardObservations, { query: { wardId } });
    expect(items.map((item) => [item.encounterId, item.score?.news2, item.overdue, item.escalation !== null])).toEqual([
      [sick!.journeyId, 12, false, true], [late!.journeyId, 0, true, false], [well!.journeyId, 0, false, false],
    ]);
  });
});

describe('the loop of a deterioration', () => {
  test('is closed by acknowledgement and observations after it, never by one of them', async () => {
    const journey = await inBed();
    await record(journey, DETERIORATING);
    expect(await escalations(journey)).toMatchObject([{ news2: 12, risk: 'high', acknowledgedAt: null, closedAt: null }]);
    await record(journey, WELL);
    expect(await escalations(journey)).toMatchObject([{ reobservedNews2: 0, acknowledgedAt: null, closedAt: null }]);
    await care.do('physician', journey.journeyId, 'emergency-response', { seen: true, plan: 'Fluids, cultures, antibiotics.', observeInMinutes: 15 });
    expect((await escalations(journey))[0]).toMatchObject({ closedAt: null });
    await record(journey, { ...WELL, pulse: 95 });
    expect((await escalations(journey))[0]).toMatchObject({ reobservedNews2: 1, closedAt: expect.any(String) });
  });

  test('a patient who is no better opens the next one at once', async () => {
    const journey = await inBed();
    await record(journey, DETERIORATING);
    await care.do('physician', journey.journeyId, 'emergency-response', { seen: true, plan: 'Fluids.' });
    await record(journey, DETERIORATING);
    expect((await escalations(journey)).map(({ closedAt }) => closedAt !== null)).toEqual([false, true]);
  });

  test('part of a set that already comes to 3 in one value calls for help', async () => {
    const journey = await inBed();
    await record(journey, { respirations: 30 });
    expect(await escalations(journey)).toMatchObject([{ news2: 3, risk: 'low-medium', isComplete: false }]);
  });
});

describe('a patient who is not scored (Royal College of Physicians, NEWS2 2017: not under 16 years)', () => {
  async function child() {
    const { wardId, bedIds } = await makeWard(1);
    return { ...(await makeJourney(api.database, { patient: await makePatient(api.database, { birthDate: '2020-05-06' }), wardId, bedId: bedIds[0]! })), wardId };
  }
  // Well for a child of this age, and 7 by the adults' chart.
  const WELL_CHILD = { respirations: 26, spo2: 98, onOxygen: false, systolic: 98, pulse: 115, consciousness: 'A', temperature: 37.2 } as const;

  test('gets no score and calls nobody by the adults’ chart; the values stand, and the form says so', async () => {
    const journey = await child();
    const params = { encounterId: journey.journeyId };
    expect(await record(journey, WELL_CHILD)).toEqual({ news2: null, risk: null, isComplete: true, completedTaskId: null });
    expect(await escalations(journey)).toEqual([]);
    expect(await told(journey)).toMatchObject([{ news2: null, risk: null, complete: true }]);
    expect(await (await nurse()).call(contract.readLastObservations, { params })).toMatchObject({ scale: null, values: { pulse: '115' } });
    const taskId = await care.open(journey.journeyId, 'observation-round');
    expect((await care.read('nurse', taskId)).input.facts?.[0]?.value).toMatch(/^None under 16 years/);
    await care.complete('nurse', taskId, WELL_CHILD);
    expect(await care.factsOf(taskId)).toEqual({});
    const row = (await (await nurse()).call(contract.listWardObservations, { query: { wardId: journey.wardId } })).items[0];
    expect([row?.score, row?.escalation]).toEqual([null, null]);
  });

  test('is seen when somebody is worried, and the loop closes like any other', async () => {
    const journey = await child();
    expect(await record(journey, { ...WELL_CHILD, concern: true })).toMatchObject({ news2: null, risk: 'medium' });
    expect(await escalations(journey)).toMatchObject([{ news2: null, byConcern: true, acknowledgedAt: null, closedAt: null }]);
    expect(await told(journey)).toMatchObject([{ news2: null, risk: 'medium' }]);
    await care.do('physician', journey.journeyId, 'review-deterioration', { seen: true, plan: 'Fluids by mouth.' });
    await record(journey, { temperature: 37.5 });
    expect((await escalations(journey))[0]).toMatchObject({ closedAt: null }); // one value is no look at the child
    await record(journey, WELL_CHILD);
    expect((await escalations(journey))[0]).toMatchObject({ closedAt: expect.any(String), reobservedNews2: null });
  });

  test('entered in error: the worry goes with its set, and what else stands keeps its call', async () => {
    const journey = await child();
    const params = { encounterId: journey.journeyId };
    await record(journey, { ...WELL_CHILD, concern: true });
    const set = (await (await nurse()).call(contract.listObservations, { params, query: { category: 'vital-signs', limit: 50 } })).items;
    const withdraw = (codes: string[]) => care.user('nurse').then(({ client }) => client.call(contract.withdrawObservations, { params, body: { observationIds: set.filter(({ code }) => codes.includes(code)).map(({ id }) => id), reason: 'Another child.' } }));
    await withdraw(['8867-4']);
    expect(await escalations(journey)).toMatchObject([{ withdrawnAt: null }]);
    await withdraw(['worried']);
    expect(await escalations(journey)).toMatchObject([{ withdrawnAt: expect.any(String) }]);
  });
});

describe('somebody who is worried', () => {
  test('is heard whatever the score says, once', async () => {
    const journey = await inBed();
    expect(await record(journey, { ...WELL, concern: true })).toMatchObject({ news2: 0, risk: 'medium' });
    expect(await escalations(journey)).toMatchObject([{ news2: 0, risk: 'medium', byConcern: true }]);
    await record(journey, { concern: true });
    expect(await escalations(journey)).toHaveLength(1);
  });

  test('says nothing by saying no', async () => {
    const journey = await inBed();
    expect((await problemOf(record(journey, { concern: false }))).status).toBe(400);
    expect(await record(journey, { ...WELL, concern: false })).toMatchObject({ news2: 0, risk: 'low' });
    expect(await escalations(journey)).toEqual([]);
  });

  test('does not make an emergency less of one', async () => {
    const journey = await inBed();
    expect(await record(journey, { ...DETERIORATING, concern: true })).toMatchObject({ risk: 'high' });
  });
});

describe('the second SpO₂ scale', () => {
  test('is prescribed by a physician with a reason; a nurse cannot, a stale version is refused', async () => {
    const journey = await inBed();
    const params = { encounterId: journey.journeyId };
    const { version } = await (await nurse()).call(contract.readOxygenTarget, { params });
    const body = { version, scale: 2, reason: 'Hypercapnic respiratory failure, target 88–92 %.' } as const;
    expect((await problemOf((await nurse()).call(contract.prescribeOxygenTarget, { params, body }))).status).toBe(403);
    const physician = await care.user('physician');
    expect(await physician.client.call(contract.prescribeOxygenTarget, { params, body })).toMatchObject({ scale: 2, reason: body.reason, prescribedBy: expect.any(String) });
    expect((await problemOf(physician.client.call(contract.prescribeOxygenTarget, { params, body }))).problem.currentVersion).toBe(version + 1);
    expect(await record(journey, { ...WELL, spo2: 90 })).toMatchObject({ news2: 0 });
  });
});

test('the admission assessment keeps Morse, Braden and pain, each answer and total', async () => {
  const journey = await inBed();
  const { pain: _pain, ...rest } = ASSESSMENT;
  await care.do('nurse', journey.journeyId, 'admission-assessment', { ...rest, canSayPain: false, breathing: '1', vocalization: '2', face: '2', bodyLanguage: '1', consolability: '1', fallHistory: 'yes', gait: 'impaired' });
  const { items } = await (await nurse()).call(contract.listAssessments, { params: { encounterId: journey.journeyId } });
  expect(items.map(({ scale, total, band }) => [scale, total, band.code]).sort()).toEqual([['braden', 22, 'none'], ['morse', 45, 'high'], ['painad', 7, 'severe']]);
  expect(items.find(({ scale }) => scale === 'morse')?.answers).toContainEqual({ label: 'Gait', answer: 'Impaired', score: 20 });
});

describe('observations entered in error', () => {
  const listed = async (journey: MadeJourney) => (await (await nurse()).call(contract.listObservations, { params: { encounterId: journey.journeyId }, query: { category: 'vital-signs', limit: 200 } })).items;
  const withdraw = async (journey: MadeJourney, observationIds: string[], role: 'nurse' | 'registrar' = 'nurse') =>
    (await care.user(role)).client.call(contract.withdrawObservations, { params: { encounterId: journey.journeyId }, body: { observationIds, reason: 'Values of the patient in the next bed.' } });
  const ids = (items: { id: string; code: string; status: string }[]) => items.filter(({ code, status }) => code !== '1104051000000101' && status === 'final').map(({ id }) => id);
  const withdrawals = async (journey: MadeJourney) => {
    const rows = await rowsOf<{ id: string; payload: Buffer }>(api.database, "SELECT dedup_id AS id, payload_enc AS payload FROM workflow_commands WHERE workflow_id = ? AND name = 'vitalsWithdrawn' ORDER BY id", [`journey-${journey.journeyId}`]);
    return rows.map(({ id, payload }) => api.database.cipher.openJson<Record<string, unknown>>({ table: 'workflow_commands', column: 'payload_enc', id }, payload));
  };

  test('stay readable with who and why, and count no more: not in the score, the last values, the round, or a call for help', async () => {
    const journey = await inBed();
    await record(journey, WELL);
    const good = new Set((await listed(journey)).map(({ id }) => id));
    await record(journey, DETERIORATING);
    expect(await escalations(journey)).toMatchObject([{ news2: 12, closedAt: null, withdrawnAt: null }]);
    const wrong = ids((await listed(journey)).filter(({ id }) => !good.has(id)));
    const reply = await withdraw(journey, wrong);
    expect([reply.news2, reply.observationIds.length]).toEqual([0, wrong.length + 1]); // the score went with them
    const after = await listed(journey);
    expect(after.filter(({ status }) => status === 'entered-in-error').map(({ error }) => [error?.reason, error?.by])).toEqual(reply.observationIds.map(() => ['Values of the patient in the next bed.', expect.any(String)]));
    expect(await escalations(journey)).toMatchObject([{ news2: 12, closedAt: null, withdrawnAt: expect.any(String), withdrawnBy: expect.any(String) }]);
    expect(await rowsOf(api.database, 'SELECT news2 FROM journeys WHERE id = ?', [journey.journeyId])).toEqual([{ news2: 0 }]);
    expect((await (await nurse()).call(contract.readLastObservations, { params: { encounterId: journey.journeyId } })).values['pulse']).toBe(String(WELL.pulse));
    const [told1] = await withdrawals(journey);
    expect(told1).toMatchObject({ news2: 0, risk: 'low', calls: false });
    expect(Number(told1?.['nextInMs'])).toBeGreaterThan(11.9 * 3_600_000);
    const { items } = await (await nurse()).call(contract.listWardObservations, { query: { wardId: journey.wardId } });
    expect(items).toMatchObject([{ score: { news2: 0 }, escalation: null }]);
  });

  test('one wrong value takes the score of its set along; what is left still calls for help when it comes to that', async () => {
    const journey = await inBed();
    await record(journey, DETERIORATING);
    const pulse = (await listed(journey)).find(({ code }) => code === '8867-4');
    expect((await withdraw(journey, [pulse!.id])).news2).toBeNull();
    expect(await escalations(journey)).toMatchObject([{ news2: 10, risk: 'high', isComplete: false, closedAt: null, withdrawnAt: null }]);
    expect(await withdrawals(journey)).toMatchObject([{ news2: null, nextInMs: 0, calls: true }]);
    const again = await problemOf(withdraw(journey, [pulse!.id]));
    expect([again.status, again.problem.type]).toEqual([409, 'urn:careway:problem:in-error-already']);
  });

  test('a loop that only a wrong set had closed is open again', async () => {
    const journey = await inBed();
    await record(journey, DETERIORATING);
    await care.do('physician', journey.journeyId, 'emergency-response', { seen: true, plan: 'Seen at the bedside.' });
    const before = new Set((await listed(journey)).map(({ id }) => id));
    await record(journey, WELL);
    expect(await escalations(journey)).toMatchObject([{ closedAt: expect.any(String) }]);
    await withdraw(journey, ids((await listed(journey)).filter(({ id }) => !before.has(id))));
    expect(await escalations(journey)).toMatchObject([{ closedAt: null, acknowledgedAt: expect.any(String), reobservedAt: null }]);
  });

  test('nobody marks another stay’s values, a score, or anything without the right to', async () => {
    const [journey, other] = [await inBed(), await inBed()];
    await record(journey, WELL);
    const items = await listed(journey);
    expect((await problemOf(withdraw(other, [items[0]!.id]))).problem.type).toBe('urn:careway:problem:no-observation');
    expect((await problemOf(withdraw(journey, [items.find(({ code }) => code === '1104051000000101')!.id]))).problem.type).toBe('urn:careway:problem:score-is-made');
    expect((await problemOf(withdraw(journey, ids(items), 'registrar'))).status).toBe(403);
    expect((await listed(journey)).every(({ error }) => error === null)).toBe(true);
  });
});
