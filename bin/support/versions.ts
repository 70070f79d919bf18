import { join } from 'node:path';
import { bundleFileIn, workflowBundle } from '../../activities/bundle';
import { takeCensus, type VersionCensus } from '../../api/temporal/census';
import { readStandstill, type Standstill } from '../../api/temporal/standstill';
import { EXIT, type ExitCode } from '../launcher/failure';
import { keyRing } from './keyRing';
import { type Replayed, replayRunning } from './replayRunning';
import { openTemporal } from './temporal';

/** Say which code is in use and, when asked, whether this checkout's can take over what runs. */
export async function showVersions({ checks, sample }: { readonly checks: boolean; readonly sample: number }, json: boolean): Promise<ExitCode> {
  const keys = keyRing();
  const gateway = await openTemporal(keys, 'look at');
  try {
    const census = await takeCensus(gateway);
    const standstill = await readStandstill(gateway);
    const check = checks ? await replayRunning(gateway, keys, await workflowBundle(bundleFileIn(join(process.env['CAREWAY_HOME'] ?? '.careway', 'cache'))), sample) : null;
    process.stdout.write(json ? `${JSON.stringify({ census, standstill, check }, null, 2)}\n` : inWords(census, standstill, check));
    return check && check.failed.length > 0 ? EXIT.found : EXIT.done;
  } finally {
    await gateway.close();
  }
}

function inWords(census: VersionCensus, standstill: Standstill | null, check: Replayed | null): string {
  const lines = [
    `${census.running} workflows are running${census.looked < census.running ? `; the newest ${census.looked} were looked at` : ''}.`,
    ...census.builds.map(({ build, isCurrent, count, journeys }) => `${isCurrent ? '✓' : '•'} ${build ?? 'not begun yet'}: ${count} workflows, ${journeys} of them journeys${isCurrent ? ' (runs now)' : ''}`),
    ...census.patches.map(({ patch, count }) => `  ${patch}: ${count} take part`),
    ...(standstill && standstill.count > 0 ? [`! ${standstill.count} stand still: the code that runs fails at their next step. They go on once code runs that fits them.`, ...standstill.workflows.map(({ workflowId, cause }) => `  ${workflowId} (${cause})`)] : []),
    ...(census.current.length === 0 ? ['! No worker asks for work.'] : []),
    ...(check ? [...check.failed.map(({ workflowId, error }) => `✗ ${workflowId} does not replay under this code (${error}).`), `${check.replayed - check.failed.length} of ${check.replayed} histories replay under this code.`] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
