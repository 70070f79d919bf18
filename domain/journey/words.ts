import { isTaskType, taskType } from '../tasks/types';
import { isStage, STAGE_LABELS } from './stages';
import { type Wait, WAITS } from './waits';

/** What a journey waits for, in words: a task's title, or the timer or message the workflow named. */
export function waitingWords(waitingFor: string | null): string | null {
  if (waitingFor === null) return null;
  if (isTaskType(waitingFor)) return taskType(waitingFor).title;
  return isWait(waitingFor) ? WAITS[waitingFor] : capitalise(waitingFor.replace(/[-_]+/g, ' '));
}

function isWait(name: string): name is Wait {
  return Object.hasOwn(WAITS, name);
}

/** One plain sentence for an event of the journey. `actor` is a name, or null when the workflow acted by itself. */
export function eventSentence(activity: string, stage: string, actor: string | null): string {
  const by = actor ?? 'Careway';
  const stageName = isStage(stage) ? STAGE_LABELS[stage] : stage;
  if (isTaskType(activity)) return `${by} completed “${taskType(activity).title}”.`;
  switch (activity) {
    case 'stage-started': return `${stageName} began.`;
    case 'stage-finished': return `${stageName} was completed.`;
    case 'stage-skipped': return `${stageName} was skipped.`;
    case 'stage-in-trouble': return `${stageName} ran into trouble.`;
    case 'journey-started': return `${by} admitted the patient.`;
    case 'journey-closed': return 'The journey was closed.';
    case 'journey-cancelled': return 'The journey was cancelled.';
    case 'cancellation-requested': return `${by} asked to end the stay early.`;
    case 'specimen-rejected': return 'The laboratory rejected a specimen; it is drawn again.';
    case 'observations-withdrawn': return `${by} marked observations as entered in error.`;
    case 'observations-recorded': return `${by} recorded observations at the bedside.`;
    case 'discharge-overridden-clinical': return `${by} let the clinical branch of the discharge pass.`;
    case 'discharge-overridden-nursing': return `${by} let the nursing branch of the discharge pass.`;
    case 'discharge-overridden-financial': return `${by} let the financial branch of the discharge pass.`;
    case 'incident-opened': return 'A step could not go on and waits for somebody.';
    case 'incident-solved': return 'The stuck step passed.';
    case 'incident-skipped': return `${by} skipped the stuck step.`;
    case 'incident-cancelled': return `${by} cancelled the stuck step.`;
    default: return `${capitalise(activity.replace(/[-_]+/g, ' '))}${actor ? ` by ${actor}` : ''}.`;
  }
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
