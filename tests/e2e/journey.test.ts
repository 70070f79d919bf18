import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { contract } from '../../api/client';
import { judgeJourney } from '../../api/services/analytics/judge';
import { observeJourneys } from '../../api/services/analytics/observe';
import { Gate } from '../support/gate';
import { PlayedHospital } from '../support/playedHospital';
import { playJourney } from '../support/playJourney';

let played: PlayedHospital;
/** Everybody's way to Temporal. */
let temporal: Gate;

beforeAll(async () => {
  temporal = await Gate.before(process.env['TEMPORAL_ADDRESS'] ?? '');
  played = await PlayedHospital.start({ TEMPORAL_ADDRESS: temporal.address });
}, 120_000);
afterAll(async () => {
  await played?.hospital.stop();
  await temporal?.shut();
}, 60_000);

/** What people did that the journey's workflow has yet to hear of. */
const pendingOf = (journeyId: string): Promise<{ state: string }[]> => played.rows("SELECT state FROM workflow_commands WHERE workflow_id = ? AND state = 'pending'", [`journey-${journeyId}`]);

const quick = { 'place-orders': { plannedHours: 4, orderSet: 'acute-cardiac' } };

describe('a patient journey on real servers', () => {
  test('goes from admission to the paid claim and the follow-up', async () => {
    const journeyId = await played.admit();
    const outcome = await playJourney(played.everybody, journeyId, { answers: quick, colleague: played.colleague });
    expect(outcome.status).toBe('closed');
    expect(['claim-paid', 'claim-denied', 'claim-with-staff']).toContain(outcome.outcome);
    for (const type of ['register-patient', 'assign-bed', 'admission-assessment', 'place-orders', 'collect-specimens', 'enter-results', 'verify-medicines', 'decide-discharge', 'sign-discharge-summary', 'discharge-teaching', 'financial-clearance', 'confirm-departure', 'clean-bed']) expect(outcome.tasks).toContain(type);
    expect(await played.lostOrDoubled(journeyId)).toEqual([]);
    const page = await played.everybody.call(contract.readJourney, { params: { journeyId } });
    expect(page.stages.every((stage) => ['done', 'skipped'].includes(stage.status))).toBe(true);
    const [judged] = (await observeJourneys({ database: played.hospital.record.database, transaction: null }, [journeyId])).map(judgeJourney);
    expect(judged).toMatchObject({ fitness: 1, deviations: [] });
  }, 240_000);

  test('survives kill -9 of worker and API in the middle of its steps: the same end, nothing lost, nothing doubled', async () => {
    const journeyId = await played.admit();
    const outcome = await playJourney(played.everybody, journeyId, {
      answers: quick, colleague: played.colleague, withinMs: 280_000,
      before: async (_type, done) => {
        if (done % 5 === 1) {
          await played.hospital.kill('worker');
          void played.hospital.run('worker').catch(() => undefined);
        }
        if (done % 8 === 3) {
          await played.hospital.kill('api');
          await played.hospital.run('api');
        }
      },
    });
    expect(outcome.status).toBe('closed');
    expect(await played.lostOrDoubled(journeyId)).toEqual([]);
  }, 300_000);

  test('Temporal is away: people go on working, and the journey catches up by itself', async () => {
    const journeyId = await played.admit();
    let doneWhileAway: string | null = null;
    let waiting: { state: string }[] = [];
    const outcome = await playJourney(played.everybody, journeyId, {
      answers: quick, colleague: played.colleague,
      before: async (type, done) => {
        if (done === 3 && doneWhileAway === null) {
          doneWhileAway = type;
          // What was done before has reached the workflow: only this is done while Temporal is away.
          while ((await pendingOf(journeyId)).length > 0) await pause(50);
          await temporal.shut();
          // Longer than the relay's patience for one command; by then what was done is on record and waits in the outbox.
          setTimeout(() => {
            void pendingOf(journeyId).then((found) => {
              waiting = found;
              return temporal.open();
            });
          }, 10_000);
        }
      },
    });
    expect(outcome.status).toBe('closed');
    expect(outcome.tasks[3]).toBe(doneWhileAway);
    expect(waiting).toHaveLength(1);
    expect(await played.lostOrDoubled(journeyId)).toEqual([]);
  }, 300_000);

  test('an admission in error is undone: bed clean, nothing billed, no task left', async () => {
    const journeyId = await played.admit();
    let cancelled = false;
    const outcome = await playJourney(played.everybody, journeyId, {
      answers: quick, colleague: played.colleague,
      before: async (type) => {
        if (type !== 'place-orders' || cancelled) return;
        cancelled = true;
        const { journey } = await played.everybody.call(contract.readJourney, { params: { journeyId } });
        await played.everybody.call(contract.cancelJourney, { params: { journeyId }, body: { version: journey.version, reason: 'admission-in-error' }, idempotencyKey: randomUUID() });
        await new Promise((resolve) => setTimeout(resolve, 1_500));
      },
    });
    expect(outcome).toMatchObject({ status: 'cancelled', outcome: 'cancelled' });
    expect(await played.rows("SELECT id FROM charge_items WHERE encounter_id = ? AND status IN ('planned', 'billable', 'billed')", [journeyId])).toEqual([]);
    expect(await played.lostOrDoubled(journeyId)).toEqual([]);
  }, 240_000);
});
