import { findAfterEnd } from '../../../../domain/claims/signals/afterEnd';
import { findDuplicates } from '../../../../domain/claims/signals/duplicates';
import { type ClaimFacts } from '../../../../domain/claims/signals/facts';
import { findImpossibleDays } from '../../../../domain/claims/signals/impossibleDays';
import { findOverlaps } from '../../../../domain/claims/signals/overlaps';
import { learnPeers } from '../../../../domain/claims/signals/peers';
import { type Finding } from '../../../../domain/claims/signals/signal';
import { findUnbundling } from '../../../../domain/claims/signals/unbundling';
import { findUpcoding } from '../../../../domain/claims/signals/upcoding';
import { PANELS } from '../../../../domain/orders/panels';
import { claim, earlier, facts, line, peersOf, stay } from './support';

const said = (findings: readonly Finding[]) => findings.map(({ signal, severity }) => `${signal} ${severity}`);

describe('duplicate billing', () => {
  const own = claim({ lines: [line({ service: 'A' }), line({ service: 'B', chargeCents: 5_000 })] });
  const like = (over: Parameters<typeof earlier>[0] = {}) => earlier({ lines: own.lines, ...over });

  test('an earlier claim that is the same line by line, whatever the order of its lines', () => {
    const other = like({ lines: [...own.lines].reverse() });
    const [found] = findDuplicates(facts(own, { others: [other] }), null);
    expect(found).toMatchObject({ signal: 'duplicate', severity: 'hold', otherClaimId: other.id, reason: expect.stringContaining(other.number), evidence: expect.arrayContaining([{ label: 'Charge of each', value: '$150.00' }]) });
  });

  test.each<[string, Partial<Parameters<typeof earlier>[0]>]>([
    ['the later of two, not yet sent', { isOut: false, createdAt: '2026-03-04T00:00:00.000Z' }], ['the patient’s claim to another payer', { family: own.family }], ['of another month', { serviceFrom: '2026-01-02', serviceThrough: '2026-01-02' }],
  ])('says nothing of a claim that is %s', (_what, over) => {
    const lines = over?.serviceFrom ? own.lines.map((one) => ({ ...one, serviceDate: '2026-01-02' })) : own.lines;
    expect(findDuplicates(facts(own, { others: [like({ lines, ...over })] }), null)).toEqual([]);
  });

  test.each([['another amount', { chargeCents: 9_900 }], ['a modifier', { modifiers: ['59'] }], ['other units', { units: 2 }]])('nearly the same claim of the day: %s', (_what, change) => {
    const other = like({ lines: [line({ service: 'A', ...change }), own.lines[1] ?? line()] });
    expect(said(findDuplicates(facts(own, { others: [other] }), null))).toEqual(['near-duplicate hold']);
  });

  test('two of five services in common are two claims', () => {
    const many = claim({ lines: ['A', 'B', 'C', 'D', 'E'].map((service) => line({ service })) });
    expect(findDuplicates(facts(many, { others: [earlier({ lines: ['A', 'B', 'X', 'Y', 'Z'].map((service) => line({ service })) })] }), null)).toEqual([]);
  });

  const repeating = (days: number) => learnPeers(Array.from({ length: 30 }, (_, patient) => ['2026-01-01', `2026-01-${String(1 + days).padStart(2, '0')}`].map((serviceDate) => claim({ patientId: `peer-${patient}`, serviceFrom: serviceDate, lines: [line({ service: 'A', serviceDate })] }))).flat());
  test.each([[20, ['near-duplicate hold']], [2, []]] as const)('on the next day, for a service others have again after %s days', (days, expected) => {
    const single = claim({ lines: [line({ service: 'A' })] });
    const other = earlier({ serviceFrom: '2026-03-01', serviceThrough: '2026-03-01', lines: [line({ service: 'A', serviceDate: '2026-03-01' })] });
    expect(said(findDuplicates(facts(single, { others: [other] }), repeating(days)))).toEqual(expected);
  });

  test.each([['AMB', [], ['duplicate hold']], ['IMP', [], ['duplicate note']], ['AMB', ['76'], []]] as const)('one line twice, encounter of class %s, modifiers %j', (classCode, modifiers, expected) => {
    expect(said(findDuplicates(facts(claim({ classCode, lines: [line({ modifiers: [...modifiers] }), line({ modifiers: [...modifiers] })] })), null))).toEqual(expected);
  });
});

