import { type z } from 'zod';
import { isStage, STAGE_LABELS, STAGES } from '../../../domain/journey/stages';
import { eventSentence } from '../../../domain/journey/words';
import { UPDATES } from '../../../workflows/contracts/messages';
import { type journeysContract } from '../../contract/journeys';
import { type Act, select } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { conflict, staleVersion } from '../../http/problem';
import { listIncidents } from '../incidents/incidents';
import { tasksWhere } from '../tasks/inbox';
import { journeyById } from './board';
import { recordJourneyEvent } from './events';
import { type JourneyRow } from './progress';

type Page = z.output<typeof journeysContract.readJourney.reply>;
type EventPage = z.output<typeof journeysContract.listJourneyEvents.reply>;

const BEFORE_CLAIM = ['admission', 'diagnostics', 'treatment', 'discharge', 'billing'];

/** Everything the journey page shows at first glance. */
export async function readJourneyPage(act: Act, journey: JourneyRow): Promise<Page> {
  const row = await journeyById(act, journey.id);
  if (!row) throw new Error('The journey vanished while it was read.');
  const stages = await select<{ stage: string; status: Page['stages'][number]['status']; startedAt: Date | null; endedAt: Date | null }>(
    act, 'SELECT stage, status, started_at AS startedAt, ended_at AS endedAt FROM journey_stages WHERE journey_id = ?', [journey.id]);
  const known = new Map(stages.map((stage) => [stage.stage, stage]));
  const incidents = await listIncidents(act, { limit: 50, status: 'unsettled', journeyId: journey.id });
  act.audits.push({ action: 'journey.read', resourceType: 'journey', resourceId: journey.id, patientId: journey.patientId });
  return {
    journey: row,
    workflowId: journey.workflowId,
    stages: STAGES.map((stage) => ({ stage, label: STAGE_LABELS[stage], status: known.get(stage)?.status ?? 'waiting', startedAt: known.get(stage)?.startedAt?.toISOString() ?? null, endedAt: known.get(stage)?.endedAt?.toISOString() ?? null })),
    tasks: await tasksWhere(act, 't.journey_id = :id AND t.is_open = 1', { id: journey.id }),
    incidents: incidents.items,
    mayCancel: journey.status === 'running' && BEFORE_CLAIM.includes(journey.stage),
  };
}

/** The journey's story, newest first. */
export async function listJourneyEvents(act: Act, journey: JourneyRow, query: { cursor?: string | undefined; limit: number }): Promise<EventPage> {
  const cursor = decodeCursor(query.cursor, 1);
  const rows = await select<{ id: number; at: Date; stage: string; activity: string; actor: string | null; actorKind: 'person' | 'workflow' | 'payer'; durationMs: number | null; referenceType: string | null; referenceId: string | null }>(
    act,
    `SELECT e.id, e.at, e.stage, e.activity, u.display_name AS actor, e.actor_kind AS actorKind, e.duration_ms AS durationMs, e.reference_type AS referenceType, e.reference_id AS referenceId
     FROM journey_events e LEFT JOIN staff_users u ON u.id = e.actor_id WHERE e.journey_id = :id ${cursor ? 'AND e.id < :before' : ''} ORDER BY e.id DESC LIMIT ${query.limit + 1}`,
    { id: journey.id, before: cursor?.[0] ?? null },
  );
  const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.id]);
  act.audits.push({ action: 'journey.readEvents', resourceType: 'journey', resourceId: journey.id, patientId: journey.patientId });
  return {
    items: items.map((row) => ({ ...row, id: String(row.id), at: row.at.toISOString(), stage: isStage(row.stage) ? row.stage : 'admission', durationMs: row.durationMs === null ? null : Number(row.durationMs), sentence: eventSentence(row.activity, row.stage, row.actor) })),
    nextCursor,
    total: null,
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
