import { isPending } from '../../../domain/beds/transfer';
import { type TaskTypeName } from '../../../domain/tasks/types';
import { type Act, selectOne } from '../../http/act';
import { refreshJourney } from '../journeys/refresh';
import { openTasks } from '../tasks/open';
import { type TransferRow } from './transfers/transferRow';

interface ErrandTask {
  readonly workflowId: string;
  readonly step: string;
  readonly type: TaskTypeName;
}

/** A task about a bed and nobody in it: housekeeping need not know who lay there. */
export async function openBedTask(act: Act, bed: { readonly id: string; readonly wardId: string }, { workflowId, step, type }: ErrandTask): Promise<string | null> {
  const home = { workflowId, journeyId: null, encounterId: null, patientId: null, claimId: null, wardId: bed.wardId };
  const [opened] = await openTasks(act, home, [{ step, type, focusType: 'bed', focusId: bed.id }]);
  act.announcements.push({ topic: 'bed', id: bed.id });
  return opened?.taskId ?? null;
}

/** Ask the ward whose turn it is; nobody, when the transfer has ended meanwhile. */
export async function openTransferTask(act: Act, transfer: TransferRow, { workflowId, step, type }: ErrandTask): Promise<string | null> {
  if (!isPending(transfer.status)) return null;
  const stay = await selectOne<{ patientId: string; wardId: string | null }>(act, 'SELECT patient_id AS patientId, ward_id AS wardId FROM encounters WHERE id = ?', [transfer.encounterId]);
  const wardId = type === 'agree-transfer' ? (stay?.wardId ?? transfer.fromWardId) : transfer.toWardId;
  const home = { workflowId, journeyId: transfer.encounterId, encounterId: transfer.encounterId, patientId: stay?.patientId ?? null, claimId: null, wardId };
  const [opened] = await openTasks(act, home, [{ step, type, focusType: 'transfer', focusId: transfer.id }]);
  await refreshJourney(act, transfer.encounterId);
  return opened?.taskId ?? null;
}
