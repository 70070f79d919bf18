import { type TaskInput } from '../../../../domain/tasks/form';
import { type Act } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';
import { isScored } from './isScored';
import { lastValues } from './lastValues';

/** What a form for a whole set of observations brings along: the last reading of each value, and for a child that no score is made. */
export async function bedsideInput(act: Act, encounter: EncounterRow): Promise<TaskInput> {
  const facts = (await isScored(act, encounter)) ? {} : { facts: [{ label: 'Early-warning score', value: 'None under 16 years: NEWS2 is made for adults. Worried? Say so below, and a physician is called.' }] };
  return { last: await lastValues(act, encounter.id), ...facts };
}
