import threads, { type WorkerOptions } from 'node:worker_threads';
import { join } from 'node:path';

const PRELOAD = join(__dirname, 'withoutPromiseStacks.cjs');

/**
 * Workflow threads that take no stack trace of every promise. The SDK takes one, mapped to its source, for each promise that workflow code makes, so that
 * Temporal can be asked where a workflow stands; that was half of a workflow thread's work, and our workflows answer the question themselves (the `progress`
 * query). Errors keep their stacks. WORKFLOW_STACKS=1 brings the traces back to a worker that is looked into. Before any worker is made.
 */
export function leanWorkflowThreads(env: NodeJS.ProcessEnv = process.env): void {
  if (env['WORKFLOW_STACKS'] === '1') return;
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      super(file, isWorkflowThread(file) ? { ...options, execArgv: ['--require', PRELOAD] } : options);
    }
  };
}

function isWorkflowThread(file: string | URL): boolean {
  return String(file).endsWith('workflow-worker-thread.js');
}
