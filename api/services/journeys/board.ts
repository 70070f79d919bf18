import { type z } from 'zod';
import { waitingWords } from '../../../domain/journey/words';
import { isStage, STAGE_LABELS } from '../../../domain/journey/stages';
import { isRole } from '../../../domain/roles';
import { type journeyInList, type journeysContract } from '../../contract/journeys';
import { type Act, select, selectOne } from '../../http/act';
import { decodeCursor, encodeCursor } from '../../http/cursor';
import { findPatientIds, loadPatientsInList } from '../../presenters/patientInList';

export type JourneyInList = z.infer<typeof journeyInList>;
type Query = z.output<typeof journeysContract.listJourneys.query>;

interface Row {
  id: string;
  patientId: string;
  status: JourneyInList['status'];
  stage: JourneyInList['stage'];
  step: string;
  waitingFor: string | null;
  waitingUntil: Date | null;
  ownerRole: string | null;
  ownerId: string | null;
  ownerName: string | null;
  wardId: string | null;
  wardName: string | null;
  payerId: string | null;
  payerName: string | null;
  claimId: string | null;
  claimNumber: string | null;
  claimStatus: string | null;
  slaState: JourneyInList['slaState'];
  news2: number | null;
  moneyCents: number;
  openTasks: number;
  openIncidents: number;
  outcome: string | null;
  startedAt: Date;
  stageStartedAt: Date;
  closedAt: Date | null;
  version: number;
}

const SELECT = `SELECT j.id, j.patient_id AS patientId, j.status, j.stage, j.step, j.waiting_for AS waitingFor, j.waiting_until AS waitingUntil,
  j.owner_role AS ownerRole, j.owner_id AS ownerId, o.display_name AS ownerName, j.ward_id AS wardId, w.name AS wardName, j.payer_id AS payerId, p.name AS payerName,
  j.claim_id AS claimId, c.number AS claimNumber, c.status AS claimStatus, j.sla_state AS slaState, j.news2, j.money_cents AS moneyCents, j.open_tasks AS openTasks,
  j.open_incidents AS openIncidents, j.outcome, j.started_at AS startedAt, j.stage_started_at AS stageStartedAt, j.closed_at AS closedAt, j.version
  FROM journeys j LEFT JOIN staff_users o ON o.id = j.owner_id LEFT JOIN wards w ON w.id = j.ward_id LEFT JOIN payers p ON p.id = j.payer_id LEFT JOIN claims c ON c.id = j.claim_id`;

const SORTS = {
  'longest-in-stage': { column: 'j.stage_started_at', direction: 'ASC', value: (row: Row) => row.stageStartedAt.toISOString() },
  newest: { column: 'j.started_at', direction: 'DESC', value: (row: Row) => row.startedAt.toISOString() },
  'waiting-until': { column: "COALESCE(j.waiting_until, TIMESTAMP'9999-12-31 00:00:00.000')", direction: 'ASC', value: (row: Row) => row.waitingUntil?.toISOString() ?? '9999-12-31T00:00:00.000Z' },
  money: { column: 'j.money_cents', direction: 'DESC', value: (row: Row) => row.moneyCents },
} as const;

