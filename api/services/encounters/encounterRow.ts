import { type Act, selectOnce } from '../../http/act';
import { unprocessable } from '../../http/problem';

export interface EncounterRow {
  readonly id: string;
  readonly patientId: string;
  readonly classCode: 'AMB' | 'EMER' | 'IMP' | 'VR' | 'HH';
  readonly status: 'planned' | 'arrived' | 'in-progress' | 'onleave' | 'finished' | 'cancelled' | 'entered-in-error';
  readonly typeSystem: string | null;
  readonly typeCode: string | null;
  readonly reasonSystem: string | null;
  readonly reasonCode: string | null;
  readonly practitionerId: string | null;
  readonly coverageId: string | null;
  readonly wardId: string | null;
  readonly dischargeDisposition: string | null;
  readonly periodStart: Date;
  readonly periodEnd: Date | null;
  readonly orderSet: string | null;
  readonly plannedHours: number | null;
  readonly spo2Scale: number;
  /** JSON: codes of domain/beds/equipment. */
  readonly equipmentNeeded: unknown;
  readonly replayOfEncounterId: string | null;
  readonly replayRound: number | null;
  /** A workflow runs for it. */
  readonly hasJourney: number;
  readonly version: number;
}

const COLUMNS = `id, patient_id AS patientId, class_code AS classCode, status, type_system AS typeSystem, type_code AS typeCode, reason_system AS reasonSystem, reason_code AS reasonCode,
  practitioner_id AS practitionerId, coverage_id AS coverageId, ward_id AS wardId, discharge_disposition AS dischargeDisposition, period_start AS periodStart, period_end AS periodEnd,
  order_set AS orderSet, planned_hours AS plannedHours, spo2_scale AS spo2Scale, equipment_needed AS equipmentNeeded, replay_of_encounter_id AS replayOfEncounterId, replay_round AS replayRound,
  (SELECT COUNT(*) FROM journeys j WHERE j.id = encounters.id AND j.status = 'running') AS hasJourney, version`;

/** The encounter, its row locked in a write. Null when there is none. */
export async function lockEncounter(act: Act, encounterId: string): Promise<EncounterRow | null> {
  const [row] = await selectOnce<EncounterRow>(act, `SELECT ${COLUMNS} FROM encounters WHERE id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [encounterId]);
  return row ?? null;
}

/** The encounter of a task or step that must have one. */
export async function requireEncounter(act: Act, encounterId: string | null): Promise<EncounterRow> {
  const encounter = encounterId === null ? null : await lockEncounter(act, encounterId);
  if (!encounter) throw unprocessable('no-encounter', 'This needs a stay, and there is none.');
  return encounter;
}

/** The stay, still going on: nothing is ordered, given or recorded for a stay that is over. */
export async function requireOpenStay(act: Act, encounterId: string | null): Promise<EncounterRow> {
  const encounter = await requireEncounter(act, encounterId);
  requireGoingOn(encounter);
  return encounter;
}

export function requireGoingOn(encounter: EncounterRow): void {
  if (encounter.status !== 'in-progress') throw unprocessable('stay-over', 'This stay is over.');
}
