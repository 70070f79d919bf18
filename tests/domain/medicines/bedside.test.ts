import fc from 'fast-check';
import { type DoseToGive, rightsProblems } from '../../../domain/medicines/administration';
import { internalMedicineCode, ndcCandidates, readWristband, wristbandCode } from '../../../domain/medicines/barcodes';

const DUE: DoseToGive = {
  wristband: 'W1', medicineCodes: ['M1', '0002821501'], notBefore: 0, now: 1, doseLow: null, doseHigh: 10, isVariable: false, quantity: null, isHighAlert: false, givenBy: 'nurse', checkedBy: null, checkedAt: null,
};
const RIGHT = { wristband: 'W1', medicineCode: 'M1' };
const wrong = (scan: Partial<typeof RIGHT>, dose: Partial<DoseToGive> = {}) => rightsProblems({ ...RIGHT, ...scan }, { ...DUE, ...dose }).map(({ right }) => right);

describe('the five rights', () => {
  test.each<[string, Partial<typeof RIGHT>, Partial<DoseToGive>, string[]]>([
    ['all right', {}, {}, []],
    ['by NDC as well', { medicineCode: '0002821501' }, {}, []],
    ['another patient', { wristband: 'W2' }, {}, ['patient']],
    ['another medicine', { medicineCode: 'M2' }, {}, ['medicine']],
    ['too early', {}, { notBefore: 2 }, ['time']],
    ['another dose than ordered', {}, { quantity: 100 }, ['dose']],
    ['the ordered dose, said', {}, { quantity: 10 }, []],
    ['a variable dose nobody said', {}, { isVariable: true, doseLow: 2 }, ['dose']],
    ['a variable dose within the order', {}, { isVariable: true, doseLow: 2, quantity: 6 }, []],
    ['a variable dose above the order', {}, { isVariable: true, doseLow: 2, quantity: 60 }, ['dose']],
    ['a high-alert medicine nobody checked', {}, { isHighAlert: true }, ['second-check']],
    ['a high-alert medicine checked by the same person', {}, { isHighAlert: true, checkedBy: 'nurse', checkedAt: 0 }, ['second-check']],
    ['a high-alert medicine checked by a colleague', {}, { isHighAlert: true, checkedBy: 'other', checkedAt: 0 }, []],
    ['a check that is too old', {}, { isHighAlert: true, checkedBy: 'other', checkedAt: 0, now: 31 * 60_000 }, ['second-check']],
    ['everything wrong at once is said at once', { wristband: 'W2', medicineCode: 'M2' }, { isHighAlert: true, quantity: 3 }, ['patient', 'medicine', 'dose', 'second-check']],
  ])('%s', (_name, scan, dose, expected) => expect(wrong(scan, dose)).toEqual(expected));
});

describe('a dose at the bedside, whatever is scanned and typed', () => {
  const CODE = fc.constantFrom('M1', 'M2', '0002821501', null);
  const bedside = fc.record({
    wristband: fc.constantFrom('W1', 'W2'), medicineCode: CODE, now: fc.integer({ min: 0, max: 3_600_000 }), notBefore: fc.integer({ min: 0, max: 3_600_000 }), isVariable: fc.boolean(), quantity: fc.option(fc.constantFrom(1, 2, 6, 10, 11)),
    isHighAlert: fc.boolean(), checkedBy: fc.constantFrom(null, 'nurse', 'other'), checkedAgo: fc.integer({ min: 0, max: 3_600_000 }),
  });

  test('is given only to the right patient, of the right medicine, in the right dose, not too early, and checked by a second person in the last half hour', () => {
    fc.assert(fc.property(bedside, ({ wristband, medicineCode, checkedAgo, ...over }) => {
      const dose = { ...DUE, doseLow: over.isVariable ? 2 : null, ...over, checkedAt: over.checkedBy === null ? null : over.now - checkedAgo };
      const right = {
        patient: wristband === DUE.wristband, medicine: medicineCode !== null && DUE.medicineCodes.includes(medicineCode), time: over.now >= over.notBefore,
        dose: over.isVariable ? over.quantity !== null && over.quantity >= 2 && over.quantity <= 10 : over.quantity === null || over.quantity === 10,
        'second-check': !over.isHighAlert || (over.checkedBy === 'other' && checkedAgo <= 30 * 60_000),
      };
      const wrongRights = Object.entries(right).filter(([, isRight]) => !isRight).map(([name]) => name);
      expect(rightsProblems({ wristband, medicineCode }, dose).map((problem) => problem.right).sort()).toEqual(wrongRights.sort());
    }));
  });
});

/** 21 CFR 207.33; GS1 General Specifications. 0002-8215-01 (4-4-2) is 00002821501 in eleven digits. */
describe('package codes', () => {
  test.each([
    ['0002-8215-01', ['0002821501']],
    // The padding zero of eleven digits can stand in more than one place: every reading is tried.
    ['00002-8215-01', ['0002821501', '0000282151']],
    ['00002821501', ['0002821501', '0000282151']],
    ['0002821501', ['0002821501']],
    ['300028215018', ['0002821501']],
    ['00300028215019', ['0002821501']],
    ['(01)00300028215019(17)271231', ['0002821501']],
    ['0100300028215019', ['0002821501']],
    ['50242-0040-62', ['5024204062']],
    ['M3137820', []],
    ['hello', []],
  ])('%s', (scanned, expected) => expect(ndcCandidates(scanned)).toEqual(expected));

  test('our own code has a check digit, so that no mistyped digit is another medicine', () => {
    fc.assert(fc.property(fc.integer({ min: 100, max: 9_999_999 }), fc.nat(6), fc.integer({ min: 1, max: 9 }), (code, place, change) => {
      const right = internalMedicineCode(String(code));
      const at = 1 + (place % (right.length - 1));
      const mistyped = right.slice(0, at) + String((Number(right[at]) + change) % 10) + right.slice(at + 1);
      expect(mistyped).not.toBe(internalMedicineCode(mistyped.slice(1, -1)));
    }));
  });

  test('a wristband code is read as it is typed: O for 0, I for 1, small letters, a hyphen', () => {
    const code = wristbandCode(Uint8Array.from([0, 0, 0, 0, 1]));
    expect(code).toBe('W00000001');
    expect(readWristband(' wooo-ooooi ')).toBe(code);
  });

  test('different bits are different bands', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 5, maxLength: 5 }), fc.uint8Array({ minLength: 5, maxLength: 5 }), (a, b) => {
      expect(wristbandCode(a) === wristbandCode(b)).toBe(a.every((byte, index) => byte === b[index]));
    }));
  });
});
