import { type z } from 'zod';
import { STAGE_LABELS, STAGES } from '../../../domain/journey/stages';
import { UPDATES } from '../../../workflows/contracts/messages';
import { type journeysContract } from '../../contract/journeys';
import { type Act, select } from '../../http/act';
import { conflict, staleVersion } from '../../http/problem';
import { inSnapshot } from '../../http/snapshot';
import { stillThere } from '../../http/stillThere';
import { listIncidents } from '../incidents/incidents';
import { tasksWhere } from '../tasks/inbox';
import { journeyById } from './boardRow';
import { readBranches } from './branches';
import { recordJourneyEvent } from './events';
import { type JourneyRow } from './progress';

type Page = z.output<typeof journeysContract.readJourney.reply>;

const BEFORE_CLAIM = ['admission', 'diagnostics', 'treatment', 'discharge', 'billing'];

/** Everything the journey page shows at first glance, as it stood at one moment: an old stage never stands beside new tasks. */
export async function readJourneyPage(act: Act, journey: JourneyRow): Promise<Page> {
  const page = await inSnapshot(act, (own) => readParts(own, journey));
  act.audits.push({ action: 'journey.read', resourceType: 'journey', resourceId: journey.id, patientId: journey.patientId });
  return page;
}

async function readParts(act: Act, { id, workflowId }: JourneyRow): Promise<Page> {
  const row = stillThere(await journeyById(act, id), 'journey');
  const stages = await select<{ stage: string; status: Page['stages'][number]['status']; startedAt: Date | null; endedAt: Date | null }>(
    act, 'SELECT stage, status, started_at AS startedAt, ended_at AS endedAt FROM journey_stages WHERE journey_id = ?', [id]);
  const known = new Map(stages.map((stage) => [stage.stage, stage]));
  const incidents = await listIncidents(act, { limit: 50, status: 'unsettled', journeyId: id });
  return {
    journey: row,
    workflowId,
    stages: STAGES.map((stage) => ({ stage, label: STAGE_LABELS[stage], status: known.get(stage)?.status ?? 'waiting', startedAt: known.get(stage)?.startedAt?.toISOString() ?? null, endedAt: known.get(stage)?.endedAt?.toISOString() ?? null })),
    branches: await readBranches(act, id),
    tasks: await tasksWhere(act, 't.journey_id = :id AND t.is_open = 1', { id }),
    incidents: incidents.items,
    mayCancel: row.status === 'running' && BEFORE_CLAIM.includes(row.stage),
  };
}

/** Ask the workflow to end the stay early; it compensates what was done. */
export async function cancelJourney(act: Act, journey: JourneyRow, body: z.output<typeof journeysContract.cancelJourney.body>): Promise<void> {
  if (journey.status !== 'running') throw conflict('journey-closed', 'This journey is closed already.', { currentVersion: journey.version });
  if (!BEFORE_CLAIM.includes(journey.stage)) throw conflict('claim-submitted', 'The claim has been sent: void the claim instead.', { currentVersion: journey.version });
  if (body.version !== journey.version) throw staleVersion(journey.version);
  act.commands.push({ workflowId: journey.workflowId, kind: 'update', name: UPDATES.cancelJourney, payload: { reason: body.reason }, dedupId: `cancel-${journey.workflowId}-v${journey.version}` });
  await recordJourneyEvent(act, { journeyId: journey.id, stage: journey.stage, activity: 'cancellation-requested', dedupId: `${journey.workflowId}/cancellation-requested/${act.requestId}` });
  act.audits.push({ action: 'journey.cancel', resourceType: 'journey', resourceId: journey.id, patientId: journey.patientId, detail: { reason: body.reason } });
}
