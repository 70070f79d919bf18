import { type News2Risk, withConcern } from '../../../../domain/clinical/news2';
import { HOUR_MS } from '../../../../domain/time';
import { OLDEST_READING_MS } from '../../../../domain/clinical/vitals';
import { type FormValue, type FormValues } from '../../../../domain/tasks/form';
import { formOf } from '../../../../domain/tasks/types';
import { validateForm } from '../../../../domain/tasks/validateForm';
import { BEDSIDE_FORM } from '../../../../domain/tasks/vitalsFields';
import { SIGNALS, type VitalsRecorded } from '../../../../workflows/contracts/messages';
import { type Act, selectOne } from '../../../http/act';
import { invalid, unprocessable } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { recordJourneyEvent } from '../../journeys/events';
import { lockJourney } from '../../journeys/progress';
import { refreshJourney } from '../../journeys/refresh';
import { completeTask } from '../../tasks/complete';
import { lockTask, mayWork } from '../../tasks/lockTask';
import { writeNoteIfAny } from '../notes';
import { lastValues } from './lastValues';
import { latestScores } from './latestScores';
import { recordVitals } from './recordVitals';

/** A clock in a pocket may run a little ahead of the server's. */
const CLOCK_SLACK_MS = 5 * 60_000;

export interface BedsideResult {
  readonly news2: number | null;
  readonly risk: News2Risk | null;
  readonly isComplete: boolean;
  /** The round that these observations completed, when one was open. */
  readonly completedTaskId: string | null;
}

/**
 * Observations at the bedside, for any patient in the house, without waiting for a round. A whole set completes the round that is open,
 * if nobody else holds it; anything else is told to the journey, which plans the next round by it and calls for help.
 */
export async function recordBedside(act: Act, encounter: EncounterRow, body: unknown): Promise<BedsideResult> {
  if (encounter.status !== 'in-progress') throw unprocessable('stay-over', 'This stay is over.');
  const outcome = validateForm(BEDSIDE_FORM, body, { last: await lastValues(act, encounter.id) });
  if (!outcome.ok) throw invalid(outcome.problems, 'The form is not complete.');
  const { measuredAt, note, ...values } = outcome.values;
  if (!Object.entries(values).some(([name, value]) => !name.endsWith('Confirmed') && !(name === 'concern' && value === false))) throw invalid([{ field: 'pulse', message: 'Enter at least one value.' }], 'The form is not complete.');
  const at = momentOf(act, encounter, measuredAt);
  const hasJourney = await lockJourney(act, encounter.id);
  const round = at === act.now && hasJourney ? await openRound(act, encounter.id) : null;
  if (round && validateForm(formOf('observation-round'), values).ok) {
    await completeTask(act, round, round.version, { ...values, ...(note === undefined ? {} : { note }) });
    return resultOf(act, encounter, round.id, values['concern'] === true);
  }
  const facts = await recordVitals(act, encounter, values, null, at);
  await writeNoteIfAny(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'observation', text: note });
  if (hasJourney) await tellJourney(act, hasJourney, facts);
  act.audits.push({ action: 'observation.recorded', resourceType: 'encounter', resourceId: encounter.id, patientId: encounter.patientId, detail: { values } });
  return { news2: numberOf(facts), risk: riskOf(facts), isComplete: facts['complete'] !== false, completedTaskId: null };
}

/** When it was measured: not ahead, not before the stay, and not so long ago that it belongs to another round. */
function momentOf(act: Act, encounter: EncounterRow, measuredAt: FormValues[string] | undefined): Date {
  if (typeof measuredAt !== 'string') return act.now;
  const at = new Date(measuredAt);
  const refuse = (message: string): never => {
    throw invalid([{ field: 'measuredAt', message }], 'The form is not complete.');
  };
  if (at.getTime() > act.now.getTime() + CLOCK_SLACK_MS) refuse('This time is ahead of now. Enter when it was measured.');
  if (at < encounter.periodStart) refuse('This is before the admission. Check the time.');
  if (at.getTime() < act.now.getTime() - OLDEST_READING_MS) refuse(`Readings older than ${OLDEST_READING_MS / HOUR_MS} hours go into a progress note.`);
  return at > act.now ? act.now : at;
}

/** The open round of this stay, unless a colleague is just doing it. */
async function openRound(act: Act, encounterId: string) {
  const found = await selectOne<{ id: string }>(act, "SELECT id FROM tasks WHERE encounter_id = ? AND type = 'observation-round' AND is_open = 1 ORDER BY created_at LIMIT 1", [encounterId]);
  const task = found && (await lockTask(act, found.id));
  return task?.isOpen && mayWork(act, task) && (task.holderId === null || task.holderId === act.principal.id) ? task : null;
}

async function tellJourney(act: Act, journey: { id: string; workflowId: string; stage: string; status: string }, facts: Facts): Promise<void> {
  await recordJourneyEvent(act, { journeyId: journey.id, stage: journey.stage, activity: 'observations-recorded', dedupId: `observations/${journey.id}/${act.requestId}` });
  await refreshJourney(act, journey.id);
  if (facts['late'] === true || journey.status !== 'running') return; // an older reading changes nothing that is planned
  const payload: VitalsRecorded = { messageId: act.requestId, news2: numberOf(facts), risk: riskOf(facts), complete: facts['complete'] !== false };
  act.commands.push({ workflowId: journey.workflowId, kind: 'signal', name: SIGNALS.vitalsRecorded, payload, dedupId: `vitals-${journey.id}-${act.requestId}` });
}

type Facts = Readonly<Record<string, FormValue>>;
const numberOf = ({ news2 }: Facts): number | null => (typeof news2 === 'number' ? news2 : null);
const riskOf = ({ risk }: Facts): News2Risk | null => (typeof risk === 'string' ? (risk as News2Risk) : null);

async function resultOf(act: Act, encounter: EncounterRow, completedTaskId: string, isWorried: boolean): Promise<BedsideResult> {
  const score = (await latestScores(act, [encounter.id])).get(encounter.id);
  return { news2: score?.news2 ?? null, risk: isWorried ? withConcern(score?.risk ?? 'low', true) : (score?.risk ?? null), isComplete: true, completedTaskId };
}
