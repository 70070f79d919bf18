import { gzipSync } from 'node:zlib';
import { readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { QueryTypes } from 'sequelize';
import { ImportFailure } from '../../../db/importers/failure';
import { type FileSummary } from '../../../db/importers/report';
import { type ImportSummary, importSynthea } from '../../../db/importers/synthea/importSynthea';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { aboutOthers, charge, claimRow, type ExportFiles, exportWith, handover, ID, otherId, packExport, payment, removeExports, transactionRow, tx, wholeExport, writeExport } from './smallExport';

let db: TestDatabase;
let group = 0;

beforeAll(async () => { db = await createTestDatabase(); });
afterEach(removeExports);
afterAll(() => db.drop());

const select = <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  db.database.sequelize.query<T>(sql, { type: QueryTypes.SELECT, replacements: values });

const count = async (table: string, where = '1 = 1'): Promise<number> => Number((await select<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`))[0]?.n);

/** Import an export about people nobody has imported yet. `id` answers the ID that one of smallExport's has there. */
async function importNew(files: ExportFiles, folder = ''): Promise<{ summary: ImportSummary; path: string; id: (id: string) => string; file: (name: string) => FileSummary }> {
  group += 1;
  const [mine, path] = [group, writeExport(aboutOthers(files, group), folder)];
  const summary = await importSynthea(db.database, { path });
  return { summary, path, id: (id) => otherId(id, mine), file: (name) => fileOf(summary, name) };
}

function fileOf(summary: ImportSummary, name: string): FileSummary {
  const file = summary.files.find((each) => each.file === name);
  if (!file) throw new Error(`The summary has no ${name}.`);
  return file;
}

const reasons = (file: FileSummary) => file.reasons.map(({ field, reason, lines }) => `${lines}: ${field} ${reason}`);

describe('a whole export', () => {
  it('is kept row by row, each file adding up', async () => {
    const { summary, id } = await importNew(wholeExport());
    for (const file of summary.files) expect(file.kept + file.alreadyThere + file.rejected).toBe(file.rowsRead);
    expect(summary.totals).toMatchObject({ rowsRead: 27, kept: 27, alreadyThere: 0, rejected: 0 });
    const [stay] = await select<object>('SELECT class_code, status, source, total_cost_cents, payer_coverage_cents, reason_code, coverage_id IS NOT NULL AS is_insured FROM encounters WHERE id = ?', [id(ID.stay)]);
    expect(stay).toMatchObject({ class_code: 'IMP', status: 'finished', source: 'synthea', total_cost_cents: 150_050, payer_coverage_cents: 120_000, reason_code: '88805009', is_insured: 1 });
  });

  it('seals what says who somebody is, and finds it again', async () => {
    const { id } = await importNew(wholeExport());
    const { cipher } = db.database;
    const [ann] = await select<{ nameEnc: Buffer; mrnEnc: Buffer; mrnIndex: Buffer; contactEnc: Buffer }>(
      'SELECT name_enc AS nameEnc, mrn_enc AS mrnEnc, mrn_index AS mrnIndex, contact_enc AS contactEnc FROM patients WHERE id = ?', [id(ID.ann)]);
    const place = (column: string) => ({ table: 'patients', column, id: id(ID.ann) });
    expect(cipher.openJson(place('name_enc'), ann?.nameEnc ?? null)).toMatchObject({ family: 'Lowe', given: ['Ann'], maiden: 'Quitzon' });
    const mrn = cipher.open(place('mrn_enc'), ann?.mrnEnc ?? Buffer.alloc(0));
    expect(mrn).toMatch(/^M\d{8}$/);
    expect(ann?.mrnIndex.equals(cipher.blindIndex('mrn', mrn))).toBe(true);
    const found = await select<{ patientId: string }>('SELECT patient_id AS patientId FROM patient_search_tokens WHERE token IN (?) GROUP BY patient_id HAVING COUNT(*) = 2', [[cipher.searchToken('lowe'), cipher.searchToken(mrn)]]);
    expect(found).toEqual([{ patientId: id(ID.ann) }]);
    const everything = JSON.stringify(await select('SELECT * FROM patients p LEFT JOIN patient_identifiers i ON i.patient_id = p.id WHERE p.id = ?', [id(ID.ann)]).then((rows) => rows.map((row) => Object.values(row).map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : value)))));
    for (const secret of ['Lowe', 'Mrs.', '1944-04-22', `999-32-${group}`, 'Green St']) expect(everything).not.toContain(secret);
  });

  it('keeps numbers in the open and words about a patient sealed', async () => {
    const { id } = await importNew(wholeExport());
    const rows = await select<{ id: string; code: string; system: string; number: string | null; text: Buffer | null; encounterId: string | null }>(
      'SELECT id, code, system_code AS `system`, value_number AS number, value_text_enc AS text, encounter_id AS encounterId FROM observations WHERE patient_id = ? ORDER BY code', [id(ID.ann)]);
    expect(rows.map(({ code, system, number }) => [code, system, number === null ? null : Number(number)])).toEqual([['2823-3', 'LOINC', 4.1], ['93038-8', 'LOINC', null], ['QALY', 'GBD', 77.5]]);
    const words = rows[1];
    expect(db.database.cipher.open({ table: 'observations', column: 'value_text_enc', id: words?.id ?? '' }, words?.text ?? Buffer.alloc(0))).toBe('Quite a bit');
    expect(rows[2]?.encounterId).toBeNull();
  });

  it('makes coverages with a second payer, inclusive days, and a plan per payer', async () => {
    const { id } = await importNew(wholeExport());
    const rows = await select<{ rank: number; kind: string; from: string; to: string; relationship: string }>(
      `SELECT c.rank_order AS \`rank\`, p.kind, DATE_FORMAT(c.period_start, '%Y-%m-%d') AS \`from\`, DATE_FORMAT(c.period_end, '%Y-%m-%d') AS \`to\`, c.relationship
       FROM coverages c JOIN payers p ON p.id = c.payer_id JOIN plans l ON l.id = c.plan_id AND l.payer_id = p.id WHERE c.patient_id IN (?) ORDER BY p.kind, \`rank\``, [[id(ID.ann), id(ID.bob)]]);
    expect(rows).toEqual([
      { rank: 2, kind: 'commercial', from: '2022-01-01', to: '2022-12-31', relationship: 'self' },
      { rank: 1, kind: 'medicare', from: '2022-01-01', to: '2022-12-31', relationship: 'self' },
      { rank: 1, kind: 'self-pay', from: '2022-01-01', to: '2022-12-31', relationship: 'self' },
    ]);
  });

  it('keeps a claim with lines, coded diagnoses and a ledger that balances to the cent', async () => {
    const { id } = await importNew(wholeExport());
    const [claim] = await select<object>('SELECT charge, paid, adjustments, patient, open FROM v_claim_balance WHERE claim = ?', [id(ID.claim)]);
    expect(claim).toEqual({ charge: 102_020, paid: 100_000, adjustments: 0, patient: 30_000, open: 2_020 });
    const ledger = await select<{ account: string; cents: string }>('SELECT ledger_account AS account, SUM(cents) AS cents FROM ledger_entries WHERE claim_id = ? GROUP BY 1 ORDER BY 1', [id(ID.claim)]);
    expect(Object.fromEntries(ledger.map(({ account, cents }) => [account, Number(cents)]))).toEqual({ cash: 100_000, 'receivable-patient': 0, 'receivable-payer': 2_020, revenue: -102_020 });
    const lines = await select<object>('SELECT l.number, l.revenue_code, l.charge_cents, l.is_visit, c.system_code, c.code FROM claim_lines l JOIN charge_items c ON c.id = l.charge_item_id WHERE l.claim_id = ? ORDER BY number', [id(ID.claim)]);
    expect(lines).toEqual([
      { number: 1, revenue_code: '0200', charge_cents: 100_000, is_visit: 1, system_code: 'SNOMED', code: '305351004' },
      { number: 2, revenue_code: '0250', charge_cents: 2_020, is_visit: 0, system_code: 'RXNORM', code: '313988' },
    ]);
    expect(await select('SELECT code FROM claim_diagnoses WHERE claim_id = ?', [id(ID.claim)])).toEqual([{ code: 'I50.9' }]);
    expect(await select('SELECT method, cents FROM payments WHERE claim_id = ? ORDER BY cents', [id(ID.claim)])).toEqual([{ method: 'copay', cents: 5_000 }, { method: 'check', cents: 25_000 }]);
    expect(await count('(SELECT operation FROM v_ledger GROUP BY operation HAVING SUM(cents) <> 0) t')).toBe(0);
  });

  it('changes nothing when it is imported again, under whatever packing', async () => {
    const { path } = await importNew(wholeExport());
    const tables = ['patients', 'encounters', 'observations', 'claims', 'claim_lines', 'ledger_entries', 'coverages', 'patient_search_tokens', 'concepts'];
    const before = await Promise.all(tables.map((table) => count(table)));
    for (const again of [path, packExport(path)]) {
      const { totals } = await importSynthea(db.database, { path: again });
      expect(totals).toMatchObject({ kept: 0, alreadyThere: 27, rejected: 0 });
    }
    expect(await Promise.all(tables.map((table) => count(table)))).toEqual(before);
  });

  it('reads a nested folder, packed files, and lists what it leaves out', async () => {
    const files = { ...wholeExport(), 'imaging_studies.csv': ['Id,DATE'], 'notes.txt': 'x', '../fhir/x.json': '{}' } as ExportFiles;
    const { 'observations.csv': observations, ...others } = aboutOthers(files, 900);
    const path = writeExport({ ...others, 'observations.csv.gz': gzipSync(observations as string) }, 'output/csv');
    const summary = await importSynthea(db.database, { path });
    expect(fileOf(summary, 'observations.csv').kept).toBe(3);
    expect(summary.leftOut).toEqual([
      { file: 'output/csv/imaging_studies.csv', reason: 'the record has no place for imaging studies' },
      { file: 'output/csv/notes.txt', reason: 'it is no file of a Synthea export' },
      { file: 'output/fhir/x.json', reason: 'it is not in the folder of patients.csv' },
    ]);
  });
});

