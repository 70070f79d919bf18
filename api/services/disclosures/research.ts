import { mayShare, type Sharing } from '../../../domain/rights/directives';
import { newId } from '../../../db/newId';
import { type Act, execute, select } from '../../http/act';
import { hospitalDay } from '../staff/hospitalZone';

/** Of these patients, those who let their record be told to research: nobody who has not said so. */
export async function permittingResearch(act: Pick<Act, 'database' | 'transaction'>, patientIds: readonly string[]): Promise<Set<string>> {
  if (patientIds.length === 0) return new Set();
  const said = await select<Sharing & { patientId: string }>(act, "SELECT patient_id AS patientId, recipient, provision FROM consents WHERE patient_id IN (:patientIds) AND scope = 'share' AND withdrawn_at IS NULL", { patientIds: [...patientIds] });
  return new Set(patientIds.filter((id) => mayShare('research', said.filter(({ patientId }) => patientId === id), [])));
}

/** Real names left the house for research: it stands in the account of each patient (45 CFR 164.528). */
export async function recordResearch(act: Act, patientIds: readonly string[], { recipient, what, purpose }: { readonly recipient: string; readonly what: string; readonly purpose: string }): Promise<void> {
  const on = hospitalDay(act.now);
  for (const patientId of patientIds) {
    const id = newId();
    const seal = (column: string, words: string) => act.database.cipher.seal({ table: 'disclosures', column, id }, words);
    await execute(act, 'INSERT INTO disclosures (id, patient_id, kind, disclosed_on, recipient_enc, what_enc, purpose_enc, recorded_by, recorded_at) VALUES (?)', [
      [id, patientId, 'research', on, seal('recipient_enc', recipient), seal('what_enc', what), seal('purpose_enc', purpose), null, act.now],
    ]);
    act.audits.push({ action: 'disclosure.recorded', resourceType: 'disclosure', resourceId: id, patientId });
  }
}
