import { type Database } from '../../../db/connect';
import { readJson } from '../../../db/models/table';
import { type PlanInput } from '../../../domain/adjudication/input';
import { type BundleEdit, type ClaimFacts } from '../../../domain/claims/signals/facts';
import { MODEL_FORMAT, type SignalModel, trainSignals } from '../../../domain/claims/signals/model';
import { type Act, execute, select, selectOne } from '../../http/act';
import { factsOf, practitionerDays } from './facts';
import { grouped, readBilledClaims, readDeaths, readStays } from './record';

/** Patients whose claims are read in one go. */
const BATCH = 40;
/** Any number will do; a fixed one makes two trainings on one record equal. */
const SEED = 20_240_601;

export interface StoredModel {
  readonly version: number;
  readonly trainedAt: string;
  readonly model: SignalModel;
}

const loaded = new WeakMap<Database, StoredModel>();

/** The newest model this code can read, kept in memory until there is a newer one; null as long as nothing was trained. */
export async function currentModel(act: Pick<Act, 'database' | 'transaction'>): Promise<StoredModel | null> {
  const newest = await selectOne<{ version: number | null }>(act, 'SELECT MAX(version) AS version FROM signal_models WHERE format = ?', [MODEL_FORMAT]);
  const version = newest?.version ?? null;
  if (version === null) return null;
  const known = loaded.get(act.database);
  if (known?.version === version) return known;
  const row = await selectOne<{ trainedAt: Date; content: string }>(act, 'SELECT trained_at AS trainedAt, content FROM signal_models WHERE version = ?', [version]);
  if (!row) return null;
  const stored = { version, trainedAt: row.trainedAt.toISOString(), model: JSON.parse(row.content) as SignalModel };
  loaded.set(act.database, stored);
  return stored;
}

/** Learn from every claim of the record that has left the house, and keep what was learned as the next version. */
export async function trainModel(act: Act, seed: number = SEED): Promise<StoredModel> {
  const facts = (await readWholeRecord(act)).filter(({ claim }) => claim.isOut);
  const model = trainSignals(facts, seed);
  await execute(act, 'INSERT INTO signal_models (format, seed, claims, trained_at, content) VALUES (?)', [[model.format, seed, model.claims, act.now, JSON.stringify(model)]]);
  const row = await selectOne<{ version: number }>(act, 'SELECT MAX(version) AS version FROM signal_models', []);
  const version = Number(row?.version);
  act.audits.push({ action: 'signals.trained', resourceType: 'signal-model', resourceId: String(version), detail: { claims: model.claims, seed } });
  return { version, trainedAt: act.now.toISOString(), model };
}

/** The facts of every claim that stands, patient by patient. The plan's bundling edits come with each claim. */
export async function readWholeRecord(act: Act): Promise<ClaimFacts[]> {
  const patientIds = (await select<{ id: string }>(act, 'SELECT DISTINCT patient_id AS id FROM claims ORDER BY patient_id')).map(({ id }) => id);
  const days = practitionerDays(await allStays(act, patientIds));
  const bundlesOf = await bundlesByClaim(act);
  const facts: ClaimFacts[] = [];
  for (let from = 0; from < patientIds.length; from += BATCH) {
    const batch = patientIds.slice(from, from + BATCH);
    const stays = grouped(await readStays(act, batch), ({ patientId }) => patientId);
    const deaths = await readDeaths(act, batch);
    for (const [patientId, claims] of grouped(await readBilledClaims(act, batch), (claim) => claim.patientId)) {
      const patient = { claims, stays: stays.get(patientId) ?? [], deceasedAt: deaths.get(patientId) ?? null };
      facts.push(...claims.map((claim) => factsOf(claim, patient, days, bundlesOf(claim.id))));
    }
  }
  return facts;
}

async function allStays(act: Act, patientIds: readonly string[]): Promise<Awaited<ReturnType<typeof readStays>>> {
  const stays: Awaited<ReturnType<typeof readStays>> = [];
  for (let from = 0; from < patientIds.length; from += BATCH) stays.push(...(await readStays(act, patientIds.slice(from, from + BATCH))));
  return stays;
}

/** The bundling edits of the plan each claim went to. */
async function bundlesByClaim(act: Act): Promise<(claimId: string) => readonly BundleEdit[]> {
  const plans = new Map((await select<{ id: string; rules: unknown }>(act, 'SELECT id, rules FROM plans')).map(({ id, rules }) => [id, bundlesOf(readJson(rules))]));
  const planOf = new Map((await select<{ id: string; planId: string }>(act, 'SELECT id, plan_id AS planId FROM claims')).map(({ id, planId }) => [id, planId]));
  return (claimId) => plans.get(planOf.get(claimId) ?? '') ?? [];
}

/** A plan's `bundles` with what may be left out filled in. */
export function bundlesOf(rules: unknown): BundleEdit[] {
  return ((rules as PlanInput).bundles ?? []).map(({ column1, column2, modifierAllowed, from, to }) => ({ column1: String(column1), column2: String(column2), modifierAllowed: modifierAllowed ?? false, from: from ?? null, to: to ?? null }));
}
