import { type CancelReason, type JourneyOutcome } from '../../domain/journey/stages';
import { UPDATES } from '../../workflows/contracts/messages';
import { type Answers } from '../support/paperHospital';
import { JourneyDriver } from '../support/journeyDriver';
import { WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('cancel');
});
afterAll(() => bench.close());

describe('ending a journey early', () => {
  const begin = (answers: Partial<Answers> = {}) => new JourneyDriver(bench).start(answers);
  const cancel = (journey: JourneyDriver, reason: CancelReason) => bench.update(journey.id, UPDATES.cancelJourney, { reason });
  const undone = (journey: JourneyDriver) => journey.calls('undoAdmission').map(({ input }) => (input as { what: string }).what);
  const result = (journey: JourneyDriver) => bench.result<JourneyOutcome>(journey.id);
  const openTypes = (journey: JourneyDriver) => bench.hospital.openTasks(journey.id).map(({ type }) => type).sort();

  describe('an admission in error is undone in reverse order and bills nothing', () => {
    const cases: [string, (journey: JourneyDriver) => Promise<unknown>, string[]][] = [
      ['before the patient is registered', (journey) => journey.task('register-patient'), ['registration']],
      ['while a bed is looked for', async (journey) => journey.do('register-patient', { coverage: 'verified' }).then(() => journey.task('assign-bed')), ['bed', 'registration']],
      ['in diagnostics', (journey) => journey.reach('diagnostics'), ['medicines', 'orders', 'bed', 'registration']],
      ['in treatment', (journey) => journey.reach('treatment'), ['medicines', 'orders', 'bed', 'registration']],
      ['in discharge', (journey) => journey.reach('discharge').then(() => journey.task('discharge-teaching')), ['medicines', 'orders', 'bed', 'registration']],
      ['in billing', (journey) => journey.reach('billing').then(() => journey.task('code-encounter')), ['charges', 'medicines', 'orders', 'bed', 'registration']],
    ];
    it.concurrent.each(cases)('%s', async (_, reach, what) => {
      const journey = await begin({ captured: { charges: 2, totalCents: 100, uncodedCharges: 2, uncodedDiagnoses: 0, hasPrincipalDiagnosis: true } });
      await reach(journey);
      expect(await cancel(journey, 'admission-in-error')).toEqual({ reason: 'admission-in-error', accepted: true });
      const [cleaning] = bench.hospital.openTasks(journey.id).filter(({ type }) => type === 'clean-bed');
      if (cleaning) await journey.do('clean-bed'); // a bed somebody lay in is cleaned, error or not
      expect(await result(journey)).toBe('cancelled');
      expect(undone(journey)).toEqual(what);
      expect(openTypes(journey)).toEqual([]);
      expect(journey.calls('closeJourney')).toMatchObject([{ input: { outcome: 'cancelled' } }]);
      expect([...journey.calls('prepareClaim'), ...journey.calls('billPatient')]).toEqual([]);
    });
  });

  it.concurrent('has a bed cleaned that the undoing found used, before the journey is over (hmislk#21587)', async () => {
    const journey = await begin({ bedNeedsCleaning: true });
    await journey.reach('treatment');
    await cancel(journey, 'admission-in-error');
    await journey.task('clean-bed');
    expect(openTypes(journey)).toEqual(['clean-bed']);
    expect(journey.calls('closeJourney')).toEqual([]);
    await journey.do('clean-bed');
    expect(await result(journey)).toBe('cancelled');
  });

  it.concurrent.each(['left-against-advice', 'deceased'] as const)('%s: care stops, the bed is cleaned, what was given is billed', async (reason) => {
    const journey = await begin({ bedNeedsCleaning: true });
    await journey.reach('treatment');
    await journey.pass(2, 'hours');
    expect(openTypes(journey)).toEqual(['decide-discharge']);
    await cancel(journey, reason);
    await journey.do('clean-bed');
    if (reason === 'left-against-advice') await journey.do('book-follow-up', { needed: false });
    await journey.paid();
    expect(await result(journey)).toBe('claim-paid');
    expect(undone(journey)).toEqual(['medicines', 'orders', 'bed']);
    expect(journey.calls('dischargeEncounter')).toMatchObject([{ input: { disposition: reason } }]);
    const all = bench.hospital.tasks.filter(({ workflowId }) => workflowId === journey.id);
    expect(all.find(({ type }) => type === 'decide-discharge')?.status).toBe('cancelled');
    // Nobody calls a dead patient back.
    expect(all.some(({ type }) => type === 'book-follow-up')).toBe(reason === 'left-against-advice');
  });

  it.concurrent('keeps asking about the coverage when the patient has left: the bill needs it', async () => {
    const journey = await begin({ eligibility: 'inactive' });
    await journey.do('register-patient', { coverage: 'verified' });
    await journey.task('verify-coverage');
    await journey.do('assign-bed');
    await journey.task('admission-assessment');
    await cancel(journey, 'left-against-advice');
    await journey.task('book-follow-up');
    await journey.settled();
    expect(openTypes(journey)).toEqual(['book-follow-up', 'verify-coverage']);
    expect(journey.calls('captureCharges')).toEqual([]);
    await journey.do('verify-coverage', { decision: 'self-pay' });
    await bench.until('charges', () => journey.calls('captureCharges').length > 0);
  });

  it.concurrent('ends as cancelled when the patient left before anything was charged', async () => {
    const journey = await begin({ claimId: null, captured: { charges: 0, totalCents: 0, uncodedCharges: 0, uncodedDiagnoses: 0, hasPrincipalDiagnosis: false } });
    await journey.task('register-patient');
    await cancel(journey, 'left-against-advice');
    await journey.do('book-follow-up', { needed: false });
    expect(await result(journey)).toBe('cancelled');
  });

  it.concurrent('is refused once the bill is on its way, the patient has left, or it is being ended already', async () => {
    const journey = await begin({ captured: { charges: 1, totalCents: 1, uncodedCharges: 1, uncodedDiagnoses: 0, hasPrincipalDiagnosis: true } });
    expect(await bench.refusal(cancel(journey, 'no-such-reason' as never))).toBe('InvalidReason');
    await journey.reach('billing');
    await journey.task('code-encounter');
    expect(await bench.refusal(cancel(journey, 'left-against-advice'))).toBe('PatientHasLeft');
    await journey.do('code-encounter');
    await bench.until('submission', () => bench.hospital.callsOf(journey.claim, 'submitClaim').length > 0);
    expect(await bench.refusal(cancel(journey, 'admission-in-error'))).toBe('AlreadyBilled');

    const other = await begin({ bedNeedsCleaning: true });
    await other.reach('treatment');
    await cancel(other, 'deceased');
    await other.task('clean-bed');
    expect(await bench.refusal(cancel(other, 'admission-in-error'))).toBe('AlreadyCancelled');
    expect(await cancel(other, 'deceased')).toMatchObject({ accepted: true });
  });

  it.concurrent('makes an incident of a compensation that fails, and goes on when a person has dealt with it', async () => {
    const journey = await begin();
    bench.hospital.fail(`${journey.encounterId}/undo-orders`, 'refused');
    await journey.reach('treatment');
    await cancel(journey, 'admission-in-error');
    const { incidents } = await journey.until('an incident', ({ incidents }) => incidents.length > 0);
    expect(incidents).toMatchObject([{ step: 'undo-orders', skippable: true }]);
    expect(undone(journey)).toEqual(['medicines']);
    await bench.update(journey.id, UPDATES.resolveIncident, { incidentId: incidents[0]?.incidentId, action: 'retry' });
    expect(await result(journey)).toBe('cancelled');
    expect(undone(journey)).toEqual(['medicines', 'orders', 'bed', 'registration']);
  });

  it.concurrent('gives up a step in trouble together with the care it belongs to', async () => {
    const journey = await begin();
    bench.hospital.fail(`${journey.encounterId}/plan-care-1`, 'refused', 9);
    await journey.admit();
    await journey.do('place-orders', { plannedHours: 2 });
    await journey.until('an incident', ({ incidents }) => incidents.length > 0);
    await cancel(journey, 'deceased');
    await bench.until('settled', () => bench.hospital.incidents.some((one) => one.workflowId === journey.id && one.outcome === 'cancelled'));
    await bench.until('discharge', () => journey.calls('dischargeEncounter').length > 0);
  });

  it.concurrent('tells the follow-up that there will be no visit after a stay that never was', async () => {
    const journey = await begin({ captured: { charges: 1, totalCents: 1, uncodedCharges: 1, uncodedDiagnoses: 0, hasPrincipalDiagnosis: true } });
    await journey.reach('billing');
    await journey.afterwards();
    await bench.until('follow-up', () => bench.progress(journey.followUp).then(({ waitingFor }) => waitingFor === 'appointment-reminder', () => false));
    await cancel(journey, 'admission-in-error');
    expect(await result(journey)).toBe('cancelled');
    await bench.until('no reminder', async () => (await bench.progress(journey.followUp)).waitingFor === 'correction');
  });
});
