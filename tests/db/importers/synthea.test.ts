import { gzipSync } from 'node:zlib';
import { readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { ImportFailure } from '../../../db/importers/failure';
import { importSynthea } from '../../../db/importers/synthea/importSynthea';
import { fileOf, importing } from './importing';
import { aboutOthers, type ExportFiles, exportWith, ID, packExport, wholeExport, writeExport } from './smallExport';

const { db, select, count, importNew } = importing();

describe('a whole export', () => {
  it('is kept row by row, each file adding up', async () => {
    const { summary, id } = await importNew(wholeExport());
    for (const file of summary.files) expect(file.kept + file.alreadyThere + file.rejected).toBe(file.rowsRead);
    expect(summary.totals).toMatchObject({ rowsRead: 27, kept: 27, alreadyThere: 0, rejected: 0 });
    const [stay] = await select<object>('SELECT class_code, status, source, total_cost_cents, payer_coverage_cents, reason_code, coverage_id IS NOT NULL AS is_insured FROM encounters WHERE id = ?', [id(ID.stay)]);
    expect(stay).toMatchObject({ class_code: 'IMP', status: 'finished', source: 'synthea', total_cost_cents: 150_050, payer_coverage_cents: 120_000, reason_code: '88805009', is_insured: 1 });
  });

  it('seals what says who somebody is, and finds it again', async () => {
    const { id, group } = await importNew(wholeExport());
    const { cipher } = db().database;
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
    expect(db().database.cipher.open({ table: 'observations', column: 'value_text_enc', id: words?.id ?? '' }, words?.text ?? Buffer.alloc(0))).toBe('Quite a bit');
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
      const { totals } = await importSynthea(db().database, { path: again });
      expect(totals).toMatchObject({ kept: 0, alreadyThere: 27, rejected: 0 });
    }
    expect(await Promise.all(tables.map((table) => count(table)))).toEqual(before);
  });

  it('reads a nested folder, packed files, and lists what it leaves out', async () => {
    const files = { ...wholeExport(), 'imaging_studies.csv': ['Id,DATE'], 'notes.txt': 'x', '../fhir/x.json': '{}' } as ExportFiles;
    const { 'observations.csv': observations, ...others } = aboutOthers(files, 900);
    const path = writeExport({ ...others, 'observations.csv.gz': gzipSync(observations as string) }, 'output/csv');
    const summary = await importSynthea(db().database, { path });
    expect(fileOf(summary, 'observations.csv').kept).toBe(3);
    expect(summary.leftOut).toEqual([
      { file: 'output/csv/imaging_studies.csv', reason: 'the record has no place for imaging studies' },
      { file: 'output/csv/notes.txt', reason: 'it is no file of a Synthea export' },
      { file: 'output/fhir/x.json', reason: 'it is not in the folder of patients.csv' },
    ]);
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
    const error = await importSynthea(db().database, { path }).then(() => null, (reason: unknown) => reason);
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
    await expect(importSynthea(db().database, { path, beforeCommit: () => Promise.reject(new Error('no')) })).rejects.toThrow('no');
    expect(await count('patients')).toBe(before);
  });

  it('lets a second import wait its turn', async () => {
    const path = writeExport(aboutOthers(wholeExport(), 808));
    let second: Promise<unknown> = Promise.resolve();
    await importSynthea(db().database, { path, beforeCommit: async () => { second = importSynthea(db().database, { path }).catch((error: unknown) => error); await second; } });
    expect(await second).toMatchObject({ message: 'Another import is running: wait until it has ended.', exitCode: 2 });
  });
});
