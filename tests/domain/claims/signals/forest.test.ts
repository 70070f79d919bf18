import fc from 'fast-check';
import { contributionsOf, growForest, scoreOf, usualDepth } from '../../../../domain/claims/signals/forest';
import { similarity } from '../../../../domain/claims/signals/multiset';
import { findOutlier, learnOutliers } from '../../../../domain/claims/signals/outliers';
import { learnPeers } from '../../../../domain/claims/signals/peers';
import { randomFrom, sampleOf } from '../../../../domain/claims/signals/random';
import { screenClaim } from '../../../../domain/claims/signals/screen';
import { fingerprintOf, SEVERITIES, SIGNAL_NAMES } from '../../../../domain/claims/signals/signal';
import { claim, facts, line } from './support';

/** A cloud around zero, without randomness of its own. */
const cloud = (rows: number, features: number, seed = 7): number[][] => {
  const random = randomFrom(seed);
  return Array.from({ length: rows }, () => Array.from({ length: features }, () => random() + random() + random() - 1.5));
};
const OPTIONS = { trees: 60, sampleSize: 64, seed: 3 };
const row = fc.array(fc.double({ min: -1_000, max: 1_000, noNaN: true }), { minLength: 3, maxLength: 3 });

describe('an isolation forest', () => {
  test('scores between 0 and 1, the same for the same rows and seed', () => {
    fc.assert(fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), row, fc.nat(), (rows, one, seed) => {
      const forest = growForest(rows, { trees: 10, sampleSize: 16, seed });
      const score = scoreOf(forest, one);
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(growForest(rows, { trees: 10, sampleSize: 16, seed })).toEqual(forest);
    }), { numRuns: 60 });
  });

  test('every row is on one side of a split', () => {
    fc.assert(fc.property(fc.array(row, { minLength: 2, maxLength: 60 }), fc.nat(), (rows, seed) => {
      for (const tree of growForest(rows, { trees: 5, sampleSize: 32, seed }).trees) {
        for (let node = 0; node < tree.length / 4; node += 1) {
          const [feature = -1, , lower = 0, size = 0] = tree.slice(node * 4, node * 4 + 4);
          if (feature < 0) continue;
          const [below = 0, above = 0] = [tree[lower * 4 + 3], tree[(lower + 1) * 4 + 3]];
          expect(below + above).toBe(size);
        }
      }
    }), { numRuns: 60 });
  });

  test('what stands far out scores higher than anything of the cloud, and its feature is named', () => {
    const rows = cloud(400, 4);
    const forest = growForest(rows, OPTIONS);
    const highest = Math.max(...rows.map((one) => scoreOf(forest, one)));
    const median = [0, 0, 0, 0];
    for (const feature of [0, 1, 2, 3]) {
      const far = median.map((value, index) => (index === feature ? 9 : value));
      expect(scoreOf(forest, far)).toBeGreaterThan(scoreOf(forest, median));
      const shares = contributionsOf(forest, far);
      expect(shares.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1);
      expect(shares.indexOf(Math.max(...shares))).toBe(feature);
    }
    expect(scoreOf(forest, [9, 9, 9, 9])).toBeGreaterThan(highest);
  });

  test('rows that are all alike are no outliers', () => {
    const forest = growForest(Array.from({ length: 50 }, () => [1, 2, 3]), OPTIONS);
    expect(scoreOf(forest, [1, 2, 3])).toBeCloseTo(0.5);
    expect(contributionsOf(forest, [1, 2, 3])).toEqual([0, 0, 0]);
  });

  // Liu, Ting, Zhou 2008, equation 1: c(n) = 2H(n − 1) − 2(n − 1)/n; H(255) = 6.1204.
  test.each([[1, 0], [2, 1], [256, 2 * 6.12043 - (2 * 255) / 256]])('the usual depth of %i rows', (size, expected) => {
    expect(usualDepth(size)).toBeCloseTo(expected, 2);
  });

  test('a sample holds each value once at most', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer(), { maxLength: 60 }), fc.nat(80), fc.nat(), (values, count, seed) => {
      const sample = sampleOf(values, count, randomFrom(seed));
      expect(sample).toHaveLength(Math.min(count, values.length));
      expect(new Set(sample).size).toBe(sample.length);
      expect(sample.every((one) => values.includes(one))).toBe(true);
    }));
  });

  test('similarity is the same both ways, 1 for equal lists and 0 for strangers', () => {
    const list = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 8 });
    fc.assert(fc.property(list, list, (one, other) => {
      expect(similarity(one, other)).toBe(similarity(other, one));
      expect(similarity(one, [...one].reverse())).toBe(1);
      expect(similarity(one, one.map((value) => `${value}!`))).toBe(0);
    }));
  });
});

