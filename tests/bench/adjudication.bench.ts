/**
 * How many five-line claims one core adjudicates in a second, read, checked, priced and explained. Run it with
 * `node --import tsx tests/bench/adjudication.bench.ts [seconds]`; it prints one JSON line per kind of claim.
 */
import { adjudicate, type AdjudicationInput } from '../../domain/adjudication';
import { fiveLineClaim } from './fiveLineClaim';

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
