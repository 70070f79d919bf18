/**
 * The adjudication contract read a second time, apart from the engine and sharing none of its code: plain, in the order of the contract,
 * every amount a BigInt. It knows no validation and no sentences. Where the two readings differ, one of them is wrong.
 */
import type { AdjudicationInput } from '../../../domain/adjudication';
import type { AccumulatorInput, AdjustmentInput, ClaimInput, ClaimLineInput, LimitInput } from '../../../domain/adjudication/input';

type Part = readonly [group: string, reason: string, cents: bigint];
interface Met { dedInd: bigint; dedFam: bigint; oopInd: bigint; oopFam: bigint }
interface Line { number: number; charge: bigint; allowed: bigint | null; paid: bigint | null; parts: Part[] }
interface Settled { paid: bigint; parts: Part[]; lines: Line[] }

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, one) => sum + one, 0n);
const least = (...amounts: readonly (bigint | null)[]): bigint => amounts.filter((one) => one !== null).reduce((a, b) => (a < b ? a : b));
const atLeastZero = (amount: bigint): bigint => (amount < 0n ? 0n : amount);
const patientOf = (parts: readonly Part[]): bigint => total(parts.filter(([group]) => group === 'PR').map(([, , cents]) => cents));

/** Amount × a decimal rate, half up. */
function share(amount: bigint, rate: number): bigint {
  const [digits = '0', exponent = '0'] = rate.toExponential().split('e');
  const [whole = '0', fraction = ''] = digits.split('.');
  const scale = BigInt(fraction.length) - BigInt(exponent);
  const top = amount * BigInt(whole + fraction) * (scale < 0n ? 10n ** -scale : 1n);
  const bottom = scale > 0n ? 10n ** scale : 1n;
  return (2n * top + bottom) / (2n * bottom);
}

/** In order of group, then reason; equal reasons of one group together, none zero. */
function tidy(parts: readonly Part[]): AdjustmentInput[] {
  const sums = new Map<string, Part>();
  for (const [group, reason, cents] of parts) sums.set(`${group} ${reason}`, [group, reason, (sums.get(`${group} ${reason}`)?.[2] ?? 0n) + cents]);
  const key = ([group, reason]: Part) => `${group} ${/^\d+$/.test(reason) ? `0${reason.padStart(6, '0')}` : `1${reason}`}`;
  return [...sums.values()].filter(([, , cents]) => cents !== 0n).sort((a, b) => (key(a) < key(b) ? -1 : 1)).map(([group, reason, cents]) => ({ group: group as 'CO', reason, cents: Number(cents) }));
}

function metOf(accumulator: AccumulatorInput | undefined): Met {
  const read = (value: number | null | undefined) => BigInt(value ?? 0);
  return { dedInd: read(accumulator?.deductibleIndividualCents), dedFam: read(accumulator?.deductibleFamilyCents), oopInd: read(accumulator?.outOfPocketIndividualCents), oopFam: read(accumulator?.outOfPocketFamilyCents) };
}

const limitLeft = (limit: LimitInput | null | undefined, individual: bigint, family: bigint): bigint | null =>
  (limit ? atLeastZero(least(BigInt(limit.individualCents) - individual, limit.familyCents === null || limit.familyCents === undefined ? null : BigInt(limit.familyCents) - family)) : null);