describe('rows that are left out', () => {
  /** Rows to add to a file, with what is said of each. */
  const BAD: Record<string, [row: string, said: string][]> = {
    'patients.csv': [
      ['not-an-id,1990-01-01,,,,,,Eve,,Fox,,,,,,F,,,,,,,,,,,,', 'ID is not a UUID'],
      [`${tx(901)},1990-02-30,,,,,,Eve,,Fox,,,,,,F,,,,,,,,,,,,`, 'BIRTHDATE is not a date that exists'],
      [`${tx(902)},1990-01-01,1989-01-01,,,,,Eve,,Fox,,,,,,F,,,,,,,,,,,,`, 'DEATHDATE is before the birth'],
      [`${tx(903)},1990-01-01,,,,,,Eve,,,,,,,,F,,,,,,,,,,,,`, 'LAST is missing'],
      [`${tx(904)},1990-01-01,,,,,,Eve,,Fox,,,,,,X,,,,,,,,,,,,`, 'GENDER is none of the known values'],
      [`${ID.ann},1990-01-01,,,,,,Eve,,Fox,,,,,,F,,,,,,,,,,,,`, 'Id is in the file twice'],
      [`${tx(905)},1990-01-01,,,,,,Eve,,Fox`, '(row) has 10 fields where the header has 28'],
      [`${tx(906)},1990-01-01,,,,,,"Eve,,Fox,,,,,,F,,,,,,,,,,,,`, '(row) has a quote that is never closed'],
    ],
    'payer_transitions.csv': [
      [`${ID.stranger},,2022-01-01,2023-01-01,${ID.medicare},,,`, 'PATIENT names no patient that was kept'],
      [`${ID.ann},,2022-01-01,2023-01-01,${ID.stranger},,,`, 'PAYER names no payer that was kept'],
      [`${ID.ann},,2022-01-01,2023-01-01,${ID.medicare},${ID.stranger},,`, 'SECONDARY_PAYER names no payer that was kept'],
      [`${ID.ann},,2023-01-01,2022-01-01,${ID.medicare},,,`, 'END_DATE is before START_DATE'],
      [`${ID.ann},,2022-01-01,2023-01-01,${ID.medicare},,,`, '(row) is in the file twice'],
    ],
    'encounters.csv': [
      [`${tx(911)},2022-03-01T10:00:00Z,,${ID.stranger},,,,inpatient,305351004,x,1.00,1.00,0.00,,`, 'PATIENT names no patient that was kept'],
      [`${tx(912)},2022-03-01T10:00:00Z,,${ID.ann},${ID.stranger},,,inpatient,305351004,x,1.00,1.00,0.00,,`, 'ORGANIZATION names no organization that was kept'],
      [`${tx(913)},2022-03-01T10:00:00Z,,${ID.ann},,${ID.stranger},,inpatient,305351004,x,1.00,1.00,0.00,,`, 'PROVIDER names no provider that was kept'],
      [`${tx(914)},2022-03-01T10:00:00Z,2022-02-01T10:00:00Z,${ID.ann},,,,inpatient,305351004,x,1.00,1.00,0.00,,`, 'STOP is before START'],
      [`${tx(915)},2022-03-01T10:00:00Z,,${ID.ann},,,,teleport,305351004,x,1.00,1.00,0.00,,`, 'ENCOUNTERCLASS is none of the known values'],
      [`${tx(916)},2022-03-01T10:00:00Z,,${ID.ann},,,,inpatient,305351004,x,1.005,1.00,0.00,,`, 'BASE_ENCOUNTER_COST is not an amount in dollars and cents'],
      [`${tx(917)},2022-03-01T10:00:00Z,,${ID.ann},,,,inpatient,305351004,x,1.00,-1.00,0.00,,`, 'TOTAL_CLAIM_COST is a negative amount'],
      [`${tx(918)},2022-03-01T10:00:00Z,,${ID.ann},,,,inpatient,305 351,x,1.00,1.00,0.00,,`, 'CODE is not a code'],
    ],
    'conditions.csv': [
      [`2022-03-01,,${ID.ann},${ID.stranger},SNOMED-CT,10509002,x`, 'ENCOUNTER names no encounter that was kept'],
      [`2022-03-01,,${ID.bob},${ID.stay},SNOMED-CT,10509002,x`, 'ENCOUNTER belongs to another patient'],
      [`2022-03-01,,${ID.ann},,SNOMED-CT,10509002,x`, 'ENCOUNTER is missing'],
      [`2022-03-01,,${ID.ann},${ID.stay},KLINGON,10509002,x`, 'SYSTEM is not a code system Careway knows'],
      [`2022-03-01,,${ID.ann},${ID.stay},SNOMED-CT,88805009,Chronic congestive heart failure (disorder)`, '(row) is in the file twice'],
    ],
    'observations.csv': [
      [`2022-03-01T11:00:00Z,${ID.ann},${ID.stay},laboratory,2823-3,x,high,mmol/L,numeric`, 'VALUE is not a number'],
      [`2022-03-01T11:00:00Z,${ID.ann},${ID.stay},laboratory,2823-3,x,,mmol/L,numeric`, 'VALUE is missing'],
      [`2022-03-01T11:00:00Z,${ID.ann},${ID.stay},laboratory,2823-3,x,4,mmol/L,complex`, 'TYPE is neither numeric nor text'],
      [`2022-03-01T11:00:00Z,${ID.ann},${ID.stay},laboratory,2823-3,Potassium,4.1,mmol/L,numeric`, '(row) is in the file twice'],
    ],
    'medications.csv': [
      [`2022-03-01T12:00:00Z,,${ID.ann},,${ID.stay},313988,x,1.00,0.00,0,1.00,,`, 'DISPENSES is not a whole number above zero'],
      [`2022-03-01T12:00:00Z,,${ID.ann},,${ID.stay},,x,1.00,0.00,1,1.00,,`, 'CODE is missing'],
    ],
  };

  it.each(Object.entries(BAD))('are told with line, field and reason: %s', async (name, bad) => {
    const { file } = await importNew(exportWith(name, (rows) => [...rows, ...bad.map(([row]) => row)]));
    const first = wholeExport()[name]?.length ?? 0;
    const { kept, rejected, rowsRead } = file(name);
    expect(reasons(file(name)).sort()).toEqual(bad.map(([, said], index) => `${first + 1 + index}: ${said}`).sort());
    expect({ kept, rejected, rowsRead }).toEqual({ kept: first - 1, rejected: bad.length, rowsRead: first - 1 + bad.length });
  });

  it('never repeat what stood in a field', async () => {
    const { summary } = await importNew(exportWith('patients.csv', (rows) => [...rows, `${tx(921)},1990-02-31,,999-00-4711,,,,Secretname,,Hiddenname,,,,,,F,,,,,,,,,,,,`]));
    expect(JSON.stringify(summary)).not.toMatch(/Secretname|Hiddenname|1990-02-31|4711/);
  });

  it('take what hangs on them along, each row told', async () => {
    const { file, id } = await importNew(exportWith('patients.csv', (rows) => rows.map((row) => row.replace(',1944-04-22,', ',1944-04-31,'))));
    expect(reasons(file('patients.csv'))).toEqual(['2: BIRTHDATE is not a date that exists']);
    expect(reasons(file('encounters.csv'))).toEqual(['2-3: PATIENT names no patient that was kept']);
    expect(reasons(file('conditions.csv'))).toEqual(['2: PATIENT names no patient that was kept']);
    expect(reasons(file('claims.csv'))).toEqual(['2: PATIENTID names no patient that was kept']);
    expect(reasons(file('claims_transactions.csv'))).toEqual(['2-7: CLAIMID names a claim that was left out']);
    expect(await count('claims', `id = '${id(ID.visitClaim)}'`)).toBe(1);
    expect(await count('ledger_entries', `claim_id = '${id(ID.claim)}'`)).toBe(0);
  });

  it('take bytes that are no UTF-8 for what they are', async () => {
    const { file } = await importNew(exportWith('organizations.csv', (rows) => Buffer.from(`${rows.join('\n')}\n${tx(931)},H\u00f4pital,1 Rue,Paris,MA,02127,0,0,,0,0\n`.replaceAll('-4000-8000-', '-4000-8998-'), 'latin1')));
    expect(reasons(file('organizations.csv'))).toEqual(['3: NAME is not UTF-8']);
  });

  it('leave an identifier out that another patient has, and keep the patient', async () => {
    const { file, id } = await importNew(exportWith('patients.csv', (rows) => [...rows, (rows[1] ?? '').replace(ID.ann, tx(941)).replace('Ann1', 'Una8')]));
    expect(file('patients.csv').kept).toBe(3);
    expect(file('patients.csv').notes).toEqual(['3 identifiers left out: another patient has the same one']);
    expect(await count('patient_identifiers', `patient_id = '${id(tx(941))}'`)).toBe(0);
  });
});

