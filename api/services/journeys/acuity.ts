import { type Act, executeLater } from '../../http/act';

/**
 * Show a patient's early-warning score where people look for it: on the journey, and on every open task of it, which the inbox sorts by.
 * Null: there is none (any more).
 */
export async function showAcuity(act: Act, journeyId: string, news2: number | null): Promise<void> {
  await executeLater(act, 'UPDATE journeys SET news2 = ?, updated_at = ? WHERE id = ?', [news2, act.now, journeyId]);
  await executeLater(act, 'UPDATE tasks SET acuity = ? WHERE journey_id = ? AND is_open = 1 AND acuity <> ?', [news2 ?? -1, journeyId, news2 ?? -1]);
}
