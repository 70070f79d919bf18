import { type Act, select } from '../../http/act';
import { type EncounterRow } from '../encounters/encounterRow';
import { loadDisplays } from './concepts';

/** A first draft of the discharge summary from the record: reason, diagnoses, procedures, medicines. The physician edits and signs it. */
export async function draftDischargeSummary(act: Act, encounter: EncounterRow): Promise<string> {
  const coded = (table: string, where: string) => select<{ systemCode: string; code: string; n: number }>(
    act, `SELECT system_code AS systemCode, code, COUNT(*) AS n FROM ${table} WHERE encounter_id = ? AND ${where} GROUP BY system_code, code ORDER BY MIN(id) LIMIT 20`, [encounter.id]);
  const diagnoses = await coded('conditions', "clinical_status <> 'refuted'");
  const procedures = await coded('procedures', "status = 'completed'");
  const medicines = await coded('medication_requests', "status IN ('active', 'completed') AND category = 'inpatient'");
  const toTakeHome = await coded('medication_requests', "status = 'active' AND category = 'discharge'");
  const display = await loadDisplays(act, [...diagnoses, ...procedures, ...medicines, ...toTakeHome, { systemCode: encounter.reasonSystem, code: encounter.reasonCode }]);
  const line = (title: string, rows: readonly { systemCode: string; code: string; n: number }[]) =>
    rows.length === 0 ? [] : [`${title}: ${rows.map((row) => display(row.systemCode, row.code) + (Number(row.n) > 1 ? ` (${row.n} times)` : '')).join('; ')}.`];
  const reason = encounter.reasonCode === null ? [] : [`Reason for admission: ${display(encounter.reasonSystem, encounter.reasonCode)}.`];
  return [...reason, ...line('Diagnoses', diagnoses), ...line('Procedures', procedures), ...line('Medicines given', medicines), ...line('Medicines to take home', toTakeHome)].join('\n');
}