describe('claims that are left out, or came to something odd', () => {
  const withTransactions = (change: (rows: string[]) => string[]) => importNew(exportWith('claims_transactions.csv', change));

  it.each([
    ['an amount that is none', (rows: string[]) => rows.map((row) => row.replace(',PAYMENT,,ECHECK,', ',PAYMENT,,ECHEQUE,')), '4: METHOD is none of the known values', 'Id names a claim whose transaction on line 4 could not be read'],
    ['a payment before any charge', (rows: string[]) => [rows[0] ?? '', ...rows.slice(2)], null, 'Id names a claim whose transactions do not begin with a charge'],
    ['no transaction at all', (rows: string[]) => [rows[0] ?? '', ...rows.slice(7)], null, 'Id names a claim without a charge in claims_transactions.csv'],
    ['another patient in the transactions', (rows: string[]) => rows.map((row) => (row.startsWith(tx(3)) ? row.replaceAll(ID.ann, ID.bob) : row)), null, 'PATIENTID is another one in the transactions'],
  ])('with %s: the claim is left out whole', async (_, change, ofTransaction, ofClaim) => {
    const { file, id } = await withTransactions(change);
    expect(reasons(file('claims.csv'))).toEqual([`2: ${ofClaim}`]);
    if (ofTransaction) expect(reasons(file('claims_transactions.csv'))).toContain(ofTransaction);
    expect(file('claims_transactions.csv').kept).toBe(2);
    expect(await count('claims', `id = '${id(ID.claim)}'`)).toBe(0);
    expect(await count('charge_items', `encounter_id = '${id(ID.stay)}'`)).toBe(0);
  });

  it('refuses transactions of a claim that is not there, and the same one twice', async () => {
    const { file } = await withTransactions((rows) => [...rows, charge(50, ID.stranger, ID.ann, '305351004', '1.00', '1'), rows[1] ?? '']);
    expect(reasons(file('claims_transactions.csv')).sort()).toEqual(['10: CLAIMID names no claim that was kept', '11: Id is in the file twice']);
  });

  it('mixes nothing up when the transactions of claims are mixed, as several threads write them', async () => {
    const { id, file } = await withTransactions(([head = '', ...rows]) => [head, ...rows.slice(0, 2), ...rows.slice(6), ...rows.slice(2, 6)]);
    expect(file('claims_transactions.csv')).toMatchObject({ kept: 8, rejected: 0 });
    expect(await select('SELECT charge, paid, open FROM v_claim_balance WHERE claim IN (?) ORDER BY charge', [[id(ID.claim), id(ID.visitClaim)]])).toEqual([
      { charge: 8_555, paid: 8_555, open: 0 }, { charge: 102_020, paid: 100_000, open: 2_020 },
    ]);
  });

  it('gives reductions up as agreed with the payer, by line and claim', async () => {
    const { id } = await withTransactions((rows) => [...rows.slice(0, 2), transactionRow(60, ID.claim, ID.ann, { type: 'ADJUSTMENT', adjustments: '300.00' }), payment(61, ID.claim, ID.ann, 'ECHECK', '700.00'), ...rows.slice(6)]);
    expect(await select('SELECT charge, paid, adjustments, open FROM v_claim_balance WHERE claim = ?', [id(ID.claim)])).toEqual([{ charge: 102_020, paid: 70_000, adjustments: 30_000, open: 2_020 }]);
    const [line] = await select<{ adjustments: unknown; allowed_cents: number }>('SELECT adjustments, allowed_cents FROM claim_lines WHERE claim_id = ? AND number = 1', [id(ID.claim)]);
    expect(line?.allowed_cents).toBe(70_000);
    expect(typeof line?.adjustments === 'string' ? JSON.parse(line.adjustments) : line?.adjustments).toEqual([{ group: 'CO', reason: '45', cents: 30_000 }]);
  });

  it('owes back what was paid beyond the charge', async () => {
    const { id, file } = await withTransactions((rows) => [rows[0] ?? '', charge(1, ID.claim, ID.ann, '305351004', '100.00', '1'), payment(2, ID.claim, ID.ann, 'ECHECK', '180.00'), handover(3, ID.claim, ID.ann, '20.00'), payment(4, ID.claim, ID.ann, 'CASH', '30.00'), ...rows.slice(7)]);
    expect(await select('SELECT charge, paid, open FROM v_claim_balance WHERE claim = ?', [id(ID.claim)])).toEqual([{ charge: 10_000, paid: 21_000, open: -11_000 }]);
    const ledger = await select<{ account: string; cents: string }>('SELECT ledger_account AS account, SUM(cents) AS cents FROM ledger_entries WHERE claim_id = ? GROUP BY 1 ORDER BY 1', [id(ID.claim)]);
    expect(Object.fromEntries(ledger.map(({ account, cents }) => [account, Number(cents)]))).toEqual({ cash: 21_000, 'payer-credit': -10_000, 'receivable-patient': -1_000, 'receivable-payer': 0, revenue: -10_000 });
    expect(file('claims.csv').notes).toContain('1 claims were paid beyond their charge; the rest is owed back');
  });

  it('pays claims without insurance from the patient, also as versions before 3.1 write it', async () => {
    const { id } = await importNew(exportWith('claims.csv', (rows) => [...rows.slice(0, 2), claimRow(ID.visitClaim, ID.bob, ID.bobsVisit, '0', '702927004', '2022-06-01T10:00:00Z', '1')]));
    expect(await select('SELECT p.kind, c.patient_cents FROM claims c JOIN payers p ON p.id = c.payer_id WHERE c.id = ?', [id(ID.visitClaim)])).toEqual([{ kind: 'self-pay', patient_cents: 8_555 }]);
  });
});

