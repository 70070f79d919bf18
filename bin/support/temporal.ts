import { TemporalGateway } from '../../api/temporal/gateway';
import { type KeyRing } from '../../keys/keyRing';
import { EXIT, LaunchFailure, messageOf } from '../launcher/failure';

const ANSWER_MS = 10_000;

/** The Temporal of TEMPORAL_ADDRESS, once it has answered. `purpose` ends the sentence "There is no process to …". */
export async function openTemporal(keys: KeyRing, purpose: string): Promise<TemporalGateway> {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace = 'default', TEMPORAL_TASK_QUEUE: taskQueue } = process.env;
  if (!address) throw new LaunchFailure(`TEMPORAL_ADDRESS is not set, and no hospital is running here: there is no process to ${purpose}.`, EXIT.unreachable);
  const gateway = await TemporalGateway.connect({ address, namespace, keys, ...(taskQueue ? { taskQueue } : {}) });
  try {
    await gateway.client.connection.withDeadline(Date.now() + ANSWER_MS, () => gateway.client.connection.workflowService.describeNamespace({ namespace }));
    return gateway;
  } catch (error) {
    throw new LaunchFailure(`Temporal does not answer at ${address} (${messageOf(error)}).`, EXIT.unreachable);
  }
}
