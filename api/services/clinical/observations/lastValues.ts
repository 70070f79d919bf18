import { CONSCIOUSNESS_OPTIONS, VITAL_CODES } from '../../../../domain/clinical/vitals';
import { type Act, select } from '../../../http/act';

/** The last value of each vital sign in a stay, in words, by the name of its field: what the next reading is looked at beside. */
export async function lastValues(act: Act, encounterId: string): Promise<Readonly<Record<string, string>>> {
  const names = new Map<string, string>(Object.entries(VITAL_CODES).map(([name, { code }]) => [code, name]));
  const rows = await select<{ id: string; code: string; valueNumber: string | null; valueTextEnc: Buffer | null }>(
    act,
    `SELECT o.id, o.code, o.value_number AS valueNumber, o.value_text_enc AS valueTextEnc FROM observations o
     JOIN (SELECT code, MAX(effective_at) AS at FROM observations WHERE encounter_id = :encounterId AND category = 'vital-signs' AND status <> 'entered-in-error' GROUP BY code) l ON l.code = o.code AND l.at = o.effective_at
     WHERE o.encounter_id = :encounterId AND o.category = 'vital-signs' AND o.status <> 'entered-in-error'`,
    { encounterId },
  );
  const words = (row: (typeof rows)[number]): string => {
    if (row.valueNumber !== null) return String(Number(row.valueNumber));
    const text = row.valueTextEnc === null ? '' : act.database.cipher.open({ table: 'observations', column: 'value_text_enc', id: row.id }, row.valueTextEnc);
    return CONSCIOUSNESS_OPTIONS.find(({ value }) => value === text)?.label ?? text;
  };
  return Object.fromEntries(rows.flatMap((row) => (names.has(row.code) ? [[names.get(row.code) ?? '', words(row)]] : [])));
}
