import { certainTarget, type CrosswalkTarget, mapCode, mapCodes, targetsByCode } from '../../../db/crosswalk';
import { BulkConnection } from '../../../db/importers/bulk';
import { loadCrosswalk, readCrosswalk, readTargets } from '../../../db/seeds/crosswalk';
import { IMAGING_STUDIES } from '../../../domain/orders/imagingStudies';
import { PANELS } from '../../../domain/orders/panels';
import { createTestDatabase, type TestDatabase } from '../../support/database';

const FORM = {
  ICD10CM: /^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$/,
  ICD10PCS: /^[0-9A-HJ-NP-Z]{7}$/,
  // Level II begins with a letter; five digits would be CPT, which may not be in here, as D codes (CDT) may not.
  HCPCS: /^[A-CE-V]\d{4}$/,
  REVENUE: /^0\d{3}$/,
} as const;

describe('the crosswalk tables', () => {
  const mappings = readCrosswalk();

  it('have codes of the right form only, none of them CPT or CDT', () => {
    for (const { targetSystem, targetCode } of mappings) expect([targetCode, FORM[targetSystem as keyof typeof FORM].test(targetCode)]).toEqual([targetCode, true]);
  });

  it('say what each target means, and nothing of codes that are not there', () => {
    const described = readTargets().map(({ systemCode, code }) => `${systemCode} ${code}`);
    expect(new Set(described).size).toBe(described.length);
    expect(new Set(described)).toEqual(new Set(mappings.map(({ targetSystem, targetCode }) => `${targetSystem} ${targetCode}`)));
  });

  it('have no mapping twice, and no code that is both certain and one of several candidates', () => {
    const keys = mappings.map(({ sourceSystem, sourceCode, targetSystem, targetCode }) => [sourceSystem, sourceCode, targetSystem, targetCode].join('|'));
    expect(new Set(keys).size).toBe(keys.length);
    const kinds = new Map<string, Set<string>>();
    for (const { sourceSystem, sourceCode, targetSystem, confidence } of mappings) {
      const key = [sourceSystem, sourceCode, targetSystem].join('|');
      kinds.set(key, (kinds.get(key) ?? new Set()).add(confidence));
    }
    for (const [key, confidences] of kinds) expect([key, [...confidences]]).toEqual([key, [expect.any(String)]]);
  });

  it('know every panel and test the laboratory offers', () => {
    const known = new Set(mappings.filter(({ sourceSystem }) => sourceSystem === 'LOINC').map(({ sourceCode }) => sourceCode));
    const offered = Object.entries(PANELS).flatMap(([code, { tests }]) => [code, ...tests]);
    expect(offered.filter((code) => !known.has(code))).toEqual([]);
  });

  it('know every examination the radiology department offers', () => {
    const known = new Map(mappings.filter(({ targetSystem }) => targetSystem === 'REVENUE').map(({ sourceCode, targetCode }) => [sourceCode, targetCode]));
    const departments = { DX: /^032/, CT: /^035/, MR: /^061/, US: /^0402$/ } as const;
    for (const [code, { modality }] of Object.entries(IMAGING_STUDIES)) expect([code, known.get(code)]).toEqual([code, expect.stringMatching(departments[modality])]);
  });
});

describe('what may be taken without a coder', () => {
  const target = (code: string, confidence: CrosswalkTarget['confidence']): CrosswalkTarget => ({ system: 'ICD10CM', code, confidence, display: null });
  it.each<[string, CrosswalkTarget[], string | null]>([
    ['nothing', [], null],
    ['the only equivalent one', [target('A', 'equivalent'), target('B', 'wider')], 'A'],
    ['the only wider one', [target('A', 'wider'), target('B', 'narrower')], 'A'],
    ['neither of two', [target('A', 'equivalent'), target('B', 'equivalent')], null],
    ['no narrower one, even alone', [target('A', 'narrower')], null],
    ['no inexact one', [target('A', 'inexact')], null],
  ])('%s', (_, targets, expected) => {
    expect(certainTarget(targets, 'ICD10CM')).toBe(expected);
    expect(certainTarget(targets, 'REVENUE')).toBeNull();
  });

  it('comes first in the list', () => {
    const row = (code: string, confidence: CrosswalkTarget['confidence']) => ({ sourceSystem: 'SNOMED', sourceCode: '1', system: 'HCPCS' as const, code, confidence, display: null });
    expect(targetsByCode([row('C', 'narrower'), row('B', 'wider'), row('A', 'equivalent')]).get('SNOMED|1')?.map(({ code }) => code)).toEqual(['A', 'B', 'C']);
  });
});

describe('looking codes up', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
    await db.database.sequelize.transaction((transaction) => loadCrosswalk(BulkConnection.of(transaction)));
  });
  afterAll(() => db.drop());

  it('answers targets with their words, and none for a code nobody mapped', async () => {
    expect(await mapCode(db.database, 'SNOMED', '401314000')).toEqual([{ system: 'ICD10CM', code: 'I21.4', confidence: 'equivalent', display: 'Non-ST elevation myocardial infarction' }]);
    expect(await mapCode(db.database, 'SNOMED', '160903007')).toEqual([]);
    const many = await mapCodes(db.database, [{ system: 'RXNORM', code: '583214' }, { system: 'LOINC', code: '2823-3' }]);
    expect(many.get('RXNORM|583214')?.map(({ code }) => code).sort()).toEqual(['0636', 'J9267']);
    expect(many.get('LOINC|2823-3')?.[0]).toMatchObject({ system: 'REVENUE', code: '0301' });
  });

  it('is loaded once, and leaves what the hospital has changed', async () => {
    await db.database.sequelize.query("UPDATE code_crosswalk SET target_code = 'I21.9' WHERE source_code = '401314000'");
    expect(await db.database.sequelize.transaction((transaction) => loadCrosswalk(BulkConnection.of(transaction)))).toBe(0);
    expect((await mapCode(db.database, 'SNOMED', '401314000')).map(({ code }) => code)).toEqual(['I21.9']);
  });
});
