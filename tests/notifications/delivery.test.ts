import { type AddressInfo, type Server } from 'node:net';
import { DelayedError, type Job, Worker } from 'bullmq';
import { type SMTPServer } from 'smtp-server';
import { type ApiClient, contract } from '../../api/client';
import { captureHttp, captureSmtp } from '../../notifications/capture/servers';
import { CaptureStore } from '../../notifications/capture/store';
import { emailChannel } from '../../notifications/channels/email';
import { smsChannel } from '../../notifications/channels/sms';
import { newId } from '../../db/newId';
import { deliver, type DeliverDeps } from '../../notifications/deliver';
import { DELIVERY_QUEUE, type DeliveryJob, DeliveryQueue, queueConnection } from '../../notifications/queues';
import { writeMessage } from '../../notifications/templates/words';
import { type MadeJourney, makeJourney, makePatient } from '../factories/hospital';
import { startTestApi, type TestApi } from '../support/api';

let api: TestApi;
let service: ApiClient;
let smtp: SMTPServer;
let http: Server;
let store: CaptureStore;
let deps: DeliverDeps;
let noon = new Date('2026-03-02T12:00:00.000Z');

beforeAll(async () => {
  api = await startTestApi({ clock: () => noon });
  service = await api.service();
  store = new CaptureStore();
  smtp = captureSmtp(store, () => new Date());
  http = captureHttp(store, 'sms-key', () => new Date());
  const smtpPort = await listen(smtp.listen(0, '127.0.0.1') as unknown as Server);
  const httpPort = await listen(http.listen(0, '127.0.0.1'));
  deps = { api: service, email: emailChannel(`smtp://127.0.0.1:${smtpPort}`, 'Careway <no-reply@careway.example>'), sms: smsChannel(`http://127.0.0.1:${httpPort}/sms`, 'sms-key'), place: { webUrl: 'http://web.example', timeZone: 'America/New_York' } };
});
afterAll(async () => {
  deps.email.close();
  smtp.close(() => undefined);
  http.close();
  await api.stop();
});
beforeEach(() => { noon = new Date('2026-03-02T12:00:00.000Z'); });

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.once('listening', () => resolve((server.address() as AddressInfo).port)));
}

async function reachable(contact: { email?: string; phone?: string }, prefers = 'email'): Promise<MadeJourney> {
  const patient = await makePatient(api.database);
  const sealed = api.database.cipher.sealJson({ table: 'patients', column: 'contact_enc', id: patient.id }, contact);
  await api.database.sequelize.query('UPDATE patients SET contact_enc = ?, prefers_channel = ? WHERE id = ?', { replacements: [sealed, prefers, patient.id] });
  return makeJourney(api.database, { patient });
}

let keys = 0;
const remind = (journey: MadeJourney, event = 'reminder-1') =>
  service.call(contract.notifyPatient, { params: { encounterId: journey.journeyId }, idempotencyKey: `notify-${(keys += 1)}`, body: { event, template: 'survey', appointmentId: null } });

async function rows(journey: MadeJourney): Promise<{ id: string; status: string; attempts: number; channel: string }[]> {
  const [found] = await api.database.sequelize.query('SELECT id, status, attempts, channel FROM notifications WHERE encounter_id = ? ORDER BY id', { replacements: [journey.journeyId] });
  return found as { id: string; status: string; attempts: number; channel: string }[];
}

