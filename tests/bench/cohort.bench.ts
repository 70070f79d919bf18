/**
 * Every claim of the imported cohort, from the 837 to the paid claim: exported, judged, answered by the demonstration payer, the answers judged
 * and added up, posted, posted again, and the books looked at. `npm run bench -- cohort`; it prints a JSON line for each step and fails when
 * one cent or one claim is out of place. COHORT names another export of Synthea, FILES an empty folder that keeps the files, X12CHECK a program
 * that judges X12 files (docs/x12.md).
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importSynthea } from '../../db/importers/synthea/importSynthea';
import { DEMONSTRATION_COHORT, seedHospital } from '../../db/seeds';
import { prepareAuditChains } from '../../api/services/auditTrail';
import { KeyRing } from '../../keys/keyRing';
import { careway } from '../support/careway';
import { createTestDatabase, TEST_KEYS, type TestDatabase } from '../support/database';
import { addUp, type Balances, noticesOneCent } from './cohort/balance';
import { readBooks, readRefusals } from './cohort/books';
import { completeCoverage } from './cohort/coverage';
import { answerAll } from './cohort/payerRun';
import { judge } from './cohort/validators';

const COHORT = process.env['COHORT'] ?? DEMONSTRATION_COHORT;
const FILES = process.env['FILES'];

class Proof {
  private readonly failures: string[] = [];

  private constructor(private readonly record: TestDatabase, private readonly folder: string) {}

  static async begin(): Promise<Proof> {
    const folder = FILES ?? mkdtempSync(join(tmpdir(), 'careway-cohort-'));
    for (const name of ['837', '835']) mkdirSync(join(folder, name), { recursive: true });
    return new Proof(await createTestDatabase(), folder);
  }

  /** Run a step, print what came of it; a fault in it fails the proof. */
  private async step<T extends object>(name: string, work: () => Promise<T & { faults?: readonly string[] }>): Promise<T> {
    process.stderr.write(`  ${name}\n`);
    const started = Date.now();
    const result = await work();
    console.log(JSON.stringify({ bench: 'cohort', step: name, seconds: Math.round((Date.now() - started) / 100) / 10, ...result, ...(result.faults ? { faults: result.faults.slice(0, 20) } : {}) }));
    this.failures.push(...(result.faults ?? []).map((fault) => `${name}: ${fault}`));
    return result;
  }

  async run(): Promise<string[]> {
    const { database } = this.record;
    const imported = await this.step('import', async () => {
      await prepareAuditChains({ database, transaction: null });
      const summary = await importSynthea(database, { path: COHORT, onlyCharges: true });
      await seedHospital(database, { passwords: 'not for signing in' });
      return { claims: summary.files.find(({ file }) => file === 'claims.csv')?.kept ?? 0 };
    });
    await this.step('export as 837', () => this.exportAll(imported.claims));
    await this.step('837 judged by other validators', () => this.judged('837'));
    await this.step('coverage the export does not tell', () => completeCoverage(database));
    await this.step('answered by the demonstration payer', async () => {
      await answerAll({ database, keys: KeyRing.parse(TEST_KEYS) }, this.in('837'), this.in('835'), everyThousand);
      return { files: this.files('835').length };
    });
    await this.step('835 added up by line, claim and payment', () => this.addedUp(imported.claims));
    await this.step('835 judged by other validators', () => this.judged('835'));
    await this.step('835 posted', () => this.posted(imported.claims));
    const before = await this.step('books', () => this.books());
    await this.step('835 posted again under other names', () => this.postedAgain());
    await this.step('books after that', async () => {
      const after = await this.books();
      return { ...after, faults: [...after.faults, ...(JSON.stringify(after.everyCent) === JSON.stringify(before.everyCent) ? [] : ['something was posted twice'])] };
    });
    await this.step('refused', async () => ({ refusals: await readRefusals(database) }));
    return this.failures;
  }

  async end(): Promise<void> {
    await this.record.drop();
    if (!FILES) rmSync(this.folder, { recursive: true, force: true });
  }

  private in = (name: '837' | '835'): string => join(this.folder, name);
  private files = (name: '837' | '835'): string[] => readdirSync(this.in(name)).sort().map((file) => join(this.in(name), file));

  private async exportAll(claims: number) {
    const { code, stdout, stderr } = await careway(this.record.url, ['x12', 'export', '--all', this.in('837'), '--json']);
    if (code !== 0) throw new Error(`x12 export: exit ${code}: ${stdout}${stderr}`);
    const summary = JSON.parse(stdout) as { exported: number; files: number; gaps: object };
    return { ...summary, faults: summary.exported === claims ? [] : [`${summary.exported} of ${claims} claims were exported`] };
  }

  private async judged(name: '837' | '835') {
    const verdicts = await judge(this.files(name), (done) => done % 10 === 0 && process.stderr.write(`    ${done} files\n`));
    if (!verdicts) return { skipped: 'X12CHECK names no validator' };
    return { files: verdicts.files, passed: verdicts.passed, faults: verdicts.failed };
  }

  private async addedUp(claims: number) {
    const sums: Balances = { payments: 0, claims: 0, lines: 0, faults: [] };
    const texts = this.files('835').map((file) => readFileSync(file, 'utf8'));
    for (const text of texts) addUp(text, sums);
    const faults = [...sums.faults];
    if (sums.claims !== claims) faults.push(`${sums.claims} of ${claims} claims are answered`);
    if (!texts.every(noticesOneCent)) faults.push('a cent that is wrong would not be noticed');
    return { ...sums, faults };
  }

  private async importAll() {
    const sum = { files: 0, repeatedFiles: 0, posted: 0, queued: 0, ignored: 0, repeated: 0 };
    for (const file of this.files('835')) {
      const { code, stdout, stderr } = await careway(this.record.url, ['x12', 'import', file, '--json']);
      if (code !== 0) throw new Error(`x12 import: exit ${code}: ${stderr}`);
      const taken = JSON.parse(stdout) as { state: string } & Record<'posted' | 'queued' | 'ignored' | 'repeated', number>;
      sum.files += 1;
      if (taken.state === 'repeated') sum.repeatedFiles += 1;
      else for (const key of ['posted', 'queued', 'ignored', 'repeated'] as const) sum[key] += taken[key];
      process.stderr.write(`    ${sum.files} files, ${sum.posted} claims\n`);
    }
    return sum;
  }

  private async posted(claims: number) {
    const sum = await this.importAll();
    return { ...sum, faults: sum.posted === claims ? [] : [`${sum.posted} of ${claims} answers were posted`] };
  }

  private async postedAgain() {
    for (const file of this.files('835')) renameSync(file, file.replace('835-', 'copy-of-835-'));
    const sum = await this.importAll();
    return { ...sum, faults: sum.repeatedFiles === sum.files ? [] : ['a file was taken in again'] };
  }

  private books = () => readBooks(this.record.database);
}

function everyThousand(done: number, of: number): void {
  if (done % 1000 === 0 || done === of) process.stderr.write(`    ${done} of ${of} claims\n`);
}

async function main(): Promise<number> {
  const proof = await Proof.begin();
  try {
    const failures = await proof.run();
    console.log(JSON.stringify({ bench: 'cohort', proved: failures.length === 0, failures: failures.length }));
    return failures.length === 0 ? 0 : 1;
  } finally {
    await proof.end();
  }
}

main().then((code) => process.exit(code), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
