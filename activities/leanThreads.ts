import threads, { type WorkerOptions } from 'node:worker_threads';
import { join } from 'node:path';

const WITHOUT_PROMISE_STACKS = join(__dirname, 'withoutPromiseStacks.cjs');
const ONE_WATCHDOG = join(__dirname, 'oneWatchdog.cjs');

/**
 * Workflow threads that are watched once for each activation, not with every step into the sandbox, and take no stack trace of every promise. The SDK takes one, mapped to its source, for each that workflow code makes, so that
 * Temporal can be asked where a workflow stands; that was half of a workflow thread's work, and our workflows answer the question themselves (the `progress`
 * query). Errors keep their stacks. WORKFLOW_STACKS=1 brings the traces back to a worker that is looked into. Before any worker is made.
 */
export function leanWorkflowThreads(env: NodeJS.ProcessEnv = process.env): void {
  const preloads = env['WORKFLOW_STACKS'] === '1' ? [ONE_WATCHDOG] : [WITHOUT_PROMISE_STACKS, ONE_WATCHDOG];
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      super(file, isWorkflowThread(file) ? { ...options, execArgv: preloads.flatMap((file) => ['--require', file]) } : options);
    }
  };
}

function isWorkflowThread(file: string | URL): boolean {
  return String(file).endsWith('workflow-worker-thread.js');
}
