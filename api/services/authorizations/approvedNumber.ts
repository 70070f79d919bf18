import { type Act, selectOne } from '../../http/act';

/** The number of the approval that covers a stay at a payer, for a claim that is made now. Null when there is none. */
export async function approvedNumber(act: Act, encounterId: string, payerId: string): Promise<string | null> {
  const row = await selectOne<{ number: string }>(act, "SELECT number FROM authorizations WHERE encounter_id = ? AND payer_id = ? AND number IS NOT NULL AND status IN ('approved', 'expired') ORDER BY decided_at DESC LIMIT 1", [encounterId, payerId]);
  return row?.number ?? null;
}
