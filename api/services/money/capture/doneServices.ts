import { type ServiceCategory } from '../../../../domain/claims/chargeMaster';
import { type BedStay, roomCharges } from '../../../../domain/claims/roomAndBoard';
import { type Act, select } from '../../../http/act';
import { type BilledEncounter } from './billedEncounter';
import { hospitalDay, hospitalZone } from '../../staff/hospitalZone';

/** Something that was done and is charged once: origin type and ID name it for ever. */
export interface DoneService {
  readonly originType: string;
  readonly originId: string;
  readonly systemCode: string;
  readonly code: string;
  readonly category: ServiceCategory;
  readonly units: number;
  /** Cost of one unit on record, cents. */
  readonly unitCents: number | null;
  /** "YYYY-MM-DD" */
  readonly serviceDate: string;
  /** Known from the start for room and board and visits. */
  readonly revenueCode: string | null;
}

/** Everything done in an encounter: beds or visit, then reports, procedures, medicines given, immunisations, supplies and devices. */
export async function doneServices(act: Act, encounter: BilledEncounter): Promise<DoneService[]> {
  const stay = encounter.classCode === 'IMP' ? await roomServices(act, encounter) : [visitService(encounter)];
  const rows = await select<Omit<DoneService, 'revenueCode' | 'serviceDate'> & { at: Date }>(
    act,
    `SELECT origin_type AS originType, origin_id AS originId, system_code AS systemCode, code, category, units, unit_cents AS unitCents, service_at AS at
     FROM v_done_services WHERE encounter_id = ? ORDER BY origin_type, origin_id`,
    [encounter.id],
  );
  const past = await pastProcedureCosts(act, encounter);
  const within = dayRange(act, encounter);
  return [
    ...stay,
    ...rows.map(({ at, ...row }) => ({
      ...row,
      units: Number(row.units),
      unitCents: row.unitCents !== null ? Number(row.unitCents) : row.category === 'procedure' ? (past.get(row.code) ?? null) : null,
      serviceDate: within(hospitalDay(at)),
      revenueCode: null,
    })).sort((a, b) => (a.serviceDate < b.serviceDate ? -1 : a.serviceDate > b.serviceDate ? 1 : 0)),
  ];
}

async function roomServices(act: Act, encounter: BilledEncounter): Promise<DoneService[]> {
  const rows = await select<{ id: string; wardSpecialty: string | null; from: Date; to: Date | null }>(
    act,
    `SELECT l.id, w.specialty AS wardSpecialty, l.period_start AS \`from\`, l.period_end AS \`to\`
     FROM encounter_locations l JOIN wards w ON w.id = l.ward_id WHERE l.encounter_id = ? AND l.status IN ('active', 'completed')`,
    [encounter.id],
  );
  const stays: BedStay[] = rows.map((row) => ({ id: row.id, wardSpecialty: row.wardSpecialty, from: row.from.toISOString(), to: (row.to ?? encounter.periodEnd ?? act.now).toISOString() }));
  const within = dayRange(act, encounter);
  return roomCharges(stays, hospitalZone()).map((room) => ({
    originType: 'room-and-board', originId: room.stayId, systemCode: 'REVENUE', code: room.revenueCode, category: 'room',
    units: room.nights, unitCents: encounter.replayOfEncounterId === null ? room.rateCents : null, serviceDate: within(room.serviceDate), revenueCode: room.revenueCode,
  }));
}

function visitService(encounter: BilledEncounter): DoneService {
  const isEmergency = encounter.classCode === 'EMER';
  const revenueCode = isEmergency ? '0450' : '0510';
  return {
    originType: 'encounter-visit', originId: encounter.id, systemCode: 'REVENUE', code: revenueCode, category: isEmergency ? 'emergency' : 'visit',
    units: 1, unitCents: null, serviceDate: hospitalDay(encounter.periodStart), revenueCode,
  };
}

/** What procedures cost in the past encounter, for those played again without a cost of their own. */
async function pastProcedureCosts(act: Act, encounter: BilledEncounter): Promise<Map<string, number>> {
  if (encounter.replayOfEncounterId === null) return new Map();
  const rows = await select<{ code: string; costCents: number }>(
    act,
    'SELECT code, MAX(base_cost_cents) AS costCents FROM procedures WHERE encounter_id = ? AND base_cost_cents IS NOT NULL GROUP BY code',
    [encounter.replayOfEncounterId],
  );
  return new Map(rows.map((row) => [row.code, Number(row.costCents)]));
}

/** Keep a day inside the stay: a result reported after discharge belongs to the stay it was ordered in. */
function dayRange(act: Act, { periodStart, periodEnd }: BilledEncounter): (day: string) => string {
  const first = hospitalDay(periodStart);
  const last = hospitalDay(periodEnd ?? act.now);
  return (day) => (day < first ? first : day > last ? last : day);
}