describe('an outlier', () => {
  const visits = Array.from({ length: 300 }, (_, index) => facts(claim({ patientId: `p${index}`, lines: Array.from({ length: 1 + (index % 3) }, (_unused, at) => line({ service: `S|${at}`, chargeCents: 8_000 + ((index * 37) % 90) * 50 })) })));
  const peers = learnPeers(visits.map((one) => one.claim));
  const models = learnOutliers(visits, peers, 1);
  const odd = (cents: number) => claim({ lines: Array.from({ length: 40 }, (_, index) => line({ service: `Z|${index}`, chargeCents: cents, units: 9 })) });

  test('is told with what sets it apart, and no ordinary claim is', () => {
    const [found] = findOutlier(facts(odd(90_000)), peers, models);
    expect(found).toMatchObject({ signal: 'outlier', severity: 'hold' });
    expect(found?.reason).toMatch(/^Unlike the 300 visits it was compared with: .* higher than 99 % of them/);
    expect(found?.evidence.at(-1)?.label).toBe('Score');
    expect(visits.filter((one) => findOutlier(one, peers, models).length > 0).length).toBeLessThanOrEqual(2);
  });

  test('of little money keeps nothing back', () => {
    expect(findOutlier(facts(odd(100)), peers, models)).toMatchObject([{ severity: 'note' }]);
  });

  test('is not looked for where the record knows too few of its kind', () => {
    expect(findOutlier(facts({ ...odd(90_000), classCode: 'IMP' }), peers, models)).toEqual([]);
  });
});

describe('screening', () => {
  const anyLine = fc.record({ service: fc.constantFrom('A', 'B', 'LOINC|2339-0', 'RXNORM|1'), units: fc.integer({ min: 1, max: 60 }), chargeCents: fc.nat(5_000_000), revenueCode: fc.constantFrom(null, '0120', '0450', '0510', '0762'), procedure: fc.constantFrom(null, 'G0463', 'G0444', 'G0378'), serviceDate: fc.constantFrom('2026-03-01', '2026-03-02', '2026-03-03') });
  const anyClaim = fc.array(anyLine, { minLength: 1, maxLength: 6 }).map((lines) => lines.map((one) => line(one)));

  test('says of anything what it found in words and numbers, the same each time, and changes nothing', () => {
    fc.assert(fc.property(anyClaim, anyClaim, fc.constantFrom('AMB', 'IMP', 'EMER'), (own, other, classCode) => {
      const asked = facts(claim({ id: 'own', classCode, lines: own }), { others: [claim({ id: 'other', isOut: true, lines: other })], bundles: [{ column1: 'G0463', column2: 'G0444', modifierAllowed: true }] });
      const before = JSON.stringify(asked);
      const found = screenClaim(asked, null);
      expect(screenClaim(asked, null)).toEqual(found);
      expect(JSON.stringify(asked)).toBe(before);
      for (const one of found) {
        expect(SIGNAL_NAMES).toContain(one.signal);
        expect(SEVERITIES).toContain(one.severity);
        expect(one.reason).toMatch(/\.$/);
        expect(one.evidence.length).toBeGreaterThan(0);
        expect(one.lines.every((number) => number >= 1 && number <= own.length)).toBe(true);
        expect(fingerprintOf(one)).toMatch(/^[0-9a-f]{16}$/);
      }
    }), { numRuns: 200 });
  });
});
