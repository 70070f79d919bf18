import { type ServiceCategory } from '../../../domain/claims/chargeMaster';
import { type Act, execute, select } from '../../http/act';
import { type CodeToMap, lookUpMappings, suggestions } from './capture/crosswalk';
import { suggestCoding } from './capture/codeCharge';
import { undoCharge } from './undo';

export interface DiagnosisToCode {
  readonly id: string;
  readonly display: string;
  /** From the crosswalk, best first; a coder confirms. */
  readonly suggested: readonly string[];
}

export interface ChargeToCode {
  readonly id: string;
  readonly display: string;
  readonly units: number;
  readonly amountCents: number;
  readonly serviceDate: string;
  readonly suggestedProcedure: string | null;
  readonly suggestedRevenue: string;
}

/** Diagnoses of an encounter that have no ICD-10-CM code yet. */
export async function diagnosesToCode(act: Act, encounterId: string): Promise<DiagnosisToCode[]> {
  const rows = await select<CodeToMap & { id: string; display: string | null }>(
    act,
    `SELECT d.id, d.system_code AS systemCode, d.source_code AS code, c.display FROM coded_diagnoses d
     LEFT JOIN concepts c ON c.system_code = d.system_code AND c.code = d.source_code WHERE d.encounter_id = ? AND d.state = 'uncoded' ORDER BY d.created_at, d.id`,
    [encounterId],
  );
  const mappingsOf = await lookUpMappings(act, rows);
  return rows.map((row) => ({ id: row.id, display: row.display ?? `${row.systemCode} ${row.code}`, suggested: suggestions(mappingsOf(row), 'ICD10CM').slice(0, 5) }));
}

/** Charges of an encounter that have no billing code yet. */
export async function chargesToCode(act: Act, encounterId: string): Promise<ChargeToCode[]> {
  const rows = await select<CodeToMap & { id: string; display: string | null; units: number; amountCents: number; serviceDate: string; category: ServiceCategory }>(
    act,
    `SELECT i.id, i.system_code AS systemCode, i.code, c.display, i.units, i.amount_cents AS amountCents, i.service_date AS serviceDate, i.category FROM charge_items i
     LEFT JOIN concepts c ON c.system_code = i.system_code AND c.code = i.code WHERE i.encounter_id = ? AND i.status = 'planned' ORDER BY i.service_date, i.id`,
    [encounterId],
  );
  const mappingsOf = await lookUpMappings(act, rows);
  return rows.map((row) => {
    const { procedureCode, revenueCode } = suggestCoding(row.category, mappingsOf(row));
    return { id: row.id, display: row.display ?? `${row.systemCode} ${row.code}`, units: row.units, amountCents: Number(row.amountCents), serviceDate: row.serviceDate, suggestedProcedure: procedureCode, suggestedRevenue: revenueCode };
  });
}

/** A coder's decision on a diagnosis: its code, or that it is not billable. False when it was coded meanwhile. */
export async function codeDiagnosis(act: Act, encounterId: string, diagnosisId: string, code: string | null): Promise<boolean> {
  const changed = await execute(act, "UPDATE coded_diagnoses SET code = ?, state = ?, coded_by = ?, coded_at = ? WHERE id = ? AND encounter_id = ? AND state = 'uncoded'", [
    code, code === null ? 'not-billable' : 'coded', act.principal.id, act.now, diagnosisId, encounterId,
  ]);
  return changed > 0;
}

/** A coder's decision on a charge. What is not billable leaves the ledger by an exact reversal. False when it was coded meanwhile. */
export async function codeCharge(act: Act, encounterId: string, chargeId: string, coding: { procedureCode: string | null; revenueCode: string } | null): Promise<boolean> {
  const changed = await execute(act, "UPDATE charge_items SET procedure_code = ?, revenue_code = ?, status = ?, coded_by = ?, coded_at = ?, version = version + 1 WHERE id = ? AND encounter_id = ? AND status = 'planned'", [
    coding?.procedureCode ?? null, coding?.revenueCode ?? null, coding ? 'billable' : 'not-billable', act.principal.id, act.now, chargeId, encounterId,
  ]);
  if (changed > 0 && !coding) await undoCharge(act, chargeId);
  return changed > 0;
}
