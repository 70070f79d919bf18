import { type temporal } from '@temporalio/proto';

/**
 * What a workflow did, in order, and nothing of why: the twin does the same and does nothing by it.
 * `local` and `activity`: a call. `start`, `fired`, `cancelled`: a timer by its number, with its length. `update`, `signal`: one more has come in.
 * `tell`: a signal to the workflow of that role. `child`: the start of the workflow of that role.
 */
export type TwinStep =
  | { readonly do: 'local' | 'activity' }
  | { readonly do: 'update' | 'signal' }
  | { readonly do: 'start' | 'fired' | 'cancelled'; readonly timer: number; readonly ms: number }
  | { readonly do: 'tell' | 'child'; readonly role: string };

/** One workflow of a journey: its part, and whether another one of them starts it. */
export interface TwinPart {
  readonly role: string;
  readonly isChild: boolean;
  readonly steps: readonly TwinStep[];
}

export interface TwinScript {
  readonly parts: readonly TwinPart[];
  readonly events: number;
  readonly activities: number;
}

type History = temporal.api.history.v1.IHistory;

/** Read the histories of all workflows of one journey, by workflow ID, as the script of its twin. */
export function scriptOf(histories: ReadonlyMap<string, History>): TwinScript {
  const roles = new Map([...histories.keys()].map((workflowId, index) => [workflowId, `${workflowId.split('-')[0]}${index}`]));
  const parts = [...histories].map(([workflowId, history]) => partOf(roles.get(workflowId) ?? '', history, roles));
  const all = parts.flatMap(({ steps }) => steps);
  return {
    parts,
    events: [...histories.values()].reduce((sum, { events }) => sum + (events?.length ?? 0), 0),
    activities: all.filter((step) => step.do === 'local' || step.do === 'activity').length,
  };
}

function partOf(role: string, { events = [] }: History, roles: ReadonlyMap<string, string>): TwinPart {
  const timers = new Map<string, { timer: number; ms: number }>();
  const steps: TwinStep[] = [];
  const roleOf = (workflowId: string | null | undefined) => roles.get(workflowId ?? '');
  let isChild = false;
  const timerOf = (id: unknown) => timers.get(String(id)) ?? { timer: -1, ms: 0 };
  for (const event of events ?? []) {
    if (event.workflowExecutionStartedEventAttributes) isChild = roleOf(event.workflowExecutionStartedEventAttributes.parentWorkflowExecution?.workflowId) !== undefined;
    else if (event.markerRecordedEventAttributes?.markerName === 'core_local_activity') steps.push({ do: 'local' });
    else if (event.activityTaskScheduledEventAttributes) steps.push({ do: 'activity' });
    else if (event.workflowExecutionUpdateAcceptedEventAttributes) steps.push({ do: 'update' });
    else if (event.workflowExecutionSignaledEventAttributes) steps.push({ do: 'signal' });
    else if (event.timerStartedEventAttributes) {
      const { timerId, startToFireTimeout } = event.timerStartedEventAttributes;
      timers.set(String(timerId), { timer: timers.size, ms: Number(startToFireTimeout?.seconds ?? 0) * 1000 + Math.ceil((startToFireTimeout?.nanos ?? 0) / 1e6) });
      steps.push({ do: 'start', ...timerOf(timerId) });
    } else if (event.timerFiredEventAttributes) steps.push({ do: 'fired', ...timerOf(event.timerFiredEventAttributes.timerId) });
    else if (event.timerCanceledEventAttributes) steps.push({ do: 'cancelled', ...timerOf(event.timerCanceledEventAttributes.timerId) });
    else {
      const told = roleOf(event.signalExternalWorkflowExecutionInitiatedEventAttributes?.workflowExecution?.workflowId);
      const child = roleOf(event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId);
      if (told) steps.push({ do: 'tell', role: told });
      else if (child) steps.push({ do: 'child', role: child });
      else if (event.workflowExecutionContinuedAsNewEventAttributes) throw new Error('A journey of the benchmark continued as new: its twin would be too short.');
    }
  }
  return { role, isChild, steps };
}
