import { createHash } from 'node:crypto';
import { type z } from 'zod';
import { newId } from '../../../db/newId';
import { normaliseMessage } from '../../../domain/journey/fingerprint';
import { type IncidentResolution, UPDATES } from '../../../workflows/contracts/messages';
import { type internalContract } from '../../contract/internal';
import { type incidentInList, type journeysContract } from '../../contract/journeys';
import { type Act, execute, select, selectOne } from '../../http/act';
import { cursorTime, decodeCursor, pageOf } from '../../http/cursor';
import { conflict, invalid, staleVersion } from '../../http/problem';
import { loadPatientsInList } from '../../presenters/patientInList';
import { recordJourneyEvent } from '../journeys/events';
import { holdJourney } from '../journeys/progress';

type Opening = z.output<typeof internalContract.openIncident.body>;
export type IncidentInList = z.infer<typeof incidentInList>;

export interface IncidentRow {
  readonly id: string;
  readonly workflowId: string;
  readonly journeyId: string | null;
  readonly claimId: string | null;
  readonly step: string;
  readonly errorClass: string;
  readonly fingerprint: string;
  readonly messageEnc: Buffer | null;
  readonly status: IncidentInList['status'];
  readonly attempts: number;
  readonly holdUntil: Date | null;
  readonly openedAt: Date;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly patientId: string | null;
  readonly refusal: string | null;
  readonly version: number;
}

const COLUMNS = `i.id, i.workflow_id AS workflowId, i.journey_id AS journeyId, i.claim_id AS claimId, i.step, i.error_class AS errorClass, i.fingerprint, i.message_enc AS messageEnc,
  i.status, i.attempts, i.hold_until AS holdUntil, i.opened_at AS openedAt, i.resolved_at AS resolvedAt, u.display_name AS resolvedBy, COALESCE(j.patient_id, c.patient_id) AS patientId, i.refusal, i.version`;
const FROM = 'FROM incidents i LEFT JOIN staff_users u ON u.id = i.resolved_by LEFT JOIN journeys j ON j.id = i.journey_id LEFT JOIN claims c ON c.id = i.claim_id';
/** What still waits for somebody or something. */
export const UNSETTLED = ['open', 'retrying', 'on-hold'];
const SETTLED = ['solved', 'skipped', 'cancelled'];

/** Same step, same kind of error, same normalised message: same cause. */
export function fingerprintOf(step: string, errorClass: string, message: string): string {
  const stepKind = step.replace(/[-_/]?\d+/g, '');
  return createHash('sha256').update(`${stepKind}\u0000${errorClass}\u0000${normaliseMessage(message)}`).digest('hex').slice(0, 16);
}

/** Record a step that has spent its retries. Told twice by the same workflow step it stays one incident. */
export async function openIncident(act: Act, opening: Opening, dedupId: string): Promise<string> {
  if (opening.journeyId) await holdJourney(act, opening.journeyId); // before the foreign key share-locks it
  const id = newId();
  const sealed = act.database.cipher.seal({ table: 'incidents', column: 'message_enc', id }, opening.message);
  const inserted = await execute(
    act,
    `INSERT IGNORE INTO incidents (id, dedup_id, workflow_id, journey_id, claim_id, step, error_class, fingerprint, message_enc, attempts, opened_at) VALUES (?)`,
    [[id, dedupId, opening.workflowId, opening.journeyId, opening.claimId, opening.step, opening.errorClass, fingerprintOf(opening.step, opening.errorClass, opening.message), sealed, opening.attempts, act.now]],
  );
  if (inserted === 0) return (await selectOne<{ id: string }>(act, 'SELECT id FROM incidents WHERE dedup_id = ?', [dedupId]))?.id ?? id;
  await countOnJourney(act, opening.journeyId, 'incident-opened', id);
  act.announcements.push({ topic: 'incident', id });
  return id;
}

