/** Arbitrary adjudications, weighted so that limits are often reached, codes often collide and amounts are sometimes enormous. */
import fc from 'fast-check';
import type { AdjudicationInput } from '../../../domain/adjudication';
import type { AdjustmentInput, ClaimInput, ClaimLineInput, LimitInput, MemberInput, PlanInput } from '../../../domain/adjudication/input';

const CODES = ['A', 'B', 'C', 'D', 'E'] as const;
const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03'] as const;

const code = fc.constantFrom(...CODES);
const day = fc.constantFrom(...DAYS);
const amount = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 30_000 }) }, { weight: 2, arbitrary: fc.integer({ min: 0, max: 50_000_000 }) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 ** 46 }) });
const fee = amount.map((value) => value + 1);
const fewCodes = fc.array(code, { maxLength: 2 });
/** A rate with up to six decimals, as the number a JSON text would give. */
export const rate = fc.tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 6 })).map(([digits, scale]) => Number(`${Math.min(digits, 10 ** scale)}e-${scale}`));
const limit: fc.Arbitrary<LimitInput | null> = fc.option(fc.record({ individualCents: amount, familyCents: fc.option(amount) }));

export const plan: fc.Arbitrary<PlanInput> = fc.record({
  timelyFilingDays: fc.option(fc.integer({ min: 0, max: 30 })),
  pricing: fc.record({
    basis: fc.constantFrom('fee-schedule', 'fee-schedule', 'billed', 'drg'), lesserOf: fc.boolean(), drgBaseRateCents: fee,
    drgWeights: fc.constantFrom<Record<string, number>>({ '470': 1.2667 }, { '470': 0.005 }, { '470': 3 }, {}),
  }),
  feeSchedule: fc.dictionary(code, fee),
  copayCents: amount,
  copayBypassesDeductible: fc.boolean(),
  coinsuranceRate: rate,
  deductible: limit,
  outOfPocketMax: limit,
  notCovered: fewCodes, notNecessary: fewCodes, priorAuthorizationRequired: fewCodes,
  bundles: fc.array(fc.record({ column1: code, column2: code, modifierAllowed: fc.boolean(), from: fc.option(fc.constant(DAYS[1])), to: fc.option(fc.constant(DAYS[2])) }), { maxLength: 3 }),
  coordinationOfBenefits: fc.constantFrom('standard', 'non-duplication'),
  outOfNetworkBalanceBilling: fc.boolean(),
});

/** What is met never passes the limits, as the books of a payer that used this engine throughout would show it. */
function memberOf({ deductible, outOfPocketMax }: PlanInput): fc.Arbitrary<MemberInput> {
  const upTo = (most: number | null | undefined): fc.Arbitrary<number> => (most === null || most === undefined ? amount : amount.map((value) => Math.min(value, most)));
  return fc.record({
    found: fc.constantFrom(true, true, true, true, true, false),
    coverage: fc.constantFrom([{ from: '2020-01-01', to: null }], [{ from: '2020-01-01' }], [{ from: '2026-03-01', to: '2026-03-02' }], []),
    otherPrimary: fc.constantFrom(false, false, false, true),
    accumulators: fc.option(fc.record({
      '2026': fc.record({
        deductibleIndividualCents: upTo(deductible?.individualCents), deductibleFamilyCents: upTo(deductible?.familyCents),
        outOfPocketIndividualCents: upTo(outOfPocketMax?.individualCents), outOfPocketFamilyCents: upTo(outOfPocketMax?.familyCents),
      }),
    })),
  });
}

const line: fc.Arbitrary<Omit<ClaimLineInput, 'number'>> = fc.record({
  procedure: fc.option(code, { freq: 20 }), revenueCode: fc.constantFrom('0510', '0510', '0510', null), modifiers: fc.array(fc.constantFrom('25', '59', 'XS'), { maxLength: 2 }),
  units: fc.integer({ min: 1, max: 5 }), chargeCents: amount, serviceDate: day, visit: fc.boolean(),
});

/** The primary's result for a charge: what it paid, what it left to the patient under several reasons, and the rest by contract. */
function otherPayerOf(charge: number): fc.Arbitrary<ClaimInput['otherPayer']> {
  const part = fc.tuple(fc.constantFrom('1', '2', '3', '45', '204', 'B7'), fc.integer({ min: 0, max: Math.max(1, Math.floor(charge / 3)) }));
  return fc.tuple(fc.integer({ min: 0, max: charge }), fc.array(part, { maxLength: 5 })).map(([paidCents, parts]) => {
    const patient: AdjustmentInput[] = parts.map(([reason, cents]) => ({ group: 'PR', reason, cents }));
    const rest = charge - paidCents - patient.reduce((sum, { cents }) => sum + cents, 0);
    return { paidCents, adjustments: [...patient, { group: 'OA', reason: rest < 0 ? '94' : '45', cents: rest }] };
  });
}

function claimOf(lines: readonly Omit<ClaimLineInput, 'number'>[], numbers: readonly number[]): fc.Arbitrary<ClaimInput> {
  const charge = lines.reduce((sum, { chargeCents }) => sum + chargeCents, 0);
  return fc.record({
    number: fc.constant('C1'), type: fc.constantFrom('professional', 'institutional'), frequency: fc.constant('1' as const),
    serviceFrom: fc.constant(DAYS[0]), serviceThrough: fc.constant(DAYS[2]), diagnoses: fc.constantFrom(['J10.1'], ['J10.1'], ['J10.1'], ['J10.1'], []),
    drg: fc.constantFrom('470', '470', '471', null), authorizations: fewCodes,
    otherPayer: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: otherPayerOf(charge) }),
    lines: fc.constant(lines.map((each, index) => ({ ...each, number: numbers[index] ?? index + 100 }))),
  });
}

export const input: fc.Arbitrary<AdjudicationInput> = fc.tuple(plan, fc.array(line, { minLength: 1, maxLength: 6 }), fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 6, maxLength: 6 }))
  .chain(([plan_, lines, numbers]) => fc.record({
    receivedOn: fc.constantFrom('2026-03-10', '2026-03-10', '2026-05-01'), plan: fc.constant(plan_), member: memberOf(plan_), claim: claimOf(lines, numbers),
  }));

/** Claims that pass rules 1 to 5, so that money moves. */
export const payable: fc.Arbitrary<AdjudicationInput> = input.map((each) => ({
  ...each,
  receivedOn: '2026-03-03',
  member: { ...each.member, found: true, otherPrimary: false, coverage: [{ from: '2020-01-01' }] },
  claim: { ...each.claim, diagnoses: ['J10.1'], drg: '470', lines: each.claim.lines.map((one) => ({ ...one, revenueCode: '0510' })) },
  plan: { ...each.plan, pricing: { ...each.plan.pricing, drgWeights: { '470': 1.2667 } } },
}));

export const ofOnePayer: fc.Arbitrary<AdjudicationInput> = payable.map((each) => ({ ...each, claim: { ...each.claim, otherPayer: null } }));
