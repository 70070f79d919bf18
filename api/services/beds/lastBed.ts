import { type Act, selectOne } from '../../http/act';

export interface LastBed {
  readonly id: string;
  readonly code: string;
  readonly operationalStatus: string;
}

/** The bed the patient lay in last, whatever has become of it since. */
export async function lastBedOf(act: Act, encounterId: string): Promise<LastBed | null> {
  return selectOne<LastBed>(
    act,
    `SELECT b.id, b.code, b.operational_status AS operationalStatus FROM encounter_locations l JOIN beds b ON b.id = l.bed_id
     WHERE l.encounter_id = ? AND l.status IN ('active', 'completed') ORDER BY l.period_start DESC, l.id DESC LIMIT 1`,
    [encounterId],
  );
}
