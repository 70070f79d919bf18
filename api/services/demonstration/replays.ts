import { newId } from '../../../db/newId';
import { sourceKey } from '../../../db/sealed';
import { type z } from 'zod';
import { DAY_MS, HOUR_MS } from '../../../domain/time';
import { REPLAY_ORDER_SET } from '../../../domain/orders/orderSets';
import { type demonstrationContract } from '../../contract/demonstration';
import { type Act, execute, select, selectOne } from '../../http/act';
import { cursorTime, decodeCursor, pageOf } from '../../http/cursor';
import { unprocessable } from '../../http/problem';
import { loadPatientsInList } from '../../presenters/patientInList';
import { loadDisplays } from '../clinical/concepts';
import { type Page, type PageQuery } from '../clinical/paging';
import { startStay, type StartedStay, type StayFacts } from '../encounters/admit';
import { SELF_PAY_KINDS } from '../encounters/eligibility';

type Replayable = z.infer<typeof demonstrationContract.listReplayable.reply>['items'][number];

/** Longest stay the order form takes, in hours. */
const LONGEST_STAY = 2160;

interface PastStay extends StayFacts {
  readonly id: string;
  readonly classCode: string;
  readonly periodStart: Date;
  readonly periodEnd: Date | null;
  readonly baseCostCents: number | null;
  readonly totalCostCents: number | null;
  readonly payerCoverageCents: number | null;
}

/** How long a past stay was, in hours as the order form takes them. */
export function stayHours(start: Date, end: Date | null): number {
  return Math.min(LONGEST_STAY, Math.max(1, Math.ceil(((end ?? start).getTime() - start.getTime()) / HOUR_MS)));
}

/** Imported inpatient stays, those played least first; among them those of patients who are alive, so that a visitor meets no one who has died. */
export async function listReplayable(act: Act, query: PageQuery & { played: 'never' | 'any' }): Promise<Page<Replayable>> {
  const cursor = decodeCursor(query.cursor, 4);
  const rows = await select<{ id: string; patientId: string; reasonSystem: string | null; reasonCode: string | null; periodStart: Date; periodEnd: Date | null; rounds: number; dead: number }>(
    act,
    `SELECT * FROM (
       SELECT e.id, e.patient_id AS patientId, e.reason_system AS reasonSystem, e.reason_code AS reasonCode, e.period_start AS periodStart, e.period_end AS periodEnd,
         p.deceased_at IS NOT NULL AS dead, (SELECT COUNT(*) FROM encounters r WHERE r.replay_of_encounter_id = e.id) AS rounds
       FROM encounters e JOIN patients p ON p.id = e.patient_id WHERE e.source = 'synthea' AND e.class_code = 'IMP') x
     WHERE 1 = 1 ${query.played === 'never' ? 'AND x.rounds = 0' : ''}
       ${cursor ? 'AND (x.rounds, x.dead, x.periodStart, x.id) > (:rounds, :dead, :at, :id)' : ''}
     ORDER BY x.rounds, x.dead, x.periodStart, x.id LIMIT ${query.limit + 1}`,
    { rounds: cursor?.[0] ?? null, dead: cursor?.[1] ?? null, at: cursor ? cursorTime(cursor[2]) : null, id: cursor?.[3] ?? null },
  );
  const page = pageOf(rows, query.limit, (row) => [Number(row.rounds), Number(row.dead), row.periodStart.toISOString(), row.id]);
  const patients = await loadPatientsInList(act, page.items.map((row) => row.patientId));
  const display = await loadDisplays(act, page.items.map((row) => ({ systemCode: row.reasonSystem, code: row.reasonCode })));
  return {
    items: page.items.flatMap((row) => {
      const patient = patients.get(row.patientId);
      return patient ? [{ encounterId: row.id, patient, reason: display(row.reasonSystem, row.reasonCode) || null, startedAt: row.periodStart.toISOString(), hours: stayHours(row.periodStart, row.periodEnd), rounds: Number(row.rounds) }] : [];
    }),
    nextCursor: page.nextCursor, total: null,
  };
}

/** Admit the patient of a past stay again, for the same reason. The past stay's row is locked: rounds are counted one after the other. */
export async function replayEncounter(act: Act, pastEncounterId: string): Promise<StartedStay & { round: number }> {
  const past = await selectOne<PastStay>(
    act,
    `SELECT id, patient_id AS patientId, class_code AS classCode, type_system AS typeSystem, type_code AS typeCode, reason_system AS reasonSystem, reason_code AS reasonCode, practitioner_id AS practitionerId,
       organization_id AS organizationId, coverage_id AS coverageId, period_start AS periodStart, period_end AS periodEnd, base_cost_cents AS baseCostCents, total_cost_cents AS totalCostCents,
       payer_coverage_cents AS payerCoverageCents FROM encounters WHERE id = ? AND source <> 'careway' FOR UPDATE`,
    [pastEncounterId],
  );
  if (!past || past.classCode !== 'IMP') throw unprocessable('not-replayable', 'Only an imported inpatient stay can be played again.', { errors: [{ field: 'encounterId', message: 'Choose one of the list.' }] });
  const played = await selectOne<{ round: number | null }>(act, 'SELECT MAX(replay_round) AS round FROM encounters WHERE replay_of_encounter_id = ?', [past.id]);
  const round = Number(played?.round ?? 0) + 1;
  const { baseCostCents, totalCostCents, payerCoverageCents, ...codes } = past;
  const started = await startStay(act, {
    patientId: codes.patientId, typeSystem: codes.typeSystem, typeCode: codes.typeCode, reasonSystem: codes.reasonSystem, reasonCode: codes.reasonCode, practitionerId: codes.practitionerId, organizationId: codes.organizationId,
    coverageId: await coverageForToday(act, past), admitSource: 'other', orderSet: REPLAY_ORDER_SET, plannedHours: stayHours(past.periodStart, past.periodEnd),
    replay: { encounterId: past.id, round, baseCostCents, totalCostCents, payerCoverageCents },
  });
  await replayConditions(act, past, started.encounterId);
  return { ...started, round };
}

