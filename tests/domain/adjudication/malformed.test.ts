import { adjudicateJson, MalformedInput } from '../../../domain/adjudication';
import { given, line, DAY } from './support';

type Tree = { [key: string]: unknown };

/** A valid input with everything in it, changed at one place. `where` is written as the expected path is, without the `$.`. */
function changed(where: string, value: unknown): unknown {
  const input = JSON.parse(JSON.stringify(complete())) as Tree;
  const steps = where.split(/\.|\[(\d+)\]/).filter((step): step is string => Boolean(step));
  const last = steps.pop() ?? '';
  let place = input;
  for (const step of steps) place = place[step] as Tree;
  place[last] = value;
  return input;
}

function complete(): unknown {
  const earlier = given({ claim: { number: 'C0', lines: [line(1, '99213', 9_000)] } }).claim;
  return given({
    plan: {
      pricing: { basis: 'fee-schedule', lesserOf: true, drgBaseRateCents: 600_000, drgWeights: { 470: 1.5 } },
      feeSchedule: { '99213': 8_000 }, copayCents: 1_000, copayBypassesDeductible: false, coinsuranceRate: 0.2,
      deductible: { individualCents: 1_000, familyCents: 2_000 }, outOfPocketMax: { individualCents: 5_000, familyCents: 9_000 },
      notCovered: ['X'], notNecessary: ['Y'], priorAuthorizationRequired: ['Z'],
      bundles: [{ column1: '80053', column2: '80048', modifierAllowed: true, from: '2020-01-01', to: '2030-12-31' }],
      coordinationOfBenefits: 'standard', outOfNetworkBalanceBilling: false,
    },
    member: { accumulators: { '2026': { deductibleIndividualCents: 1, deductibleFamilyCents: 2, outOfPocketIndividualCents: 3, outOfPocketFamilyCents: 4 } } },
    claim: {
      originalNumber: 'C0', drg: '470', authorizations: ['Z'],
      lines: [line(1, '99213', 10_000, { modifiers: ['25'], visit: true, revenueCode: '0510' }), line(2, '80053', 4_000)],
      otherPayer: { paidCents: 9_000, adjustments: [{ group: 'CO', reason: '45', cents: 4_000 }, { group: 'PR', reason: '2', cents: 1_000 }] },
    },
    history: [{ claim: earlier, result: { status: '1', chargeCents: 9_000, paidCents: 9_000, patientResponsibilityCents: 0, lines: [{ number: 1, chargeCents: 9_000 }] } }],
  });
}

function refusal(value: unknown): string {
  try {
    adjudicateJson(value);
    return 'accepted';
  } catch (error) {
    if (error instanceof MalformedInput) return error.path;
    throw error;
  }
}

const NO_AMOUNT = [-1, 1.5, '100', NaN, Infinity, 9_007_199_254_740_992, true, [], {}];
const NO_DATE = ['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-1-1', '20260101', '2026-01-01T00:00:00Z', '0000-01-01', '', 5];

