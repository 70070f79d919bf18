import { newId } from '../../../db/newId';
import { DISCHARGE_BRANCHES, mayOverride, type OverridableBranch } from '../../../domain/discharge/branches';
import { SIGNALS } from '../../../workflows/contracts/messages';
import { type Act, execute, selectOne } from '../../http/act';
import { conflict, forbidden, unprocessable } from '../../http/problem';
import { type EncounterRow } from '../encounters/encounterRow';
import { recordJourneyEvent } from '../journeys/events';
import { lockJourney } from '../journeys/progress';
import { refreshJourney } from '../journeys/refresh';
import { readDischarge } from './panel';

/**
 * Let a branch of the discharge pass although it is not done: the patient can depart, who decided and why is on record, and what outlives
 * the departure (the summary, the clearance) stays in its inbox. A deterioration nobody has seen cannot be let pass.
 */
export async function overrideBranch(act: Act, encounter: EncounterRow, branch: OverridableBranch, reason: string): Promise<void> {
  if (!mayOverride(branch, act.principal.roles)) throw forbidden();
  const journey = await lockJourney(act, encounter.id);
  const panel = await readDischarge(act, encounter);
  if (!journey || panel.phase !== 'under-way') throw unprocessable('no-discharge', 'No discharge is under way, so nothing can be let pass.');
  const state = panel.branches.find((one) => one.branch === branch)?.state;
  if (state === 'overridden') throw conflict('already-overridden', `The ${DISCHARGE_BRANCHES[branch].toLowerCase()} branch was let pass already.`);
  if (state !== 'blocked') throw conflict('branch-done', `The ${DISCHARGE_BRANCHES[branch].toLowerCase()} branch is done already.`);
  const unseen = await selectOne(act, 'SELECT id FROM escalations WHERE open_encounter_id = ? AND acknowledged_at IS NULL', [encounter.id]);
  if (unseen && branch === 'clinical') throw unprocessable('patient-deteriorating', 'This patient is deteriorating and nobody has come yet. See the patient first.');
  const id = newId();
  const sealed = act.database.cipher.seal({ table: 'discharge_overrides', column: 'reason_enc', id }, reason);
  await execute(act, 'INSERT INTO discharge_overrides (id, encounter_id, patient_id, branch, reason_enc, overridden_by, at) VALUES (?)', [[id, encounter.id, encounter.patientId, branch, sealed, act.principal.id, act.now]]);
  await recordJourneyEvent(act, { journeyId: journey.id, stage: journey.stage, activity: `discharge-overridden-${branch}`, dedupId: `discharge-override/${encounter.id}/${branch}` });
  await refreshJourney(act, journey.id);
  act.commands.push({ workflowId: journey.workflowId, kind: 'signal', name: SIGNALS.dischargeOverridden, payload: { branch }, dedupId: `discharge-override-${encounter.id}-${branch}` });
  act.audits.push({ action: 'discharge.overridden', resourceType: 'encounter', resourceId: encounter.id, patientId: encounter.patientId, detail: { branch, reason } });
}