interface Insured {
  readonly payerId: string;
  readonly planId: string;
  readonly kind: string;
  readonly member: string;
  readonly relationship: string;
  readonly rank: number;
}

/**
 * The past coverage is over. Today the same payer covers the patient under the same plan and member number: by a coverage that is
 * there, else by a copy that reaches a year back and two ahead, so that it holds however far a demonstration skips time.
 */
async function coverageForToday(act: Act, past: PastStay): Promise<string | null> {
  const insured = (await insuredByCoverage(act, past)) ?? (await insuredByClaim(act, past));
  if (!insured || (SELF_PAY_KINDS as readonly string[]).includes(insured.kind)) return null;
  const day = (offset: number) => new Date(act.now.getTime() + offset * DAY_MS).toISOString().slice(0, 10);
  const find = () => selectOne<{ id: string }>(
    act,
    "SELECT id FROM coverages WHERE patient_id = ? AND payer_id = ? AND status = 'active' AND period_start <= ? AND (period_end IS NULL OR period_end >= ?) ORDER BY period_start, id LIMIT 1",
    [past.patientId, insured.payerId, day(-180), day(365)],
  );
  const known = await find();
  if (known) return known.id;
  const id = newId();
  const { cipher } = act.database;
  await execute(act, 'INSERT IGNORE INTO coverages (id, patient_id, payer_id, plan_id, member_number_enc, member_number_index, relationship, rank_order, status, period_start, period_end) VALUES (?)', [[
    id, past.patientId, insured.payerId, insured.planId, cipher.seal({ table: 'coverages', column: 'member_number_enc', id }, insured.member), cipher.blindIndex('member', insured.member), insured.relationship, insured.rank, 'active', day(-365), day(730),
  ]]);
  return (await find())?.id ?? null; // a rival's copy of the same day wins the unique key and serves as well
}

async function insuredByCoverage(act: Act, past: PastStay): Promise<Insured | null> {
  if (past.coverageId === null) return null;
  const row = await selectOne<Omit<Insured, 'member'> & { memberNumberEnc: Buffer }>(
    act,
    'SELECT c.payer_id AS payerId, c.plan_id AS planId, p.kind, c.member_number_enc AS memberNumberEnc, c.relationship, c.rank_order AS `rank` FROM coverages c JOIN payers p ON p.id = c.payer_id WHERE c.id = ?',
    [past.coverageId],
  );
  return row && { ...row, member: act.database.cipher.open({ table: 'coverages', column: 'member_number_enc', id: past.coverageId }, row.memberNumberEnc) };
}

/** Synthea exports member numbers of recent years only; an older stay still says on its claim who paid. The number is the demonstration's own. */
async function insuredByClaim(act: Act, past: PastStay): Promise<Insured | null> {
  const row = await selectOne<{ payerId: string; planId: string; kind: string }>(
    act,
    'SELECT c.payer_id AS payerId, c.plan_id AS planId, p.kind FROM claims c JOIN payers p ON p.id = c.payer_id WHERE c.encounter_id = ? ORDER BY p.kind IN (?), c.charge_cents DESC, c.id LIMIT 1',
    [past.id, [...SELF_PAY_KINDS]],
  );
  return row && { ...row, member: `D${sourceKey(past.patientId, row.payerId).slice(0, 10).toUpperCase()}`, relationship: 'self', rank: 1 };
}

/** What was diagnosed in the past stay is diagnosed again. */
async function replayConditions(act: Act, past: PastStay, encounterId: string): Promise<void> {
  const rows = await select<{ id: string; systemCode: string; code: string; rankOrder: number | null; poa: string | null }>(
    act, 'SELECT id, system_code AS systemCode, code, rank_order AS rankOrder, present_on_admission AS poa FROM conditions WHERE encounter_id = ? ORDER BY rank_order IS NULL, rank_order, id', [past.id]);
  if (rows.length === 0) return;
  await execute(
    act,
    `INSERT INTO conditions (id, patient_id, encounter_id, system_code, code, clinical_status, onset_at, rank_order, present_on_admission, source, source_key, created_at) VALUES ${rows.map(() => '(?)').join(', ')}`,
    rows.map((row) => [newId(), past.patientId, encounterId, row.systemCode, row.code, 'active', act.now, row.rankOrder, row.poa, 'replay', sourceKey(encounterId, row.id), act.now]),
  );
}
