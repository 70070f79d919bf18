import { contract } from '../../api/client';
import { hospitalDay } from '../../api/services/staff/hospitalZone';
import { type Harm } from '../../domain/safety/harm';
import { makeJourney, makePatient, makeWard } from '../factories/hospital';
import { type TestApi, startTestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';
import { newId } from '../../db/newId';

let api: TestApi;
let record: BillingDriver;
let wardId: string;
let nurse: TestUser;
let charge: TestUser;
let manager: TestUser;
let second: TestUser;
beforeAll(async () => {
  api = await startTestApi();
  record = await BillingDriver.start(api);
  ({ wardId } = await makeWard(1));
  nurse = await api.onWards([wardId], 'nurse');
  charge = await api.onWards([wardId], 'charge-nurse');
  manager = await api.as('manager');
  second = await api.as('manager');
});
afterAll(() => api.stop());

const today = () => hospitalDay(new Date());
const inDays = (days: number) => hospitalDay(new Date(Date.now() + days * 86_400_000));
const report = (body: object = {}, by = nurse, idempotencyKey = newId()) =>
  by.client.call(contract.reportSafetyEvent, { idempotencyKey, body: { kind: 'fall', harm: 'mild', occurredAt: new Date().toISOString(), wardId, narrative: 'Slipped beside the bed.', ...body } });
const read = (safetyEventId: string, by = manager) => by.client.call(contract.readSafetyEvent, { params: { safetyEventId } });
type EventTask = 'triage-safety-event' | 'triage-sentinel-event' | 'investigate-safety-event' | 'close-safety-event';
/** Asks as the event's workflow does. */
const ask = async (safetyEventId: string, type: EventTask, life = 1) =>
  (await record.service.call(contract.openSafetyTask, { params: { safetyEventId }, idempotencyKey: newId(), body: { workflowId: `safety-event-${safetyEventId}-${life}`, step: type, type } })).taskId;
const complete = async (taskId: string | null, by: TestUser, values: object) => {
  const { task } = await by.client.call(contract.readTask, { params: { taskId: taskId ?? '' } });
  return by.client.call(contract.completeTask, { params: { taskId: taskId ?? '' }, body: { version: task.version, values: values as never } });
};
const commandsOf = async (workflowId: string) => (await record.rows<{ command: string }>("SELECT CONCAT(kind, ' ', name) AS command FROM workflow_commands WHERE workflow_id = ? ORDER BY id", [workflowId])).map(({ command }) => command);
const alertsOf = (user: TestUser, safetyEventId: string) => record.scalar("SELECT COUNT(*) FROM notifications WHERE recipient_id = ? AND template = 'sentinel-event' AND event_id LIKE ?", [user.id, `%${safetyEventId}%`]);
const reported = async (harm: Harm = 'mild') => (await report({ harm })).id ?? '';
/** Triaged and looked into by `manager`. */
const investigated = async (harm: Harm = 'mild') => {
  const id = await reported(harm);
  await complete(await ask(id, 'triage-safety-event'), charge, { harm, decision: 'investigate', note: 'Looked at the room.' });
  await complete(await ask(id, 'investigate-safety-event'), manager, { communication: true, rootCause: 'The bell was out of reach.' });
  return id;
};
const agree = (safetyEventId: string, ownerId: string, dueOn = today(), by = manager) => by.client.call(contract.addSafetyAction, { params: { safetyEventId }, body: { what: 'Fix the bell', ownerId, dueOn } });

describe('a report', () => {
  test('is made once, however often it is sent, and its workflow asks for the triage', async () => {
    const key = newId();
    const body = { occurredAt: new Date().toISOString() };
    const [first, again] = await Promise.all([report(body, nurse, key), report(body, nurse, key)]);
    expect(again).toEqual(first);
    expect(await commandsOf(`safety-event-${first.id}-1`)).toEqual(['start safetyEvent']);
    const taskId = await ask(first.id ?? '', 'triage-safety-event');
    const { input } = await charge.client.call(contract.readTask, { params: { taskId: taskId ?? '' } });
    expect(input.facts).toEqual(expect.arrayContaining([{ label: 'What happened', value: 'Slipped beside the bed.' }]));
    expect(await record.rows('SELECT patient_id AS patientId FROM tasks WHERE id = ?', [taskId])).toEqual([{ patientId: null }]); // no part of the chart
  });

  test.each([
    ['a pressure injury without its stage', { kind: 'pressure-injury' }, 'detail'], ['a fall with a category', { detail: 'merp-b' }, 'detail'], ['an infection of no known kind', { kind: 'infection', detail: 'cold' }, 'detail'],
    ['what is still to come', { occurredAt: '2036-01-02T03:04:05Z' }, 'occurredAt'], ['a stay without its patient', { encounterId: newId() }, 'encounterId'], ['a patient who is not there', { patientId: newId() }, 'patientId'],
  ])('of %s is refused, field by field', async (_what, body, field) => {
    const { status, problem } = await problemOf(report(body));
    expect([status, problem.errors?.map((error) => error.field)]).toContainEqual(400);
    expect(problem.errors?.map((error) => error.field)).toContain(field);
  });

  test('of one patient does not take another’s stay', async () => {
    const { journeyId } = await makeJourney(api.database);
    const other = await makePatient(api.database);
    expect((await problemOf(report({ patientId: other.id, encounterId: journeyId }))).problem.errors?.[0]?.field).toBe('encounterId');
  });

  test('without a name leads back to nobody: not its row, its story, the reply, nor the audit trail', async () => {
    const before = await record.scalar('SELECT COUNT(*) FROM safety_events', []);
    expect(await report({ anonymous: true, narrative: 'Said without a name.' })).toEqual({ id: null });
    expect(await record.scalar('SELECT COUNT(*) FROM safety_events', [])).toBe(Number(before) + 1);
    const [row] = await record.rows<{ id: string; reportedBy: string | null }>('SELECT id, reported_by AS reportedBy FROM safety_events ORDER BY reported_at DESC, id DESC LIMIT 1');
    const trail = await record.rows<{ actorId: string | null }>("SELECT actor_id AS actorId FROM audit_events WHERE resource_id = ? AND action = 'safety-event.reported'", [row?.id]);
    expect([row?.reportedBy, trail, (await read(row?.id ?? '')).story[0]?.actor]).toEqual([null, [{ actorId: null }], null]);
    expect((await problemOf(read(row?.id ?? '', nurse))).status).toBe(404);
  });

  test('is seen by who made it, by the charge nurse of its ward and by those who answer for the house', async () => {
    const id = await reported();
    const elsewhere = await makeWard(1);
    const foreigner = await api.onWards([elsewhere.wardId], 'charge-nurse');
    const [colleague, auditor] = [await api.onWards([wardId], 'nurse'), await api.as('auditor')];
    for (const by of [nurse, charge, manager, auditor]) expect((await read(id, by)).id).toBe(id);
    for (const by of [colleague, foreigner]) expect((await problemOf(read(id, by))).status).toBe(404);
    const seen = async (by: TestUser) => (await by.client.call(contract.listSafetyEvents, { query: { limit: 200 } })).items.some((one) => one.id === id);
    expect(await Promise.all([nurse, charge, auditor, colleague, foreigner].map(seen))).toEqual([true, true, true, false, false]);
  });
});

describe('a sentinel event', () => {
  test('comes before the managers at once, and a manager triages it', async () => {
    const id = await reported('severe');
    expect([await alertsOf(manager, id), await alertsOf(charge, id), await alertsOf(nurse, id)]).toEqual([1, 1, 0]);
    const taskId = await ask(id, 'triage-sentinel-event');
    expect((await problemOf(complete(taskId, charge, { harm: 'severe', decision: 'investigate', note: 'Bad.' }))).status).toBe(403);
    expect((await problemOf(complete(taskId, manager, { harm: 'severe', decision: 'close', note: 'No need.' }))).status).toBe(422);
    await complete(taskId, manager, { harm: 'severe', decision: 'investigate', note: 'Hip fracture.' });
    expect(await read(id)).toMatchObject({ status: 'investigating', isSentinel: true });
  });

  test('that shows only at triage is told then', async () => {
    const id = await reported('mild');
    expect(await alertsOf(manager, id)).toBe(0);
    await complete(await ask(id, 'triage-safety-event'), charge, { harm: 'death', decision: 'investigate', note: 'Died this morning.' });
    expect(await alertsOf(manager, id)).toBe(1);
  });

  test('is closed by a second person, and the record itself refuses one person twice', async () => {
    const id = await investigated('severe');
    const taskId = await ask(id, 'close-safety-event');
    expect((await problemOf(complete(taskId, manager, { lesson: 'Bells are checked.' }))).problem.type).toBe('urn:careway:problem:four-eyes');
    await expect(record.rows("UPDATE safety_events SET status = 'closed', closed_by = investigated_by WHERE id = ?", [id])).rejects.toThrow();
    await complete(taskId, second, { lesson: 'Bells are checked.' });
    expect(await read(id)).toMatchObject({ status: 'closed', factors: ['Communication'], rootCause: 'The bell was out of reach.' });
  });
});

describe('an action', () => {
  test('is a task in its owner’s hands, due at the end of its day; the event closes when it is done', async () => {
    const id = await investigated();
    const action = await agree(id, nurse.id, inDays(9));
    expect(await commandsOf(`safety-action-${action.id}`)).toEqual(['start safetyAction']);
    const { taskId, rungs } = await record.service.call(contract.openSafetyActionTask, { params: { safetyActionId: action.id }, idempotencyKey: newId(), body: { workflowId: `safety-action-${action.id}`, step: 'act', type: 'safety-action' } });
    expect(rungs?.map(({ rung }) => rung)).toEqual(['warning', 'due', 'charge-nurse', 'on-call']);
    const [due, warning] = [rungs?.find(({ rung }) => rung === 'due')?.afterMs ?? 0, rungs?.find(({ rung }) => rung === 'warning')?.afterMs ?? 0];
    expect(due - warning).toBe(86_400_000);
    expect(Math.abs(due / 86_400_000 - 9.5)).toBeLessThan(1.1); // the end of the ninth day from now
    const mine = (await nurse.client.call(contract.listTasks, { query: { scope: 'mine' } })).items.find((task) => task.id === taskId);
    expect(mine).toMatchObject({ type: 'safety-action', role: 'nurse', status: 'accepted' });
    const close = await ask(id, 'close-safety-event');
    expect((await problemOf(complete(close, second, { lesson: 'x' }))).problem.type).toBe('urn:careway:problem:actions-open');
    await complete(taskId, nurse, { result: 'The bell hangs at the rail now.' });
    await complete(close, second, { lesson: 'Bells are checked.' });
    expect(await read(id)).toMatchObject({ status: 'closed', openActions: 0, actions: [{ status: 'done', result: 'The bell hangs at the rail now.', endedBy: nurse.name }] });
  });

  test('is dropped with a reason, and its owner is asked no more', async () => {
    const id = await investigated();
    const action = await agree(id, nurse.id);
    const params = { safetyActionId: action.id };
    const open = () => record.service.call(contract.openSafetyActionTask, { params, idempotencyKey: newId(), body: { workflowId: `safety-action-${action.id}`, step: 'act', type: 'safety-action' } });
    const { taskId } = await open();
    const drop = (version: number) => manager.client.call(contract.cancelSafetyAction, { params: { safetyEventId: id, ...params }, body: { version, reason: 'The bed is gone.' } });
    expect((await problemOf(drop(7))).status).toBe(409);
    await drop(1);
    expect(await record.rows('SELECT status FROM tasks WHERE id = ?', [taskId])).toEqual([{ status: 'cancelled' }]);
    expect((await open()).taskId).toBeNull();
    expect((await problemOf(drop(2))).status).toBe(409);
  });

  test('has an owner of the staff and a day ahead, and belongs to an event that is looked into', async () => {
    const id = await investigated();
    expect((await problemOf(agree(id, (await api.as('patient')).id))).problem.errors?.[0]?.field).toBe('ownerId');
    expect((await problemOf(agree(id, nurse.id, '2020-01-01'))).problem.errors?.[0]?.field).toBe('dueOn');
    expect((await problemOf(agree(await reported(), nurse.id))).status).toBe(422);
    expect((await problemOf(agree(id, nurse.id, today(), nurse))).status).toBe(403);
  });
});

describe('a closed event', () => {
  test('is opened again with a reason, and begins another life; the first one asks nobody any more', async () => {
    const id = await reported();
    await complete(await ask(id, 'triage-safety-event'), charge, { harm: 'none', decision: 'close', note: 'A near thing.' });
    const { version } = await read(id);
    const reopen = (by: TestUser) => by.client.call(contract.reopenSafetyEvent, { params: { safetyEventId: id }, body: { version, reason: 'It happened again.' } });
    const outcomes = await Promise.allSettled([reopen(manager), reopen(second), reopen(charge)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await commandsOf(`safety-event-${id}-2`)).toEqual(['start safetyEvent']);
    expect(await ask(id, 'investigate-safety-event', 1)).toBeNull();
    expect(await ask(id, 'investigate-safety-event', 2)).not.toBeNull();
    expect((await read(id)).story.map(({ kind }) => kind)).toEqual(['reopened', 'triaged', 'reported']);
  });
});
