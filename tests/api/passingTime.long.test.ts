import { randomUUID } from 'node:crypto';
import { type ApiClient, contract } from '../../api/client';
import { lookAtBedside } from '../../bin/simulate/bedside';
import { Session, StaffRole, StaffUser } from '../../db/models';
import { newId } from '../../db/newId';
import { newToken } from '../../api/services/sessions';
import { HOUR_MS } from '../../domain/time';
import { type TaskTypeName } from '../../domain/tasks/types';
import { ASSESSMENT, makeConcepts, rowsOf, WELL } from '../factories/clinical';
import { makePatient, makeWard } from '../factories/hospital';
import { TestHospital } from '../support/hospital';

/** The demonstration's fast-forward against a real Temporal server with time skipping, worker and API as their own processes. */
let hospital: TestHospital;
let admin: ApiClient;
beforeAll(async () => {
  hospital = await TestHospital.start(['worker']);
  await makeConcepts();
  const id = newId();
  await StaffUser.create({ id, username: 'time-keeper', displayName: 'Time Keeper', passwordHash: 'none' });
  await StaffRole.bulkCreate([{ userId: id, role: 'administrator' }, { userId: id, role: 'nurse' }]);
  const { token, hash } = newToken();
  await Session.create({ id: newId(), tokenHash: hash, userId: id, expiresAt: new Date(Date.now() + 3_600_000) });
  admin = hospital.nobody().withToken(token);
}, 120_000);
afterAll(() => hospital?.stop(), 60_000);

const admit = async () => {
  const patient = await makePatient(hospital.record.database);
  return (await admin.call(contract.admitPatient, { body: { patientId: patient.id, reason: { systemCode: 'SNOMED', code: '88805009' } }, idempotencyKey: randomUUID() })).journeyId;
};
const open = async (journeyId: string, type: TaskTypeName) => (await admin.call(contract.listTasks, { query: { scope: 'all', journeyId, type } })).items[0] ?? null;

async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`Waited too long for ${what}.\n${hospital.log('worker')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function complete(journeyId: string, type: TaskTypeName, values: Record<string, unknown>): Promise<void> {
  const task = await until(type, () => open(journeyId, type));
  await admin.call(contract.completeTask, { params: { taskId: task.id }, body: { version: task.version, values: values as never } });
}

const pass = (journeyId: string, body: { hours?: number; untilNextTimer?: true }) => admin.call(contract.fastForwardJourney, { params: { journeyId }, body });

test('an hour passes for one patient: the ladder climbs, the record is an hour older, another patient’s is not', async () => {
  const [journeyId, otherId] = [await admit(), await admit()];
  const task = await until('registration', () => open(journeyId, 'register-patient'));
  const other = await until('registration', () => open(otherId, 'register-patient'));
  const { skippedMs, workflows, rows } = await pass(journeyId, { hours: 1 });
  expect(skippedMs).toBe(HOUR_MS);
  expect(workflows).toEqual([{ workflowId: `journey-${journeyId}`, reached: true }]);
  expect(rows).toBeGreaterThanOrEqual(5); // encounter, journey, its stage and story, the task
  const later = await until('the ladder to climb', async () => {
    const now = await open(journeyId, 'register-patient');
    return now?.slaRung === 'charge-nurse' ? now : null; // 60 minutes after opening
  });
  expect(later.id).toBe(task.id);
  expect(Date.parse(task.dueAt) - Date.parse(later.dueAt)).toBe(HOUR_MS);
  expect(Date.parse(task.createdAt) - Date.parse(later.createdAt)).toBe(HOUR_MS);
  expect(later.overdue).toBe(true);
  const untouched = await open(otherId, 'register-patient');
  expect([untouched?.dueAt, untouched?.slaRung]).toEqual([other.dueAt, null]);
  const journey = await admin.call(contract.readJourney, { params: { journeyId } });
  expect(Date.now() - Date.parse(journey.journey.startedAt)).toBeGreaterThan(HOUR_MS);
}, 90_000);

test('time passes until what the stay waits for; what the workflow says next stands in the record’s own time', async () => {
  const { bedIds } = await makeWard(1);
  const journeyId = await admit();
  await complete(journeyId, 'register-patient', { identityConfirmed: true, coverage: 'self-pay' });
  await complete(journeyId, 'assign-bed', { bedId: bedIds[0] });
  await complete(journeyId, 'admission-assessment', ASSESSMENT); // NEWS2 of 0: observations in 12 hours
  await until('orders to be placed', () => open(journeyId, 'place-orders'));
  expect(await open(journeyId, 'observation-round')).toBeNull();
  await pass(journeyId, { hours: 12.05 });
  await complete(journeyId, 'observation-round', WELL);
  const [first] = await rowsOf<{ first: Date; last: Date }>(hospital.record.database, "SELECT MIN(effective_at) AS first, MAX(effective_at) AS last FROM observations WHERE encounter_id = ?", [journeyId]);
  const apart = (first?.last.getTime() ?? 0) - (first?.first.getTime() ?? 0);
  expect(Math.abs(apart - 12 * HOUR_MS)).toBeLessThan(5 * 60_000); // twelve hours lie between the two, in the record as at the bedside

  await complete(journeyId, 'place-orders', { orderSet: 'general-medicine', plannedHours: 100 });
  const collect = await until('specimens', () => open(journeyId, 'collect-specimens'));
  const rowsFor = async (taskId: string, name: string) => (await admin.call(contract.readTask, { params: { taskId } })).input.rows?.[name] ?? [];
  await complete(journeyId, 'collect-specimens', { specimens: (await rowsFor(collect.id, 'specimens')).map((row) => ({ id: row.id, collected: true })) });
  const receive = await until('specimens in the laboratory', () => open(journeyId, 'receive-specimens'));
  await complete(journeyId, 'receive-specimens', { specimens: (await rowsFor(receive.id, 'specimens')).map((row) => ({ id: row.id, decision: 'accept' })) });
  const results = await until('results', () => open(journeyId, 'enter-results'));
  await complete(journeyId, 'enter-results', { results: (await rowsFor(results.id, 'results')).map((row) => ({ id: row.id, text: 'normal' })) });
  const verify = await until('verification', () => open(journeyId, 'verify-medicines'));
  await complete(journeyId, 'verify-medicines', { medicines: (await rowsFor(verify.id, 'medicines')).map((row) => ({ id: row.id, decision: 'verified' })) });
  const round = await until('a medicine round', () => open(journeyId, 'medicine-round'));
  const bedside = await lookAtBedside(admin, 'medicine-round', journeyId);
  await complete(journeyId, 'medicine-round', { wristband: bedside?.wristband ?? '', doses: (await rowsFor(round.id, 'doses')).map((row) => ({ id: row.id, outcome: 'given', medicineCode: bedside?.packages.get(row.id) ?? '' })) });
  const waiting = await until('nothing but time to be awaited', async () => {
    const { journey } = await admin.call(contract.readJourney, { params: { journeyId } });
    return journey.openTasks === 0 && journey.waitingUntil !== null ? journey : null;
  });
  // The next medicine round is eight hours off; the workflow itself is twelve hours ahead of the clock and would say twenty.
  expect(Math.round((Date.parse(waiting.waitingUntil ?? '') - Date.now()) / HOUR_MS)).toBe(8);
  const { skippedMs } = await pass(journeyId, { untilNextTimer: true });
  expect(Math.round(skippedMs / HOUR_MS)).toBe(8);
  await until('the next medicine round', () => open(journeyId, 'medicine-round'));
}, 120_000);