/** What a plan answers to an original claim without history. */
export function readAgain({ receivedOn, plan, member, claim }: AdjudicationInput): object {
  const lines = [...claim.lines].sort((a, b) => a.number - b.number);
  const charge = total(lines.map(({ chargeCents }) => BigInt(chargeCents)));
  const isStay = plan.pricing.basis === 'drg' && claim.type === 'institutional';
  const isWhole = isStay || Boolean(claim.otherPayer);
  const year = claim.serviceFrom.slice(0, 4);
  const met = metOf(member.accumulators?.[year]);
  const bare = (line: ClaimLineInput): Line => ({ number: line.number, charge: BigInt(line.chargeCents), allowed: null, paid: null, parts: [] });

  const priced = (amount: bigint, allowed: bigint): Part[] => [[allowed > amount ? 'OA' : plan.outOfNetworkBalanceBilling ? 'PR' : 'CO', allowed > amount ? '94' : '45', amount - allowed]];
  const shared = (allowed: bigint, visit: boolean): { parts: Part[]; paid: bigint } => {
    let copay = visit ? least(BigInt(plan.copayCents ?? 0), allowed) : 0n;
    let [deductible, coinsurance] = [0n, 0n];
    if (!(visit && plan.copayBypassesDeductible)) {
      deductible = least(allowed - copay, limitLeft(plan.deductible, met.dedInd, met.dedFam) ?? 0n);
      coinsurance = share(allowed - copay - deductible, plan.coinsuranceRate ?? 0);
    }
    const room = limitLeft(plan.outOfPocketMax, met.oopInd, met.oopFam);
    let over = room === null ? 0n : atLeastZero(deductible + coinsurance + copay - room);
    const trim = (from: bigint): bigint => {
      const off = least(from, over);
      over -= off;
      return from - off;
    };
    [coinsurance, copay, deductible] = [trim(coinsurance), trim(copay), trim(deductible)];
    Object.assign(met, { dedInd: met.dedInd + deductible, dedFam: met.dedFam + deductible, oopInd: met.oopInd + deductible + coinsurance + copay, oopFam: met.oopFam + deductible + coinsurance + copay });
    return { parts: [['PR', '1', deductible], ['PR', '2', coinsurance], ['PR', '3', copay]], paid: allowed - deductible - coinsurance - copay };
  };
  const refusalOf = (line: ClaimLineInput): readonly [string, string] | null => {
    const { procedure, modifiers, serviceDate } = line;
    if (!procedure) return null;
    if (plan.notCovered?.includes(procedure)) return ['PR', '204'];
    if (plan.notNecessary?.includes(procedure)) return ['CO', '50'];
    if (plan.priorAuthorizationRequired?.includes(procedure) && !claim.authorizations?.includes(procedure)) return ['CO', '197'];
    const day = serviceDate ?? claim.serviceFrom;
    const bundled = plan.bundles?.some(({ column1, column2, modifierAllowed, from, to }) => column2 === procedure && (!from || from <= day) && (!to || day <= to)
      && !(modifierAllowed && modifiers?.some((one) => ['59', 'XE', 'XP', 'XS', 'XU'].includes(one))) && lines.some((other) => other !== line && other.procedure === column1 && (other.serviceDate ?? claim.serviceFrom) === day));
    return bundled ? ['CO', '97'] : null;
  };
  const lesser = (price: bigint, amount: bigint) => (plan.pricing.lesserOf ? least(price, amount) : price);
  const asPrimary = (): Settled => {
    if (isStay) {
      const allowed = lesser(share(BigInt(plan.pricing.drgBaseRateCents ?? 0), plan.pricing.drgWeights?.[claim.drg ?? ''] ?? 0), charge);
      const { parts, paid } = shared(allowed, false);
      return { paid, parts: [...priced(charge, allowed), ...parts], lines: lines.map(bare) };
    }
    const settled = lines.map((line): Line => {
      const amount = BigInt(line.chargeCents);
      const refused = refusalOf(line);
      if (refused) return { number: line.number, charge: amount, allowed: 0n, paid: 0n, parts: [[...refused, amount]] };
      const fee = plan.pricing.basis === 'billed' || !line.procedure ? undefined : plan.feeSchedule?.[line.procedure];
      const allowed = lesser(fee === undefined ? amount : BigInt(fee) * BigInt(line.units), amount);
      const { parts, paid } = shared(allowed, line.visit ?? false);
      return { number: line.number, charge: amount, allowed, paid, parts: [...priced(amount, allowed), ...parts] };
    });
    return { paid: total(settled.map(({ paid }) => paid ?? 0n)), parts: [], lines: settled };
  };
  const asSecondary = ({ paidCents, adjustments }: NonNullable<ClaimInput['otherPayer']>): Settled => {
    const before = { ...met };
    const normal = asPrimary().paid;
    Object.assign(met, before);
    const left = adjustments.filter(({ group }) => group === 'PR').map(({ reason, cents }): Part => ['PR', reason, BigInt(cents)]);
    const remainder = patientOf(left);
    const paid = least(remainder, plan.coordinationOfBenefits === 'non-duplication' ? atLeastZero(normal - BigInt(paidCents)) : normal);
    let rest = paid;
    const order = ['2', '3', '1'];
    const place = (reason: string) => (order.includes(reason) ? order.indexOf(reason) : order.length);
    const relieved = tidy(left).sort((a, b) => place(a.reason) - place(b.reason)).map(({ reason, cents }): Part => {
      const off = least(BigInt(cents), rest);
      rest -= off;
      return ['PR', reason, BigInt(cents) - off];
    });
    return { paid, parts: [['OA', '23', charge - remainder], ...relieved], lines: lines.map(bare) };
  };
  const denied = (group: string, reason: string): Settled => ({
    paid: 0n, parts: isWhole ? [[group, reason, charge]] : [], lines: isWhole ? lines.map(bare) : lines.map((line) => ({ number: line.number, charge: BigInt(line.chargeCents), allowed: 0n, paid: 0n, parts: [[group, reason, BigInt(line.chargeCents)]] })),
  });
  const answer = (settled: Settled, remarks: string[] = [], status = claim.otherPayer ? '2' : '1') => {
    const after = Object.fromEntries([...Object.entries(member.accumulators ?? {}).map(([one, value]) => [one, metOf(value)] as const), [year, met] as const].map(([one, value]) => [one, {
      deductibleIndividualCents: Number(value.dedInd), deductibleFamilyCents: Number(value.dedFam), outOfPocketIndividualCents: Number(value.oopInd), outOfPocketFamilyCents: Number(value.oopFam),
    }]));
    return {
      status, chargeCents: Number(charge), paidCents: Number(settled.paid), patientResponsibilityCents: Number(patientOf([...settled.parts, ...settled.lines.flatMap(({ parts }) => parts)])), adjustments: tidy(settled.parts), remarks,
      lines: settled.lines.map((line) => ({ number: line.number, chargeCents: Number(line.charge), allowedCents: line.allowed === null ? null : Number(line.allowed), paidCents: line.paid === null ? null : Number(line.paid), adjustments: tidy(line.parts), remarks: [] })),
      accumulators: after,
    };
  };

  if (member.found === false) return answer(denied('CO', '31'), [], '4');
  const coverage = member.coverage ?? [];
  if (!coverage.some(({ from, to }) => from <= claim.serviceFrom && (!to || claim.serviceThrough <= to))) {
    return answer(denied('CO', coverage.length > 0 && coverage.every(({ from }) => claim.serviceFrom < from) ? '26' : '27'));
  }
  if (member.otherPrimary && !claim.otherPayer) return answer(denied('CO', '22'));
  const days = (Date.parse(receivedOn) - Date.parse(claim.serviceThrough)) / 86_400_000;
  if (plan.timelyFilingDays !== null && plan.timelyFilingDays !== undefined && days > plan.timelyFilingDays) return answer(denied('CO', '29'));
  if (!claim.diagnoses?.length) return answer(denied('CO', '16'), ['M76']);
  if (lines.some(({ procedure, revenueCode }) => !procedure && !revenueCode)) return answer(denied('CO', '16'), ['M51']);
  if (isStay && plan.pricing.drgWeights?.[claim.drg ?? ''] === undefined) return answer(denied('CO', '16'), ['N208']);
  return answer(claim.otherPayer ? asSecondary(claim.otherPayer) : asPrimary());
}
