import { importing, reasons } from './importing';
import { charge, claimRow, exportWith, handover, ID, payment, transactionRow, tx, wholeExport } from './smallExport';

const { select, count, importNew } = importing();

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
