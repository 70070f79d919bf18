import { sourceKey } from '../../../db/sealed';
import { newId } from '../../../db/newId';
import { type Act, execute, select } from '../../http/act';
import { type EncounterRow } from '../encounters/encounterRow';

interface Past {
  readonly id: string;
  readonly systemCode: string;
  readonly code: string;
}

/** Devices, supplies and immunisations of the past encounter happen again, once however often asked: their key is made of both. */
export async function replaySupplies(act: Act, encounter: EncounterRow, pastEncounterId: string): Promise<void> {
  const common = (row: Past) => [newId(), encounter.patientId, encounter.id, row.systemCode, row.code];
  const key = (row: Past) => ['replay', sourceKey(encounter.id, row.id)];
  const past = <T extends Past>(table: string, columns = '') => select<T>(act, `SELECT id, system_code AS systemCode, code${columns} FROM ${table} WHERE encounter_id = ?`, [pastEncounterId]);
  const insert = async (table: string, columns: string, rows: readonly unknown[][]) => {
    if (rows.length > 0) await execute(act, `INSERT IGNORE INTO ${table} (id, patient_id, encounter_id, system_code, code, source, source_key, ${columns}) VALUES ${rows.map(() => '(?)').join(', ')}`, [...rows]);
  };
  await insert('device_uses', 'period_start', (await past('device_uses')).map((row) => [...common(row), ...key(row), act.now]));
  const supplies = await past<Past & { quantity: number }>('supply_deliveries', ', quantity');
  await insert('supply_deliveries', 'quantity, occurred_at', supplies.map((row) => [...common(row), ...key(row), row.quantity, act.now]));
  const immunizations = await past<Past & { cost: number | null }>('immunizations', ', base_cost_cents AS cost');
  await insert('immunizations', 'base_cost_cents, occurred_at', immunizations.map((row) => [...common(row), ...key(row), row.cost, act.now]));
}
