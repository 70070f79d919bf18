import { getExternalWorkflowHandle, isCancellation, log } from '@temporalio/workflow';

/** Tell another workflow something it may no longer be there to hear: a closed journey has no use for it. */
export async function signalIfRunning(workflowId: string, signal: string, payload: unknown): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowId).signal(signal, payload);
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.info('workflow not there to be told', { to: workflowId, signal });
  }
}
