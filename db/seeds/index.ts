import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { QueryTypes } from 'sequelize';
import { type Database } from '../connect';
import { type ImportOptions, type ImportSummary, importSynthea } from '../importers/synthea/importSynthea';
import { type HospitalSeed, seedHospital } from './hospital';
import { prepareDemonstrationPatients } from './patients';
import { type SeededLogin } from './staff';

export { type HospitalSeed, seedHospital } from './hospital';
export { type Passwords, type SeededLogin } from './staff';

/** The cohort of the demonstration hospital (db/data/README.md). */
export const DEMONSTRATION_COHORT = join(__dirname, '..', 'data', 'synthea-ma-130-csv.tar.gz');

export interface DemonstrationSeed extends HospitalSeed, Pick<ImportOptions, 'onProgress' | 'beforeCommit'> {
  /** Another cohort than the one that ships with Careway. */
  readonly cohort?: string;
}

export interface SeededDemonstration {
  readonly logins: readonly SeededLogin[];
  /** Null when the cohort was there already. */
  readonly imported: ImportSummary | null;
}

/**
 * The demonstration hospital: its patients, then everything of `seedHospital`. Safe to run at every start: an import is there
 * wholly or not at all, so one look tells whether it has been done.
 */
export async function seedDemonstration(db: Database, { cohort = DEMONSTRATION_COHORT, onProgress, beforeCommit, ...hospital }: DemonstrationSeed): Promise<SeededDemonstration> {
  const imported = (await hasCohort(db)) || !existsSync(cohort) ? null : await importSynthea(db, { path: cohort, onProgress, beforeCommit });
  await db.sequelize.transaction((transaction) => prepareDemonstrationPatients(db, transaction));
  return { logins: await seedHospital(db, hospital), imported };
}

async function hasCohort({ sequelize }: Database): Promise<boolean> {
  const rows = await sequelize.query("SELECT 1 FROM patients WHERE source = 'synthea' LIMIT 1", { type: QueryTypes.SELECT });
  return rows.length > 0;
}
