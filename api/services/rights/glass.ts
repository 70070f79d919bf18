import { type z } from 'zod';
import { GLASS_MINUTES, type GlassOutcome, type GlassReason } from '../../../domain/rights/glass';
import { newId } from '../../../db/newId';
import { glassReviewWorkflowId } from '../../../workflows/contracts/ids';
import { type GlassReviewInput, WORKFLOW_TYPES } from '../../../workflows/contracts/messages';
import { type privacyContract } from '../../contract/privacy';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, notFound, unprocessable } from '../../http/problem';
import { startErrand } from '../tasks/errand';
import { openTasks } from '../tasks/open';
import { readVerdicts } from './access';
import { findSubject } from './subjects';

/** A broken glass, its row locked in a write. */
export interface GlassRow {
  readonly id: string;
  readonly patientId: string;
  readonly userId: string;
  readonly userName: string;
  readonly reason: GlassReason;
  readonly wordsEnc: Buffer;
  readonly openedAt: Date;
  readonly endsAt: Date;
  readonly endedAt: Date | null;
  readonly outcome: GlassOutcome | null;
}

const SELECT = `SELECT g.id, g.patient_id AS patientId, g.user_id AS userId, u.display_name AS userName, g.reason, g.words_enc AS wordsEnc, g.opened_at AS openedAt, g.ends_at AS endsAt, g.ended_at AS endedAt, g.outcome
  FROM glass_breaks g JOIN staff_users u ON u.id = g.user_id`;

export async function lockGlass(act: Act, glassId: string): Promise<GlassRow | null> {
  return selectOne<GlassRow>(act, `${SELECT} WHERE g.id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [glassId]);
}

export const wordsOf = (act: Act, { id, wordsEnc }: Pick<GlassRow, 'id' | 'wordsEnc'>): string => act.database.cipher.open({ table: 'glass_breaks', column: 'words_enc', id }, wordsEnc);

/** Through which glass whoever acts sees this patient now; null when through none. Read on every request, so it ends by itself. */
export async function openGlassOf(act: Act, patientId: string): Promise<{ id: string; openedAt: string; endsAt: string } | null> {
  const row = await selectOne<Pick<GlassRow, 'id' | 'openedAt' | 'endsAt'>>(act, 'SELECT id, opened_at AS openedAt, ends_at AS endsAt FROM glass_breaks WHERE patient_id = ? AND user_id = ? AND ended_at IS NULL AND ends_at > ? ORDER BY ends_at DESC LIMIT 1', [patientId, act.principal.id, act.now]);
  return row && { id: row.id, openedAt: row.openedAt.toISOString(), endsAt: row.endsAt.toISOString() };
}

/** The latest, newest first. */
export async function listGlass(act: Act, patientId: string): Promise<GlassRow[]> {
  return select<GlassRow>(act, `${SELECT} WHERE g.patient_id = ? ORDER BY g.opened_at DESC, g.id DESC LIMIT 100`, [patientId]);
}

/**
 * Break the glass. It opens at once and for an hour at most; somebody reviews it afterwards. While it is open it cannot be broken again, so it cannot be stretched: when it has
 * closed, a new reason opens it anew, to a review of its own. Whom the patient shut out finds nobody here.
 */
export async function breakGlass(act: Act, { record, id: recordId, reason, words }: z.output<typeof privacyContract.breakGlass.body>): Promise<{ id: string; patientId: string; openedAt: string; endsAt: string }> {
  const subject = await findSubject(act, record, recordId);
  if (!subject) throw notFound();
  const { patientId } = subject;
  // Two clicks are one break: the second waits here, and finds the first.
  await select(act, 'SELECT id FROM staff_users WHERE id = ? FOR UPDATE', [act.principal.id]);
  const [verdict] = await readVerdicts(act, [subject]);
  if (verdict === 'denied') throw notFound();
  const standing = await openGlassOf(act, patientId);
  if (standing) throw conflict('glass-open', 'You see this record through broken glass already. It closes by itself; then a new reason is needed.');
  if (verdict === 'open') throw unprocessable('not-restricted', 'This record opens for you as it is.');
  const id = newId();
  const endsAt = new Date(act.now.getTime() + GLASS_MINUTES * 60_000);
  await execute(act, 'INSERT INTO glass_breaks (id, patient_id, user_id, reason, words_enc, opened_at, ends_at) VALUES (?)', [[id, patientId, act.principal.id, reason, act.database.cipher.seal({ table: 'glass_breaks', column: 'words_enc', id }, words), act.now, endsAt]]);
  const input: GlassReviewInput = { glassId: id };
  startErrand(act, glassReviewWorkflowId(id), WORKFLOW_TYPES.glassReview, input);
  act.audits.push({ action: 'glass.broken', resourceType: 'glass', resourceId: id, patientId, detail: { reason, words, endsAt: endsAt.toISOString() } });
  return { id, patientId, openedAt: act.now.toISOString(), endsAt: endsAt.toISOString() };
}

/** Close the record again before the time is over. The review goes on. */
export async function endGlass(act: Act, row: GlassRow): Promise<{ patientId: string; ended: boolean }> {
  const isOpen = row.endedAt === null && row.endsAt > act.now;
  if (isOpen) {
    await execute(act, 'UPDATE glass_breaks SET ended_at = ?, version = version + 1 WHERE id = ?', [act.now, row.id]);
    act.audits.push({ action: 'glass.closed', resourceType: 'glass', resourceId: row.id, patientId: row.patientId });
  }
  return { patientId: row.patientId, ended: isOpen };
}

/** Ask the managers whether it was right; nobody, when it has been judged. */
export async function openGlassReview(act: Act, row: GlassRow, { workflowId, step }: { workflowId: string; step: string }): Promise<string | null> {
  if (row.outcome !== null) return null;
  const home = { workflowId, journeyId: null, encounterId: null, patientId: row.patientId, claimId: null, wardId: null };
  const [opened] = await openTasks(act, home, [{ step, type: 'review-glass', focusType: 'glass', focusId: row.id }]);
  return opened?.taskId ?? null;
}

/** Record the judgement. Nobody judges themselves. */
export async function judgeGlass(act: Act, row: GlassRow, outcome: GlassOutcome): Promise<void> {
  if (row.userId === act.principal.id) throw unprocessable('own-glass', 'Somebody else reviews what you opened.');
  if (row.outcome !== null) throw conflict('glass-reviewed', 'This was reviewed already.');
  await execute(act, 'UPDATE glass_breaks SET outcome = ?, reviewed_by = ?, reviewed_at = ?, version = version + 1 WHERE id = ?', [outcome, act.principal.id, act.now, row.id]);
  act.audits.push({ action: 'glass.reviewed', resourceType: 'glass', resourceId: row.id, patientId: row.patientId, detail: { outcome } });
}
