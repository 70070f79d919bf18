import { CONTRIBUTING_FACTOR_NAMES } from '../../../../domain/safety/course';
import { type Harm, HARMS } from '../../../../domain/safety/harm';
import { kindWords } from '../../../../domain/safety/kinds';
import { type FormValues, type TaskInput } from '../../../../domain/tasks/form';
import { type Act } from '../../../http/act';
import { notFound } from '../../../http/problem';
import { loadPatientsInList } from '../../../presenters/patientInList';
import { finishAction, lockAction, openActionsOf, type SafetyActionRow } from '../../safety/actions';
import { closeEvent, investigateEvent, triageEvent } from '../../safety/course';
import { lockSafetyEvent, placeOfSafety, type SafetyEventRow } from '../../safety/eventRow';
import { readWords } from '../../safety/readEvent';
import { type TaskAtHand, type TaskEffect, type TaskEffects } from '../effect';

const triage: TaskEffect = {
  input: async (act, task) => {
    const event = await eventOf(act, task);
    return { ...(await factsOf(act, event)), values: { harm: event.harm } };
  },
  apply: async (act, task, values) => {
    await triageEvent(act, await eventOf(act, task), { harm: textOf(values, 'harm') as Harm, decision: values['decision'] === 'close' ? 'close' : 'investigate', note: textOf(values, 'note') });
    return {};
  },
};

/** What the tasks of safety events do to the record. */
export const safetyEffects: TaskEffects = {
  'triage-safety-event': triage,
  'triage-sentinel-event': triage,
  'investigate-safety-event': {
    input: async (act, task) => factsOf(act, await eventOf(act, task)),
    apply: async (act, task, values) => {
      await investigateEvent(act, await eventOf(act, task), { factors: CONTRIBUTING_FACTOR_NAMES.filter((name) => values[name] === true), rootCause: textOf(values, 'rootCause') });
      return {};
    },
  },
  'close-safety-event': {
    input: async (act, task) => {
      const event = await eventOf(act, task);
      const [facts, open] = [await factsOf(act, event), await openActionsOf(act, event.id)];
      return { facts: [...(facts.facts ?? []), { label: 'Actions still open', value: String(open.length) }] };
    },
    apply: async (act, task, values) => {
      await closeEvent(act, await eventOf(act, task), textOf(values, 'lesson'));
      return {};
    },
  },
  'safety-action': {
    input: async (act, task) => {
      const { event, action } = await actionOf(act, task);
      return { facts: [{ label: 'To do', value: act.database.cipher.open(placeOfSafety('safety_actions', 'what_enc', action.id), action.whatEnc) }, { label: 'After', value: `${event.number}: ${kindWords(event.kind, null)}` }, { label: 'Until', value: action.dueOn }] };
    },
    apply: async (act, task, values) => {
      const { event, action } = await actionOf(act, task);
      await finishAction(act, event, action, textOf(values, 'result'));
      return {};
    },
  },
};

const textOf = (values: FormValues, name: string): string => (typeof values[name] === 'string' ? values[name] : '');

async function eventOf(act: Act, { focusId }: TaskAtHand): Promise<SafetyEventRow> {
  const event = focusId === null ? null : await lockSafetyEvent(act, focusId);
  if (!event) throw notFound();
  return event;
}

/** The event before its action, as everybody locks them. */
async function actionOf(act: Act, { focusId }: TaskAtHand): Promise<{ event: SafetyEventRow; action: SafetyActionRow }> {
  const known = focusId === null ? null : await lockAction({ ...act, transaction: null }, focusId);
  const event = known && (await lockSafetyEvent(act, known.eventId));
  const action = known && (await lockAction(act, known.id));
  if (!event || !action) throw notFound();
  return { event, action };
}

/** What was reported, for those who have to say what comes of it. */
async function factsOf(act: Act, event: SafetyEventRow): Promise<TaskInput> {
  const { narrative, place, ward } = await readWords(act, event.id);
  const patient = event.patientId === null ? undefined : (await loadPatientsInList(act, [event.patientId])).get(event.patientId);
  act.audits.push({ action: 'safety-event.read', resourceType: 'safety-event', resourceId: event.id, patientId: event.patientId });
  return {
    facts: [
      { label: 'Event', value: `${event.number}: ${kindWords(event.kind, event.detail)}` },
      { label: 'Reported harm', value: HARMS[event.harm] },
      { label: 'Where', value: [ward, place].filter(Boolean).join(', ') || 'Not said' },
      ...(patient ? [{ label: 'Patient', value: `${patient.name}, ${patient.mrn}` }] : []),
      { label: 'What happened', value: narrative },
    ],
  };
}