/** Where (also the path the error must name, unless a third column says otherwise), and values that are wrong there. */
const WRONG: readonly (readonly [where: string, values: readonly unknown[], path?: string])[] = [
  ['receivedOn', [undefined, null, ...NO_DATE]],
  ['surprise', [1, null]],
  ['plan', [undefined, null, [], 'plan']],
  ['plan.surprise', [1]],
  ['plan.timelyFilingDays', [-1, 1.5, '90']],
  ['plan.pricing', [undefined, null, 'billed']],
  ['plan.pricing.surprise', [1]],
  ['plan.pricing.basis', [undefined, null, 'rbrvs', 1, '']],
  ['plan.pricing.lesserOf', ['yes', 0, 1]],
  ['plan.pricing.drgBaseRateCents', [...NO_AMOUNT, 0]],
  ['plan.pricing.drgWeights', [[], 'none', 1]],
  ['plan.pricing.drgWeights.470', [-1, 0, '1.5', null, NaN, Infinity]],
  ['plan.feeSchedule', [[], 'none', 1]],
  ['plan.feeSchedule.99213', [...NO_AMOUNT, 0, null]],
  ['plan.feeSchedule.70553', [0]],
  ['plan.copayCents', NO_AMOUNT],
  ['plan.copayBypassesDeductible', ['true', 1]],
  ['plan.coinsuranceRate', [-0.1, 1.1, '0.2', NaN, Infinity, 20]],
  ['plan.deductible', [1_000, [], 'none']],
  ['plan.deductible.individualCents', [undefined, null, ...NO_AMOUNT]],
  ['plan.deductible.familyCents', NO_AMOUNT],
  ['plan.deductible.surprise', [1]],
  ['plan.outOfPocketMax.individualCents', [undefined, ...NO_AMOUNT]],
  ['plan.outOfPocketMax.familyCents', NO_AMOUNT],
  ['plan.notCovered', ['X', {}, 1]],
  ['plan.notCovered[0]', [1, null, '', ' ']],
  ['plan.notNecessary[0]', [1]],
  ['plan.priorAuthorizationRequired[0]', [1]],
  ['plan.bundles', ['X', {}]],
  ['plan.bundles[0]', [1, null, []]],
  ['plan.bundles[0].surprise', [1]],
  ['plan.bundles[0].column1', [undefined, null, '', 1]],
  ['plan.bundles[0].column2', [undefined, '', 1]],
  ['plan.bundles[0].modifierAllowed', ['yes', 1]],
  ['plan.bundles[0].from', NO_DATE],
  ['plan.bundles[0].to', [...NO_DATE, '2019-12-31']],
  ['plan.coordinationOfBenefits', ['carve-out', 1, '']],
  ['plan.outOfNetworkBalanceBilling', ['no', 0]],
  ['member', [undefined, null, []]],
  ['member.surprise', [1]],
  ['member.found', ['yes', 1]],
  ['member.coverage', [undefined, null, {}, 'always']],
  ['member.coverage[0]', [null, '2026-01-01', []]],
  ['member.coverage[0].surprise', [1]],
  ['member.coverage[0].from', [undefined, null, ...NO_DATE]],
  ['member.coverage[0].to', [...NO_DATE, '2019-12-31']],
  ['member.otherPrimary', ['no', 0]],
  ['member.accumulators', [[], 'none']],
  ['member.accumulators.26', [{}]],
  ['member.accumulators.2026', [null, 5, []]],
  ['member.accumulators.2026.surprise', [1]],
  ['member.accumulators.2026.deductibleIndividualCents', NO_AMOUNT],
  ['member.accumulators.2026.deductibleFamilyCents', NO_AMOUNT],
  ['member.accumulators.2026.outOfPocketIndividualCents', NO_AMOUNT],
  ['member.accumulators.2026.outOfPocketFamilyCents', NO_AMOUNT],
  ['claim', [undefined, null, []]],
  ['claim.surprise', [1]],
  ['claim.number', [undefined, null, '', ' ', 5.5]],
  ['claim.type', [undefined, 'dental', 1]],
  ['claim.frequency', [undefined, null, '2', '6', 0, 9, '', '01', true]],
  ['claim.originalNumber', [5, {}]],
  ['claim.serviceFrom', [undefined, null, ...NO_DATE]],
  ['claim.serviceThrough', [undefined, null, ...NO_DATE, '2026-03-01']],
  ['claim.diagnoses', ['J10.1', {}]],
  ['claim.diagnoses[0]', [1, null, '']],
  ['claim.drg', [470, {}]],
  ['claim.authorizations', ['Z']],
  ['claim.authorizations[0]', [1]],
  ['claim.lines', [undefined, null, {}, []]],
  ['claim.lines[0]', [null, 5, []]],
  ['claim.lines[1].surprise', [1]],
  ['claim.lines[0].number', [undefined, null, 0, -1, 1.5, '1']],
  ['claim.lines[1].number', [1]],
  ['claim.lines[0].procedure', [99_213, {}]],
  ['claim.lines[0].modifiers', ['25']],
  ['claim.lines[0].modifiers[0]', [25, '']],
  ['claim.lines[0].units', [undefined, null, 0, -1, 1.5, '1', Infinity]],
  ['claim.lines[1].chargeCents', [undefined, null, ...NO_AMOUNT]],
  ['claim.lines[0].serviceDate', NO_DATE],
  ['claim.lines[0].visit', ['yes', 1]],
  ['claim.lines[0].revenueCode', [510]],
  ['claim.lines[0].chargeCents', [9_007_199_254_740_991], 'claim.lines'], // with line 2 beyond exact range
  ['claim.lines[0].units', [9_007_199_254_740_991], 'claim.lines'], // times the fee beyond exact range
  ['claim.otherPayer', [5, [], 'paid']],
  ['claim.otherPayer.surprise', [1]],
  ['claim.otherPayer.paidCents', [undefined, null, ...NO_AMOUNT]],
  ['claim.otherPayer.paidCents', [9_001, 8_999, 0], 'claim.otherPayer'],
  ['claim.otherPayer.adjustments', [undefined, null, {}]],
  ['claim.otherPayer.adjustments', [[]], 'claim.otherPayer'],
  ['claim.otherPayer.adjustments[0].group', [undefined, 'CR', 'co', 1]],
  ['claim.otherPayer.adjustments[0].reason', [undefined, '', null, -1, 1.5]],
  ['claim.otherPayer.adjustments[0].cents', [undefined, null, '4000', 1.5, 9_007_199_254_740_992]],
  ['claim.otherPayer.adjustments[0].cents', [4_001, -4_000], 'claim.otherPayer'],
  ['claim.otherPayer.adjustments[0].surprise', [1]],
  ['claim.otherPayer.adjustments[1].cents', [-1_000]], // a patient cannot owe less than nothing
  ['history', [{}, 'none']],
  ['history[0]', [null, 5]],
  ['history[0].surprise', [1]],
  ['history[0].claim', [undefined, null]],
  ['history[0].claim.lines', [[]]],
  ['history[0].claim.lines[0].units', [0]],
  ['history[0].result', [undefined, null, []]],
  ['history[0].result.status', ['paid', 3]],
  ['history[0].result.chargeCents', [1.5, '9000']],
  ['history[0].result.paidCents', [1.5, '9000']],
  ['history[0].result.adjustments', [{}]],
  ['history[0].result.remarks', ['M76']],
  ['history[0].result.lines', [{}]],
  ['history[0].result.lines[0].number', [undefined, 0]],
  ['history[0].result.lines[0].chargeCents', [undefined, 1.5]],
  ['history[0].result.lines[0].adjustments', [[{ group: 'CO', reason: '45' }]], 'history[0].result.lines[0].adjustments[0].cents'],
];

