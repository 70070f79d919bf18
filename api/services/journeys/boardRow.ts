import { type z } from 'zod';
import { waitingWords } from '../../../domain/journey/words';
import { isRole } from '../../../domain/roles';
import { type journeyInList } from '../../contract/journeys';
import { type Act, select } from '../../http/act';
import { loadPatientsInList } from '../../presenters/patientInList';

export type JourneyInList = z.infer<typeof journeyInList>;

export interface BoardRow {
  readonly id: string;
  readonly patientId: string;
  readonly status: JourneyInList['status'];
  readonly stage: JourneyInList['stage'];
  readonly step: string;
  readonly waitingFor: string | null;
  readonly waitingUntil: Date | null;
  readonly waitsUntil: Date;
  readonly ownerRole: string | null;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly wardId: string | null;
  readonly wardName: string | null;
  readonly payerId: string | null;
  readonly payerName: string | null;
  readonly claimId: string | null;
  readonly claimNumber: string | null;
  readonly claimStatus: string | null;
  readonly slaState: JourneyInList['slaState'];
  readonly news2: number | null;
  readonly moneyCents: number;
  readonly openTasks: number;
  readonly openIncidents: number;
  readonly outcome: string | null;
  readonly startedAt: Date;
  readonly stageStartedAt: Date;
  readonly closedAt: Date | null;
  readonly version: number;
}

export const BOARD_COLUMNS = `j.id, j.patient_id AS patientId, j.status, j.stage, j.step, j.waiting_for AS waitingFor, j.waiting_until AS waitingUntil, j.waits_until AS waitsUntil,
  j.owner_role AS ownerRole, j.owner_id AS ownerId, o.display_name AS ownerName, j.ward_id AS wardId, w.name AS wardName, j.payer_id AS payerId, p.name AS payerName,
  j.claim_id AS claimId, c.number AS claimNumber, c.status AS claimStatus, j.sla_state AS slaState, j.news2, j.money_cents AS moneyCents, j.open_tasks AS openTasks,
  j.open_incidents AS openIncidents, j.outcome, j.started_at AS startedAt, j.stage_started_at AS stageStartedAt, j.closed_at AS closedAt, j.version`;
export const BOARD_JOINS = 'LEFT JOIN staff_users o ON o.id = j.owner_id LEFT JOIN wards w ON w.id = j.ward_id LEFT JOIN payers p ON p.id = j.payer_id LEFT JOIN claims c ON c.id = j.claim_id';

/** One journey as its board row. */
export async function journeyById(act: Act, journeyId: string): Promise<JourneyInList | null> {
  const [journey] = await presentJourneys(act, await select<BoardRow>(act, `SELECT ${BOARD_COLUMNS} FROM journeys j ${BOARD_JOINS} WHERE j.id = ?`, [journeyId]));
  return journey ?? null;
}

export async function presentJourneys(act: Act, rows: readonly BoardRow[]): Promise<JourneyInList[]> {
  const patients = await loadPatientsInList(act, rows.map((row) => row.patientId));
  const named = (id: string | null, name: string | null) => (id ? { id, name: name ?? '' } : null);
  return rows.flatMap((row) => {
    const patient = patients.get(row.patientId);
    if (!patient) return [];
    return [{
      id: row.id, patient, status: row.status, stage: row.stage, step: row.step,
      waitingFor: waitingWords(row.waitingFor), waitingUntil: row.waitingUntil?.toISOString() ?? null,
      owner: { role: row.ownerRole && isRole(row.ownerRole) ? row.ownerRole : null, person: named(row.ownerId, row.ownerName) },
      ward: named(row.wardId, row.wardName), payer: named(row.payerId, row.payerName),
      claim: row.claimId && row.claimNumber ? { id: row.claimId, number: row.claimNumber, status: row.claimStatus ?? '' } : null,
      slaState: row.slaState, news2: row.news2, moneyCents: Number(row.moneyCents), openTasks: row.openTasks, openIncidents: row.openIncidents, outcome: row.outcome,
      startedAt: row.startedAt.toISOString(), stageStartedAt: row.stageStartedAt.toISOString(), closedAt: row.closedAt?.toISOString() ?? null, version: row.version,
    }];
  });
}
