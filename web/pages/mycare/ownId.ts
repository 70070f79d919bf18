import { Refusal } from '../../http/refusal';
import { type Visit } from '../../http/visit';

/** Whose pages these are: the patient who is signed in. */
export function ownId(visit: Visit): string {
  if (!visit.person.patientId) throw new Refusal(403, 'This page is for patients.');
  return visit.person.patientId;
}
