import { type IncidentAction, SIGNALS, UPDATES } from '../../workflows/contracts/messages';
import { ClaimDriver } from '../support/claimDriver';
import { type Answers } from '../support/paperHospital';
import { WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('checked');
});
afterAll(() => bench.close());

describe('a claim before it leaves the house', () => {
  const begin = (answers?: Partial<Answers>) => new ClaimDriver(bench).start(answers);

  it.concurrent('does not leave the house before it is complete (openemr PR#1994)', async () => {
    const claim = await begin({ scrubs: [{ clean: false, problems: ['missing-diagnosis'] }, { clean: false, problems: ['missing-authorization'] }, { clean: true, problems: [] }] });
    expect(await claim.task('fix-claim')).toMatchObject({ stuckCause: 'missing-diagnosis' });
    await claim.do('fix-claim', { decision: 'retry' });
    expect(await claim.task('fix-claim')).toMatchObject({ stuckCause: 'missing-authorization' });
    expect(claim.calls('submitClaim')).toEqual([]);
    await claim.do('fix-claim', { decision: 'retry' });
    await claim.submitted();
  });

  it.concurrent('is checked again when staff change it outside its task, and the task goes away once it is clean', async () => {
    const claim = await begin({ scrubs: [{ clean: false, problems: ['missing-diagnosis'] }] });
    await claim.task('fix-claim');
    await bench.signal(claim.id, SIGNALS.claimChanged, { messageId: 'x' });
    await claim.submitted();
    expect(claim.openTypes).toEqual([]);
  });

  const HELD = { clean: true, problems: [], held: true as const };
  it.concurrent('that stands out waits for a person: nothing is sent until it is released, and then it is looked at once more', async () => {
    const claim = await begin({ scrubs: [HELD, { clean: true, problems: [] }] });
    await claim.task('review-claim');
    await claim.pass(1, 'hours');
    expect(claim.calls('submitClaim')).toEqual([]);
    await claim.do('review-claim', { decision: 'release' });
    await claim.submitted();
    expect(claim.calls('scrubClaim')).toHaveLength(2);
    await claim.remit('paid');
    await claim.settledAs('claim-paid', 'paid');
  });

  it.concurrent('that still stands out after a correction waits again, and a change at the desk is looked at by itself', async () => {
    const claim = await begin({ scrubs: [HELD, HELD, { clean: true, problems: [] }] });
    await claim.do('review-claim', { decision: 'correct' });
    await bench.until('a second look', () => claim.calls('openClaimTask').length === 2);
    expect(claim.calls('submitClaim')).toEqual([]);
    await claim.task('review-claim');
    await bench.signal(claim.id, SIGNALS.claimChanged, { messageId: 'x' });
    await claim.submitted();
    expect(claim.openTypes).toEqual([]);
  });

  it.concurrent('is voided by whoever looked at it: closed here when no payer has it, taken back there when one does', async () => {
    const claim = await begin({ scrubs: [HELD] });
    await bench.complete(claim.id, 'review-claim', { decision: 'void' }, { isAtPayer: false });
    await claim.settledAs('claim-denied', 'void');
    expect(claim.calls('submitClaim')).toEqual([]);
    const replaced = await begin({ scrubs: [{ clean: true, problems: [] }, HELD, { clean: true, problems: [] }] });
    await replaced.submitted();
    await replaced.remit('denied');
    await replaced.do('resolve-denial', { decision: 'correct' });
    await bench.complete(replaced.id, 'review-claim', { decision: 'void' }, { isAtPayer: true });
    await replaced.submitted(2);
    await replaced.remit('voided');
    await replaced.settledAs('claim-denied', 'void');
  });

  it.concurrent('keeps its filing limit in sight while it is looked at', async () => {
    const timelyFilingOn = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    const claim = await begin({ scrubs: [{ ...HELD, deadlines: { timelyFilingOn } }] });
    await claim.task('review-claim');
    await claim.pass(14, 'days');
    await bench.until('7 days', () => claim.calls('warnOfDeadline').some(({ input }) => (input['warning'] as { daysLeft: number }).daysLeft === 7));
    expect(claim.openTypes).toEqual(['review-claim']);
    await claim.do('review-claim', { decision: 'release' });
    await claim.submitted();
  });

  it.concurrent('goes to the patient when staff say so before the payer has it', async () => {
    const claim = await begin({ scrubs: [{ clean: false, problems: ['no-coverage'] }] });
    await claim.do('fix-claim', { decision: 'self-pay' });
    await claim.settledAs('self-pay', 'self-pay');
  });

  it.concurrent('is stuck at a submission the payer will not take: edit in the record and retry, hold, or give up the claim', async () => {
    const claim = await begin();
    const resolve = async (action: IncidentAction) => {
      const { incidents } = await bench.until('incident', async () => {
        const progress = await bench.progress(claim.id);
        return progress.incidents.length > 0 && progress;
      });
      return bench.update(claim.id, UPDATES.resolveIncident, { incidentId: incidents[0]?.incidentId, action });
    };
    bench.hospital.fail(`${claim.claimId}/submit-`, 'refused', 2);
    expect(await bench.refusal(resolve('skip'))).toBe('ActionNotPossible');
    await resolve('retry');
    await bench.until('failed again', () => bench.hospital.incidents.some((one) => one.workflowId === claim.id && one.outcome === 'failed-again'));
    await resolve('cancel');
    await claim.settledAs('self-pay', 'self-pay');

    const paid = await begin();
    await paid.submitted();
    await paid.remit('denied');
    bench.hospital.fail(`${paid.claimId}/settle-`, 'refused', 1);
    await paid.do('resolve-denial', { decision: 'write-off' });
    const progress = await bench.until('incident', async () => (await bench.progress(paid.id)).incidents[0]);
    expect(await bench.refusal(bench.update(paid.id, UPDATES.resolveIncident, { incidentId: progress.incidentId, action: 'cancel' }))).toBe('ActionNotPossible');
    await bench.update(paid.id, UPDATES.resolveIncident, { incidentId: progress.incidentId, action: 'retry' });
    await paid.settledAs('claim-denied', 'write-off');
  });
});
