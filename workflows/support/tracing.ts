import { type Headers } from '@temporalio/common';
import { proxySinks, type Sinks, type WorkflowInterceptors, workflowInfo } from '@temporalio/workflow';
import { type TakenMessage, traceparentOf, withTraceparent } from '../contracts/tracing';

/** How such a message leaves the sandbox. */
export interface TraceSinks extends Sinks {
  traces: { took(message: TakenMessage): void };
}

const { traces } = proxySinks<TraceSinks>();

/**
 * The trace of the last message a workflow took in goes on in the calls that follow. With nothing traced no header comes and nothing is
 * done. Nothing here awaits: the order of a workflow's commands must not depend on whether it is traced.
 */
export const interceptors = (): WorkflowInterceptors => {
  let current: string | null = null;
  const take = (headers: Headers, name: string) => {
    const parent = traceparentOf(headers);
    if (parent === null) return;
    current = spanBelow(parent, name);
    const { workflowId, workflowType } = workflowInfo();
    traces.took({ traceparent: current, parent, name, attributes: { 'careway.workflow': workflowId, 'careway.workflow.type': workflowType } });
  };
  const carry = <I extends { readonly headers: Headers }>(input: I): I => (current === null ? input : { ...input, headers: withTraceparent(input.headers, current) });
  return {
    inbound: [{
      execute: (input, next) => {
        take(input.headers, `workflow ${workflowInfo().workflowType}`);
        return next(input);
      },
      handleUpdate: (input, next) => {
        take(input.headers, `workflow update ${input.name}`);
        return next(input);
      },
      handleSignal: (input, next) => {
        take(input.headers, `workflow signal ${input.signalName}`);
        return next(input);
      },
    }],
    outbound: [{
      scheduleActivity: (input, next) => next(carry(input)),
      scheduleLocalActivity: (input, next) => next(carry(input)),
      startChildWorkflowExecution: (input, next) => next(carry(input)),
      signalWorkflow: (input, next) => next(carry(input)),
    }],
  };
};

/** A span ID made from what is the same in every replay: the sandbox has no randomness to spare. */
function spanBelow(parent: string, name: string): string {
  const [version = '00', traceId = '', , flags = '00'] = parent.split('-');
  const { runId, historyLength } = workflowInfo();
  const seed = `${parent}/${runId}/${historyLength}/${name}`;
  return [version, traceId, hash(seed, 0x811c9dc5) + hash(seed, 0x01000193), flags].join('-');
}

/** FNV-1a, eight hexadecimal digits. */
function hash(text: string, from: number): string {
  let value = from;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, '0');
}
