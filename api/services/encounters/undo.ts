import { type Act, execute } from '../../http/act';
import { lastBedOf } from '../beds/lastBed';
import { leaveBed } from '../beds/leaveBed';
import { dropOpenDoses } from '../clinical/medicines/giveDoses';
import { type EncounterRow } from './encounterRow';

export interface Undone {
  /** Rows changed. */
  readonly undone: number;
  readonly bedNeedsCleaning: boolean;
}

/**
 * Give the bed back. Whoever lay in it leaves it to housekeeping, also in an admission in error. Asked again, it says what the
 * bed needs now, so that a repeated step never loses the cleaning.
 */
export async function undoBed(act: Act, encounter: EncounterRow): Promise<Undone> {
  const left = await leaveBed(act, encounter.id);
  if (left) return { undone: 1, bedNeedsCleaning: left.needsCleaning };
  const bed = await lastBedOf(act, encounter.id);
  return { undone: 0, bedNeedsCleaning: bed?.operationalStatus === 'H' || bed?.operationalStatus === 'K' };
}

/** Orders that were not carried out are revoked; what was performed, or has a preliminary report, is still to be reported. */
export async function revokeOrders(act: Act, encounterId: string): Promise<number> {
  return execute(
    act,
    `UPDATE service_requests SET status = 'revoked', completed_at = ?, version = version + 1 WHERE encounter_id = ? AND status IN ('draft', 'active', 'on-hold')
       AND performed_at IS NULL AND NOT EXISTS (SELECT 1 FROM diagnostic_reports d WHERE d.service_request_id = service_requests.id)`,
    [act.now, encounterId],
  );
}

/** No medicine of the stay goes on: `completed` at the end of a stay, `stopped` before. Prescriptions to take home stay active at the end. */
export async function stopMedicines(act: Act, encounterId: string, as: 'completed' | 'stopped'): Promise<number> {
  return execute(
    act,
    `UPDATE medication_requests SET status = ?, stopped_at = ?, version = version + 1 WHERE encounter_id = ? AND status IN ('draft', 'active', 'on-hold') ${as === 'completed' ? "AND category = 'inpatient'" : ''}`,
    [as, act.now, encounterId],
  );
}

/** Medicines are stopped, and doses that were planned will not be given. Doses given stay on the chart. */
export async function undoMedicines(act: Act, encounter: EncounterRow): Promise<Undone> {
  const dropped = await dropOpenDoses(act, encounter.id, 'discontinued');
  return { undone: dropped + (await stopMedicines(act, encounter.id, 'stopped')), bedNeedsCleaning: false };
}

/**
 * The stay never was: the encounter and what was written and measured in it are marked as entered in error. Medicines given
 * and procedures done stay as they are, since they happened to somebody.
 */
export async function undoRegistration(act: Act, encounter: EncounterRow): Promise<Undone> {
  if (encounter.status === 'entered-in-error') return { undone: 0, bedNeedsCleaning: false };
  const encounters = await execute(act, "UPDATE encounters SET status = 'entered-in-error', period_end = COALESCE(period_end, ?), version = version + 1, updated_at = ? WHERE id = ?", [act.now, act.now, encounter.id]);
  const observations = await execute(act, "UPDATE observations SET status = 'entered-in-error' WHERE encounter_id = ? AND status <> 'entered-in-error'", [encounter.id]);
  const notes = await execute(act, "UPDATE clinical_notes SET status = 'in-error' WHERE encounter_id = ? AND status <> 'in-error'", [encounter.id]);
  const reports = await execute(act, "UPDATE diagnostic_reports SET status = 'entered-in-error', version = version + 1 WHERE encounter_id = ? AND status <> 'entered-in-error'", [encounter.id]);
  return { undone: encounters + observations + notes + reports, bedNeedsCleaning: false };
}
