import { type WorkerOptions } from '@temporalio/worker';
import { type WorkerConfig } from './config';

/**
 * Two cores, short workflow tasks that hold a local activity for some ten milliseconds: more tasks at once than cores, but not
 * so many that they time out together. One sandbox thread, because a reused V8 context does not gain from more.
 */
export function tuning({ cachedWorkflows }: Pick<WorkerConfig, 'cachedWorkflows'>): Partial<WorkerOptions> {
  return {
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentWorkflowTaskPolls: 10,
    maxConcurrentLocalActivityExecutions: 60,
    maxConcurrentActivityTaskExecutions: 40,
    maxConcurrentActivityTaskPolls: 5,
    maxCachedWorkflows: cachedWorkflows,
    reuseV8Context: true,
    workflowThreadPoolSize: 1,
    // A killed worker's workflows move to another one after this; a stopped one hands them over at once.
    stickyQueueScheduleToStartTimeout: '5s',
    shutdownGraceTime: '8s',
    shutdownForceTime: '12s',
  };
}
