import { type ApiClient, contract } from '../../api/client';
import { shiftAt } from '../../domain/shifts/times';
import { hospitalZone } from '../../api/services/staff/hospitalZone';
import { ExaminationDriver } from '../factories/examinations';
import { CareDriver, makeConcepts, rowsOf } from '../factories/clinical';
import { makeJourney, makeWard, type MadeJourney } from '../factories/hospital';
import { startTestApi, type TestApi, type TestUser } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let care: CareDriver;
let lab: ApiClient;
beforeAll(async () => {
  api = await startTestApi();
  care = await CareDriver.start(api);
  await makeConcepts();
  lab = (await care.user('lab')).client;
});
afterAll(() => api.stop());

const POTASSIUM = '2823-3';

/** A stay whose orders come from a physician of its own. */
async function stay(): Promise<{ lab: ExaminationDriver; orderer: TestUser; journey: MadeJourney }> {
  const { wardId, bedIds } = await makeWard(1);
  const journey = await makeJourney(api.database, { wardId, bedId: bedIds[0]! });
  const orderer = await api.as('physician');
  return { lab: new ExaminationDriver(care, journey, orderer.client), orderer, journey };
}
const taskOf = async (taskId: string) => (await (await care.user('physician')).client.call(contract.readTask, { params: { taskId } }));
const fire = (taskId: string, rung: 'due' | 'charge-nurse' | 'on-call') => care.service.call(contract.recordSlaFiring, { params: { taskId }, body: { rung }, idempotencyKey: care.key() });
const toldOf = (taskId: string, event: string) => rowsOf<{ recipient: string }>(api.database, 'SELECT recipient_id AS recipient FROM notifications WHERE event_id = ? ORDER BY recipient_id', [`task/${taskId}/${event}`]);
const criticalTask = async (from: ExaminationDriver, value: number) => {
  const { round, facts } = await from.report(POTASSIUM, value);
  return { round, facts, taskId: await care.open(from.journey.journeyId, 'acknowledge-critical-result', round) };
};
/** Somebody on call in the shift that is on, alone. */
async function putOnCall(userId: string): Promise<void> {
  await noOneOnCall();
  const { date, shift } = shiftAt(Date.now(), hospitalZone());
  await (await care.user('manager')).client.call(contract.addOnCall, { body: { userId, duty: 'physician', date, shift } });
}
const noOneOnCall = () => api.database.sequelize.query("UPDATE on_call_duties SET status = 'cancelled'");

