import { NEWS2_AGE } from '../../../../domain/clinical/news2';
import { type Act } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';
import { loadPerson } from '../person';

/** Is NEWS2 made for this patient? Not for a child: the numbers of a healthy one would call for help, and those of an ill one might not. */
export async function isScored(act: Act, { patientId }: Pick<EncounterRow, 'patientId'>): Promise<boolean> {
  return (await loadPerson(act, patientId)).ageYears >= NEWS2_AGE;
}
