import fc from 'fast-check';
import { adjudicate, type AdjudicationInput, type AdjudicationResult, type Adjustment } from '../../../domain/adjudication';
import { compareReasons } from '../../../domain/adjudication/adjustments';
import { input, ofOnePayer, payable } from './arbitraries';
import { NOTHING_MET } from './support';

/** Enough to meet every branch; CAREWAY_PROPERTY_RUNS asks for more. */
const RUNS = { numRuns: Number(process.env.CAREWAY_PROPERTY_RUNS ?? 500) };
const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
const everyAdjustment = (result: AdjudicationResult): readonly Adjustment[] => [...result.adjustments, ...result.lines.flatMap((line) => line.adjustments)];
const owed = (result: AdjudicationResult, ...reasons: string[]): number =>
  sum(everyAdjustment(result).filter(({ group, reason }) => group === 'PR' && reasons.includes(reason)).map(({ cents }) => cents));
const metBefore = (what: AdjudicationInput): Record<keyof typeof NOTHING_MET, number> =>
  ({ ...NOTHING_MET, ...what.member.accumulators?.['2026'] as Partial<typeof NOTHING_MET> | undefined });
const metAfter = (result: AdjudicationResult) => result.accumulators['2026'] ?? NOTHING_MET;

/** Every number anywhere in a value. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : [];
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object') Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

function correct(what: AdjudicationInput, original: AdjudicationResult, frequency: '7' | '8', claim: Partial<AdjudicationInput['claim']> = {}): AdjudicationResult {
  return adjudicate({
    ...what, member: { ...what.member, accumulators: original.accumulators },
    claim: { ...what.claim, number: 'C2', frequency, originalNumber: 'C1', ...claim }, history: [{ claim: what.claim, result: original }],
  });
}

// The contract's "Always true".
describe('always true', () => {
  test('line charge − adjustments = line paid; claim charge − all adjustments = claim paid; patient responsibility = Σ PR', () => {
    fc.assert(fc.property(input, (what) => {
      const result = adjudicate(what);
      for (const line of result.lines) {
        if (line.paidCents !== null) expect(line.chargeCents - sum(line.adjustments.map(({ cents }) => cents))).toBe(line.paidCents);
      }
      expect(result.chargeCents).toBe(sum(what.claim.lines.map(({ chargeCents }) => chargeCents)));
      expect(result.chargeCents - sum(everyAdjustment(result).map(({ cents }) => cents))).toBe(result.paidCents);
      expect(result.patientResponsibilityCents).toBe(sum(everyAdjustment(result).filter(({ group }) => group === 'PR').map(({ cents }) => cents)));
      expect(result.paidCents).toBeGreaterThanOrEqual(0);
    }), RUNS);
  });

  test('no adjustment is zero, no reason stands twice in one group, and they come in order of group, then reason', () => {
    fc.assert(fc.property(input, (what) => {
      const result = adjudicate(what);
      for (const list of [result.adjustments, ...result.lines.map((line) => line.adjustments)]) {
        expect(list.every(({ cents }) => cents !== 0)).toBe(true);
        for (const [index, next] of list.slice(1).entries()) {
          const before = list[index];
          expect(before && (before.group < next.group || (before.group === next.group && compareReasons(before.reason, next.reason) < 0))).toBe(true);
        }
      }
    }), RUNS);
  });

  test('every amount is a safe integer, and none is −0', () => {
    fc.assert(fc.property(input, (what) => {
      const original = adjudicate(what);
      for (const result of [original, correct(what, original, '8')]) {
        expect(numbersIn(result).every((value) => Number.isSafeInteger(value) && !Object.is(value, -0))).toBe(true);
      }
    }), RUNS);
  });

  test('reversal + original = 0 in every amount and accumulator', () => {
    fc.assert(fc.property(payable, (what) => {
      const original = adjudicate(what);
      const reversal = correct(what, original, '8');
      expect(reversal.status).toBe('22');
      const amounts = ({ explanation: _words, accumulators: _standing, status: _status, ...rest }: AdjudicationResult) => rest;
      const negated = JSON.parse(JSON.stringify(amounts(original)), (key, value: unknown) => (/cents$/i.test(key) && typeof value === 'number' ? 0 - value : value)) as unknown;
      expect(amounts(reversal)).toEqual(negated);
      expect(metAfter(reversal)).toEqual(metBefore(what));
    }), RUNS);
  });

  test('a replacement that changes nothing comes to the same, and its reversal undoes the original', () => {
    fc.assert(fc.property(payable, (what) => {
      const original = adjudicate(what);
      const { reversal, explanation: _words, ...afresh } = correct(what, original, '7');
      const { explanation: _first, ...first } = original;
      expect(afresh).toEqual(first);
      expect((reversal?.paidCents ?? NaN) + original.paidCents).toBe(0);
      expect(reversal && metAfter(reversal)).toEqual(metBefore(what));
    }), RUNS);
  });

  test('an accumulator never passes its maximum; individual and family move together, by PR-1 and by PR-1 to PR-3', () => {
    fc.assert(fc.property(input, (what) => {
      const result = adjudicate(what);
      const [before, after] = [metBefore(what), metAfter(result)];
      const { deductible, outOfPocketMax } = what.plan;
      if (deductible) {
        expect(after.deductibleIndividualCents).toBeLessThanOrEqual(deductible.individualCents);
        expect(after.deductibleFamilyCents).toBeLessThanOrEqual(deductible.familyCents ?? Infinity);
      }
      if (outOfPocketMax) {
        expect(after.outOfPocketIndividualCents).toBeLessThanOrEqual(outOfPocketMax.individualCents);
        expect(after.outOfPocketFamilyCents).toBeLessThanOrEqual(outOfPocketMax.familyCents ?? Infinity);
      }
      const moves = what.claim.otherPayer ? 0 : 1;
      expect(after.deductibleIndividualCents - before.deductibleIndividualCents).toBe(moves * owed(result, '1'));
      expect(after.deductibleFamilyCents - before.deductibleFamilyCents).toBe(moves * owed(result, '1'));
      expect(after.outOfPocketIndividualCents - before.outOfPocketIndividualCents).toBe(moves * owed(result, '1', '2', '3'));
      expect(after.outOfPocketFamilyCents - before.outOfPocketFamilyCents).toBe(moves * owed(result, '1', '2', '3'));
    }), RUNS);
  });

  test('the same input gives the same output, and is left as it was', () => {
    fc.assert(fc.property(input, (what) => {
      const copy = JSON.parse(JSON.stringify(what)) as AdjudicationInput;
      const result = adjudicate(deepFreeze(what));
      expect(adjudicate(copy)).toEqual(result);
      expect(copy).toEqual(JSON.parse(JSON.stringify(what)));
    }), RUNS);
  });

  test('the order in which lines are written changes nothing', () => {
    fc.assert(fc.property(input, (what) => {
      expect(adjudicate({ ...what, claim: { ...what.claim, lines: [...what.claim.lines].reverse() } })).toEqual(adjudicate(what));
    }), RUNS);
  });

  test('settled at claim level (DRG, secondary), lines carry number and charge only; otherwise the claim carries no adjustments', () => {
    fc.assert(fc.property(input, (what) => {
      const result = adjudicate(what);
      const isClaimLevel = Boolean(what.claim.otherPayer) || (what.plan.pricing.basis === 'drg' && what.claim.type === 'institutional');
      if (!isClaimLevel) expect(result.adjustments).toEqual([]);
      for (const line of result.lines) {
        expect([line.paidCents === null, line.allowedCents === null]).toEqual([isClaimLevel, isClaimLevel]);
        if (isClaimLevel) expect(line.adjustments).toEqual([]);
      }
    }), RUNS);
  });

  test('every step is said in sentences', () => {
    fc.assert(fc.property(input, (what) => {
      const { explanation } = adjudicate(what);
      expect(explanation.length).toBeGreaterThan(0);
      for (const sentence of explanation) expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(explanation.join(' ')).not.toMatch(/undefined|null|NaN|Infinity/);
    }), RUNS);
  });
});

describe('rule 9, behind another payer', () => {
  test('pays no more than its own benefit and no more than was left; what was left is paid or still owed', () => {
    fc.assert(fc.property(payable, (what) => {
      const { otherPayer } = what.claim;
      fc.pre(Boolean(otherPayer));
      const result = adjudicate(what);
      const normal = adjudicate({ ...what, claim: { ...what.claim, otherPayer: null } }).paidCents;
      const left = sum((otherPayer?.adjustments ?? []).filter(({ group }) => group === 'PR').map(({ cents }) => cents));
      const benefit = what.plan.coordinationOfBenefits === 'standard' ? normal : Math.max(0, normal - (otherPayer?.paidCents ?? 0));
      expect(result.paidCents).toBe(Math.min(benefit, left));
      expect(result.paidCents + result.patientResponsibilityCents).toBe(left);
      expect(result.adjustments.every(({ group, reason }) => group === 'PR' || (group === 'OA' && reason === '23'))).toBe(true);
    }), RUNS);
  });
});

describe('rules 6 to 8 again, straight from the text, in whole-number fractions', () => {
  /** Half up of amount × rate, the rate taken from its decimal digits. */
  const share = (amount: bigint, rate: number): bigint => {
    const [, digits = '0', exponent = '0'] = /^(\d)e([+-]\d+)$/.exec(rate.toExponential(0)) ?? [];
    let scaled = { digits: BigInt(digits), exponent: Number(exponent) };
    for (let places = 0; Number(`${scaled.digits}e${scaled.exponent}`) !== rate; places += 1) {
      const [, whole = '', fraction = '', power = '0'] = /^(\d)\.?(\d*)e([+-]\d+)$/.exec(rate.toExponential(places)) ?? [];
      scaled = { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
    }
    const denominator = 10n ** BigInt(Math.max(0, -scaled.exponent));
    const product = amount * scaled.digits * 10n ** BigInt(Math.max(0, scaled.exponent));
    const rest = product % denominator;
    return product / denominator + (2n * rest >= denominator ? 1n : 0n);
  };
  const least = (...amounts: bigint[]): bigint => amounts.reduce((a, b) => (a < b ? a : b));

  test('every line of one payer’s claim', () => {
    fc.assert(fc.property(ofOnePayer, (what) => {
      const { plan, claim } = what;
      fc.pre(plan.pricing.basis !== 'drg' || claim.type === 'professional');
      const result = adjudicate(what);
      const before = metBefore(what);
      const met = { individual: BigInt(before.deductibleIndividualCents), family: BigInt(before.deductibleFamilyCents), pocket: BigInt(before.outOfPocketIndividualCents), familyPocket: BigInt(before.outOfPocketFamilyCents) };
      for (const line of [...claim.lines].sort((a, b) => a.number - b.number)) {
        const told = result.lines.find((each) => each.number === line.number);
        const shown = (told?.adjustments ?? []).map(({ group, reason, cents }) => `${group}-${reason} ${cents}`);
        const code = line.procedure ?? '';
        const charge = BigInt(line.chargeCents);
        const isBundled = (plan.bundles ?? []).some((edit) => edit.column2 === code && claim.lines.some((other) => other.number !== line.number && other.procedure === edit.column1 && other.serviceDate === line.serviceDate)
          && (line.serviceDate ?? '') >= (edit.from ?? '0') && (line.serviceDate ?? '') <= (edit.to ?? '9') && !(edit.modifierAllowed && line.modifiers?.some((modifier) => modifier !== '25')));
        const denial = !code ? null : plan.notCovered?.includes(code) ? 'PR-204' : plan.notNecessary?.includes(code) ? 'CO-50'
          : plan.priorAuthorizationRequired?.includes(code) && !claim.authorizations?.includes(code) ? 'CO-197' : isBundled ? 'CO-97' : null;
        if (denial) {
          expect(shown).toEqual(charge === 0n ? [] : [`${denial} ${charge}`]);
          continue;
        }
        const fee = plan.pricing.basis === 'billed' || !code ? undefined : plan.feeSchedule?.[code];
        const price = fee === undefined ? charge : BigInt(fee) * BigInt(line.units);
        const allowed = plan.pricing.lesserOf ? least(price, charge) : price;
        const skips = line.visit && plan.copayBypassesDeductible;
        let copay = line.visit ? least(BigInt(plan.copayCents ?? 0), allowed) : 0n;
        const huge = 10n ** 30n;
        const leftTo = (limit: typeof plan.deductible, one: bigint, all: bigint): bigint => {
          const left = limit ? least(BigInt(limit.individualCents) - one, typeof limit.familyCents !== 'number' ? huge : BigInt(limit.familyCents) - all) : huge;
          return left < 0n ? 0n : left;
        };
        let deductible = skips || !plan.deductible ? 0n : least(allowed - copay, leftTo(plan.deductible, met.individual, met.family));
        let coinsurance = skips ? 0n : share(allowed - copay - deductible, plan.coinsuranceRate ?? 0);
        const room = leftTo(plan.outOfPocketMax, met.pocket, met.familyPocket);
        while (deductible + coinsurance + copay > room) { // the trimming as the contract says it, one reason after the other
          const over = deductible + coinsurance + copay - room;
          if (coinsurance > 0n) coinsurance -= least(over, coinsurance);
          else if (copay > 0n) copay -= least(over, copay);
          else deductible -= over;
        }
        met.individual += deductible;
        met.family += deductible;
        met.pocket += deductible + coinsurance + copay;
        met.familyPocket += deductible + coinsurance + copay;
        const expected = [
          allowed < charge && !plan.outOfNetworkBalanceBilling ? `CO-45 ${charge - allowed}` : '', allowed > charge ? `OA-94 ${charge - allowed}` : '',
          deductible ? `PR-1 ${deductible}` : '', coinsurance ? `PR-2 ${coinsurance}` : '', copay ? `PR-3 ${copay}` : '',
          allowed < charge && plan.outOfNetworkBalanceBilling ? `PR-45 ${charge - allowed}` : '',
        ].filter(Boolean);
        expect(shown).toEqual(expected);
        expect([BigInt(told?.allowedCents ?? -1), BigInt(told?.paidCents ?? -1)]).toEqual([allowed, allowed - deductible - coinsurance - copay]);
      }
    }), RUNS);
  });
});