describe('a critical value', () => {
  test('goes to who ordered it, who hears of it at once, and nobody else has to guess', async () => {
    const { lab: from, orderer } = await stay();
    const { facts, taskId } = await criticalTask(from, 7.1);
    expect(facts).toMatchObject({ critical: 1 });
    const { task, input } = await taskOf(taskId);
    expect([task.holder?.id, task.status, input.facts]).toEqual([orderer.id, 'accepted', [{ label: 'Potassium', value: '7.1 mmol/L, critically high' }]]);
    expect(await toldOf(taskId, 'opened')).toEqual([{ recipient: orderer.id }]);
    const other = await problemOf((await care.user('physician')).client.call(contract.claimTask, { params: { taskId } }));
    expect([other.status, other.problem.holder?.id]).toEqual([409, orderer.id]);
  });

  test('is read back, and who and when stand with it', async () => {
    const { lab: from, orderer } = await stay();
    const { taskId } = await criticalTask(from, 7.1);
    const unread = await problemOf(orderer.client.call(contract.completeTask, { params: { taskId }, body: { version: 1, values: { readBack: false, action: 'Calcium given.' } } }));
    expect(unread.status).toBe(400);
    await orderer.client.call(contract.completeTask, { params: { taskId }, body: { version: 1, values: { readBack: true, action: 'Calcium given.' } } });
    expect((await from.reports())[0]?.results[0]).toMatchObject({ acknowledgedBy: orderer.name, acknowledgedAt: expect.any(String) });
  });

  test('goes to the substitute while who ordered it is on leave, and to everybody of the role when they are gone', async () => {
    const [away, gone] = [await stay(), await stay()];
    const substitute = await api.as('physician');
    await api.database.sequelize.query('INSERT INTO staff_absences (id, user_id, substitute_id, starts_at, ends_at, created_by) VALUES (UUID(), ?, ?, NOW(3) - INTERVAL 1 DAY, NOW(3) + INTERVAL 1 DAY, ?)', { replacements: [away.orderer.id, substitute.id, away.orderer.id] });
    expect((await taskOf((await criticalTask(away.lab, 7.1)).taskId)).task.holder?.id).toBe(substitute.id);
    const { round } = await gone.lab.report(POTASSIUM, 7.1);
    await api.database.sequelize.query('UPDATE staff_users SET disabled_at = NOW(3) WHERE id = ?', { replacements: [gone.orderer.id] });
    const taskId = await care.open(gone.journey.journeyId, 'acknowledge-critical-result', round);
    expect((await taskOf(taskId)).task.holder).toBeNull();
    expect((await toldOf(taskId, 'opened')).length).toBeGreaterThan(1);
  });

  test('climbs: due, everybody of the role may take it; then the charge nurse; then the physician on call gets it', async () => {
    const { lab: from, orderer } = await stay();
    const onCall = await api.as('physician');
    await putOnCall(onCall.id);
    const { taskId } = await criticalTask(from, 7.1);
    await fire(taskId, 'due');
    expect((await taskOf(taskId)).task).toMatchObject({ holder: null, status: 'requested' });
    expect((await toldOf(taskId, 'due')).map(({ recipient }) => recipient)).toEqual(expect.arrayContaining([orderer.id, onCall.id]));
    await fire(taskId, 'charge-nurse');
    const chargeNurses = await rowsOf<{ id: string }>(api.database, "SELECT user_id AS id FROM staff_roles WHERE role = 'charge-nurse'");
    expect(chargeNurses.map(({ id }) => id)).toEqual(expect.arrayContaining((await toldOf(taskId, 'charge-nurse')).map(({ recipient }) => recipient)));
    await fire(taskId, 'on-call');
    const { task, history } = await taskOf(taskId);
    expect(task.holder?.id).toBe(onCall.id);
    expect(history.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['opened-to-role', 'passed-to-on-call']));
    expect(await toldOf(taskId, 'on-call')).toEqual([{ recipient: onCall.id }]);
  });

  test('with nobody on call stays with everybody, and says so; somebody on leave is not on call', async () => {
    const { lab: from } = await stay();
    const [onCall, manager] = [await api.as('physician'), await care.user('manager')];
    await putOnCall(onCall.id);
    await api.database.sequelize.query('INSERT INTO staff_absences (id, user_id, substitute_id, starts_at, ends_at, created_by) VALUES (UUID(), ?, ?, NOW(3) - INTERVAL 1 DAY, NOW(3) + INTERVAL 1 DAY, ?)', { replacements: [onCall.id, manager.id, onCall.id] });
    const { taskId } = await criticalTask(from, 7.1);
    await fire(taskId, 'due');
    await fire(taskId, 'on-call');
    const { task, history } = await taskOf(taskId);
    expect([task.holder, history.some(({ kind }) => kind === 'nobody-on-call')]).toEqual([null, true]);
    expect((await toldOf(taskId, 'on-call')).map(({ recipient }) => recipient)).toEqual(expect.arrayContaining([manager.id, (await care.user('physician')).id]));
  });
});

describe('who is on call', () => {
  test('is one person at a time, somebody who does this, and a shift without anybody shows ahead', async () => {
    await noOneOnCall();
    const { client } = await care.user('manager');
    const physician = await api.as('physician');
    const body = { userId: physician.id, duty: 'physician' as const, date: '2036-05-01', shift: 'night' as const };
    const { dutyId } = await client.call(contract.addOnCall, { body });
    expect((await problemOf(client.call(contract.addOnCall, { body }))).problem.type).toBe('urn:careway:problem:on-call-already');
    expect((await problemOf(client.call(contract.addOnCall, { body: { ...body, userId: (await care.user('nurse')).id } }))).problem.type).toBe('urn:careway:problem:not-for-this-duty');
    expect((await problemOf(client.call(contract.addOnCall, { body: { ...body, date: '2020-05-01' } }))).problem.type).toBe('urn:careway:problem:shift-over');
    const shown = async () => (await client.call(contract.readOnCall, { query: { from: '2036-05-01', days: 1 } })).duties[0]?.shifts.map(({ shift, people, isUncovered }) => [shift, people.length, isUncovered]);
    expect(await shown()).toEqual([['day', 0, true], ['night', 1, false]]);
    await client.call(contract.endOnCall, { params: { dutyId }, body: { version: 1 } });
    expect((await problemOf(client.call(contract.endOnCall, { params: { dutyId }, body: { version: 2 } }))).status).toBe(409);
    expect(await shown()).toEqual([['day', 0, true], ['night', 0, true]]);
  });
});