describe('a notification', () => {
  test('is sent once per event however often the workflow asks (openemr#11477: sent again every hour)', async () => {
    const journey = await reachable({ email: 'once@patients.example' });
    expect(await remind(journey)).toEqual({ notifications: 1 });
    for (let again = 0; again < 3; again += 1) expect(await remind(journey)).toEqual({ notifications: 0 });
    const [row] = await rows(journey);
    const results = await Promise.all([deliver(deps, row!.id, false), deliver(deps, row!.id, false), deliver(deps, row!.id, false)]);
    expect(results.map((result) => result.outcome).sort()).toEqual(['delivered', 'skipped', 'skipped']);
    expect(store.list().filter((message) => message.to === 'once@patients.example')).toHaveLength(1);
  });

  test('says delivered only after the server took it (openemr#11941)', async () => {
    const journey = await reachable({ email: 'x@patients.example' });
    await remind(journey);
    const [row] = await rows(journey);
    const down = { ...deps, email: emailChannel('smtp://127.0.0.1:1', 'a@b.example') };
    await expect(deliver(down, row!.id, false)).rejects.toThrow('sending failed');
    expect((await rows(journey))[0]).toMatchObject({ status: 'failed', attempts: 1 });
    await expect(deliver(down, row!.id, true)).rejects.toThrow('sending failed');
    expect((await rows(journey))[0]).toMatchObject({ status: 'dead', attempts: 2 });
    const admin = await api.as('administrator');
    await admin.client.call(contract.retryDelivery, { params: { notificationId: row!.id } });
    expect((await deliver(deps, row!.id, false)).outcome).toBe('delivered');
  });

  test('waits out the night', async () => {
    noon = new Date('2026-03-02T22:30:00.000Z');
    const journey = await reachable({ email: 'night@patients.example' });
    await remind(journey);
    const [row] = await rows(journey);
    expect(await deliver(deps, row!.id, false)).toEqual({ outcome: 'wait', waitMs: 9.5 * 3_600_000 });
    noon = new Date('2026-03-03T08:00:00.000Z');
    expect((await deliver(deps, row!.id, false)).outcome).toBe('delivered');
  });

  test('goes by SMS to who prefers it, once though the sender died before saying so', async () => {
    const journey = await reachable({ email: 'e@patients.example', phone: '+1-555-0100' }, 'sms');
    await remind(journey);
    const [row] = await rows(journey);
    const begun = await service.call(contract.beginDelivery, { params: { notificationId: row!.id } });
    await deps.sms.send('+1-555-0100', { subject: '', text: 'sent, then the sender died' }, row!.id);
    expect(begun.state).toBe('send');
    noon = new Date(noon.getTime() + 6 * 60_000);
    expect((await service.call(contract.listDueDeliveries, {})).items.map((item) => item.id)).toContain(row!.id);
    const before = store.repeats;
    expect((await deliver(deps, row!.id, false)).outcome).toBe('delivered');
    expect(store.repeats).toBe(before + 1);
    expect(store.list().filter((message) => message.to === '+1-555-0100')).toHaveLength(1);
  });

  test('the queue is rebuilt from the record after Redis lost it', async () => {
    const journey = await reachable({ email: 'redis@patients.example' });
    await remind(journey);
    const [row] = await rows(journey);
    const queue = new DeliveryQueue(queueConnection(process.env['REDIS_URL'] ?? ''));
    await queue.add([row!.id]);
    await queue.queue.obliterate({ force: true });
    expect(await queue.queue.count()).toBe(0);
    const { items } = await service.call(contract.listDueDeliveries, {});
    await queue.add(items.map((item) => item.id));
    await queue.add(items.map((item) => item.id));
    expect((await queue.queue.getJobs(['waiting', 'delayed', 'prioritized'])).filter((job) => job.data.notificationId === row!.id)).toHaveLength(1);
    await queue.queue.obliterate({ force: true });
    await queue.close();
  });

  test('one held for the night that is due before goes at once; one that waits for its next try keeps its turn', async () => {
    const queue = new DeliveryQueue(queueConnection(process.env['REDIS_URL'] ?? ''));
    const [held, failed, heldLater] = [newId(), newId(), newId()];
    await queue.add([held], 3_600_000);
    await queue.add([failed, heldLater]);
    const connection = queueConnection(process.env['REDIS_URL'] ?? '');
    const hold = async (job: Job<DeliveryJob>, token: string | undefined) => {
      await job.moveToDelayed(Date.now() + 3_600_000, token);
      throw new DelayedError();
    };
    const worker = new Worker<DeliveryJob>(DELIVERY_QUEUE, (job, token) => (job.attemptsMade > 0 ? hold(job, token) : Promise.reject(new Error('no answer'))), { connection });
    const tried = async (id: string, isSo: (job: Job) => boolean) => {
      for (;;) {
        const job = await queue.queue.getJob(id);
        if (job && isSo(job) && (await job.isDelayed())) return job;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    await tried(failed, ({ attemptsMade }) => attemptsMade === 1);
    // Its next try comes at night: it is held for the morning.
    await (await tried(heldLater, ({ attemptsMade }) => attemptsMade === 1)).promote();
    await tried(heldLater, ({ delay }) => delay > 60_000);
    await worker.close();
    connection.disconnect();
    await queue.addDue([held, failed, heldLater]);
    const states = await Promise.all([held, failed, heldLater].map((id) => queue.queue.getJobState(id)));
    expect(states).toEqual(['waiting', 'delayed', 'waiting']);
    await queue.queue.obliterate({ force: true });
    await queue.close();
  });

  test('an alert in the app is its owner’s alone', async () => {
    const journey = await makeJourney(api.database);
    const nurse = await api.as('charge-nurse');
    const other = await api.as('nurse');
    const { tasks } = await service.call(contract.recordProgress, { params: { journeyId: journey.journeyId }, idempotencyKey: `p-${(keys += 1)}`, body: { workflowId: journey.workflowId, stage: 'discharge', step: 'x', waitingFor: null, waitingUntil: null, openTasks: [{ step: 'x', type: 'discharge-teaching' }] } });
    await service.call(contract.recordSlaFiring, { params: { taskId: tasks[0]?.taskId ?? '' }, body: { rung: 'charge-nurse' }, idempotencyKey: `s-${(keys += 1)}` });
    const { items } = await nurse.client.call(contract.listAlerts, {});
    expect(items.map((item) => [item.template, item.data.taskTitle])).toEqual([['task-escalated', 'Discharge teaching']]);
    expect((await other.client.call(contract.listAlerts, {})).items).toEqual([]);
    await expect(other.client.call(contract.readAlert, { params: { notificationId: items[0]!.id } })).rejects.toMatchObject({ status: 404 });
    await nurse.client.call(contract.readAlert, { params: { notificationId: items[0]!.id } });
    expect(await nurse.client.call(contract.countAlerts, {})).toEqual({ unread: 0 });
  });
});

test('an appointment is told by the hospital’s clocks, in summer and in winter', () => {
  const place = { webUrl: 'http://web.example', timeZone: 'America/New_York' };
  const told = (startsAt: string) => writeMessage('appointment-reminder', { startsAt }, place).text;
  expect(told('2026-07-01T13:30:00.000Z')).toContain('July 1, 2026 at 9:30');
  expect(told('2026-12-01T13:30:00.000Z')).toContain('December 1, 2026 at 8:30');
});
