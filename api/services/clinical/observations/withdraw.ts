import { type MeasuredSet } from '../../../../domain/clinical/deteriorationLoop';
import { observationIntervalMs } from '../../../../domain/clinical/news2';
import { NEWS2_CODE } from '../../../../domain/clinical/vitals';
import { SIGNALS, type VitalsWithdrawn } from '../../../../workflows/contracts/messages';
import { type Act, execute, select } from '../../../http/act';
import { conflict, unprocessable } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { showAcuity } from '../../journeys/acuity';
import { recordJourneyEvent } from '../../journeys/events';
import { lockJourney } from '../../journeys/progress';
import { refreshJourney } from '../../journeys/refresh';
import { reassessLoops } from './reassessLoops';
import { standingSets } from './sets';

interface Row {
  readonly id: string;
  readonly code: string;
  readonly status: string;
  readonly at: Date;
  readonly by: string | null;
}

export interface Withdrawn {
  /** Everything that counts no more, scores made from it included. */
  readonly observationIds: string[];
  /** The score the stay has now; null: none is left. */
  readonly news2: number | null;
}

/**
 * Mark vital signs as entered in error: they stay readable, struck through, with who said so and why. The score made from them goes with
 * them, and so does every deterioration that only they had raised; the journey plans the next round by what stands. Called with the
 * encounter's row locked.
 */
export async function withdrawObservations(act: Act, encounter: EncounterRow, body: { observationIds: readonly string[]; reason: string }): Promise<Withdrawn> {
  const ids = [...new Set(body.observationIds)];
  const rows = await select<Row>(
    act,
    `SELECT o.id, o.code, o.status, o.effective_at AS at, u.display_name AS \`by\` FROM observations o LEFT JOIN staff_users u ON u.id = o.error_by
     WHERE o.id IN (?) AND o.encounter_id = ? AND o.category = 'vital-signs' AND o.source = 'careway' FOR UPDATE`,
    [ids, encounter.id],
  );
  requireWithdrawable(rows, ids);
  const scores = await select<{ id: string }>(
    act, "SELECT id FROM observations WHERE encounter_id = ? AND code = ? AND effective_at IN (?) AND status <> 'entered-in-error' FOR UPDATE", [encounter.id, NEWS2_CODE.code, rows.map(({ at }) => at)]);
  const all = [...ids, ...scores.map(({ id }) => id)];
  for (const id of all) {
    const reason = act.database.cipher.seal({ table: 'observations', column: 'error_reason_enc', id }, body.reason);
    await execute(act, "UPDATE observations SET status = 'entered-in-error', error_at = ?, error_by = ?, error_reason_enc = ? WHERE id = ?", [act.now, act.principal.id, reason, id]);
  }
  const standing = await standingSets(act, encounter);
  const calls = await reassessLoops(act, encounter, standing, rows.map(({ at }) => at.getTime()));
  const last = standing.filter(({ isComplete }) => isComplete).pop() ?? null;
  await showAcuity(act, encounter.id, last?.news2 ?? null);
  await tellJourney(act, encounter, last, calls);
  act.audits.push({ action: 'observation.enteredInError', resourceType: 'observation', patientId: encounter.patientId, detail: { observationIds: all, reason: body.reason } });
  return { observationIds: all, news2: last?.news2 ?? null };
}

function requireWithdrawable(rows: readonly Row[], ids: readonly string[]): void {
  if (rows.length < ids.length) throw unprocessable('no-observation', 'A value of this list was not measured in this stay.');
  if (rows.some(({ code }) => code === NEWS2_CODE.code)) throw unprocessable('score-is-made', 'The score is made from its values. Mark the value that is wrong.');
  const wrong = rows.find(({ status }) => status === 'entered-in-error');
  if (wrong) throw conflict('in-error-already', `${wrong.by ?? 'Somebody'} has marked this as entered in error already.`);
}

/** The next round is due as if the wrong values had never been entered; without any score the patient is seen at once. */
async function tellJourney(act: Act, encounter: EncounterRow, last: MeasuredSet | null, calls: boolean): Promise<void> {
  const journey = await lockJourney(act, encounter.id);
  if (!journey) return;
  await recordJourneyEvent(act, { journeyId: journey.id, stage: journey.stage, activity: 'observations-withdrawn', dedupId: `withdrawn/${journey.id}/${act.requestId}` });
  await refreshJourney(act, journey.id);
  if (journey.status !== 'running' || encounter.status !== 'in-progress') return;
  const nextInMs = last ? Math.max(0, Math.round(last.at + observationIntervalMs({ total: last.news2, risk: last.risk }) - act.now.getTime())) : 0;
  const payload: VitalsWithdrawn = { messageId: act.requestId, news2: last?.news2 ?? null, risk: last?.risk ?? null, nextInMs, calls };
  act.commands.push({ workflowId: journey.workflowId, kind: 'signal', name: SIGNALS.vitalsWithdrawn, payload, dedupId: `vitals-withdrawn-${journey.id}-${act.requestId}` });
}
