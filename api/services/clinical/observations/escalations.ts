import { type z } from 'zod';
import { newId } from '../../../../db/newId';
import { needsUrgentReview, type News2Risk, RISK_RANK } from '../../../../domain/clinical/news2';
import { type observationsContract } from '../../../contract/observations';
import { type Act, execute, select, selectOne } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';
import { iso } from '../paging';

type Escalation = z.infer<typeof observationsContract.listEscalations.reply>['items'][number];

/** A score just recorded. */
export interface NewScore {
  /** Null: the patient is not scored. */
  readonly news2: number | null;
  readonly risk: News2Risk;
  readonly isComplete: boolean;
  /** Somebody at the bedside was worried. */
  readonly isWorried: boolean;
  readonly at: Date;
}

/**
 * Carry a new score into the loop of the deterioration that is open, or open one. A loop closes when somebody has acknowledged it and
 * the patient was observed after that; a score that still calls for help then opens the next. Called with the encounter's row locked.
 */
export async function followScore(act: Act, encounter: EncounterRow, score: NewScore): Promise<void> {
  const open = await selectOne<{ id: string; risk: News2Risk; news2: number | null; acknowledgedAt: Date | null }>(
    act, 'SELECT id, risk, news2, acknowledged_at AS acknowledgedAt FROM escalations WHERE open_encounter_id = ? FOR UPDATE', [encounter.id]);
  const closes = open !== null && open.acknowledgedAt !== null && (score.isComplete || needsUrgentReview(score));
  if (open) {
    const worse = !closes && (RISK_RANK[score.risk] > RISK_RANK[open.risk] || (score.news2 ?? 0) > (open.news2 ?? 0));
    await execute(act, 'UPDATE escalations SET reobserved_at = ?, reobserved_news2 = ?, news2 = ?, risk = ?, closed_at = ? WHERE id = ?', [
      score.at, score.news2, worse && score.news2 !== null ? Math.max(score.news2, open.news2 ?? 0) : open.news2, worse && RISK_RANK[score.risk] > RISK_RANK[open.risk] ? score.risk : open.risk, closes ? act.now : null, open.id,
    ]);
  }
  if (!needsUrgentReview(score) || (open && !closes)) return;
  const id = newId();
  await execute(act, 'INSERT INTO escalations (id, patient_id, encounter_id, news2, risk, is_complete, by_concern, raised_at, raised_by) VALUES (?)', [
    [id, encounter.patientId, encounter.id, score.news2, score.risk, score.isComplete ? 1 : 0, score.isWorried ? 1 : 0, score.at, act.principal.id],
  ]);
  act.audits.push({ action: 'escalation.raised', resourceType: 'escalation', resourceId: id, patientId: encounter.patientId, detail: { news2: score.news2, risk: score.risk, concern: score.isWorried } });
}

/** A clinician has seen the patient. Answers whether a loop was waiting for it. */
export async function acknowledgeEscalation(act: Act, encounterId: string): Promise<boolean> {
  return (await execute(act, 'UPDATE escalations SET acknowledged_at = ?, acknowledged_by = ? WHERE open_encounter_id = ? AND acknowledged_at IS NULL', [act.now, act.principal.id, encounterId])) > 0;
}

/** Deteriorations of a stay, the latest first, each with how far its loop is closed. */
export async function listEscalations(act: Act, encounterId: string): Promise<Escalation[]> {
  const rows = await select<{ id: string; news2: number | null; risk: News2Risk; isComplete: number; byConcern: number; raisedAt: Date; raisedBy: string | null; acknowledgedAt: Date | null; acknowledgedBy: string | null; reobservedAt: Date | null; reobservedNews2: number | null; closedAt: Date | null; withdrawnAt: Date | null; withdrawnBy: string | null }>(
    act,
    `SELECT e.id, e.news2, e.risk, e.is_complete AS isComplete, e.by_concern AS byConcern, e.raised_at AS raisedAt, r.display_name AS raisedBy, e.acknowledged_at AS acknowledgedAt, a.display_name AS acknowledgedBy,
       e.reobserved_at AS reobservedAt, e.reobserved_news2 AS reobservedNews2, e.closed_at AS closedAt, e.withdrawn_at AS withdrawnAt, w.display_name AS withdrawnBy
     FROM escalations e LEFT JOIN staff_users r ON r.id = e.raised_by LEFT JOIN staff_users a ON a.id = e.acknowledged_by LEFT JOIN staff_users w ON w.id = e.withdrawn_by WHERE e.encounter_id = ? ORDER BY e.raised_at DESC, e.id DESC LIMIT 50`,
    [encounterId],
  );
  return rows.map((row) => ({ ...row, isComplete: row.isComplete === 1, byConcern: row.byConcern === 1, raisedAt: row.raisedAt.toISOString(), acknowledgedAt: iso(row.acknowledgedAt), reobservedAt: iso(row.reobservedAt), closedAt: iso(row.closedAt), withdrawnAt: iso(row.withdrawnAt) }));
}