describe('one critical value calls once', () => {
  const asked = (journey: MadeJourney) => rowsOf<{ name: string }>(api.database, "SELECT name FROM workflow_commands WHERE workflow_id = ? AND name = 'criticalReported'", [`journey-${journey.journeyId}`]);

  test('preliminary, then final with the same value: not again; with another critical value after the read-back: again', async () => {
    const { lab: from, orderer } = await stay();
    const { round, facts } = await from.report(POTASSIUM, 7.1, 'preliminary');
    expect(facts).toEqual({ critical: 1, preliminary: 1 });
    const taskId = await care.open(from.journey.journeyId, 'acknowledge-critical-result', round);
    await orderer.client.call(contract.completeTask, { params: { taskId }, body: { version: 1, values: { readBack: true, action: 'Calcium given.' } } });
    expect(await from.finalise(round, 7.1)).toEqual({ critical: 0 });
    expect((await from.reports())[0]?.results[0]).toMatchObject({ status: 'final', acknowledgedBy: orderer.name });
    const other = await from.report(POTASSIUM, 7.1, 'preliminary', 'Control.');
    expect(await from.finalise(other.round, 7.3)).toEqual({ critical: 0 }); // nobody has read the first one back yet: they see the new value
    const last = await from.report(POTASSIUM, 4.0, 'preliminary', 'Control.');
    expect(await from.finalise(last.round, 7.3)).toEqual({ critical: 1 });
  });

  test('a report corrected into critical asks the journey; once it is read back, a correction that changes nothing of it does not', async () => {
    const { lab: from, orderer, journey } = await stay();
    await from.report(POTASSIUM, 4.4);
    const correct = async (value: number) => {
      const [report] = await from.reports();
      return lab.call(contract.changeReport, { params: { ...from.params, reportId: report!.id }, body: { version: report!.version, kind: 'corrected', reason: 'Two specimens were mixed up.', results: [{ observationId: report!.results[0]!.id, value }] } });
    };
    await correct(7.4);
    expect(await asked(journey)).toHaveLength(1);
    await correct(7.2); // still to be read back: whoever opens the task sees 7.2
    expect(await asked(journey)).toHaveLength(1);
    const [report] = await from.reports();
    const { tasks } = await care.service.call(contract.recordProgress, {
      params: { journeyId: journey.journeyId }, idempotencyKey: care.key(),
      body: { workflowId: journey.workflowId, stage: 'treatment', step: 'correction', waitingFor: null, waitingUntil: null, openTasks: [{ step: 'acknowledge-correction-1', type: 'acknowledge-critical-result', focusType: 'diagnostic-report', focusId: report!.id }] },
    });
    const { task, input } = await taskOf(tasks[0]?.taskId ?? '');
    expect([task.holder?.id, input.facts]).toEqual([orderer.id, [{ label: 'Potassium', value: '7.2 mmol/L, critically high' }]]);
    await orderer.client.call(contract.completeTask, { params: { taskId: task.id }, body: { version: 1, values: { readBack: true, action: 'Calcium given.' } } });
    await correct(7.2);
    expect(await asked(journey)).toHaveLength(1);
    await correct(7.9);
    expect(await asked(journey)).toHaveLength(2);
  });

  test('a report corrected into critical after the patient has left is an errand of its own, asked once', async () => {
    const { lab: from, journey } = await stay();
    await from.report(POTASSIUM, 4.4);
    await api.database.sequelize.query("UPDATE encounters SET status = 'finished' WHERE id = ?", { replacements: [journey.journeyId] });
    const [report] = await from.reports();
    await lab.call(contract.changeReport, { params: { ...from.params, reportId: report!.id }, body: { version: report!.version, kind: 'corrected', reason: 'Mixed up.', results: [{ observationId: report!.results[0]!.id, value: 7.4 }] } });
    const workflowId = `critical-${report!.id}-v${report!.version + 1}`;
    expect(await rowsOf(api.database, 'SELECT kind, name FROM workflow_commands WHERE workflow_id = ?', [workflowId])).toEqual([{ kind: 'start', name: 'criticalResult' }]);
    const open = (step: string) => care.service.call(contract.openCriticalTask, { params: { reportId: report!.id }, idempotencyKey: care.key(), body: { workflowId, step, type: 'acknowledge-critical-result' } });
    const { taskId } = await open('acknowledge-critical-result');
    expect((await taskOf(taskId!)).input.facts).toMatchObject([{ label: 'Potassium' }]);
    await care.user('physician').then(({ client }) => client.call(contract.readTask, { params: { taskId: taskId! } }));
    await api.database.sequelize.query('UPDATE observations SET acknowledged_at = NOW(3) WHERE encounter_id = ?', { replacements: [journey.journeyId] });
    expect(await open('another')).toEqual({ taskId: null });
  });
});
