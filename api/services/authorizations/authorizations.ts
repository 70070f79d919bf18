import { newId } from '../../../db/newId';
import { authorizationWorkflowId, reviewWorkflowId } from '../../../workflows/contracts/ids';
import { WORKFLOW_TYPES } from '../../../workflows/contracts/messages';
import { type Act, execute, select } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { type EncounterRow } from '../encounters/encounterRow';
import { payingCoverage } from '../money/capture/billedEncounter';
import { nextControlNumber } from '../money/numbers';
import { behaviourOf } from '../payer/behaviour';
import { clearinghouseOf } from '../exchange/clearinghouse';
import { type Asking, endsOf, writeQuestion } from '../inquiries/envelope';
import { keepInquiry } from '../inquiries/inquiryRow';
import { authorizationQuestion, readReviewFacts } from './authorization278';
import { AUTHORIZATION_COLUMNS, type AuthorizationRow, codesOf } from './authorizationRow';
import { alertRole } from '../notifications/notify';
import { mayBeShared, notShared } from '../rights/directives';
import { hospitalDay } from '../staff/hospitalZone';

/** Those of a stay, newest first. Reads patient data: audited. */
export async function listAuthorizations(act: Act, encounter: Pick<EncounterRow, 'id' | 'patientId'>): Promise<AuthorizationRow[]> {
  act.audits.push({ action: 'authorization.read', resourceType: 'encounter', resourceId: encounter.id, patientId: encounter.patientId });
  return select<AuthorizationRow>(act, `SELECT ${AUTHORIZATION_COLUMNS} WHERE a.encounter_id = ? ORDER BY a.requested_at DESC, a.id DESC`, [encounter.id]);
}

/** Ask for an authorisation, once for the same services while one is under way or holds. The caller holds the encounter's row. */
export async function askAuthorization(act: Act, encounter: EncounterRow, procedures: readonly string[]): Promise<string> {
  const coverage = await payingCoverage(act, encounter);
  if (!coverage) throw unprocessable('no-payer', 'No payer is to be asked: the patient pays for this stay.');
  if (!(await mayBeShared(act, encounter.patientId, encounter.id, 'payer'))) throw notShared();
  const codes = [...new Set(procedures)].sort();
  const known = await select<{ id: string; procedures: unknown }>(act, "SELECT id, procedures FROM authorizations WHERE encounter_id = ? AND payer_id = ? AND status IN ('requested', 'pending', 'approved')", [encounter.id, coverage.payerId]);
  const same = known.find((one) => codes.every((code) => codesOf(one).includes(code)));
  if (same) return same.id;
  const id = newId();
  await execute(act, 'INSERT INTO authorizations (id, encounter_id, patient_id, coverage_id, payer_id, procedures, requested_by, requested_at, dedup_id) VALUES (?)', [
    [id, encounter.id, encounter.patientId, coverage.id, coverage.payerId, JSON.stringify(codes), act.principal.id, act.now, `authorization/${id}`],
  ]);
  act.commands.push({ workflowId: authorizationWorkflowId(id), kind: 'start', name: WORKFLOW_TYPES.authorization, payload: { authorizationId: id }, dedupId: `start/${authorizationWorkflowId(id)}` });
  act.audits.push({ action: 'authorization.asked', resourceType: 'authorization', resourceId: id, patientId: encounter.patientId, detail: { procedures: codes } });
  return id;
}

/**
 * The request leaves the house as a 278: the demonstration payer reviews it in its own time, one reached through the folder finds its file there.
 * Again is nothing.
 */
export async function sendAuthorization(act: Act, row: AuthorizationRow): Promise<boolean> {
  if (row.status !== 'requested') return false;
  // The patient may have said no since it was asked for: then a person decides, nothing leaves.
  if (!(await mayBeShared(act, row.patientId, row.encounterId, 'payer'))) throw notShared();
  const facts = await readReviewFacts(act, row);
  if (!facts) throw unprocessable('no-encounter', 'The stay this is asked for is not there.');
  const clearinghouse = await clearinghouseOf(act, row.payerId);
  const asking: Asking = { ...(await endsOf(act, row.payerId)), controlNumber: await nextControlNumber(act), usage: clearinghouse.usage, now: act.now };
  const text = writeQuestion(asking, authorizationQuestion(row, facts, asking));
  await execute(act, "UPDATE authorizations SET status = 'pending', version = version + 1 WHERE id = ?", [row.id]);
  const { encounterId, patientId, payerId, coverageId } = row;
  await keepInquiry(act, { kind: '278', payerId, patientId, coverageId, encounterId, authorizationId: row.id, controlNumber: asking.controlNumber, adapter: clearinghouse.adapter, text });
  if (clearinghouse.adapter === 'demonstration') await startReview(act, row);
  return true;
}

async function startReview(act: Act, { id, payerId }: AuthorizationRow): Promise<void> {
  const { acknowledgeAfterMs } = await behaviourOf(act, payerId);
  const workflowId = reviewWorkflowId(id);
  act.commands.push({ workflowId, kind: 'start', name: WORKFLOW_TYPES.review, payload: { authorizationId: id, answerAfterMs: acknowledgeAfterMs }, dedupId: `start/${workflowId}` });
}

export interface AuthorizationNote {
  readonly what: 'unanswered' | 'expiring' | 'expired';
  readonly daysLeft: number | null;
}

/** What time brings to an authorisation: people are told, once each; on its last day it is over. False when it is not so any more. */
export async function noteAuthorization(act: Act, row: AuthorizationRow, { what, daysLeft }: AuthorizationNote): Promise<boolean> {
  if (row.status !== (what === 'unanswered' ? 'pending' : 'approved')) return false;
  if (what === 'expired') await execute(act, "UPDATE authorizations SET status = 'expired', version = version + 1 WHERE id = ?", [row.id]);
  const day = hospitalDay(act.now);
  await alertRole(act, 'billing', null, {
    id: `authorization/${row.id}/${what}/${what === 'unanswered' ? day : (daysLeft ?? row.expiresOn)}`, template: 'authorization', encounterId: row.encounterId,
    data: { encounterId: row.encounterId, deadline: wordsOf(row, what, daysLeft) },
  });
  act.audits.push({ action: `authorization.${what}`, resourceType: 'authorization', resourceId: row.id, patientId: row.patientId });
  return true;
}

function wordsOf(row: AuthorizationRow, what: AuthorizationNote['what'], daysLeft: number | null): string {
  const codes = codesOf(row).join(', ');
  if (what === 'unanswered') return `${row.payerName} has not answered the request for ${codes}.`;
  return what === 'expired' ? `The authorisation for ${codes} has expired.` : `The authorisation for ${codes} expires on ${row.expiresOn ?? ''}: ${daysLeft ?? 0} days left.`;
}
