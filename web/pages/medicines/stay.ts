import { contract } from '../../../api/client';
import { Refusal } from '../../http/refusal';
import { type Reply, type Visit } from '../../http/visit';

type Patient = Reply<typeof contract.readPatient>;

export interface StayAtHand {
  readonly patient: Patient;
  readonly encounterId: string;
  /** The chart of this stay, to go back to. */
  readonly back: string;
}

/** The patient of the address and the stay it names (`?stay=`, or the one going on). Another patient's stay is not found. */
export async function stayAtHand(visit: Visit): Promise<StayAtHand> {
  const patientId = visit.param('patientId');
  const asked = visit.posted.get('encounterId') ?? visit.query.get('stay');
  const patient = await visit.api.call(contract.readPatient, { params: { patientId } });
  const encounterId = asked ?? patient.encounterId;
  if (encounterId === null) throw new Refusal(404, 'This patient has no stay.');
  const detail = await visit.api.call(contract.readEncounter, { params: { encounterId } });
  if (detail.patient.id !== patientId) throw new Refusal(404, 'There is no such stay of this patient.');
  return { patient, encounterId, back: `/patients/${patientId}/medicines?stay=${encounterId}` };
}
