import { type Act, select, selectOne } from '../../../http/act';
import { type RecordedCost } from '../../../../domain/claims/chargeMaster';

/** An encounter as billing sees it. */
export interface BilledEncounter {
  readonly id: string;
  readonly patientId: string;
  readonly classCode: 'AMB' | 'EMER' | 'IMP' | 'VR' | 'HH';
  readonly status: string;
  readonly reasonSystem: string | null;
  readonly reasonCode: string | null;
  readonly practitionerId: string | null;
  readonly coverageId: string | null;
  readonly periodStart: Date;
  readonly periodEnd: Date | null;
  readonly replayOfEncounterId: string | null;
  readonly dischargeDisposition: string | null;
  readonly admitSource: string | null;
}

/** The encounter, its row locked until the transaction ends. Null when there is none. */
export async function lockBilledEncounter(act: Act, encounterId: string): Promise<BilledEncounter | null> {
  return selectOne<BilledEncounter>(act, `${SELECT} FOR UPDATE`, [encounterId]);
}

/** The encounter to look at. */
export async function readBilledEncounter(act: Act, encounterId: string): Promise<BilledEncounter | null> {
  return selectOne<BilledEncounter>(act, SELECT, [encounterId]);
}

const SELECT = `SELECT id, patient_id AS patientId, class_code AS classCode, status, reason_system AS reasonSystem, reason_code AS reasonCode, practitioner_id AS practitionerId,
       coverage_id AS coverageId, period_start AS periodStart, period_end AS periodEnd, replay_of_encounter_id AS replayOfEncounterId,
       discharge_disposition AS dischargeDisposition, admit_source AS admitSource
     FROM encounters WHERE id = ?`;

/** Who pays for an encounter: a coverage with a real payer. */
export interface PayingCoverage {
  readonly id: string;
  readonly payerId: string;
  readonly planId: string;
}

/** The coverage that registration chose, unless it stands for paying oneself; null when the patient pays. */
export async function payingCoverage(act: Act, encounter: Pick<BilledEncounter, 'coverageId'>): Promise<PayingCoverage | null> {
  if (encounter.coverageId === null) return null;
  return selectOne<PayingCoverage>(
    act,
    `SELECT c.id, c.payer_id AS payerId, c.plan_id AS planId FROM coverages c JOIN payers p ON p.id = c.payer_id
     WHERE c.id = ? AND p.kind <> 'self-pay'`,
    [encounter.coverageId],
  );
}

/** What the encounter that is played again cost then; null when this one is not a replay or no cost is on record. */
export async function recordedCost(act: Act, encounter: Pick<BilledEncounter, 'replayOfEncounterId'>): Promise<RecordedCost | null> {
  if (encounter.replayOfEncounterId === null) return null;
  const [row] = await select<{ baseCents: number | null; totalCents: number | null; itemisedCents: number }>(
    act,
    `SELECT base_cost_cents AS baseCents, total_cost_cents AS totalCents,
       CAST(COALESCE((SELECT SUM(base_cost_cents) FROM procedures WHERE encounter_id = e.id), 0) AS SIGNED)
       + CAST(COALESCE((SELECT SUM(base_cost_cents) FROM immunizations WHERE encounter_id = e.id), 0) AS SIGNED) AS itemisedCents
     FROM encounters e WHERE id = ?`,
    [encounter.replayOfEncounterId],
  );
  if (!row || row.baseCents === null || row.totalCents === null) return null;
  return { baseCents: Number(row.baseCents), totalCents: Number(row.totalCents), itemisedCents: Number(row.itemisedCents) };
}
