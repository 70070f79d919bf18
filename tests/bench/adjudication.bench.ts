/**
 * How many five-line claims one core adjudicates in a second, read, checked, priced and explained. Run it with
 * `node --import tsx tests/bench/adjudication.bench.ts [seconds]`; it prints one JSON line per kind of claim.
 */
import { adjudicate, type AdjudicationInput } from '../../domain/adjudication';

const PROCEDURES = ['99213', '36415', '80053', '85025', '71046'] as const;

/** A five-line office claim: a visit with copay, a bundled venipuncture, two laboratory tests, an X-ray; numbers vary with `seed`. */
function fiveLineClaim(seed: number): AdjudicationInput {
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

const KINDS: Readonly<Record<string, (seed: number) => AdjudicationInput>> = {
  primary: fiveLineClaim,
  secondary: (seed) => {
    const input = fiveLineClaim(seed);
    const charge = input.claim.lines.reduce((sum, line) => sum + line.chargeCents, 0);
    return {
      ...input,
      claim: { ...input.claim, otherPayer: { paidCents: 5_000, adjustments: [{ group: 'CO', reason: '45', cents: charge - 8_000 }, { group: 'PR', reason: '2', cents: 3_000 }] } },
    };
  },
  'with twenty earlier claims': (seed) => {
    const input = fiveLineClaim(seed);
    const earlier = Array.from({ length: 20 }, (_, index) => {
      const claim = { ...fiveLineClaim(index + 1).claim, serviceFrom: '2026-02-01', serviceThrough: '2026-02-01' };
      return { claim, result: { status: '1' } };
    });
    return { ...input, history: earlier };
  },
};

const seconds = Number(process.argv[2] ?? 3);
for (const [kind, build] of Object.entries(KINDS)) {
  const inputs = Array.from({ length: 1_000 }, (_, seed) => build(seed));
  let paid = 0;
  const runFor = (milliseconds: number): number => {
    const end = performance.now() + milliseconds;
    let count = 0;
    while (performance.now() < end) {
      paid = inputs.reduce((sum, input) => sum + adjudicate(input).paidCents, 0);
      count += inputs.length;
    }
    return count;
  };
  runFor(1_000); // let the compiler settle
  const cpu = process.cpuUsage();
  const start = performance.now();
  const claims = runFor(seconds * 1_000);
  const wallSeconds = (performance.now() - start) / 1_000;
  const used = process.cpuUsage(cpu);
  // A shared machine takes turns: claims per second of processor time is the figure of one core to itself.
  const cpuSeconds = (used.user + used.system) / 1_000_000;
  console.log(JSON.stringify({
    bench: 'adjudication', kind, linesPerClaim: 5, claims, perSecond: Math.round(claims / wallSeconds), perCpuSecond: Math.round(claims / cpuSeconds),
    paidPerThousand: paid,
  }));
}
