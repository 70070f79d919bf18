import { type TemporalGateway } from './gateway';
import { buildOf, patchesOf, shortBuild } from './processHistory';

const CALL_MS = 20_000;
const PAGE = 1_000;
/** So many running workflows are looked at, newest first; the rest is told as not looked at. */
const MOST = 20_000;
const WORKFLOW_QUEUE = 1;

export interface VersionCensus {
  /** Running workflows in all. */
  readonly running: number;
  readonly looked: number;
  /** Which code ran them last: null is a workflow no worker has seen yet. */
  readonly builds: readonly { readonly build: string | null; readonly isCurrent: boolean; readonly count: number; readonly journeys: number }[];
  /** Changes of the code that some take part in and older ones do not. */
  readonly patches: readonly { readonly patch: string; readonly count: number }[];
  /** The code of the workers that ask for work now. */
  readonly current: readonly string[];
}

/** How many running workflows were run last by which code. A new version takes each over with its next step; until then it counts under the old one. */
export async function takeCensus(gateway: TemporalGateway): Promise<VersionCensus> {
  const { client, taskQueue } = gateway;
  return client.connection.withDeadline(Date.now() + CALL_MS, async () => {
    const query = `TaskQueue = '${taskQueue.replace(/'/g, '')}' AND ExecutionStatus = 'Running'`;
    const { count: running } = await client.workflow.count(query);
    const described = await client.connection.workflowService.describeTaskQueue({ namespace: client.options.namespace, taskQueue: { name: taskQueue }, taskQueueType: WORKFLOW_QUEUE });
    const current = [...new Set((described.pollers ?? []).flatMap(({ workerVersionCapabilities }) => shortBuild(workerVersionCapabilities?.buildId ?? null) ?? []))];
    const builds = new Map<string | null, { count: number; journeys: number }>();
    const patches = new Map<string, number>();
    let looked = 0;
    for await (const { type, searchAttributes } of client.workflow.list({ query, pageSize: PAGE })) {
      if (looked >= MOST) break;
      looked += 1;
      const build = buildOf(searchAttributes);
      const seen = builds.get(build) ?? { count: 0, journeys: 0 };
      builds.set(build, { count: seen.count + 1, journeys: seen.journeys + (type === 'patientJourney' ? 1 : 0) });
      for (const patch of patchesOf(searchAttributes)) patches.set(patch, (patches.get(patch) ?? 0) + 1);
    }
    return {
      running, looked, current,
      builds: [...builds].map(([build, counts]) => ({ build, isCurrent: build !== null && current.includes(build), ...counts })).sort((a, b) => b.count - a.count),
      patches: [...patches].map(([patch, count]) => ({ patch, count })).sort((a, b) => b.count - a.count),
    };
  });
}
