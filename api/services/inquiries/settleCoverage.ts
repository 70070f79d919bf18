import { rejectionWords } from '../../../domain/claims/rejections';
import { type Act, selectOne } from '../../http/act';
import { holdJourney } from '../journeys/progress';
import { finishTask } from '../tasks/finish';
import { lockTask } from '../tasks/lockTask';
import { recordTaskEvent } from '../tasks/taskEvents';
import { type InquiryRow } from './inquiryRow';
import { type MemberAnswer } from './readEligibility';
import { hospitalDay } from '../staff/hospitalZone';

/**
 * A payer has answered while a registrar is asked to verify the coverage of a stay. A clear yes for the day of admission is what they would
 * have found out: their task is done. Anything else is theirs to decide, and stands in the task's history. The caller holds the question.
 */
export async function settleCoverageTask(act: Act, { coverageId, encounterId }: InquiryRow, { answer, rejections }: MemberAnswer): Promise<void> {
  if (coverageId === null) return;
  const waiting = await selectOne<{ id: string; admittedAt: Date }>(
    act,
    `SELECT t.id, e.period_start AS admittedAt FROM tasks t JOIN encounters e ON e.id = t.encounter_id
     WHERE e.coverage_id = :coverageId AND (:encounterId IS NULL OR e.id = :encounterId) AND t.type = 'verify-coverage' AND t.is_open = 1 ORDER BY t.created_at DESC LIMIT 1`,
    { coverageId, encounterId },
  );
  const task = waiting && (await lockTask(act, waiting.id));
  if (!waiting || !task?.isOpen) return;
  if (task.journeyId) await holdJourney(act, task.journeyId);
  if (answer?.outcome === 'active' && holdsOn(hospitalDay(waiting.admittedAt), answer)) {
    await finishTask(act, task, { decision: 'use-coverage' }, {}, 'The payer says the coverage is active.');
    return;
  }
  const words = answer ? `The payer says the coverage is ${answer.outcome === 'active' ? 'active, but not on the day of admission' : 'not active'}.` : `The payer could not answer. ${rejections.map(rejectionWords).join('; ')}`;
  await recordTaskEvent(act, task.id, 'answered', null, words);
  act.announcements.push({ topic: 'task', id: task.id, roles: [task.role] });
}

/** A coverage that began after the day or ended before it does not pay for it. */
function holdsOn(day: string, { from, through }: { readonly from: string | null; readonly through: string | null }): boolean {
  return (from === null || from <= day) && (through === null || through >= day);
}