/** How an incident ended, as the workflow saw it: solved only once the step has passed. */
export async function settleIncident(act: Act, incident: IncidentRow, outcome: 'solved' | 'skipped' | 'cancelled' | 'failed-again' | 'on-hold', until: string | undefined): Promise<void> {
  const status = outcome === 'failed-again' ? 'open' : outcome;
  const isOver = ['solved', 'skipped', 'cancelled'].includes(outcome);
  await execute(act, `UPDATE incidents SET status = ?, attempts = attempts + ?, hold_until = ?, resolution = ?, resolved_at = ?, version = version + 1 WHERE id = ?`, [
    status, outcome === 'failed-again' ? 1 : 0, until ? new Date(until) : null, isOver ? outcome : null, isOver ? act.now : null, incident.id,
  ]);
  if (isOver) await countOnJourney(act, incident.journeyId, `incident-${outcome}`, incident.id);
  act.announcements.push({ topic: 'incident', id: incident.id });
}

/** A person's answer to an incident goes to its workflow; the incident stays unsettled until the workflow says how it went. */
export async function resolveIncident(act: Act, incident: IncidentRow, body: z.output<typeof journeysContract.resolveIncident.body>): Promise<{ status: string; version: number }> {
  if (!UNSETTLED.includes(incident.status)) throw conflict('incident-settled', `This incident is ${incident.status} already.`, { currentVersion: incident.version });
  if (body.version !== incident.version) throw staleVersion(incident.version);
  if (body.action === 'hold' && !body.until) throw invalid([{ field: 'until', message: 'Say until when to hold.' }]);
  if ((body.action === 'skip' || body.action === 'cancel') && !body.reason) throw invalid([{ field: 'reason', message: 'Say why.' }]);
  const status = body.action === 'hold' ? 'on-hold' : 'retrying';
  const reason = body.reason ? act.database.cipher.seal({ table: 'incidents', column: 'reason_enc', id: incident.id }, body.reason) : null;
  await execute(act, 'UPDATE incidents SET status = ?, hold_until = ?, reason_enc = ?, resolved_by = ?, refusal = NULL, version = version + 1 WHERE id = ?', [status, body.until ? new Date(body.until) : null, reason, act.principal.id, incident.id]);
  const resolution: IncidentResolution = { incidentId: incident.id, action: body.action, ...(body.until ? { until: body.until } : {}) };
  act.commands.push({ workflowId: incident.workflowId, kind: 'update', name: UPDATES.resolveIncident, payload: resolution, dedupId: `incident-${incident.id}-v${incident.version}` });
  act.audits.push({ action: `incident.${body.action}`, resourceType: 'incident', resourceId: incident.id, patientId: incident.patientId });
  act.announcements.push({ topic: 'incident', id: incident.id });
  return { status, version: incident.version + 1 };
}

export async function lockIncident(act: Act, incidentId: string): Promise<IncidentRow | null> {
  if (act.transaction) await selectOne(act, 'SELECT id FROM incidents WHERE id = ? FOR UPDATE', [incidentId]);
  return selectOne<IncidentRow>(act, `SELECT ${COLUMNS} ${FROM} WHERE i.id = ?`, [incidentId]);
}

type Query = z.output<typeof journeysContract.listIncidents.query>;

