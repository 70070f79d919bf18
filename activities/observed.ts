import { type Sinks } from '@temporalio/workflow';
import { type InjectedSinks, type WorkerInterceptors } from '@temporalio/worker';
import { histogram } from '../telemetry/metrics';
import { inSpan, noteSpan } from '../telemetry/trace';
import { type TakenMessage, traceparentOf } from '../workflows/contracts/tracing';

const seconds = histogram('careway_activity_seconds', 'How long activities take, by type and how they ended', ['activity', 'outcome']);

/** Every activity is timed, and goes on with the trace of what caused it. */
export const observedActivities: WorkerInterceptors = {
  activity: [({ info: { activityType, workflowExecution } }) => ({
    inbound: {
      async execute(input, next) {
        const end = seconds.startTimer({ activity: activityType });
        try {
          const result = await inSpan(`activity ${activityType}`, { parent: traceparentOf(input.headers), attributes: { 'careway.workflow': workflowExecution?.workflowId ?? '' } }, () => next(input));
          end({ outcome: 'done' });
          return result;
        } catch (error) {
          end({ outcome: 'failed' });
          throw error;
        }
      },
    },
  })],
};

/** Messages that workflows took in, as spans; not again when a workflow is replayed. */
export const traceSinks: InjectedSinks<Sinks & { traces: { took(message: TakenMessage): void } }> = {
  traces: { took: { fn: (_, span) => noteSpan(span), callDuringReplay: false } },
};
