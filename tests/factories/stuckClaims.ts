import { type Database } from '../../db/connect';
import { Account } from '../../db/models';
import { newId } from '../../db/newId';
import { type StuckCause } from '../../domain/claims/causes';
import { causeFingerprint } from '../../domain/claims/fingerprint';
import { TASK_TYPES } from '../../domain/tasks/types';
import { makePatient } from './hospital';
import { makeCoverage, type MadePayer } from './money';

let counter = 0;
const DAY_MS = 86_400_000;

export interface StuckOptions {
  readonly payer: MadePayer;
  readonly count: number;
  readonly cause?: StuckCause;
  readonly openCents?: number;
  /** Default: as the claim's workflow opens it for a denial. Null: no task holds them up. */
  readonly task?: 'fix-claim' | 'resolve-rejection' | 'resolve-denial' | 'chase-payer' | null;
  /** Give the tasks a workflow to tell; default: none, as nothing runs behind these claims. */
  readonly withWorkflow?: boolean;
  readonly procedure?: string;
}

export interface StuckClaims {
  readonly ids: string[];
  readonly numbers: string[];
  readonly fingerprint: string;
  readonly patientId: string;
}

/** Claims stuck for one root cause, written straight into the record with the task that holds each up: as many as are asked for, in five statements. */
export async function makeStuckClaims(database: Database, options: StuckOptions): Promise<StuckClaims> {
  const { payer, count, cause = 'denied-authorization', openCents = 20_000, task = 'resolve-denial' } = options;
  const patient = await makePatient(database, { family: `Stuckson${(counter += 1)}` });
  const coverageId = await makeCoverage(database, patient.id, payer);
  const accountId = newId();
  await Account.create({ id: accountId, number: `A-S${counter}-${accountId.slice(-6)}`, patientId: patient.id });
  const fingerprint = causeFingerprint(cause, payer.payerId, ['CO-197']);
  const status = cause.startsWith('denied') ? 'denied' : cause.startsWith('rejected') ? 'rejected' : 'scrub-failed';
  const now = new Date();
  const claims = Array.from({ length: count }, (_, index) => ({ id: newId(), number: `S${counter}-${String(index + 1).padStart(6, '0')}`, deadline: new Date(now.getTime() + (30 + (index % 60)) * DAY_MS) }));
  await insert(database, 'claims (id, number, patient_id, account_id, coverage_id, payer_id, plan_id, type, payer_claim_number, status, stuck_cause, stuck_fingerprint, service_from, service_through, charge_cents, appeal_by, next_deadline_at, submitted_at, created_at)',
    claims.map(({ id, number, deadline }) => [id, number, patient.id, accountId, coverageId, payer.payerId, payer.planId, 'professional', status === 'denied' ? `P-${number}` : null, status, cause, fingerprint,
      '2026-02-03', '2026-02-03', openCents, day(deadline), deadline, now, now]));
  await insert(database, 'claim_lines (id, claim_id, number, procedure_code, units, charge_cents, service_date)', claims.map(({ id }) => [newId(), id, 1, options.procedure ?? 'G0463', 1, openCents, '2026-02-03']));
  await insert(database, 'claim_diagnoses (claim_id, rank_order, code)', claims.map(({ id }) => [id, 1, 'I50.9']));
  if (task !== null) {
    const { form, role, stage } = TASK_TYPES[task];
    await insert(database, 'tasks (id, dedup_id, workflow_id, patient_id, claim_id, type, form_version, stage, role, priority, due_at)',
      claims.map(({ id }) => [newId(), `stuck-${id}`, options.withWorkflow ? `claim-${id}` : null, patient.id, id, task, form.version, stage, role, 1, new Date(now.getTime() + 4 * DAY_MS)]));
  }
  return { ids: claims.map(({ id }) => id), numbers: claims.map(({ number }) => number), fingerprint, patientId: patient.id };
}

const day = (at: Date): string => at.toISOString().slice(0, 10);

/** In one statement per thousand rows. */
async function insert({ sequelize }: Database, into: string, rows: readonly unknown[][]): Promise<void> {
  for (let from = 0; from < rows.length; from += 1_000) {
    const part = rows.slice(from, from + 1_000);
    await sequelize.query(`INSERT INTO ${into} VALUES ${part.map(() => '(?)').join(', ')}`, { replacements: part });
  }
}
