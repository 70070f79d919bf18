import { type AdjudicationInput } from '../../domain/adjudication';

const PROCEDURES = ['99213', '36415', '80053', '85025', '71046'] as const;

/** A five-line office claim: a visit with copay, a bundled venipuncture, two laboratory tests, an X-ray; numbers vary with `seed`. */
export function fiveLineClaim(seed: number): AdjudicationInput {
  return {
    receivedOn: '2026-03-20',
    plan: {
      timelyFilingDays: 90,
      pricing: { basis: 'fee-schedule', lesserOf: true },
      feeSchedule: { '99213': 11_000, '36415': 900, '80053': 1_459, '85025': 1_062, '71046': 3_317 },
      copayCents: 3_000,
      copayBypassesDeductible: true,
      coinsuranceRate: 0.15,
      deductible: { individualCents: 100_000, familyCents: 200_000 },
      outOfPocketMax: { individualCents: 600_000, familyCents: 1_200_000 },
      notCovered: ['99429'],
      notNecessary: ['82306'],
      priorAuthorizationRequired: ['70553'],
      bundles: [{ column1: '80053', column2: '36415', modifierAllowed: true, from: '2020-01-01', to: null }],
      coordinationOfBenefits: 'standard',
      outOfNetworkBalanceBilling: false,
    },
    member: {
      found: true,
      coverage: [{ from: '2025-01-01', to: '2025-12-31' }, { from: '2026-01-01', to: null }],
      otherPrimary: false,
      accumulators: {
        '2026': {
          deductibleIndividualCents: 99_000 + (seed % 1_000), deductibleFamilyCents: 120_000,
          outOfPocketIndividualCents: 150_000, outOfPocketFamilyCents: 300_000,
        },
      },
    },
    claim: {
      number: `C${seed}`, type: 'professional', frequency: '1', serviceFrom: '2026-03-02', serviceThrough: '2026-03-02', diagnoses: ['J10.1', 'R05.1'],
      authorizations: [],
      lines: PROCEDURES.map((procedure, index) => ({
        number: index + 1, procedure, modifiers: index === 1 ? ['59'] : [], units: 1 + ((seed + index) % 2), chargeCents: 2_500 * (index + 1) + (seed % 97),
        serviceDate: '2026-03-02', visit: index === 0,
      })),
    },
  };
}