describe('unbundling', () => {
  const bundles: ClaimFacts['bundles'] = [{ column1: 'G0463', column2: 'G0444', modifierAllowed: true, from: '2024-01-01', to: null }];
  const whole = line({ service: 'S|1', procedure: 'G0463' });
  const part = line({ service: 'S|2', procedure: 'G0444' });

  test.each([['without a modifier', [], ['unbundling hold']], ['with one that says it stood apart', ['XU'], ['unbundling note']]] as const)('by the plan’s edit, %s', (_what, modifiers, expected) => {
    expect(said(findUnbundling(facts(claim({ lines: [whole, { ...part, modifiers: [...modifiers] }] }), { bundles }), null))).toEqual(expected);
  });

  test('split over two claims of one day, which each would pass', () => {
    const other = earlier({ lines: [whole] });
    expect(findUnbundling(facts(claim({ lines: [part] }), { bundles, others: [other] }), null)).toMatchObject([{ otherClaimId: other.id, reason: expect.stringContaining(`on claim ${other.number}`) }]);
  });

  test.each([['another day', { serviceDate: '2026-03-01' }, bundles], ['before the edit was in force', {}, [{ ...bundles[0], from: '2027-01-01' }]]])('not on %s', (_what, change, edits) => {
    expect(findUnbundling(facts(claim({ lines: [{ ...whole, ...change }, part] }), { bundles: edits as ClaimFacts['bundles'] }), null)).toEqual([]);
  });

  const basic = PANELS['51990-0'];
  const tests = (count: number) => (basic?.tests ?? []).slice(0, count).map((code) => line({ service: `LOINC|${code}` }));
  test.each([[8, 1], [6, 1], [5, 0]])('%i of the 8 tests of a basic metabolic panel, one by one', (count, expected) => {
    expect(findUnbundling(facts(claim({ lines: tests(count) })), null)).toHaveLength(expected);
  });
  test('a test beside its own panel', () => {
    expect(findUnbundling(facts(claim({ lines: [line({ service: 'LOINC|51990-0' }), ...tests(1)] })), null)).toMatchObject([{ lines: [2] }]);
  });

  test('services the record has on one claim, billed on two', () => {
    const together = learnPeers(Array.from({ length: 40 }, (_, index) => claim({ patientId: `peer-${index}`, lines: [line({ service: 'A' }), line({ service: 'B' })] })));
    const other = earlier({ lines: [line({ service: 'B' })] });
    expect(findUnbundling(facts(claim({ lines: [line({ service: 'A' })] }), { others: [other] }), together)).toMatchObject([{ signal: 'unbundling', otherClaimId: other.id, evidence: expect.arrayContaining([{ label: 'Together in the record', value: '40 of 40' }]) }]);
    expect(findUnbundling(facts(claim({ lines: [line({ service: 'A' })] }), { others: [earlier({ lines: [line({ service: 'C' })] })] }), together)).toEqual([]);
  });
});

describe('upcoding', () => {
  const prices = peersOf(Array.from({ length: 100 }, (_, index) => line({ service: 'A', chargeCents: 10_000 + (index % 5) * 500 })));
  test.each([[60_000, 1], [30_000, 1], [14_000, 0], [10_000, 0]])('%i cents where peers charge 10,000 to 12,000', (chargeCents, expected) => {
    expect(findUpcoding(facts(claim({ lines: [line({ service: 'A', chargeCents })] })), prices)).toHaveLength(expected);
  });
  test('by the unit: ten units at the price of ten are no outlier', () => {
    expect(findUpcoding(facts(claim({ lines: [line({ service: 'A', units: 10, chargeCents: 110_000 })] })), prices)).toEqual([]);
  });
  test.each([['few peers', peersOf(Array.from({ length: 19 }, () => line({ service: 'A' })))], ['no model', null]])('silent with %s', (_what, peers) => {
    expect(findUpcoding(facts(claim({ lines: [line({ service: 'A', chargeCents: 900_000 })] })), peers)).toEqual([]);
  });

  test('a level hardly any peer of the same encounter and diagnosis reaches, with the numbers', () => {
    const levels = peersOf(Array.from({ length: 150 }, (_, index) => line({ procedure: index === 0 ? '99215' : index % 2 === 0 ? '99213' : '99212' })));
    const [found] = findUpcoding(facts(claim({ lines: [line({ procedure: '99215', words: 'Office visit' })] })), levels);
    expect(found).toMatchObject({ reason: 'Office visit is billed as level 5 of 5; 1 of 150 claims for the same kind of encounter go so high.', evidence: [{ label: 'Billed as', value: 'level 5 of 5' }, { label: 'Most peers', value: 'level 2 of 5' }, { label: 'Peers as high', value: '1 of 150' }] });
    expect(findUpcoding(facts(claim({ lines: [line({ procedure: '99213' })] })), levels)).toEqual([]);
  });
  test('an emergency department for a clinic visit', () => {
    const places = peersOf(Array.from({ length: 120 }, () => line({ revenueCode: '0510' })));
    expect(findUpcoding(facts(claim({ lines: [line({ revenueCode: '0450', words: 'Visit' })] })), places)).toMatchObject([{ reason: expect.stringContaining('billed as emergency department') }]);
  });
});