describe('malformed input names the JSON path of the culprit', () => {
  test('the example is sound before it is changed', () => expect(refusal(complete())).toBe('accepted'));

  const cases = WRONG.flatMap(([where, values, path = where]) => values.map((value) => [where, String(typeof value === 'object' ? JSON.stringify(value) : value), value, path] as const));
  test.each(cases)('%s = %s', (where, _shown, value, path) => expect(refusal(changed(where, value))).toBe(`$.${path}`));

  test('a key that is not a word stands in brackets', () => {
    expect(refusal(changed('plan.feeSchedule', { 'A B': 0 }))).toBe('$.plan.feeSchedule["A B"]');
  });

  test.each([null, undefined, 5, 'claim', true, []])('%p is no input', (value) => expect(refusal(value)).toBe('$'));

  test('the path starts where the input stands in its document', () => {
    expect(() => adjudicateJson({}, '$[3]')).toThrow('$[3].receivedOn: is missing');
  });

  test('an inherited key is not a key, "__proto__" in the text is', () => {
    expect(refusal(JSON.parse('{"__proto__": {}, "receivedOn": "2026-01-01"}'))).toBe('$.__proto__');
  });

  test('messages repeat no value: it may be a patient’s', () => {
    expect(() => adjudicateJson(changed('claim.serviceFrom', 'Jane Doe'))).toThrow(/^(?!.*Jane)/);
  });
});

