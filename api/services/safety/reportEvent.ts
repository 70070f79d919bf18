import { type z } from 'zod';
import { isSentinel } from '../../../domain/safety/harm';
import { detailProblem } from '../../../domain/safety/kinds';
import { newId } from '../../../db/newId';
import { safetyEventWorkflowId } from '../../../workflows/contracts/ids';
import { WORKFLOW_TYPES } from '../../../workflows/contracts/messages';
import { type SafetyEventInput } from '../../../workflows/contracts/safetyMessages';
import { type safetyContract } from '../../contract/safety';
import { type Act, execute, selectOne } from '../../http/act';
import { invalid } from '../../http/problem';
import { nextNumber } from '../money/numbers';
import { alertRole } from '../notifications/notify';
import { startErrand } from '../tasks/errand';
import { placeOfSafety, recordStep } from './eventRow';

type Report = z.output<typeof safetyContract.reportSafetyEvent.body>;

/** How far a clock of a colleague's phone may be ahead. */
const AHEAD_MS = 5 * 60_000;

/**
 * Put an event on record and let its workflow ask for the triage. Without a name nothing leads back to who reported it: not the row, its story,
 * the reply kept for repeats, nor the audit trail, which names nobody.
 */
export async function reportEvent(act: Act, report: Report): Promise<{ id: string | null }> {
  await check(act, report);
  const { kind, detail, harm, wardId, place, narrative, patientId, encounterId, anonymous } = report;
  const id = newId();
  const seal = (column: string, text: string) => act.database.cipher.seal(placeOfSafety('safety_events', column, id), text);
  await execute(
    act,
    'INSERT INTO safety_events (id, number, kind, detail, harm, occurred_at, ward_id, place_enc, patient_id, encounter_id, narrative_enc, reported_by, reported_at) VALUES (?)',
    [[id, await nextNumber(act, 'safety-event'), kind, detail, harm, new Date(report.occurredAt), wardId, place ? seal('place_enc', place) : null, patientId, encounterId, seal('narrative_enc', narrative), anonymous ? null : act.principal.id, act.now]],
  );
  await recordStep(act, id, 'reported', null, anonymous ? null : act.principal.id);
  startLife(act, { eventId: id, isSentinel: isSentinel(harm), isReopened: false }, 1);
  if (isSentinel(harm)) await alertOfSentinel(act, id, wardId);
  act.audits.push({ action: 'safety-event.reported', resourceType: 'safety-event', resourceId: id, patientId, detail: { kind, harm }, ...(anonymous ? { actor: { kind: 'nobody' as const, id: '' } } : {}) });
  return { id: anonymous ? null : id };
}

/** One life of the event: from its report, or from its reopening. */
export function startLife(act: Act, input: SafetyEventInput, life: number): void {
  startErrand(act, safetyEventWorkflowId(input.eventId, life), WORKFLOW_TYPES.safetyEvent, input);
}

/** Death or severe harm: managers, administrators and the charge nurses of the ward hear of it at once. */
export async function alertOfSentinel(act: Act, eventId: string, wardId: string | null): Promise<void> {
  const event = { id: `safety-event/${eventId}/sentinel`, template: 'sentinel-event' as const, data: { safetyEventId: eventId }, encounterId: null };
  await alertRole(act, 'manager', null, event);
  await alertRole(act, 'administrator', null, event);
  await alertRole(act, 'charge-nurse', wardId, event);
}

async function check(act: Act, { kind, detail, occurredAt, wardId, patientId, encounterId }: Report): Promise<void> {
  const problem = detailProblem(kind, detail);
  const errors = [
    ...(problem === null ? [] : [{ field: 'detail', message: problem }]),
    ...(Date.parse(occurredAt) > act.now.getTime() + AHEAD_MS ? [{ field: 'occurredAt', message: 'This is still to come. When did it happen?' }] : []),
    ...(wardId !== null && !(await selectOne(act, 'SELECT id FROM wards WHERE id = ?', [wardId])) ? [{ field: 'wardId', message: 'There is no such ward.' }] : []),
    ...(patientId !== null && !(await selectOne(act, 'SELECT id FROM patients WHERE id = ? AND deleted_at IS NULL', [patientId])) ? [{ field: 'patientId', message: 'There is no such patient.' }] : []),
    ...(encounterId !== null && !(await selectOne(act, 'SELECT id FROM encounters WHERE id = ? AND patient_id = ?', [encounterId, patientId])) ? [{ field: 'encounterId', message: 'This stay is not one of this patient.' }] : []),
  ];
  if (errors.length > 0) throw invalid(errors);
}
