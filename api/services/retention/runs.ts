import { type z } from 'zod';
import { readJson } from '../../../db/models/table';
import { newId } from '../../../db/newId';
import { RETENTION_KINDS, type RetentionKindName } from '../../../domain/privacy/retention';
import { DAY_MS } from '../../../domain/time';
import { type retentionContract } from '../../contract/retention';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, notFound } from '../../http/problem';
import { countRows, PATIENTS_A_RUN, patientsPast, purgeClinicalRecord, type RecordPeriods } from './clinicalRecord';
import { type Period, readPeriods } from './periods';

type Retention = z.input<typeof retentionContract.readRetention.reply>;
export type RetentionRun = Retention['runs'][number];
type Count = RetentionRun['counts'][number];

const ROWS_A_RUN = 5000;
/** Words of a patient, or of a stay of theirs, that must stay. */
const HELD = 'EXISTS (SELECT 1 FROM legal_holds h LEFT JOIN encounters e ON e.patient_id = h.patient_id AND e.id = notifications.encounter_id LEFT JOIN staff_users u ON u.patient_id = h.patient_id WHERE h.lifted_at IS NULL AND (h.patient_id = notifications.recipient_id OR e.id IS NOT NULL OR u.id = notifications.recipient_id))';
const PLAIN: Readonly<Partial<Record<RetentionKindName, { table: string; where: string }>>> = {
  messages: { table: 'notifications', where: `status IN ('delivered', 'dead', 'cancelled') AND created_at < :before AND NOT ${HELD}` },
  sessions: { table: 'sessions', where: 'expires_at < :before' },
  replies: { table: 'idempotency_keys', where: 'created_at < :before' },
};

export async function readRetention(act: Act): Promise<Retention> {
  const periods = await readPeriods(act);
  const rows = await select<{ id: string; dryRunId: string | null; counts: string | Count[]; ranBy: string | null; ranAt: Date; isDone: number }>(
    act, `SELECT r.id, r.dry_run_id AS dryRunId, r.counts, u.display_name AS ranBy, r.ran_at AS ranAt, EXISTS (SELECT 1 FROM retention_runs a WHERE a.dry_run_id = r.id) AS isDone
     FROM retention_runs r LEFT JOIN staff_users u ON u.id = r.ran_by ORDER BY r.ran_at DESC, r.id DESC LIMIT 20`);
  const holds = await selectOne<{ n: number }>(act, 'SELECT COUNT(*) AS n FROM legal_holds WHERE lifted_at IS NULL');
  act.audits.push({ action: 'retention.read', resourceType: 'retention' });
  return {
    periods, standingHolds: Number(holds?.n ?? 0),
    runs: rows.map(({ id, dryRunId, counts, ranBy, ranAt, isDone }) => ({ id, isDry: dryRunId === null, counts: countsOf(counts), ranBy: ranBy ?? 'Command line', ranAt: ranAt.toISOString(), isDone: Boolean(isDone) })),
  };
}