describe('insurance that does not fit together', () => {
  it('ends where the next begins, and leaves gaps', async () => {
    const { id, file } = await importNew(exportWith('payer_transitions.csv', ([head = '']) => [head,
      `${ID.ann},,2020-01-01,2022-06-01,${ID.medicare},,Self,`, `${ID.ann},,2021-01-01,2021-07-01,${ID.aetna},,Spouse,`, `${ID.ann},,2023-01-01,,${ID.aetna},,Guardian,`]));
    expect(file('payer_transitions.csv').notes).toEqual(['1 stretches of insurance shortened, as the next began earlier']);
    expect(await select(
      `SELECT DATE_FORMAT(period_start, '%Y-%m-%d') AS \`from\`, DATE_FORMAT(period_end, '%Y-%m-%d') AS \`to\`, relationship FROM coverages WHERE patient_id = ? ORDER BY period_start`, [id(ID.ann)])).toEqual([
      { from: '2020-01-01', to: '2020-12-31', relationship: 'self' }, { from: '2021-01-01', to: '2021-06-30', relationship: 'spouse' }, { from: '2023-01-01', to: null, relationship: 'child' },
    ]);
  });
});

describe('other versions of Synthea', () => {
  it('2.7: whole years of insurance, one date per procedure, allergies and conditions without system, no claims', async () => {
    const { 'claims.csv': _claims, 'claims_transactions.csv': _transactions, ...files } = wholeExport();
    const { file, id } = await importNew({
      ...files,
      'patients.csv': ['Id,BIRTHDATE,DEATHDATE,SSN,DRIVERS,PASSPORT,PREFIX,FIRST,LAST,SUFFIX,MAIDEN,MARITAL,RACE,ETHNICITY,GENDER,BIRTHPLACE,ADDRESS,CITY,STATE,COUNTY,ZIP,LAT,LON,HEALTHCARE_EXPENSES,HEALTHCARE_COVERAGE',
        `${ID.ann},1944-04-22,2022-12-24,999-32-8568,S99930267,X495800X,Mrs.,Ann1,Lowe2,,,W,white,nonhispanic,F,Boston  Massachusetts  US,7 Green St,Boston,Massachusetts,Suffolk,02127,42.3,-71.0,271227.08,1334.88`,
        `${ID.bob},1990-02-01,,,,,,Bob4,Marsh6,,,S,black,nonhispanic,M,Boston,8 Green St,Boston,Massachusetts,Suffolk,02127,42.3,-71.0,1.0,2.0`],
      'payers.csv': ['Id,NAME,ADDRESS,CITY', `${ID.medicare},Medicare,,`, `${ID.aetna},Aetna,,`, `${ID.nobody},NO_INSURANCE,,`],
      'providers.csv': ['Id,ORGANIZATION,NAME,GENDER,SPECIALITY,ADDRESS,CITY,STATE,ZIP,LAT,LON,UTILIZATION', `${ID.doctor},${ID.org},Ada1 Hill2,F,GENERAL PRACTICE,1 Main St,Boston,MA,02127,42.3,-71.0,3`],
      'payer_transitions.csv': ['PATIENT,START_YEAR,END_YEAR,PAYER,OWNERSHIP', `${ID.ann},2009,2022,${ID.medicare},Self`, `${ID.bob},1990,2007,${ID.nobody},NO_INSURANCE`],
      'conditions.csv': ['START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION', `2022-03-01,2022-03-04,${ID.ann},${ID.stay},88805009,Heart failure`],
      'allergies.csv': ['START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION', `1950-01-01,,${ID.ann},${ID.stay},419474003,Allergy to mould`],
      'procedures.csv': ['DATE,PATIENT,ENCOUNTER,CODE,DESCRIPTION,BASE_COST,REASONCODE,REASONDESCRIPTION', `2022-03-01T12:00:00Z,${ID.ann},${ID.stay},40701008,Echocardiography,520.07,,`],
      'observations.csv': ['DATE,PATIENT,ENCOUNTER,CODE,DESCRIPTION,VALUE,UNITS,TYPE', `2022-03-01T11:00:00Z,${ID.ann},${ID.stay},8302-2,Body Height,165.5,cm,numeric`, `2022-03-01T11:00:00Z,${ID.ann},${ID.stay},72166-2,Tobacco,Never,null,text`],
    });
    for (const name of ['patients.csv', 'payer_transitions.csv', 'encounters.csv', 'conditions.csv', 'allergies.csv', 'procedures.csv', 'observations.csv']) expect(file(name).rejected).toBe(0);
    expect(await select(`SELECT DATE_FORMAT(period_start, '%Y-%m-%d') AS \`from\`, DATE_FORMAT(period_end, '%Y-%m-%d') AS \`to\` FROM coverages WHERE patient_id = ?`, [id(ID.ann)])).toEqual([{ from: '2009-01-01', to: '2022-12-31' }]);
    expect(await select('SELECT category, unit FROM observations WHERE patient_id = ? ORDER BY category', [id(ID.ann)])).toEqual([{ category: 'survey', unit: null }, { category: 'vital-signs', unit: 'cm' }]);
    expect(await select('SELECT kind, category, system_code FROM allergies WHERE patient_id = ?', [id(ID.ann)])).toEqual([{ kind: 'allergy', category: 'environment', system_code: 'SNOMED' }]);
    expect(await select('SELECT base_cost_cents FROM procedures WHERE patient_id = ?', [id(ID.ann)])).toEqual([{ base_cost_cents: 52_007 }]);
  });

  it('4: systems as addresses, identifiers of practitioners given, columns in another order and case', async () => {
    const { file, id } = await importNew({
      ...wholeExport(),
      'providers.csv': ['NPI,Id,ORGANIZATION,NAME,SPECIALITY,EXTRA', `1234567893,${ID.doctor},${ID.org},Ada1 Hill2,CARDIOLOGY,x`],
      'conditions.csv': ['start,stop,patient,encounter,system,code,description', `2022-03-01T00:00:00Z,,${ID.ann},${ID.stay},http://snomed.info/sct,88805009,"Heart failure, chronic"`],
      'allergies.csv': ['START,STOP,PATIENT,ENCOUNTER,CODE,SYSTEM,DESCRIPTION,TYPE,CATEGORY,REACTION1,DESCRIPTION1,SEVERITY1,REACTION2,DESCRIPTION2,SEVERITY2', `1950-01-01,,${ID.ann},${ID.stay},7984,Unknown,Penicillin V,allergy,medication,247472004,Wheal,SEVERE,,,`],
    });
    expect(file('providers.csv').kept + file('conditions.csv').kept + file('allergies.csv').kept).toBe(3);
    expect(await select('SELECT npi, specialty FROM practitioners WHERE id = ?', [id(ID.doctor)])).toEqual([{ npi: '1234567893', specialty: 'cardiology' }]);
    expect(await select('SELECT system_code, criticality FROM allergies WHERE patient_id = ?', [id(ID.ann)])).toEqual([{ system_code: 'RXNORM', criticality: 'high' }]);
  });

  it('makes do without files that may be left out of an export', async () => {
    const { file, id } = await importNew({ ...wholeExport(), 'organizations.csv': null, 'providers.csv': null });
    expect(file('encounters.csv')).toMatchObject({ kept: 3, rejected: 0 });
    expect(await select('SELECT organization_id, practitioner_id FROM encounters WHERE id = ?', [id(ID.stay)])).toEqual([{ organization_id: null, practitioner_id: null }]);
  });
});

