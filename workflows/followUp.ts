import { allHandlersFinished, condition, defineSignal, setHandler } from '@temporalio/workflow';
import { type AppointmentChanged, type FollowUpInput, SIGNALS, type WorkflowProgress } from './contracts/messages';
import { type Appointment, contactsFor, correctableUntil, isTimely } from './followUps/contacts';
import { tellPatient } from './stages/tellPatient';
import { AlarmClock } from './support/alarmClock';
import { runBeside } from './support/beside';
import { epochMs, iso, now } from './support/clock';
import { progressQuery, resolveIncidentUpdate } from './support/messages';
import { StepCancelled, StepDesk } from './support/stepDesk';

const appointmentChangedSignal = defineSignal<[AppointmentChanged]>(SIGNALS.appointmentChanged);

/**
 * The patient after the stay (workflow ID `follow-up-<encounterId>`): reminders before the appointment and a survey after it,
 * weeks or months out, each once. A moved appointment gets new reminders instead of the old; a cancelled or missed one gets
 * none, and can be corrected for a month.
 */
export async function followUp(input: FollowUpInput): Promise<void> {
  const patient = new PatientContact(input).open();
  try {
    await patient.run();
  } catch (error) {
    // A person gave up a message that could not be sent; nothing here needs undoing.
    if (!(error instanceof StepCancelled)) throw error;
  }
  await condition(allHandlersFinished);
}

class PatientContact {
  private readonly steps: StepDesk;
  private readonly alarm: AlarmClock;
  private readonly startedAt = now();
  private readonly sent = new Set<string>();
  private readonly heard = new Set<string>();
  private appointment: Appointment | null;
  private wakeAt: number | null = null;
  private waitsFor: string | null = null;

  constructor(private readonly input: FollowUpInput) {
    this.appointment = input.startsAt === null ? null : { status: 'booked', startsAt: epochMs(input.startsAt), knownAt: now() };
    this.steps = new StepDesk({ journeyId: input.encounterId, claimId: null, assertCancellable: () => undefined, cancel: () => this.steps.cancelOpen() });
    this.alarm = new AlarmClock(() => this.steps.isIdle);
  }

  open(): this {
    setHandler(appointmentChangedSignal, (change) => this.change(change));
    setHandler(resolveIncidentUpdate, (resolution) => this.steps.resolve(resolution), { validator: (resolution) => this.steps.validate(resolution) });
    setHandler(progressQuery, () => this.progress());
    for (const source of [this.steps.alarm, () => this.wakeAt]) this.alarm.addSource(source);
    runBeside(() => this.alarm.run());
    return this;
  }

  /** Until nothing is left to send, nor to correct. */
  async run(): Promise<void> {
    for (;;) {
      const { appointment } = this;
      const next = contactsFor(appointment, this.startedAt).find(({ event }) => !this.sent.has(event));
      const until = next?.at ?? correctableUntil(appointment);
      if (until === null) return;
      this.wakeAt = until;
      this.waitsFor = next?.template ?? 'correction';
      await condition(() => this.appointment !== appointment || now() >= until);
      if (this.appointment !== appointment) continue;
      if (!next) return;
      this.sent.add(next.event);
      if (isTimely(next, now())) await tellPatient(this.steps, this.input.encounterId, { event: next.event, template: next.template, appointmentId: this.input.appointmentId });
    }
  }

  /** The newest word counts, also one that takes back an older: a no-show may turn out to have come. */
  private change({ messageId, status, startsAt }: AppointmentChanged): void {
    if (this.heard.has(messageId)) return;
    this.heard.add(messageId);
    const start = epochMs(startsAt);
    const isMoved = start !== this.appointment?.startsAt;
    this.appointment = { status, startsAt: start, knownAt: isMoved ? now() : (this.appointment?.knownAt ?? now()) };
  }

  private progress(): WorkflowProgress {
    const incident = this.steps.inTrouble;
    return {
      now: iso(now()), stage: 'follow-up', waitingFor: incident ? 'incident' : this.waitsFor, waitingUntil: this.wakeAt === null ? null : iso(this.wakeAt),
      openTasks: [], ...this.steps.progress(), cancelled: null, outcome: null,
    };
  }
}
