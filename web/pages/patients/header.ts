import { ApiProblem, contract } from '../../../api/client';
import { type Reply, type Visit } from '../../http/visit';

/** What stands at the head of every page about a patient; null without one, or when this person may not read the record. */
export async function patientHeader(visit: Visit, patientId: string | null): Promise<Reply<typeof contract.readPatient> | null> {
  if (!patientId) return null;
  try {
    return await visit.api.call(contract.readPatient, { params: { patientId } });
  } catch (error) {
    if (error instanceof ApiProblem && (error.status === 403 || error.status === 404)) return null;
    throw error;
  }
}