describe('an import that cannot be done', () => {
  const refusal = async (path: string): Promise<ImportFailure> => {
    const tables = ['patients', 'encounters', 'organizations', 'claims', 'concepts'];
    const before = await Promise.all(tables.map((table) => count(table)));
    const error = await importSynthea(db.database, { path }).then(() => null, (reason: unknown) => reason);
    expect(error).toBeInstanceOf(ImportFailure);
    expect(await Promise.all(tables.map((table) => count(table)))).toEqual(before);
    return error as ImportFailure;
  };

  it.each<[string, ExportFiles, RegExp]>([
    ['no patients.csv', { 'encounters.csv': ['Id'] }, /has no patients\.csv/],
    ['a missing column', aboutOthers(exportWith('encounters.csv', ([head = '', ...rows]) => [head.replace('ENCOUNTERCLASS', 'KIND'), ...rows]), 801), /encounters\.csv lacks the column ENCOUNTERCLASS/],
    ['a column twice', aboutOthers(exportWith('conditions.csv', () => ['START,START,PATIENT,ENCOUNTER,CODE']), 802), /conditions\.csv has the column START twice/],
    ['an empty file', aboutOthers(exportWith('claims.csv', () => ''), 803), /claims\.csv is empty/],
    ['two exports', { 'a/patients.csv': ['Id'], 'b/patients.csv': ['Id'] }, /has more than one export \(a, b\)/],
    ['a file twice', { ...aboutOthers(wholeExport(), 804), 'conditions.csv.gz': gzipSync('x') }, /has conditions twice/],
    ['a packed file that is none', { ...aboutOthers({ ...wholeExport(), 'conditions.csv': null }, 805), 'conditions.csv.gz': 'nonsense' }, /conditions\.csv\.gz cannot be read to its end/],
  ])('says so and keeps nothing: %s', async (_, files, said) => {
    const error = await refusal(writeExport(files));
    expect(error.message).toMatch(said);
    expect(error.exitCode).toBe(2);
  });

  it('says so and keeps nothing: an archive that was cut off', async () => {
    const path = writeExport(aboutOthers(exportWith('observations.csv', (rows) => [...rows, ...Array.from({ length: 3_000 }, (_, n) => `2022-03-01T11:00:00Z,${ID.ann},${ID.stay},laboratory,2823-3,x,${Math.sin(n)},mmol/L,numeric`)]), 806));
    const archive = packExport(path);
    truncateSync(archive, Math.floor(readFileSync(archive).length * 0.6));
    expect((await refusal(archive)).message).toMatch(/export\.tar\.gz cannot be read to its end/);
  });

  it('says so: a path that is not there, and a file that is no archive', async () => {
    expect((await refusal('/nowhere/at/all')).message).toMatch(/There is no \/nowhere/);
    const zip = join(writeExport({ 'export.zip': 'PK' }), 'export.zip');
    expect((await refusal(zip)).message).toMatch(/neither a folder nor a \.tar\.gz/);
  });

  it('undoes everything when the very end fails', async () => {
    const path = writeExport(aboutOthers(wholeExport(), 807));
    const before = await count('patients');
    await expect(importSynthea(db.database, { path, beforeCommit: () => Promise.reject(new Error('no')) })).rejects.toThrow('no');
    expect(await count('patients')).toBe(before);
  });

  it('lets a second import wait its turn', async () => {
    const path = writeExport(aboutOthers(wholeExport(), 808));
    let second: Promise<unknown> = Promise.resolve();
    await importSynthea(db.database, { path, beforeCommit: async () => { second = importSynthea(db.database, { path }).catch((error: unknown) => error); await second; } });
    expect(await second).toMatchObject({ message: 'Another import is running: wait until it has ended.', exitCode: 2 });
  });
});
