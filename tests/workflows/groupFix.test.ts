import { groupFixWorkflowId } from '../../workflows/contracts/ids';
import { UPDATES } from '../../workflows/contracts/messages';
import { uniqueId, WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('group-fix');
});
afterAll(() => bench.close());

describe('a group fix', () => {
  const begin = async (phase: 'plan' | 'apply', chunksLeft: number[], prepare: (id: string) => void = () => undefined) => {
    const groupFixId = uniqueId();
    const id = groupFixWorkflowId(groupFixId, phase);
    bench.hospital.answer(groupFixId, { chunksLeft });
    prepare(id);
    await bench.start('groupFix', id, { groupFixId, phase });
    return id;
  };
  const steps = (id: string) => bench.hospital.callsOf(id, 'workGroupFix').map(({ step, input }) => [step, input['phase']]);

  it.concurrent('works chunk by chunk until none is left', async () => {
    const id = await begin('apply', [40, 20, 0]);
    await bench.result(id);
    expect(steps(id)).toEqual([['apply-1', 'apply'], ['apply-2', 'apply'], ['apply-3', 'apply']]);
  });

  it.concurrent('goes on where it was when the API is away, and when an answer gets lost', async () => {
    const id = await begin('plan', [20, 0], (workflowId) => {
      bench.hospital.fail(`${workflowId}/plan-1`, 'unavailable', 2);
      bench.hospital.loseAnswers(`${workflowId}/plan-2`, 1);
    });
    await bench.result(id);
    expect(steps(id).map(([step]) => step)).toEqual(['plan-1', 'plan-2']);
  });

  it.concurrent('a chunk that cannot be done becomes an incident with a way out, never a failed run', async () => {
    const id = await begin('apply', [20, 0], (workflowId) => bench.hospital.fail(`${workflowId}/apply-1`, 'refused', 1));
    const incident = await bench.until('incident', () => bench.hospital.incidents.find((one) => one.workflowId === id));
    await bench.update(id, UPDATES.resolveIncident, { incidentId: incident.incidentId, action: 'retry' });
    await bench.result(id);
    expect([incident.outcome, steps(id).length]).toEqual(['solved', 2]);
  });
});
