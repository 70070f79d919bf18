import { type ContributingFactor, triageOutcome } from '../../../domain/safety/course';
import { type Harm, isSentinel, needsSecondPerson } from '../../../domain/safety/harm';
import { type Act, execute } from '../../http/act';
import { conflict, Problem, staleVersion, unprocessable } from '../../http/problem';
import { auditEvent, openActionsOf } from './actions';
import { placeOfSafety, recordStep, type SafetyEventRow } from './eventRow';
import { alertOfSentinel, startLife } from './reportEvent';

/** Say how bad it was and whether it is looked into. Serious harm always is. */
export async function triageEvent(act: Act, event: SafetyEventRow, { harm, decision, note }: { harm: Harm; decision: 'investigate' | 'close'; note: string }): Promise<void> {
  requireStatus(event, 'reported');
  if (decision === 'close' && needsSecondPerson(harm)) throw unprocessable('look-into-it', 'Severe harm or death is always looked into.');
  const status = triageOutcome(decision);
  await execute(act, 'UPDATE safety_events SET harm = ?, status = ?, closed_by = ?, closed_at = ?, version = version + 1 WHERE id = ?', [harm, status, status === 'closed' ? act.principal.id : null, status === 'closed' ? act.now : null, event.id]);
  await recordStep(act, event.id, 'triaged', note);
  if (isSentinel(harm) && !isSentinel(event.harm)) await alertOfSentinel(act, event.id, event.wardId);
  auditEvent(act, event, 'triaged', { harm: { before: event.harm, after: harm }, decision });
}

/** What was found. From here its actions are done and it waits to be closed. */
export async function investigateEvent(act: Act, event: SafetyEventRow, { factors, rootCause }: { factors: readonly ContributingFactor[]; rootCause: string }): Promise<void> {
  requireStatus(event, 'investigating');
  const sealed = act.database.cipher.seal(placeOfSafety('safety_events', 'root_cause_enc', event.id), rootCause);
  await execute(act, "UPDATE safety_events SET status = 'acting', factors = ?, root_cause_enc = ?, investigated_by = ?, investigated_at = ?, version = version + 1 WHERE id = ?", [JSON.stringify(factors), sealed, act.principal.id, act.now, event.id]);
  await recordStep(act, event.id, 'investigated', rootCause);
  auditEvent(act, event, 'investigated', { factors });
}

/** Close it: every action is done, and serious harm is closed by somebody who did not look into it. The record's own constraint says so too. */
export async function closeEvent(act: Act, event: SafetyEventRow, lesson: string): Promise<void> {
  requireStatus(event, 'acting');
  const open = await openActionsOf(act, event.id);
  if (open.length > 0) throw unprocessable('actions-open', `${open.length === 1 ? 'One action is' : `${open.length} actions are`} still open: do or drop ${open.length === 1 ? 'it' : 'them'} first.`);
  if (needsSecondPerson(event.harm) && event.investigatedBy === act.principal.id) throw new Problem(403, 'four-eyes', 'You looked into this yourself: a second person closes it.');
  await execute(act, "UPDATE safety_events SET status = 'closed', closed_by = ?, closed_at = ?, version = version + 1 WHERE id = ?", [act.principal.id, act.now, event.id]);
  await recordStep(act, event.id, 'closed', lesson);
  auditEvent(act, event, 'closed');
}

/** Something new has come up: it is looked into again, and whoever closed it hears why by its story. */
export async function reopenEvent(act: Act, event: SafetyEventRow, version: number, reason: string): Promise<{ id: string; version: number }> {
  if (event.version !== version) throw staleVersion(event.version);
  requireStatus(event, 'closed');
  const life = event.life + 1;
  await execute(act, "UPDATE safety_events SET status = 'investigating', life = ?, closed_by = NULL, closed_at = NULL, version = version + 1 WHERE id = ?", [life, event.id]);
  await recordStep(act, event.id, 'reopened', reason);
  startLife(act, { eventId: event.id, isSentinel: isSentinel(event.harm), isReopened: true }, life);
  auditEvent(act, event, 'reopened');
  return { id: event.id, version: version + 1 };
}

function requireStatus(event: SafetyEventRow, status: SafetyEventRow['status']): void {
  if (event.status !== status) throw conflict('event-moved-on', 'This event has moved on meanwhile. Reload its page.', { currentVersion: event.version });
}