describe('impossible days', () => {
  const inpatient = stay({ classCode: 'IMP', from: '2026-03-01T10:00:00.000Z', to: '2026-03-04T10:00:00.000Z' });
  const room = (units: number) => line({ revenueCode: '0120', units, words: 'Room and board' });
  test.each([[3, 0], [4, 1]])('%i nights for a stay of three', (units, expected) => {
    expect(findImpossibleDays(facts(claim({ lines: [room(units)] }), { stay: inpatient }))).toHaveLength(expected);
  });
  test('a stay without a midnight is one night', () => {
    expect(findImpossibleDays(facts(claim({ lines: [room(1)] }), { stay: { ...inpatient, to: '2026-03-01T20:00:00.000Z' } }))).toEqual([]);
  });
  test('two beds share the nights', () => {
    expect(findImpossibleDays(facts(claim({ lines: [room(2), line({ revenueCode: '0200', units: 2 })] }), { stay: inpatient }))).toMatchObject([{ lines: [1, 2], reason: '4 nights are billed for a stay of 3 nights.' }]);
  });
  test.each([[24, 0], [25, 1]])('%i hours of observation in a day', (units, expected) => {
    expect(findImpossibleDays(facts(claim({ lines: [line({ procedure: 'G0378', units })] })))).toHaveLength(expected);
  });
  test.each([[8, []], [17, ['impossible-day note']], [25, ['impossible-day hold']]] as const)('a practitioner with %i hours of visits', (hours, expected) => {
    expect(said(findImpossibleDays(facts(claim(), { stay: stay(), practitionerDay: { visits: 40, minutes: hours * 60 } })))).toEqual(expected);
  });
});

describe('overlaps', () => {
  const inpatient = stay({ encounterId: 'own', classCode: 'IMP', from: '2026-03-02T10:00:00.000Z', to: '2026-03-05T10:00:00.000Z' });
  const other = (from: string, to: string | null, classCode = 'IMP') => stay({ encounterId: 'other', classCode, from, to });
  test.each([
    ['another stay within it', other('2026-03-03T00:00:00.000Z', '2026-03-04T00:00:00.000Z'), 1], ['one that is still going on', other('2026-03-04T00:00:00.000Z', null), 1],
    ['a transfer: the one ends as the other begins', other('2026-03-05T10:00:00.000Z', '2026-03-09T00:00:00.000Z'), 0], ['the emergency visit it came from', other('2026-03-02T08:00:00.000Z', '2026-03-02T12:00:00.000Z', 'EMER'), 0],
  ])('of a stay with %s', (_what, with_, expected) => {
    expect(findOverlaps(facts(claim(), { stay: inpatient, stays: [with_, inpatient] }))).toHaveLength(expected);
  });
  test.each([['2026-03-03', 1], ['2026-03-02', 0], ['2026-03-05', 0]])('a visit on %s of a stay from 2 to 5 March', (day, expected) => {
    expect(findOverlaps(facts(claim({ serviceFrom: day }), { stay: stay({ encounterId: 'visit' }), stays: [inpatient] }))).toHaveLength(expected);
  });
});

describe('after the end', () => {
  test.each([['2026-03-01T23:00:00.000Z', ['after-death hold']], ['2026-03-02T01:00:00.000Z', []]] as const)('a service of 2 March, the patient having died at %s', (deceasedAt, expected) => {
    expect(said(findAfterEnd(facts(claim(), { deceasedAt })))).toEqual(expected);
  });
  test('certifying a death is rightly done after it', () => {
    expect(findAfterEnd(facts(claim({ lines: [line({ service: 'SNOMED|308646001' })] }), { deceasedAt: '2026-02-27T00:00:00.000Z' }))).toEqual([]);
  });
  test.each([['2026-03-01T12:00:00.000Z', 'IMP', 1], ['2026-03-02T08:00:00.000Z', 'IMP', 0], [null, 'IMP', 0], ['2026-03-01T12:00:00.000Z', 'AMB', 0]])('discharged %s from an encounter of class %s', (to, classCode, expected) => {
    expect(findAfterEnd(facts(claim(), { stay: stay({ classCode, from: '2026-02-20T00:00:00.000Z', to }) }))).toHaveLength(expected);
  });
});
