import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from '../../api/client';
import { importSynthea } from '../../db/importers/synthea/importSynthea';
import { type InstitutionalClaim, parseX12, type ProfessionalClaim } from '../../interop/x12';
import { ID, removeExports, wholeExport, writeExport } from '../db/importers/smallExport';
import { makePayer, makeStay } from '../factories/money';
import { type TestApi } from '../support/api';
import { BillingDriver } from '../support/billing';
import { careway } from '../support/careway';

let api: TestApi;
let billing: BillingDriver;
let folder: string;
let sent: { claimId: string; submissionId: string };
let incomplete: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'careway-export-'));
  billing = await BillingDriver.open();
  ({ api } = billing);
  const past = wholeExport();
  // A service the crosswalk knows nothing of.
  past['claims_transactions.csv'] = (past['claims_transactions.csv'] ?? []).map((row) => row.replace('702927004', '999000003'));
  await importSynthea(api.database, { path: writeExport(past) });
  const payer = await makePayer(api.database);
  sent = await billing.send((await makeStay(api.database, { payer })).encounterId);
  incomplete = await billing.prepare((await makeStay(api.database, { payer, reason: false })).encounterId);
});
afterAll(async () => {
  removeExports();
  rmSync(folder, { recursive: true, force: true });
  await api.stop();
});

const run = (...args: string[]) => careway(api.databaseUrl, ['x12', 'export', ...args]);
const files = () => readdirSync(folder).sort();
const contents = () => Object.fromEntries(files().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const numberOf = async (claimId: string) => (await billing.rows<{ number: string }>('SELECT number FROM claims WHERE id = ?', [claimId]))[0]?.number ?? '';

/** Every claim of every file, with the control number of its interchange. */
function claimsIn(texts: Record<string, string>): { controlNumber: number; form: string; claim: InstitutionalClaim | ProfessionalClaim }[] {
  return Object.values(texts).flatMap((text) => {
    const parsed = parseX12(text);
    if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
    return parsed.interchanges.flatMap(({ controlNumber, groups }) => groups.flatMap(({ transactions }) => transactions.flatMap((set) => {
      if (set.set !== '837I' && set.set !== '837P') throw new Error(`an ${set.set}`);
      return set.claims.map((claim) => ({ controlNumber, form: set.set, claim }));
    })));
  });
}

describe('careway x12 export --all', () => {
  test('writes every claim that is complete, in files by form and payer, and says what the past lacks', async () => {
    const { code, stdout, stderr } = await run('--all', folder, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ claims: 4, exported: 3, files: 3, incomplete: 1, refused: [], gaps: { procedure: 1, diagnosis: 1 } });
    const claims = claimsIn(contents());
    expect(claims.map(({ claim }) => claim.patientControlNumber).sort()).toEqual((await Promise.all([ID.claim, ID.visitClaim, sent.claimId].map(numberOf))).sort());
    expect(new Set(claims.map(({ controlNumber }) => controlNumber)).size).toBe(3);
    expect(files().map((name) => name.slice(0, 5))).toEqual(['837I-', '837I-', '837P-']);
    const visit = claims.find(({ form }) => form === '837P')?.claim as ProfessionalClaim;
    // Nothing codes what was done: an unlisted code with words, and no diagnosis that anybody made.
    expect(visit).toMatchObject({ diagnoses: ['R69'], lines: [{ chargeCents: 8555, procedure: { code: 'T2025', description: 'Service' } }] });
  });

  test('gives the same interchanges again, under the same control numbers, in the same place', async () => {
    const before = contents();
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    expect((await run('--all', folder)).code).toBe(0);
    const { 'notes.txt': note, ...after } = contents();
    expect(note).toBe('mine');
    expect(after).toEqual(before);
    rmSync(join(folder, 'notes.txt'));
  });

  test('a claim that has changed is another interchange', async () => {
    const number = await numberOf(ID.claim);
    const controlNumber = () => claimsIn(contents()).find(({ claim }) => claim.patientControlNumber === number)?.controlNumber;
    const before = controlNumber();
    await billing.rows("INSERT INTO claim_diagnoses (claim_id, rank_order, code) VALUES (?, 9, 'I10')", [ID.claim]);
    await run('--all', folder);
    expect(controlNumber()).toBeGreaterThan(before as number);
  });

  test('leaves the folder as it was when the database is away (3) or the folder cannot be (2)', async () => {
    const before = contents();
    const away = await careway('mysql://a:b@127.0.0.1:9/c', ['x12', 'export', '--all', folder]);
    expect([away.code, away.stdout]).toEqual([3, '']);
    expect(contents()).toEqual(before);
    writeFileSync(join(folder, 'file'), '');
    expect(await run('--all', join(folder, 'file', 'below'))).toMatchObject({ code: 2, stdout: '' });
    rmSync(join(folder, 'file'));
    expect(await run()).toMatchObject({ code: 2, stdout: '' });
    expect(await run('--all', folder, '--claim', sent.claimId)).toMatchObject({ code: 2, stdout: '' });
  });

  test('is on the audit trail, claim by claim', async () => {
    const [{ claims } = { claims: 0 }] = await billing.rows<{ claims: number }>("SELECT COUNT(DISTINCT resource_id) AS claims FROM audit_events WHERE action = 'claim.exported' AND outcome = 'done'");
    expect(Number(claims)).toBeGreaterThanOrEqual(3);
  });
});

describe('careway x12 export --claim', () => {
  test('gives a claim that was sent byte for byte as it was sent, by ID or number', async () => {
    const { content } = await (await api.as('billing')).client.call(contract.readSubmission, { params: sent });
    expect(await run('--claim', sent.claimId)).toEqual({ code: 0, stdout: `${content}\n`, stderr: '' });
    expect((await run('--claim', await numberOf(sent.claimId))).stdout).toBe(`${content}\n`);
  });

  test('an incomplete claim does not leave the house (openemr PR#1994), and a claim that is none is wrong usage', async () => {
    expect(await run('--claim', incomplete)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('The claim is incomplete and cannot be written') });
    expect(await run('--claim', 'C-nowhere')).toEqual({ code: 2, stdout: '', stderr: '✗ There is no claim C-nowhere.\n' });
  });
});
