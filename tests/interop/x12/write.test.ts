import { DEFAULT_DELIMITERS, type ProfessionalClaim, singleGroup, writeX12, type WriteOptions } from '../../../interop/x12';
import { professional, visit } from './samples/claims';
import { addressing } from './samples/parties';
import { paid, remittance } from './samples/remittances';
import { placeOf, sound } from './samples/text';

const write = (claim: Partial<ProfessionalClaim>, options: WriteOptions = {}) => writeX12(singleGroup(addressing, [professional({ ...visit, ...claim })]), options);
/** Code and element of each problem. */
const places = (result: ReturnType<typeof writeX12>) => (result.ok ? [] : result.problems.map((problem) => placeOf(problem).replace(/ \d+ /, ' ')));
const named = (last: string): Partial<ProfessionalClaim> => ({ subscriber: { ...visit.subscriber, name: { kind: 'person', last, first: 'Ana' } } });

describe('writing', () => {
  test.each(['A*B', 'A:B', 'A^B', 'A~B', 'Mu\u00f1oz', 'O\u2019Neill', 'A\nB', '\u738b'])('%j is refused as data, with its place', (last) => {
    expect(places(write(named(last)))).toContain('unwritableCharacter NM103');
  });

  test('or, when asked, written in the nearest characters and listed', () => {
    const result = write({ ...named('Mu\u00f1oz*\u738b'), notes: [{ code: 'ADD', text: 'Jos\u00e9: ok' }] }, { unwritable: 'replace' });
    expect(result).toMatchObject({ ok: true, replacements: [{ segment: 17, segmentId: 'NM1', element: 3 }, { segmentId: 'NTE', element: 2 }] });
    const transaction = result.ok ? sound(result.text)[0]?.groups[0]?.transactions[0] : undefined;
    expect(transaction).toMatchObject({ claims: [{ subscriber: { name: { last: 'Munoz??' } }, notes: [{ text: 'Jose? ok' }] }] });
  });

  test('replaced text is no longer than allowed', () => {
    expect(places(write(named('\u00f1'.repeat(61)), { unwritable: 'replace' }))).toEqual(['elementTooLong NM103']);
  });

  test('with other delimiters other characters are data', () => {
    const delimiters = { ...DEFAULT_DELIMITERS, component: '>' };
    expect(writeX12(singleGroup({ ...addressing, delimiters }, [professional({ ...visit, ...named('A:B') })])).ok).toBe(true);
  });

  test.each([{ element: 'A' }, { segment: '*' }, { component: '' }, { repetition: ' ' }, { element: '.' }])('delimiters %j are refused', (wrong) => {
    const result = writeX12(singleGroup({ ...addressing, delimiters: { ...DEFAULT_DELIMITERS, ...wrong } }, [professional(visit)]));
    expect(places(result)).toEqual(['invalidDelimiters ISA']);
  });

  test('blanks at the end are cut off, blanks alone are nothing', () => {
    const result = write(named('Morales   '));
    expect(result.ok && result.text).toContain('NM1*IL*1*Morales*Ana*');
    expect(places(write({ patientControlNumber: '   ' }))).toContain('missingElement CLM01');
  });

  test('a control number of ten digits, or a sender that does not fit, is refused', () => {
    for (const wrong of [{ interchangeControlNumber: 1_000_000_000 }, { interchangeControlNumber: -5 }, { interchangeControlNumber: 1.5 }, { sender: { qualifier: 'ZZ', id: 'X'.repeat(16) } }, { date: '2026-02-30' }]) {
      expect(writeX12(singleGroup({ ...addressing, ...wrong }, [professional(visit)])).ok).toBe(false);
    }
  });

  test('two transaction sets with one control number are refused', () => {
    expect(places(writeX12(singleGroup(addressing, [professional(visit), professional(visit)])))).toEqual(['duplicateSet ST02']);
  });

  test('nothing the format has no place for is dropped', () => {
    const [line] = visit.lines;
    if (!line) throw new Error('the sample has a line');
    expect(places(write({ diagnoses: Array.from({ length: 13 }, () => 'J069') }))).toContain('tooManyElements HI13');
    expect(places(write({ lines: [{ ...line, procedure: { ...line.procedure, modifiers: ['25', '59', 'LT', 'GC', '76'] } }] }))).toContain('tooManyComponents SV101-8');
    expect(places(write({ lines: [{ ...line, diagnosisPointers: [1, 1, 1, 1, 1] }] }))).toContain('tooManyComponents SV107-5');
    expect(places(write({ attending: { name: { kind: 'person', last: 'X', first: 'Y' }, npi: '1033172105' } }))).toContain('invalidCode NM101');
    expect(places(write({ payToAddress: { lines: ['1', '2', '3'], city: 'TOWN', state: 'MA', postalCode: '01101' } }))).toContain('tooManyElements N303');
    expect(places(write({ relatedCauses: { causes: ['AA', 'EM', 'OA'] } })).length).toBeGreaterThan(0);
    expect(places(write({ references: [{ qualifier: 'ZZ', value: '1' }] }))).toContain('invalidCode REF01');
  });

  test('amounts that are no whole cents, and numbers that are none, are refused', () => {
    expect(write({ chargeCents: 15000.5 }).ok).toBe(false);
    expect(write({ chargeCents: Number.NaN }).ok).toBe(false);
    expect(write({ chargeCents: 1e300 }).ok).toBe(false);
    const [line] = visit.lines;
    expect(line && write({ lines: [{ ...line, units: Infinity }] }).ok).toBe(false);
    expect(line && write({ lines: [{ ...line, units: 0.0000001 }] }).ok).toBe(true);
  });

  test('more adjustments than one CAS holds go on in the next', () => {
    const adjustments = Array.from({ length: 8 }, (_, index) => ({ group: 'CO' as const, reason: String(index + 1), cents: 100 }));
    const [line] = paid.lines;
    if (!line) throw new Error('the sample has a line');
    const claim = { ...paid, chargeCents: 1000, paidCents: 200, lines: [{ ...line, chargeCents: 1000, paidCents: 200, adjustments }] };
    const result = writeX12(singleGroup(addressing, [remittance([claim])]));
    expect(result.ok && result.text.match(/CAS\*/g)).toHaveLength(2);
  });
});
