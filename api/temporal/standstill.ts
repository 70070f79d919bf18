import { isGrpcServiceError } from '@temporalio/client';
import { type TemporalGateway } from './gateway';
import { PROBLEMS, problemOf } from './processHistory';

/** A page waits no longer for Temporal than this: it shows what the record has. */
const CALL_MS = 2_500;
const MOST = 50;

/** Running workflows whose next step fails in the code itself, whoever tries it: what no incident tells of, for the workflow cannot say anything. */
export interface Standstill {
  readonly count: number;
  /** The first of them, newest first. */
  readonly workflows: readonly { readonly workflowId: string; readonly cause: string }[];
}

/** Null when Temporal does not answer in time, or is too old to know. */
export async function readStandstill({ client, taskQueue }: TemporalGateway): Promise<Standstill | null> {
  const query = `TaskQueue = '${taskQueue.replace(/'/g, '')}' AND ExecutionStatus = 'Running' AND ${PROBLEMS} IS NOT NULL`;
  try {
    return await client.connection.withDeadline(Date.now() + CALL_MS, async () => {
      const { count } = await client.workflow.count(query);
      const workflows: Standstill['workflows'][number][] = [];
      if (count > 0) {
        for await (const { workflowId, searchAttributes } of client.workflow.list({ query, pageSize: MOST })) {
          workflows.push({ workflowId, cause: problemOf(searchAttributes) ?? 'unknown' });
          if (workflows.length >= MOST) break;
        }
      }
      return { count, workflows };
    });
  } catch (error) {
    // The server is away, or too old to know of such a thing.
    if (isGrpcServiceError((error as { cause?: unknown }).cause ?? error)) return null;
    throw error;
  }
}
