import { dirname } from 'node:path';
import { type Transaction } from 'sequelize';
import { type Database } from '../../connect';
import { loadCrosswalk } from '../../seeds/crosswalk';
import { BulkConnection } from '../bulk';
import { ImportFailure } from '../failure';
import { FileReport, type FileSummary } from '../report';
import { postClaims } from './claims/postClaims';
import { claims, STAGING, transactions } from './claims/staging';
import { coverages } from './files/coverages';
import { encounters } from './files/encounters';
import { type FileImporter } from './files/fileImporter';
import { observations } from './files/observations';
import { organizations } from './files/organizations';
import { patients } from './files/patients';
import { payers } from './files/payers';
import { practitioners } from './files/practitioners';
import { allergies, conditions } from './files/problems';
import { carePlans, devices, immunizations, medications, procedures, supplies } from './files/treatments';
import { importFile } from './readFile';
import { ImportSession } from './session';
import { folderOf, nameOf, openSource, type SourceFile } from './source';

/** What an import did. */
export interface ImportSummary {
  readonly files: readonly FileSummary[];
  /** Files that were not read, each with the reason. */
  readonly leftOut: readonly { readonly file: string; readonly reason: string }[];
  readonly totals: Pick<FileSummary, 'rowsRead' | 'kept' | 'alreadyThere' | 'rejected'>;
  readonly seconds: number;
}

/** How far an import is; bytes as the files are stored. */
export interface ImportProgress {
  readonly step: string;
  readonly bytes: number;
  readonly totalBytes: number;
  readonly rows: number;
}

/** An import that is about to be committed. */
export interface ImportDone {
  readonly transaction: Transaction;
  readonly summary: ImportSummary;
  /** IDs of the patients whose record it changes, in pages. */
  readonly patients: AsyncIterable<readonly string[]>;
}

export interface ImportOptions {
  /** A folder, or a tar archive packed with gzip or not. */
  readonly path: string;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Runs last in the import's transaction: what it writes (an audit trail) is there if and only if the import is. */
  readonly beforeCommit?: (done: ImportDone) => Promise<void>;
  /** Leave out what the export says was paid and adjusted: every claim stands as on the day it was sent, all of it open with its payer. */
  readonly onlyCharges?: boolean;
}

/**
 * Import a CSV export of Synthea, versions 2.7 to 4. All of it is one transaction: whatever fails, and however, the record
 * stays as it was. A second run of the same export finds everything there and changes nothing.
 * Throws ImportFailure (nothing was kept) or the database's error.
 */
export async function importSynthea(db: Database, { path, onProgress = () => undefined, beforeCommit, onlyCharges = false }: ImportOptions): Promise<ImportSummary> {
  const started = Date.now();
  const source = await openSource(path);
  const plan = planOf(source, path);
  // This transaction is only looked through: it sees what others have committed, never what the import writes.
  const outside = await db.sequelize.transaction();
  const before = BulkConnection.of(outside);
  try {
    await claimTheImport(before);
    return await db.sequelize.transaction(async (transaction) => {
      const inside = BulkConnection.of(transaction);
      for (const statement of [...STAGING.drop, ...STAGING.create]) await inside.execute(statement);
      const session = new ImportSession(inside, before, db.cipher, new Set(plan.files.map(({ importer }) => importer.file)), onlyCharges);
      await loadCrosswalk(inside);
      const files = await importFiles(session, plan, onProgress);
      await session.writeConcepts();
      const summary = { files, leftOut: plan.leftOut, totals: totalsOf(files), seconds: (Date.now() - started) / 1000 };
      await beforeCommit?.({ transaction, summary, patients: session.touched() });
      for (const statement of STAGING.drop) await inside.execute(statement);
      return summary;
    });
  } catch (error) {
    throw inOneSentence(error);
  } finally {
    // The connection may be gone, and the lock with it.
    await before.execute(`DO RELEASE_LOCK(${LOCK})`).catch(() => undefined);
    await outside.rollback().catch(() => undefined);
  }
}

