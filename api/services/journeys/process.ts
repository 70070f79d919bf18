import { type z } from 'zod';
import { bedCleaningWorkflowId, bedReservationWorkflowId, bedTransferWorkflowId, claimWorkflowId, followUpWorkflowId, payerWorkflowId } from '../../../workflows/contracts/ids';
import { type journeysContract } from '../../contract/journeys';
import { type Act, select, selectOne } from '../../http/act';
import { type TemporalGateway } from '../../temporal/gateway';
import { retryingSteps, runsOf, type WorkflowRun } from '../../temporal/processHistory';
import { type JourneyRow } from './progress';

type Process = z.output<typeof journeysContract.readJourneyProcess.reply>;

const AWAY: Process = { available: false, runs: [], retrying: [], skippedMs: 0 };

/**
 * The workflows behind a journey, run by run: its own, its claims', its follow-up's, its transfers', the demonstration payer's. Asked of Temporal, for moments only; when
 * it does not answer, the page goes without.
 */
export async function readJourneyProcess(act: Act, gateway: TemporalGateway | null, uiUrl: string | null, journey: JourneyRow): Promise<Process> {
  if (!gateway) return AWAY;
  const workflowIds = await workflowsOf(act, journey);
  try {
    const runs = await runsOf(gateway, workflowIds);
    const running = [...new Set(runs.filter(({ status }) => status === 'RUNNING').map(({ workflowId }) => workflowId))];
    const retrying = await Promise.all(running.map((workflowId) => retryingSteps(gateway, workflowId).catch(() => [])));
    const ahead = await selectOne<{ ms: number }>(act, 'SELECT COALESCE(MAX(skipped_ms), 0) AS ms FROM workflow_time_skips WHERE workflow_id IN (:workflowIds)', { workflowIds });
    return { available: true, skippedMs: Number(ahead?.ms ?? 0), runs: runs.map((run) => present(run, gateway.client.options.namespace, uiUrl)), retrying: retrying.flat() };
  } catch {
    return AWAY;
  }
}

async function workflowsOf(act: Act, { id, workflowId }: JourneyRow): Promise<string[]> {
  const rows = await select<{ kind: 'claim' | 'transfer' | 'place' | 'submission'; id: string }>(
    act,
    `SELECT 'claim' AS kind, id FROM claims WHERE encounter_id = :id AND source = 'careway' UNION ALL SELECT 'transfer', id FROM bed_transfers WHERE encounter_id = :id
     UNION ALL SELECT 'place', id FROM encounter_locations WHERE encounter_id = :id
     UNION ALL SELECT 'submission', s.id FROM claims c JOIN claim_submissions s ON s.claim_id = c.id WHERE c.encounter_id = :id`,
    { id },
  );
  const named = { claim: [claimWorkflowId], transfer: [bedTransferWorkflowId], place: [bedReservationWorkflowId, bedCleaningWorkflowId], submission: [payerWorkflowId] };
  return [workflowId, followUpWorkflowId(id), ...rows.flatMap((row) => named[row.kind].map((name) => name(row.id)))];
}

function present({ startedAt, closedAt, patches, ...run }: WorkflowRun, namespace: string, uiUrl: string | null): Process['runs'][number] {
  return {
    ...run, patches: [...patches], startedAt: startedAt.toISOString(), closedAt: closedAt?.toISOString() ?? null,
    href: uiUrl && `${uiUrl.replace(/\/$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(run.workflowId)}/${encodeURIComponent(run.runId)}/history`,
  };
}
