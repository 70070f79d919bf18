/**
 * A large 835 into the record (`careway x12 import`, a process of its own): how long, in how much memory, and nothing of it when it is cut
 * short or its process is killed half way. `npm run bench -- remittanceImport`; MEGABYTES (100) says how large, CLAIMS (20000) how many of its
 * claims are the hospital's. The rest is of nobody and waits for a person. Prints JSON lines; fails when something was posted that should not be.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueryTypes, Transaction } from 'sequelize';
import { DIFFERING_CLAIMS, UNBALANCED_OPERATIONS } from '../../api/services/money/ledgerCheck';
import { makeHospital, makePayer } from '../factories/money';
import { createTestDatabase, TEST_KEYS, type TestDatabase } from '../support/database';
import { writeBigRemittance } from './bigRemittance';
import { fillClaims } from './fillClaims';

const CAREWAY = join(__dirname, '..', '..', 'bin', 'careway');
const MEGABYTES = Number(process.env['MEGABYTES'] ?? 100);
const CLAIMS = Number(process.env['CLAIMS'] ?? 20_000);

interface Run {
  readonly code: number | null;
  readonly seconds: number;
  /** Null: it was killed. */
  readonly peakMegabytes: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

class ImportBench {
  private constructor(private readonly record: TestDatabase, private readonly folder: string) {}

  static async begin(): Promise<ImportBench> {
    return new ImportBench(await createTestDatabase(), mkdtempSync(join(tmpdir(), 'careway-import-')));
  }

  async run(): Promise<string[]> {
    const faults: string[] = [];
    const expect = (what: string, holds: boolean) => void (holds || faults.push(what));
    const file = join(this.folder, 'big.835');
    const inFile = await writeBigRemittance(file, MEGABYTES * 1e6);
    const ours = Math.min(CLAIMS, inFile);
    await makeHospital();
    await fillClaims(this.record.database, await makePayer(this.record.database), ours);
    const { size } = statSync(file);
    const before = await this.rowsThatPostingMakes();
    const postsNothing = async () => (await this.rowsThatPostingMakes()) === before;

    const cut = join(this.folder, 'cut.835');
    await writeBigRemittance(cut, MEGABYTES * 1e6);
    truncateSync(cut, Math.floor(size * 0.95));
    const refused = await this.import(cut);
    expect('a cut file: exit 2', refused.code === 2);
    expect('a cut file posts nothing', await postsNothing());
    this.print('cut short', refused, { refused: /error: .{0,120}/.exec(refused.stderr)?.[0] });

    const killed = await this.import(file, async (kill) => {
      while ((await this.uncommitted()) < 1_000) await new Promise((resolve) => setTimeout(resolve, 250));
      kill();
    });
    expect('killed half way', killed.code === null);
    expect('an import that was killed posts nothing', await postsNothing());
    this.print('killed half way', killed, {});

    const done = await this.import(file);
    expect('the whole file: exit 0', done.code === 0);
    const summary = done.code === 0 ? (JSON.parse(done.stdout) as { posted: number; queued: number }) : { posted: 0, queued: 0, stderr: done.stderr.slice(0, 500) };
    expect('every claim of ours is posted', summary.posted === ours && summary.queued === inFile - ours);
    this.print('whole', done, { megabytes: Math.round(size / 1e5) / 10, claims: inFile, ours, claimsPerSecond: Math.round(inFile / done.seconds), ...summary });

    const again = await this.import(file);
    expect('a second time posts nothing', again.code === 0 && (JSON.parse(again.stdout) as { state: string }).state === 'repeated');
    this.print('again', again, {});
    expect('no operation is out of balance', (await this.count(`SELECT COUNT(*) FROM (${UNBALANCED_OPERATIONS}) x`)) === 0);
    expect('claims and ledger agree', (await this.count(`SELECT COUNT(*) FROM (${DIFFERING_CLAIMS}) x`)) === 0);
    return faults;
  }

  async end(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    await this.record.drop();
  }

  /** Run the command; `meanwhile` may kill it as a power cut would. */
  private async import(file: string, meanwhile?: (kill: () => void) => Promise<void>): Promise<Run> {
    const memory = join(this.folder, 'peak');
    rmSync(memory, { force: true });
    const started = Date.now();
    const child = spawn(process.execPath, [CAREWAY, 'x12', 'import', file, '--json'], {
      env: { ...process.env, DATABASE_URL: this.record.url, CAREWAY_KEYS: TEST_KEYS, CAREWAY_HOME: '/nonexistent', NODE_OPTIONS: `--require=${join(__dirname, 'peakMemory.cjs')}`, PEAK_MEMORY_FILE: memory },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => { said.stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { said.stderr += text; });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    await meanwhile?.(() => child.kill('SIGKILL'));
    const code = await ended;
    const peakMegabytes = code === null ? null : Math.round(Number(readFileSync(memory, 'utf8')) / 1e6);
    return { code, seconds: Math.round((Date.now() - started) / 100) / 10, peakMegabytes, ...said };
  }

  private print(what: string, { code, seconds, peakMegabytes }: Run, more: object): void {
    console.log(JSON.stringify({ bench: 'remittanceImport', what, exit: code, seconds, peakMegabytes, ...more }));
  }

  private async count(sql: string): Promise<number> {
    const [row] = await this.record.database.sequelize.query<Record<string, unknown>>(sql, { type: QueryTypes.SELECT });
    return Number(Object.values(row ?? {})[0]);
  }

  private rowsThatPostingMakes = () => this.count('SELECT (SELECT COUNT(*) FROM remittances) + (SELECT COUNT(*) FROM remittance_claims) + (SELECT COUNT(*) FROM ledger_entries) + (SELECT COUNT(*) FROM claim_events) + (SELECT COUNT(*) FROM claims WHERE paid_cents <> 0)');

  /** Answers written by a transaction that has not ended. */
  private uncommitted(): Promise<number> {
    return this.record.database.sequelize.transaction({ isolationLevel: Transaction.ISOLATION_LEVELS.READ_UNCOMMITTED }, async (transaction) => {
      const [row] = await this.record.database.sequelize.query<{ n: number }>('SELECT COUNT(*) AS n FROM remittance_claims', { type: QueryTypes.SELECT, transaction });
      return Number(row?.n ?? 0);
    });
  }
}

async function main(): Promise<number> {
  const bench = await ImportBench.begin();
  try {
    const faults = await bench.run();
    console.log(JSON.stringify({ bench: 'remittanceImport', faults }));
    return faults.length === 0 ? 0 : 1;
  } finally {
    await bench.end();
  }
}

main().then((code) => process.exit(code), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