/** What the server says to a refused row repeats the row, so only the kind of the error is passed on. */
function inOneSentence(error: unknown): unknown {
  const { code } = ((error as { parent?: unknown })?.parent ?? error ?? {}) as { code?: unknown };
  if (error instanceof ImportFailure || typeof code !== 'string') return error;
  return new ImportFailure(`The database broke the import off (${code}): nothing of it was kept.`, 3, error);
}

interface Plan {
  readonly files: readonly { readonly importer: FileImporter; readonly source: SourceFile }[];
  readonly leftOut: ImportSummary['leftOut'];
  readonly brokenClaims: Map<string, number>;
}

/** Parents before children. */
function planOf(source: readonly SourceFile[], path: string): Plan {
  const brokenClaims = new Map<string, number>();
  const order = [
    organizations, practitioners, payers, patients, coverages, encounters, conditions, allergies, observations, medications, procedures, carePlans,
    immunizations, devices, supplies, claims, transactions(brokenClaims),
  ];
  const folder = folderOf(source, path);
  const files = order.flatMap((importer) => {
    const found = source.filter((file) => dirname(file.path) === folder && nameOf(file.path) === importer.file);
    if (found.length > 1) throw new ImportFailure(`${path} has ${importer.file} twice (${found.map((file) => file.path).join(', ')}).`);
    return found.map((file) => ({ importer, source: file }));
  });
  const used = new Set(files.map((file) => file.source));
  const leftOut = source.filter((file) => !used.has(file)).map((file) => ({ file: file.path, reason: reasonFor(file, folder) }));
  return { files, leftOut, brokenClaims };
}

const NO_PLACE: Readonly<Record<string, string>> = {
  imaging_studies: 'the record has no place for imaging studies', patient_expenses: 'the record has no place for yearly expenses',
};

function reasonFor(file: SourceFile, folder: string): string {
  if (dirname(file.path) !== folder) return 'it is not in the folder of patients.csv';
  return NO_PLACE[nameOf(file.path) ?? ''] ?? 'it is no file of a Synthea export';
}

async function importFiles(session: ImportSession, { files, brokenClaims }: Plan, onProgress: (progress: ImportProgress) => void): Promise<FileSummary[]> {
  const totalBytes = files.reduce((sum, { source }) => sum + source.bytes, 0);
  const reports = new Map(files.map(({ importer }) => [importer.file, new FileReport(`${importer.file}.csv`)]));
  const all = [...reports.values()];
  let bytes = 0;
  const tell = (step: string) => onProgress({ step, bytes, totalBytes, rows: all.reduce((sum, { rowsRead }) => sum + rowsRead, 0) });
  for (const { importer, source } of files) {
    const report = reports.get(importer.file) ?? new FileReport(source.path);
    await importFile(source, importer, session, report, (count) => {
      bytes += count;
      tell(source.path);
    });
  }
  const claimReports = { claims: reports.get('claims') ?? new FileReport('claims.csv'), transactions: reports.get('claims_transactions') ?? new FileReport('claims_transactions.csv') };
  await postClaims(session, brokenClaims, claimReports, () => tell('claims and ledger'));
  return all.map((report) => report.summary());
}

function totalsOf(files: readonly FileSummary[]): ImportSummary['totals'] {
  const sum = (pick: (file: FileSummary) => number) => files.reduce((total, file) => total + pick(file), 0);
  return { rowsRead: sum((file) => file.rowsRead), kept: sum((file) => file.kept), alreadyThere: sum((file) => file.alreadyThere), rejected: sum((file) => file.rejected) };
}

// Names of locks are at most 64 characters; MySQL 9.6 no longer has MD5().
const LOCK = "CONCAT('careway-import/', LEFT(SHA2(DATABASE(), 256), 40))";

/** Two imports at once would each take the other's rows for missing. The lock ends with the connection, however it ends. */
async function claimTheImport(connection: BulkConnection): Promise<void> {
  const [row] = await connection.select<{ free: number | null }>(`SELECT GET_LOCK(${LOCK}, 0) AS free`);
  if (row?.free !== 1) throw new ImportFailure('Another import is running: wait until it has ended.');
}
