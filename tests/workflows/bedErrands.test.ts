import { bedCleaningWorkflowId, bedReservationWorkflowId, bedTransferWorkflowId } from '../../workflows/contracts/ids';
import { SIGNALS, UPDATES, type ErrandChange } from '../../workflows/contracts/messages';
import { uniqueId, WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('bed-errands');
});
afterAll(() => bench.close());

const tell = (id: string, change: ErrandChange['change'], messageId = uniqueId()) => bench.signal(id, SIGNALS.errandChanged, { messageId, change });

describe('a bed kept for a patient', () => {
  const keep = async (minutes: number) => {
    const locationId = uniqueId();
    const id = bedReservationWorkflowId(locationId);
    await bench.start('bedReservation', id, { locationId, until: new Date(Date.now() + minutes * 60_000).toISOString() });
    return id;
  };

  it.concurrent('is given back when its time is over, by a durable timer, and not before', async () => {
    const id = await keep(120);
    await bench.pass(id, 100, 'minutes');
    expect(bench.hospital.callsOf(id, 'endReservation')).toHaveLength(0);
    await bench.pass(id, 21, 'minutes');
    await bench.result(id);
    expect(bench.hospital.callsOf(id, 'endReservation')).toHaveLength(1);
  });

  it.concurrent('is left alone once the patient lies in it', async () => {
    const id = await keep(120);
    await tell(id, 'ended');
    await bench.result(id);
    expect(bench.hospital.callsOf(id)).toEqual([]);
  });

  it.concurrent('is given back late when its time passed while nobody was there to see it', async () => {
    const id = await keep(-30);
    await bench.result(id);
    expect(bench.hospital.callsOf(id, 'endReservation')).toHaveLength(1);
  });
});

describe('the cleaning of a bed left during a stay', () => {
  it.concurrent('is asked for, climbs its ladder, and ends with the task', async () => {
    const id = bedCleaningWorkflowId(uniqueId());
    await bench.start('bedCleaning', id, { locationId: 'l', bedId: 'b' });
    await bench.task(id, 'clean-bed');
    await bench.pass(id, 61, 'minutes');
    await bench.until('two rungs', () => bench.hospital.callsOf(id, 'recordSlaFiring').length === 2);
    await bench.complete(id, 'clean-bed');
    await bench.result(id);
    expect(bench.hospital.openTasks(id)).toEqual([]);
  });

  it.concurrent('ends with the mistake that made it', async () => {
    const id = bedCleaningWorkflowId(uniqueId());
    await bench.start('bedCleaning', id, { locationId: 'l', bedId: 'b' });
    await bench.task(id, 'clean-bed');
    await tell(id, 'ended');
    await bench.result(id);
    expect(bench.hospital.openTasks(id)).toEqual([]);
  });

  it.concurrent('becomes an incident when the record refuses, and goes on when that is mended', async () => {
    const id = bedCleaningWorkflowId(uniqueId());
    bench.hospital.fail(`${id}/open-clean-bed`, 'refused', 1);
    await bench.start('bedCleaning', id, { locationId: 'l', bedId: 'b' });
    const { incidentId } = await bench.until('an incident', async () => (await bench.progress(id)).incidents[0]);
    await bench.update(id, UPDATES.resolveIncident, { incidentId, action: 'retry' });
    await bench.complete(id, 'clean-bed');
    await bench.result(id);
  });
});

describe('a transfer', () => {
  const ask = async () => {
    const transferId = uniqueId();
    const id = bedTransferWorkflowId(transferId);
    await bench.start('bedTransfer', id, { transferId });
    return { id, transferId };
  };
  const asked = (id: string) => bench.hospital.tasks.filter(({ workflowId }) => workflowId === id).map(({ step }) => step);

  it.concurrent('asks the sender, then the receiver, then for the arrival', async () => {
    const { id } = await ask();
    await bench.complete(id, 'agree-transfer', { decision: 'agree' });
    await bench.complete(id, 'accept-transfer', { decision: 'accept' });
    await bench.complete(id, 'confirm-arrival');
    await bench.result(id);
    expect(asked(id)).toEqual(['agree-transfer', 'accept-transfer-1', 'confirm-arrival-1']);
  });

  it.concurrent.each([['agree-transfer'], ['accept-transfer']] as const)('ends with a no (%s)', async (type) => {
    const { id } = await ask();
    if (type === 'accept-transfer') await bench.complete(id, 'agree-transfer', { decision: 'agree' });
    await bench.complete(id, type, { decision: 'decline' });
    await bench.result(id);
    expect(asked(id).at(-1)).toMatch(type);
  });

  it.concurrent('asks the receiver again when the bed was kept in vain, however often', async () => {
    const { id } = await ask();
    await bench.complete(id, 'agree-transfer', { decision: 'agree' });
    for (let round = 1; round <= 2; round += 1) {
      await bench.complete(id, 'accept-transfer', { decision: 'accept' });
      await bench.task(id, 'confirm-arrival');
      await tell(id, 'reservation-expired', `expired-${round}`);
      await tell(id, 'reservation-expired', `expired-${round}`); // told twice, counted once
    }
    await bench.complete(id, 'accept-transfer', { decision: 'accept' });
    await bench.complete(id, 'confirm-arrival');
    await bench.result(id);
    expect(asked(id)).toEqual(['agree-transfer', 'accept-transfer-1', 'confirm-arrival-1', 'accept-transfer-2', 'confirm-arrival-2', 'accept-transfer-3', 'confirm-arrival-3']);
    expect(bench.hospital.openTasks(id)).toEqual([]);
  });

  it.concurrent('ends at any point when it is withdrawn, and leaves no task behind', async () => {
    for (const steps of [0, 1, 2]) {
      const { id } = await ask();
      if (steps > 0) await bench.complete(id, 'agree-transfer', { decision: 'agree' });
      if (steps > 1) await bench.complete(id, 'accept-transfer', { decision: 'accept' });
      await bench.task(id, (['agree-transfer', 'accept-transfer', 'confirm-arrival'] as const)[steps] ?? 'agree-transfer');
      await tell(id, 'ended');
      await bench.result(id);
      expect(bench.hospital.openTasks(id)).toEqual([]);
    }
  });

  it.concurrent('asks nobody when the record says that it has ended', async () => {
    const transferId = uniqueId();
    const id = bedTransferWorkflowId(transferId);
    bench.hospital.answer(transferId, { isTransferOver: true });
    await bench.start('bedTransfer', id, { transferId });
    await tell(id, 'ended');
    await bench.result(id);
    expect(asked(id)).toEqual([]);
  });
});