describe('malformed only where it is used', () => {
  const drg = { basis: 'drg', lesserOf: false } as const;
  const stay = (pricing: object, more: object = {}): unknown => ({ ...given({ claim: { type: 'institutional', drg: '470', ...more } }), plan: { pricing } });

  test('a DRG price needs a base rate', () => expect(refusal(stay({ ...drg, drgWeights: { 470: 1 } }))).toBe('$.plan.pricing.drgBaseRateCents'));
  test('a DRG without a weight has no price and needs none', () => expect(refusal(stay(drg))).toBe('accepted'));
  test('a DRG price beyond exact range', () => {
    expect(refusal(stay({ ...drg, drgBaseRateCents: 9_007_199_254_740_991, drgWeights: { 470: 2 } }))).toBe('$.plan.pricing.drgWeights.470');
  });
  test('an accumulator beyond exact range', () => {
    const value = given({ plan: { coinsuranceRate: 1 }, member: { accumulators: { '2026': { outOfPocketFamilyCents: 9_007_199_254_740_000 } } } });
    expect(refusal(value)).toBe('$.member.accumulators');
  });

  const voided = (result: object): unknown => ({
    ...given({ claim: { frequency: '8', originalNumber: 'C0' } }), history: [{ claim: given({ claim: { number: 'C0' } }).claim, result }],
  });
  const sound = { status: '1', chargeCents: 10_000, paidCents: 8_000, patientResponsibilityCents: 500, lines: [{ number: 1, chargeCents: 10_000, adjustments: [{ group: 'CO', reason: '45', cents: 1_500 }, { group: 'PR', reason: '2', cents: 500 }] }] };
  test('a result that is reversed must be whole', () => {
    expect(refusal(voided(sound))).toBe('accepted');
    for (const key of ['chargeCents', 'paidCents', 'patientResponsibilityCents', 'lines']) expect(refusal(voided({ ...sound, [key]: null }))).toBe(`$.history[0].result.${key}`);
  });
  test('and add up', () => {
    expect(refusal(voided({ ...sound, paidCents: 8_001 }))).toBe('$.history[0].result.paidCents');
    expect(refusal(voided({ ...sound, patientResponsibilityCents: 501 }))).toBe('$.history[0].result.patientResponsibilityCents');
  });
  test('a result that only bears witness may be bare', () => {
    expect(refusal({ ...given({}), history: [{ claim: given({ claim: { number: 'C0' } }).claim, result: {} }] })).toBe('accepted');
  });
  test('other systems’ keys in an earlier result pass unread', () => {
    expect(refusal(voided({ ...sound, payerName: 'A', explanation: ['B'], accumulators: null, reversal: 5 }))).toBe('accepted');
  });
});

describe('well-formed, in other clothes', () => {
  test('codes as numbers, null for not given, amounts written as 1e4 or -0', () => {
    const bare = {
      receivedOn: DAY, plan: { pricing: { basis: 'billed', lesserOf: null }, timelyFilingDays: null, deductible: null, bundles: null, coinsuranceRate: null },
      member: { coverage: [{ from: '2020-01-01' }], accumulators: null },
      claim: { number: 'C1', type: 'professional', frequency: 1, serviceFrom: DAY, serviceThrough: DAY, diagnoses: ['J10.1'], drg: null, otherPayer: null, lines: [{ number: 1, procedure: 'A', units: 1, chargeCents: 1e4 }, { number: 2, procedure: 'B', units: 1, chargeCents: -0 }] },
      history: null,
    };
    const result = adjudicateJson(bare);
    expect(result.paidCents).toBe(10_000);
    expect(Object.is(result.lines[1]?.chargeCents, 0)).toBe(true);
  });
});
