import { criticalResultWorkflowId, journeyWorkflowId } from '../../../../workflows/contracts/ids';
import { type CriticalReported, type CriticalResultInput, SIGNALS, WORKFLOW_TYPES } from '../../../../workflows/contracts/messages';
import { type Act } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';
import { unacknowledgedCriticals } from './criticalResults';

/**
 * Somebody has to read a report back that is critical now. While the patient is in the house the journey asks, and nobody leaves before it is
 * answered; afterwards, and without a journey, the question is an errand of its own.
 */
export function askForReadBack(act: Act, encounter: EncounterRow, reportId: string, version: number): void {
  const key = `critical-${reportId}-v${version}`;
  if (encounter.hasJourney && encounter.status === 'in-progress') {
    const payload: CriticalReported = { messageId: key, reportId };
    act.commands.push({ workflowId: journeyWorkflowId(encounter.id), kind: 'signal', name: SIGNALS.criticalReported, payload, dedupId: key });
    return;
  }
  const input: CriticalResultInput = { reportId };
  act.commands.push({ workflowId: criticalResultWorkflowId(reportId, version), kind: 'start', name: WORKFLOW_TYPES.criticalResult, payload: input, dedupId: `start/${key}` });
}

/**
 * The same for results that were just entered: while the patient is in the house their journey asks, as it hears of them with the task that
 * entered them. Of somebody who has left, every critical report becomes an errand.
 */
export async function askForReadBackLater(act: Act, encounter: EncounterRow, critical: number): Promise<void> {
  if (critical === 0 || encounter.status === 'in-progress') return;
  const reportIds = new Set((await unacknowledgedCriticals(act, encounter.id, 'stay')).flatMap(({ reportId }) => reportId ?? []));
  for (const reportId of reportIds) askForReadBack(act, encounter, reportId, 1);
}
