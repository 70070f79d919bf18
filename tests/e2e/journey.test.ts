import { randomUUID } from 'node:crypto';
import { type ApiClient, contract } from '../../api/client';
import { seedHospital } from '../../db/seeds';
import { Coverage, Payer, Plan } from '../../db/models';
import { newId } from '../../db/newId';
import { planRules } from '../../db/seeds/plans';
import { makePatient } from '../factories/hospital';
import { TestHospital } from '../support/hospital';
import { playJourney } from '../support/playJourney';

let hospital: TestHospital;
let everybody: ApiClient;
let registrar: ApiClient;

beforeAll(async () => {
  hospital = await TestHospital.start(['worker']);
  const logins = await seedHospital(hospital.record.database, { passwords: 'a long enough password' });
  const signIn = async (role: string) => {
    const login = logins.find((one) => one.role === role);
    const { token } = await hospital.nobody().call(contract.signIn, { body: { username: login?.username ?? '', password: login?.password ?? '' } });
    return hospital.nobody().withToken(token);
  };
  everybody = await signIn('administrator');
  registrar = await signIn('registrar');
}, 120_000);
afterAll(() => hospital?.stop(), 60_000);

/** A patient whose payer covers them this year, admitted for heart failure. */
async function admit(): Promise<string> {
  const { database } = hospital.record;
  const patient = await makePatient(database);
  const [payerId, planId, coverageId] = [newId(), newId(), newId()];
  await Payer.create({ id: payerId, payerIdentifier: `P${payerId.slice(-12)}`, name: 'Harbor Health', kind: 'commercial' });
  await Plan.create({ id: planId, payerId, code: `HH-${planId.slice(-12)}`, name: 'Harbor Health Standard', rules: planRules('commercial') });
  const member = `HH${planId.slice(-8)}`.toUpperCase();
  await Coverage.create({
    id: coverageId, patientId: patient.id, payerId, planId, periodStart: `${new Date().getUTCFullYear() - 1}-01-01`, periodEnd: null,
    memberNumberEnc: database.cipher.seal({ table: 'coverages', column: 'member_number_enc', id: coverageId }, member), memberNumberIndex: database.cipher.blindIndex('member', member),
  });
  const { journeyId } = await registrar.call(contract.admitPatient, { body: { patientId: patient.id, reason: { systemCode: 'SNOMED', code: '88805009' }, coverageId }, idempotencyKey: randomUUID() });
  return journeyId;
}

async function rows<T>(sql: string, replacements: unknown[] = []): Promise<T[]> {
  const [found] = await hospital.record.database.sequelize.query(sql, { replacements });
  return found as T[];
}

/** What must hold whatever happened on the way; each query answers no row. */
async function expectNothingLostOrDoubled(journeyId: string): Promise<void> {
  expect(await rows('SELECT operation_id FROM ledger_entries GROUP BY operation_id HAVING SUM(cents) <> 0')).toEqual([]);
  expect(await rows('SELECT id FROM tasks WHERE journey_id = ? AND is_open = 1', [journeyId])).toEqual([]);
  expect(await rows('SELECT dedup_id FROM tasks GROUP BY dedup_id HAVING COUNT(*) > 1')).toEqual([]);
  expect(await rows("SELECT encounter_id FROM claims WHERE frequency = '1' AND source = 'careway' GROUP BY encounter_id HAVING COUNT(*) > 1")).toEqual([]);
  expect(await rows("SELECT id FROM workflow_commands WHERE state <> 'delivered' AND workflow_id = ?", [`journey-${journeyId}`])).toEqual([]);
  expect(await rows('SELECT claim FROM v_claim_balance WHERE charge <> paid + adjustments + open')).toEqual([]);
  expect(await rows('SELECT id FROM encounter_locations WHERE encounter_id = ? AND lying_encounter_id IS NOT NULL', [journeyId])).toEqual([]);
  expect(await rows("SELECT b.id FROM beds b WHERE b.operational_status IN ('O', 'H') AND NOT EXISTS (SELECT 1 FROM encounter_locations l WHERE l.occupied_bed_id = b.id)")).toEqual([]);
}

const quick = { 'place-orders': { plannedHours: 4, orderSet: 'acute-cardiac' } };

describe('a patient journey on real servers', () => {
  test('goes from admission to the paid claim and the follow-up', async () => {
    const journeyId = await admit();
    const played = await playJourney(everybody, journeyId, { answers: quick });
    expect(played.status).toBe('closed');
    expect(['claim-paid', 'claim-denied', 'claim-with-staff']).toContain(played.outcome);
    for (const type of ['register-patient', 'assign-bed', 'admission-assessment', 'place-orders', 'collect-specimens', 'enter-results', 'verify-medicines', 'decide-discharge', 'sign-discharge-summary', 'discharge-teaching', 'financial-clearance', 'confirm-departure', 'clean-bed']) expect(played.tasks).toContain(type);
    await expectNothingLostOrDoubled(journeyId);
    const page = await everybody.call(contract.readJourney, { params: { journeyId } });
    expect(page.stages.every((stage) => ['done', 'skipped'].includes(stage.status))).toBe(true);
  }, 240_000);

  test('survives kill -9 of worker and API in the middle of its steps: the same end, nothing lost, nothing doubled', async () => {
    const journeyId = await admit();
    const played = await playJourney(everybody, journeyId, {
      answers: quick, withinMs: 280_000,
      before: async (_type, done) => {
        if (done % 5 === 1) {
          await hospital.kill('worker');
          void hospital.run('worker').catch(() => undefined);
        }
        if (done % 8 === 3) {
          await hospital.kill('api');
          await hospital.run('api');
        }
      },
    });
    expect(played.status).toBe('closed');
    await expectNothingLostOrDoubled(journeyId);
  }, 300_000);

  test('an admission in error is undone: bed clean, nothing billed, no task left', async () => {
    const journeyId = await admit();
    let cancelled = false;
    const played = await playJourney(everybody, journeyId, {
      answers: quick,
      before: async (type) => {
        if (type !== 'place-orders' || cancelled) return;
        cancelled = true;
        const { journey } = await everybody.call(contract.readJourney, { params: { journeyId } });
        await everybody.call(contract.cancelJourney, { params: { journeyId }, body: { version: journey.version, reason: 'admission-in-error' }, idempotencyKey: randomUUID() });
        await new Promise((resolve) => setTimeout(resolve, 1_500));
      },
    });
    expect(played).toMatchObject({ status: 'cancelled', outcome: 'cancelled' });
    expect(await rows("SELECT id FROM charge_items WHERE encounter_id = ? AND status IN ('planned', 'billable', 'billed')", [journeyId])).toEqual([]);
    await expectNothingLostOrDoubled(journeyId);
  }, 240_000);
});