/** One page of the journey board. */
export async function listJourneys(act: Act, query: Query): Promise<{ items: JourneyInList[]; nextCursor: string | null; total: number | null }> {
  const where = await conditions(act, query);
  const sort = SORTS[query.sort];
  const cursor = decodeCursor(query.cursor, 2);
  const beyond = sort.direction === 'ASC' ? '>' : '<';
  const values: Record<string, unknown> = { ...where.values };
  let after = '';
  if (cursor) {
    after = ` AND (${sort.column} ${beyond} :c0 OR (${sort.column} = :c0 AND j.id ${beyond} :c1))`;
    Object.assign(values, { c0: typeof cursor[0] === 'string' ? new Date(cursor[0]) : cursor[0], c1: cursor[1] });
  }
  const rows = await select<Row>(act, `${SELECT} WHERE ${where.sql}${after} ORDER BY ${sort.column} ${sort.direction}, j.id ${sort.direction} LIMIT ${query.limit + 1}`, values);
  const total = query.count ? await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM journeys j WHERE ${where.sql}`, where.values) : null;
  const shown = rows.slice(0, query.limit);
  const last = shown[shown.length - 1];
  return { items: await presentJourneys(act, shown), nextCursor: rows.length > query.limit && last ? encodeCursor([sort.value(last), last.id]) : null, total: total ? Number(total.n) : null };
}

/** One journey as its board row. */
export async function journeyById(act: Act, journeyId: string): Promise<JourneyInList | null> {
  const [journey] = await presentJourneys(act, await select<Row>(act, `${SELECT} WHERE j.id = ?`, [journeyId]));
  return journey ?? null;
}

const GROUPS = {
  stage: { key: 'j.stage', label: 'j.stage' },
  ward: { key: 'j.ward_id', label: 'MAX(w.name)' },
  payer: { key: 'j.payer_id', label: 'MAX(p.name)' },
  waitingFor: { key: 'j.waiting_for', label: 'j.waiting_for' },
  sla: { key: 'j.sla_state', label: 'j.sla_state' },
} as const;

interface Group {
  key: string | null;
  label: string;
  count: number;
  breached: number;
  incidents: number;
  moneyCents: number;
}

/** How many running journeys are where, and today's admissions and closures. */
export async function countJourneys(act: Act, by: keyof typeof GROUPS): Promise<{ groups: Group[]; admittedToday: number; closedToday: number }> {
  const { key, label } = GROUPS[by];
  const rows = await select<Group & { label: string | null }>(
    act,
    `SELECT ${key} AS \`key\`, ${label} AS label, COUNT(*) AS count, SUM(j.sla_state = 'breached') AS breached, SUM(j.open_incidents) AS incidents, SUM(j.money_cents) AS moneyCents
     FROM journeys j LEFT JOIN wards w ON w.id = j.ward_id LEFT JOIN payers p ON p.id = j.payer_id WHERE j.status = 'running' GROUP BY ${key} ORDER BY count DESC`,
  );
  const dayStart = new Date(act.now);
  dayStart.setUTCHours(0, 0, 0, 0);
  const today = await selectOne<{ admitted: number; closed: number }>(
    act,
    'SELECT (SELECT COUNT(*) FROM journeys WHERE started_at >= :dayStart) AS admitted, (SELECT COUNT(*) FROM journeys WHERE closed_at >= :dayStart) AS closed',
    { dayStart },
  );
  return {
    groups: rows.map((row) => ({ key: row.key, label: groupLabel(by, row.label), count: Number(row.count), breached: Number(row.breached), incidents: Number(row.incidents), moneyCents: Number(row.moneyCents) })),
    admittedToday: Number(today?.admitted ?? 0),
    closedToday: Number(today?.closed ?? 0),
  };
}

function groupLabel(by: keyof typeof GROUPS, label: string | null): string {
  if (by === 'stage' && label && isStage(label)) return STAGE_LABELS[label];
  if (by === 'waitingFor') return waitingWords(label) ?? 'Moving on';
  return label ?? (by === 'ward' ? 'No ward yet' : by === 'payer' ? 'No payer' : '');
}

async function presentJourneys(act: Act, rows: readonly Row[]): Promise<JourneyInList[]> {
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

async function conditions(act: Act, query: Query): Promise<{ sql: string; values: Record<string, unknown> }> {
  const parts = ['j.status = :status'];
  const values: Record<string, unknown> = { status: query.status };
  const equal = { stage: query.stage, ward_id: query.wardId, payer_id: query.payerId, waiting_for: query.waitingFor, sla_state: query.sla };
  for (const [column, value] of Object.entries(equal)) {
    if (value === undefined) continue;
    parts.push(`j.${column} = :${column}`);
    values[column] = value;
  }
  if (query.incidents) parts.push('j.open_incidents > 0');
  if (query.q) {
    const patients = await findPatientIds(act, query.q);
    parts.push('(j.patient_id IN (:patients) OR j.id = :q OR j.claim_id IN (SELECT id FROM claims WHERE number = :q))');
    Object.assign(values, { patients: patients.length > 0 ? patients : ['-'], q: query.q });
  }
  return { sql: parts.join(' AND '), values };
}
