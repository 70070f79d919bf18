import { type CancelReason, type JourneyOutcome } from '../../domain/journey/stages';
import { type Undoable } from '../../activities/care';
import { followUpWorkflowId } from '../contracts/ids';
import { type AppointmentChanged, SIGNALS } from '../contracts/messages';
import { iso, now } from '../support/clock';
import { type Journey } from '../support/journey';
import { signalIfRunning } from '../support/signalOther';
import { cleanBed } from './discharge';

/**
 * The patient left against advice, or died: care stops, what was given is billed. Tasks of the ward's care are cancelled, open
 * medicines and orders too, and the bed goes to cleaning; an open question about the coverage stays, the bill needs it.
 */
export async function stopCare(journey: Journey, reason: Exclude<CancelReason, 'admission-in-error'>): Promise<void> {
  const { encounterId, steps } = journey;
  await journey.cancelTasks(journey.tasks.openTasks.filter(({ type }) => type !== 'verify-coverage').map(({ step }) => step));
  journey.board.waitFor(null);
  for (const what of journey.toUndo) if (what === 'bed' || what === 'orders' || what === 'medicines') await undo(journey, what);
  journey.hasLeft = true;
  await steps.attempt('discharge-encounter', (calls, at) => calls.dischargeEncounter({ ...at, encounterId, disposition: reason }));
}

/**
 * The patient was never meant to be admitted: everything done is undone, the last first, and nothing is billed. What cannot be
 * undone becomes an incident, and the journey is not over before a person has seen to it.
 */
export async function undoAdmission(journey: Journey): Promise<JourneyOutcome> {
  const { board, tasks } = journey;
  await journey.cancelTasks(tasks.openTasks.filter(({ type }) => type !== 'clean-bed').map(({ step }) => step));
  const followUpBegan = board.hasReached('follow-up');
  board.skipRest();
  board.waitFor(null);
  for (const what of journey.toUndo) await undo(journey, what);
  if (followUpBegan) await cancelFollowUp(journey);
  await cleanBed(journey);
  return journey.close('cancelled');
}

async function undo(journey: Journey, what: Undoable): Promise<void> {
  const undone = await journey.steps.attempt(
    `undo-${what}`,
    (calls, at) => calls.undoAdmission({ ...at, encounterId: journey.encounterId, what }),
    // A person may undo it by hand and say so; a bed then counts as one to clean.
    { skipAs: { undone: 0, bedNeedsCleaning: what === 'bed' } },
  );
  if (what === 'bed' && undone.bedNeedsCleaning && journey.bed === 'unused') journey.bed = 'to-clean';
}

/** Nobody is reminded of an appointment after a stay that never was. */
async function cancelFollowUp({ encounterId }: Journey): Promise<void> {
  const change: AppointmentChanged = { messageId: `undone-${encounterId}`, status: 'cancelled', startsAt: iso(now()) };
  await signalIfRunning(followUpWorkflowId(encounterId), SIGNALS.appointmentChanged, change);
}
