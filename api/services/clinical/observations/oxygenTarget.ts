import { type z } from 'zod';
import { type observationsContract } from '../../../contract/observations';
import { type Act, execute, selectOne } from '../../../http/act';
import { staleVersion, unprocessable } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';

type Target = z.infer<typeof observationsContract.readOxygenTarget.reply>;

/**
 * Choose the SpO2 scale of a stay. Scale 2 (target 88–92 %) is for hypercapnic respiratory failure and is prescribed by a clinician
 * (Royal College of Physicians, NEWS2, 2017): who, when and why stand with it. Scores of the past stay as they were.
 */
export async function prescribeOxygenTarget(act: Act, encounter: EncounterRow, body: { version: number; scale: 1 | 2; reason: string }): Promise<void> {
  if (body.version !== encounter.version) throw staleVersion(encounter.version);
  if (encounter.status !== 'in-progress' && encounter.status !== 'planned') throw unprocessable('stay-over', 'This stay is over.');
  const reason = act.database.cipher.seal({ table: 'encounters', column: 'spo2_scale_reason_enc', id: encounter.id }, body.reason);
  await execute(act, 'UPDATE encounters SET spo2_scale = ?, spo2_scale_by = ?, spo2_scale_at = ?, spo2_scale_reason_enc = ?, version = version + 1, updated_at = ? WHERE id = ?', [
    body.scale, act.principal.id, act.now, reason, act.now, encounter.id,
  ]);
}

/** Which scale a stay is scored by, and by whose decision. */
export async function readOxygenTarget(act: Act, encounter: EncounterRow): Promise<Target> {
  const row = await selectOne<{ scale: number; by: string | null; at: Date | null; reasonEnc: Buffer | null; version: number }>(
    act,
    'SELECT e.spo2_scale AS scale, u.display_name AS `by`, e.spo2_scale_at AS at, e.spo2_scale_reason_enc AS reasonEnc, e.version FROM encounters e LEFT JOIN staff_users u ON u.id = e.spo2_scale_by WHERE e.id = ?',
    [encounter.id],
  );
  const reason = row?.reasonEnc ? act.database.cipher.open({ table: 'encounters', column: 'spo2_scale_reason_enc', id: encounter.id }, row.reasonEnc) : null;
  return { scale: row?.scale === 2 ? 2 : 1, prescribedBy: row?.by ?? null, prescribedAt: row?.at?.toISOString() ?? null, reason, version: row?.version ?? encounter.version };
}
