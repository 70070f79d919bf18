import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { QueryTypes } from 'sequelize';
import { verifyAudit } from '../../../api/services/audit/verify';
import { type ImportSummary } from '../../../db/importers/synthea/importSynthea';
import { DEMONSTRATION_COHORT } from '../../../db/seeds';
import { KeyRing } from '../../../keys/keyRing';
import { createTestDatabase, TEST_KEYS, type TestDatabase } from '../../support/database';
import { removeExports, wholeExport, writeExport } from './smallExport';

// A process of its own and 146,478 rows: half a minute on two free processors, minutes on busy ones.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const CAREWAY = join(__dirname, '..', '..', '..', 'bin', 'careway');
let db: TestDatabase;

beforeAll(async () => { db = await createTestDatabase(); });
afterEach(removeExports);
afterAll(() => db.drop());

const select = <T extends object>(sql: string): Promise<T[]> => db.database.sequelize.query<T>(sql, { type: QueryTypes.SELECT });
const count = async (table: string, where = '1 = 1'): Promise<number> => Number((await select<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`))[0]?.n);

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as a process of its own; killed without warning when its standard error says `killAt`. */
function careway(args: readonly string[], { env = {}, killAt }: { env?: Record<string, string>; killAt?: string } = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CAREWAY, ...args], { env: { ...process.env, DATABASE_URL: db.url, CAREWAY_KEYS: TEST_KEYS, CAREWAY_HOME: '/nonexistent', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => { said.stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.stderr += text;
      if (killAt && said.stderr.includes(killAt)) child.kill('SIGKILL');
    });
    child.once('close', (code) => resolve({ code, ...said }));
  });
}

describe('careway import synthea, with the demonstration hospital', () => {
  it('leaves nothing behind when it is killed in the middle', async () => {
    const { code, stderr } = await careway(['import', 'synthea', DEMONSTRATION_COHORT], { killAt: 'csv/medications.csv' });
    expect(code).toBeNull();
    expect(stderr).toContain('csv/medications.csv (63');
    for (const table of ['patients', 'encounters', 'observations', 'payers', 'concepts', 'code_crosswalk', 'ledger_entries']) expect([table, await count(table)]).toEqual([table, 0]);
  });

  it('keeps the whole cohort: 130 patients, 4,555 encounters of which 118 inpatient, 8,652 claims', async () => {
    const { code, stdout } = await careway(['import', 'synthea', DEMONSTRATION_COHORT, '--json']);
    expect(code).toBe(0);
    const summary = JSON.parse(stdout) as ImportSummary;
    expect(summary.totals).toEqual({ rowsRead: 146_478, kept: 146_453, alreadyThere: 0, rejected: 25 });
    expect(summary.files.flatMap(({ file, reasons }) => reasons.map(({ field, reason, rows }) => [file, field, reason, rows]))).toEqual([
      ['observations.csv', '(row)', 'is in the file twice', 14], ['supplies.csv', '(row)', 'is in the file twice', 11],
    ]);
    const counts = Object.fromEntries(await Promise.all(['patients', 'encounters', 'claims', 'claim_lines', 'coverages', 'organizations', 'practitioners', 'payers', 'plans', 'procedures', 'conditions', 'medication_requests']
      .map(async (table) => [table, await count(table)] as const)));
    expect(counts).toEqual({
      patients: 130, encounters: 4_555, claims: 8_652, claim_lines: 18_854, coverages: 462, organizations: 292, practitioners: 292, payers: 10, plans: 10,
      procedures: 9_722, conditions: 3_023, medication_requests: 4_097,
    });
    expect(await count('encounters', "class_code = 'IMP'")).toBe(118);
  });

  it('has a ledger that balances, in every operation, for every claim and in all', async () => {
    expect(await select('SELECT operation FROM v_ledger GROUP BY operation HAVING SUM(cents) <> 0')).toEqual([]);
    expect(await select("SELECT claim FROM v_claim_balance WHERE charge <> paid + adjustments + open")).toEqual([]);
    expect(await select(
      `SELECT c.claim FROM v_claim_balance c JOIN (
         SELECT claim_id,
           SUM(IF(ledger_account = 'revenue', -cents, 0)) AS charge, SUM(IF(ledger_account = 'cash', cents, 0)) AS paid,
           SUM(IF(ledger_account IN ('contractual-adjustment', 'write-off'), cents, 0)) AS adjustments,
           SUM(IF(ledger_account IN ('receivable-payer', 'receivable-patient', 'payer-credit'), cents, 0)) AS owed
         FROM ledger_entries GROUP BY claim_id) e ON e.claim_id = c.claim
       WHERE e.charge <> c.charge OR e.paid <> c.paid OR e.adjustments <> c.adjustments OR e.owed <> c.open`)).toEqual([]);
    expect(await select('SELECT claim_id FROM claim_lines l JOIN claims c ON c.id = l.claim_id GROUP BY claim_id, c.charge_cents, c.paid_cents HAVING SUM(l.charge_cents) <> c.charge_cents OR SUM(l.paid_cents) <> c.paid_cents')).toEqual([]);
    const [total] = await select<{ charge: string; paid: string; open: string }>('SELECT SUM(charge) AS charge, SUM(paid) AS paid, SUM(open) AS open FROM v_claim_balance');
    expect([total?.charge, total?.paid, total?.open].map(Number)).toEqual([883_083_491, 883_083_491, 0]);
    expect(await count('claims', "status <> 'closed'")).toBe(0);
  });

  it('codes every line it can and makes no code up', async () => {
    expect(await select("SELECT d.code FROM claim_diagnoses d LEFT JOIN code_crosswalk x ON x.target_system = 'ICD10CM' AND x.target_code = d.code WHERE x.target_code IS NULL")).toEqual([]);
    expect(await select(
      "SELECT l.id FROM claim_lines l LEFT JOIN code_crosswalk x ON x.target_system = 'REVENUE' AND x.target_code = l.revenue_code WHERE l.revenue_code IS NOT NULL AND x.target_code IS NULL")).toEqual([]);
    expect(await count('(SELECT DISTINCT claim_id FROM claim_diagnoses) d')).toBe(5_988);
    expect(await count("charge_items c LEFT JOIN concepts k ON k.system_code = c.system_code AND k.code = c.code", 'k.code IS NULL')).toBe(0);
  });

  it('is on the audit trail: the import, and every patient whose record it changed', async () => {
    expect(await select('SELECT action, COUNT(*) AS n, COUNT(DISTINCT patient_id) AS patients FROM audit_events GROUP BY action ORDER BY action')).toEqual([
      { action: 'importPatient', n: 130, patients: 130 }, { action: 'importRecords', n: 1, patients: 0 },
    ]);
    const { intact } = await verifyAudit(db.database.sequelize, KeyRing.parse(TEST_KEYS), null);
    expect(intact).toBe(true);
  });

  it('says what is wrong, on standard error, with exit code 2 or 3', async () => {
    const export27 = writeExport({ ...wholeExport(), 'encounters.csv': ['Id,START'] });
    const [missing, nowhere, unreachable, wrongKeys] = await Promise.all([
      careway(['import', 'synthea', export27]), careway(['import', 'synthea', '/nowhere']),
      careway(['import', 'synthea', export27], { env: { DATABASE_URL: 'mysql://a:b@127.0.0.1:9/c' } }),
      careway(['import', 'synthea', export27], { env: { CAREWAY_KEYS: `k1:${Buffer.alloc(32, 8).toString('base64')}` } }),
    ]);
    expect([missing.code, missing.stdout, missing.stderr]).toEqual([2, '', expect.stringMatching(/✗ encounters\.csv lacks the columns PATIENT, ENCOUNTERCLASS, CODE/)]);
    expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringMatching(/There is no \/nowhere/)]);
    expect([unreachable.code, unreachable.stderr]).toEqual([3, expect.stringMatching(/The record cannot be opened/)]);
    expect([wrongKeys.code, wrongKeys.stderr]).toEqual([2, expect.stringMatching(/CAREWAY_KEYS does not open this record/)]);
  });
});