/** Count what is past its period, and remove nothing. */
export async function dryRun(act: Act): Promise<RetentionRun> {
  const counts: Count[] = [];
  const periods = await readPeriods(act);
  for (const { kind, days } of periods) {
    const plain = PLAIN[kind];
    if (plain) counts.push(capped(kind, Number((await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM (SELECT 1 FROM ${plain.table} WHERE ${plain.where} LIMIT ${ROWS_A_RUN + 1}) past`, { before: before(act.now, days) }))?.n ?? 0)));
    if (kind === 'clinical') {
      const past = await patientsPast(act, recordPeriods(periods));
      const taken = past.slice(0, PATIENTS_A_RUN);
      counts.push({ kind, records: taken.length, rows: await countRows(act, taken), isMore: past.length > taken.length });
    }
  }
  const id = newId();
  await execute(act, 'INSERT INTO retention_runs (id, dry_run_id, counts, ran_by, ran_at) VALUES (?)', [[id, null, JSON.stringify(counts), act.principal.id, act.now]]);
  act.audits.push({ action: 'retention.previewed', resourceType: 'retention', resourceId: id, detail: { counts } });
  return present(act, id, true, counts);
}

/**
 * Carry out a dry run: once, within a day, and only while no more is past its period than it said; messages, sessions and answers go as of its own time. What came under a hold meanwhile stays. Ledger and audit trail are
 * not touched at all: the application's database user could not.
 */
export async function applyRun(act: Act, dryRunId: string): Promise<RetentionRun> {
  const said = await selectOne<{ counts: string | Count[]; ranAt: Date; dryRunId: string | null }>(act, 'SELECT counts, ran_at AS ranAt, dry_run_id AS dryRunId FROM retention_runs WHERE id = ? FOR UPDATE', [dryRunId]);
  if (!said || said.dryRunId !== null) throw notFound();
  if (await selectOne(act, 'SELECT id FROM retention_runs WHERE dry_run_id = ?', [dryRunId])) throw conflict('run-done', 'This dry run was carried out already.');
  if (act.now.getTime() - said.ranAt.getTime() > DAY_MS) throw conflict('run-stale', 'This dry run is older than a day: count again first.');
  const runId = newId();
  const expected = new Map(countsOf(said.counts).map((one) => [one.kind, one]));
  await execute(act, 'INSERT INTO retention_runs (id, dry_run_id, counts, ran_by, ran_at) VALUES (?)', [[runId, dryRunId, '[]', act.principal.id, act.now]]);
  const counts: Count[] = [];
  const periods = await readPeriods(act, true);
  for (const { kind, days } of periods) {
    const plain = PLAIN[kind];
    if (plain) counts.push(capped(kind, await execute(act, `DELETE FROM ${plain.table} WHERE ${plain.where} LIMIT ${ROWS_A_RUN}`, { before: before(said.ranAt, days) })));
    if (kind === 'clinical') counts.push(await purgePatients(act, recordPeriods(periods), runId));
  }
  for (const { kind, records } of counts) if (records > (expected.get(kind)?.records ?? 0)) throw conflict('run-changed', 'More is past its period than the dry run said: count again first.');
  await execute(act, 'UPDATE retention_runs SET counts = ? WHERE id = ?', [JSON.stringify(counts), runId]);
  act.audits.push({ action: 'retention.applied', resourceType: 'retention', resourceId: runId, detail: { counts } });
  return present(act, runId, false, counts);
}

async function purgePatients(act: Act, periods: RecordPeriods, runId: string): Promise<Count> {
  const past = await patientsPast(act, periods);
  const count = { kind: 'clinical' as const, records: 0, rows: 0, isMore: past.length > PATIENTS_A_RUN };
  for (const { id } of past.slice(0, PATIENTS_A_RUN)) {
    const rows = await purgeClinicalRecord(act, id, periods, runId);
    if (rows === null) continue;
    count.records += 1;
    count.rows += rows;
  }
  return count;
}

function recordPeriods(periods: readonly Period[]): RecordPeriods {
  const daysOf = (kind: RetentionKindName) => periods.find((period) => period.kind === kind)?.days ?? RETENTION_KINDS[kind].floorDays;
  return { clinical: daysOf('clinical'), ledger: daysOf('ledger') };
}

const present = (act: Act, id: string, isDry: boolean, counts: readonly Count[]): RetentionRun => ({ id, isDry, counts: [...counts], ranBy: act.principal.name, ranAt: act.now.toISOString(), isDone: false });
const before = (at: Date, days: number): Date => new Date(at.getTime() - days * DAY_MS);
const capped = (kind: RetentionKindName, rows: number): Count => ({ kind, records: Math.min(rows, ROWS_A_RUN), rows: Math.min(rows, ROWS_A_RUN), isMore: rows > ROWS_A_RUN });
const countsOf = (stored: string | Count[]): Count[] => readJson(stored) as Count[];
