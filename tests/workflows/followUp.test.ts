import { followUpWorkflowId } from '../../workflows/contracts/ids';
import { type AppointmentChanged, type FollowUpInput, SIGNALS, UPDATES } from '../../workflows/contracts/messages';
import { DAY_MS } from '../../domain/time';
import { uniqueId, WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('follow-up');
});
afterAll(() => bench.close());

describe('the follow-up of a patient', () => {
  const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
  const begin = async (startsAt: string | null) => {
    const encounterId = uniqueId();
    const id = followUpWorkflowId(encounterId);
    const input: FollowUpInput = { encounterId, appointmentId: startsAt && `a-${encounterId}`, startsAt };
    await bench.start('followUp', id, input);
    await bench.until('follow-up', () => bench.progress(id).then(({ waitingUntil }) => waitingUntil !== null));
    return id;
  };
  const sent = (id: string) => bench.hospital.callsOf(id, 'notifyPatient').map(({ input }) => (input as { message: { event: string } }).message.event);
  const change = (id: string, status: AppointmentChanged['status'], startsAt: string, messageId = uniqueId()) => bench.signal(id, SIGNALS.appointmentChanged, { messageId, status, startsAt });

  it.concurrent('reminds a week and a day before and asks after, each once (openemr#11477), with nobody logged in (openemr#3349)', async () => {
    const at = inDays(20);
    const id = await begin(at);
    await bench.pass(id, 12, 'days');
    expect(sent(id)).toEqual([]);
    await bench.pass(id, 2, 'days');
    expect(sent(id)).toEqual([`reminder-7d-${at}`]);
    await bench.pass(id, 5, 'days');
    expect(sent(id)).toEqual([`reminder-7d-${at}`, `reminder-1d-${at}`]);
    await bench.pass(id, 5, 'days');
    await bench.result(id);
    expect(sent(id)).toEqual([`reminder-7d-${at}`, `reminder-1d-${at}`, `survey-${at}`]);
  });

  it.concurrent('sends no reminder late: an appointment in three days is reminded of once', async () => {
    const at = inDays(3);
    const id = await begin(at);
    await bench.pass(id, 7, 'days');
    await bench.result(id);
    expect(sent(id)).toEqual([`reminder-1d-${at}`, `survey-${at}`]);
  });

  it.concurrent('gives a moved appointment new reminders instead of the old', async () => {
    const [old, moved] = [inDays(10), inDays(40)];
    const id = await begin(old);
    await bench.pass(id, 4, 'days');
    expect(sent(id)).toEqual([`reminder-7d-${old}`]);
    await change(id, 'booked', moved, 'moved');
    await change(id, 'booked', moved, 'moved');
    await bench.pass(id, 20, 'days');
    expect(sent(id)).toEqual([`reminder-7d-${old}`]);
    await bench.pass(id, 20, 'days');
    await bench.result(id);
    expect(sent(id)).toEqual([`reminder-7d-${old}`, `reminder-7d-${moved}`, `reminder-1d-${moved}`, `survey-${moved}`]);
  });

  it.concurrent('stays silent about a cancelled appointment, and starts anew when one is booked again', async () => {
    const [at, again] = [inDays(10), inDays(25)];
    const id = await begin(at);
    await change(id, 'cancelled', at);
    await bench.pass(id, 15, 'days');
    expect(sent(id)).toEqual([]);
    await change(id, 'booked', again);
    await bench.pass(id, 9, 'days');
    expect(sent(id)).toEqual([`reminder-7d-${again}`, `reminder-1d-${again}`]);
  });

  it.concurrent('lets a no-show be corrected to a visit (care_fe#10241)', async () => {
    const at = inDays(2);
    const id = await begin(at);
    await bench.pass(id, 3, 'days');
    await change(id, 'noshow', at);
    await bench.pass(id, 10, 'days');
    expect(sent(id)).toEqual([`reminder-1d-${at}`]);
    await change(id, 'fulfilled', at);
    await bench.result(id);
    expect(sent(id)).toEqual([`reminder-1d-${at}`, `survey-${at}`]);
  });

  it.concurrent('ends when a no-show was not corrected for a month', async () => {
    const at = inDays(2);
    const id = await begin(at);
    await change(id, 'noshow', at);
    await bench.pass(id, 33, 'days');
    await bench.result(id);
    expect(sent(id)).toEqual([]);
  });

  it.concurrent('asks about the stay when no appointment was needed', async () => {
    const id = await begin(null);
    await bench.pass(id, 4, 'days');
    await bench.result(id);
    expect(sent(id)).toHaveLength(1);
    expect(sent(id)[0]).toMatch(/^survey-/);
  });

  it.concurrent('makes an incident of a message that cannot be sent, instead of calling it done (openemr#11941)', async () => {
    const at = inDays(8);
    const id = await begin(at);
    bench.hospital.fail(`${id}/tell-reminder-7d`, 'refused', 1);
    await bench.pass(id, 2, 'days');
    const [incident] = (await bench.progress(id)).incidents;
    expect(incident).toMatchObject({ errorClass: 'Refused', skippable: true });
    expect(sent(id)).toEqual([]);
    await bench.update(id, UPDATES.resolveIncident, { incidentId: incident?.incidentId, action: 'retry' });
    await bench.until('reminder', () => sent(id).length === 1);
  });

  it.concurrent('is ended by a cancel request', async () => {
    const id = await begin(inDays(8));
    await bench.client.workflow.getHandle(id).cancel();
    await expect(bench.result(id)).rejects.toThrow();
    expect((await bench.client.workflow.getHandle(id).describe()).status.name).toBe('CANCELLED');
  });
});
