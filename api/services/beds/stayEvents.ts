import { type Act, selectOne } from '../../http/act';
import { recordJourneyEvent } from '../journeys/events';

/** What happened to the patient's bed, in the story of the journey, under the stage the journey is in. */
export async function recordStayEvent(act: Act, encounterId: string, activity: string, reference: { readonly type: string; readonly id: string }): Promise<void> {
  const journey = await selectOne<{ stage: string }>(act, 'SELECT stage FROM journeys WHERE id = ?', [encounterId]);
  if (!journey) return;
  await recordJourneyEvent(act, { journeyId: encounterId, stage: journey.stage, activity, referenceType: reference.type, referenceId: reference.id, dedupId: `${reference.type}/${reference.id}/${activity}` });
}