/** One page of incidents, oldest first. */
export async function listIncidents(act: Act, query: Query): Promise<{ items: IncidentInList[]; nextCursor: string | null; total: number | null }> {
  const parts = ['i.status IN (:statuses)'];
  const values: Record<string, unknown> = { statuses: query.status === 'unsettled' ? UNSETTLED : query.status === 'any' ? [...UNSETTLED, ...SETTLED] : [query.status], limit: query.limit + 1 };
  for (const [column, value] of [['id', query.incidentId], ['fingerprint', query.fingerprint], ['journey_id', query.journeyId], ['claim_id', query.claimId]] as const) {
    if (!value) continue;
    parts.push(`i.${column} = :${column}`);
    values[column] = value;
  }
  const where = parts.join(' AND ');
  const cursor = decodeCursor(query.cursor, 2);
  if (cursor) Object.assign(values, { at: cursorTime(cursor[0]), id: String(cursor[1]) });
  const rows = await select<IncidentRow>(act, `SELECT ${COLUMNS} ${FROM} WHERE ${where}${cursor ? ' AND (i.opened_at > :at OR (i.opened_at = :at AND i.id > :id))' : ''} ORDER BY i.opened_at, i.id LIMIT :limit`, values);
  const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.openedAt.toISOString(), row.id]);
  const total = query.count ? await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM incidents i WHERE ${where}`, values) : null;
  return { items: await presentIncidents(act, items), nextCursor, total: total ? Number(total.n) : null };
}

export async function presentIncidents(act: Act, rows: readonly IncidentRow[]): Promise<IncidentInList[]> {
  const patients = await loadPatientsInList(act, rows.map((row) => row.patientId));
  return rows.map(({ messageEnc, patientId, ...row }) => ({
    ...row,
    message: messageEnc && !patients.get(patientId ?? '')?.isRestricted ? act.database.cipher.open({ table: 'incidents', column: 'message_enc', id: row.id }, messageEnc) : null,
    holdUntil: row.holdUntil?.toISOString() ?? null, openedAt: row.openedAt.toISOString(), resolvedAt: row.resolvedAt?.toISOString() ?? null,
    patient: (patientId && patients.get(patientId)) || null,
  }));
}

interface Cause {
  readonly fingerprint: string;
  readonly step: string;
  readonly errorClass: string;
  readonly message: string | null;
  readonly count: number;
  readonly oldest: string;
}

/** Unsettled incidents by cause, most frequent first, and how many there are in all: also of causes too rare for the list (camunda#51397). */
export async function countCauses(act: Act): Promise<{ causes: Cause[]; total: number }> {
  const total = Number((await selectOne<{ n: number }>(act, 'SELECT COUNT(*) AS n FROM incidents WHERE status IN (:UNSETTLED)', { UNSETTLED }))?.n ?? 0);
  const rows = await select<{ fingerprint: string; step: string; errorClass: string; count: number; oldest: Date; id: string }>(
    act,
    `SELECT fingerprint, MIN(step) AS step, MIN(error_class) AS errorClass, COUNT(*) AS count, MIN(opened_at) AS oldest, MIN(id) AS id
     FROM incidents WHERE status IN (:UNSETTLED) GROUP BY fingerprint ORDER BY count DESC, oldest LIMIT 200`,
    { UNSETTLED },
  );
  if (rows.length === 0) return { causes: [], total };
  const messages = await select<{ id: string; messageEnc: Buffer | null }>(act, 'SELECT id, message_enc AS messageEnc FROM incidents WHERE id IN (:ids)', { ids: rows.map((row) => row.id) });
  const byId = new Map(messages.map((row) => [row.id, row.messageEnc]));
  const causes = rows.map(({ id, ...row }) => {
    const sealed = byId.get(id);
    return { ...row, count: Number(row.count), oldest: row.oldest.toISOString(), message: sealed ? act.database.cipher.open({ table: 'incidents', column: 'message_enc', id }, sealed) : null };
  });
  return { causes, total };
}

/** Count a journey’s unsettled incidents anew, and tell its story. */
export async function countOnJourney(act: Act, journeyId: string | null, activity: string, incidentId: string): Promise<void> {
  if (!journeyId) return;
  await execute(act, `UPDATE journeys SET open_incidents = (SELECT COUNT(*) FROM incidents WHERE journey_id = :id AND status IN (:UNSETTLED)), version = version + 1, updated_at = :now WHERE id = :id`, { id: journeyId, UNSETTLED, now: act.now });
  const journey = await selectOne<{ stage: string }>(act, 'SELECT stage FROM journeys WHERE id = ?', [journeyId]);
  await recordJourneyEvent(act, { journeyId, stage: journey?.stage ?? 'admission', activity, referenceType: 'incident', referenceId: incidentId, dedupId: `incident/${incidentId}/${activity}` });
  act.announcements.push({ topic: 'journey', id: journeyId });
}
