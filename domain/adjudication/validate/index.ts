/**
 * Reads one adjudication from JSON: either all of it is sound and complete, or `MalformedInput` names the first place that is
 * not. After this the rules need not doubt a date, an amount or a list again.
 */
import { findOriginal } from '../history';
import { drgPrice, entryOf, feePrice, isDrgPriced } from '../price';
import type { Adjudicable } from '../types';
import { readClaim } from './claim';
import { readHistoryEntry } from './history';
import { readMember } from './member';
import { readPlan } from './plan';
import { keyPath, MalformedInput, readDay, readList, readObject } from './readers';

export { MalformedInput } from './readers';

const INPUT_KEYS: ReadonlySet<string> = new Set<keyof Adjudicable>(['receivedOn', 'plan', 'member', 'claim', 'history']);

/** @param path JSON path of `value` in its document, for messages: "$", or "$[3]" in a list. */
export function readAdjudicable(value: unknown, path: string): Adjudicable {
  const input = readObject(value, path, INPUT_KEYS);
  const request: Adjudicable = {
    receivedOn: readDay(input, 'receivedOn', path),
    plan: readPlan(input.plan, `${path}.plan`),
    member: readMember(input.member, `${path}.member`),
    claim: readClaim(input.claim, `${path}.claim`),
    history: readList(input, 'history', path, readHistoryEntry),
  };
  if (isDrgPriced(request.plan, request.claim)) requireDrgPrice(request, path);
  else requireExactPrices(request, path);
  requireReversibleOriginal(request, path);
  return request;
}

/** A claim whose DRG has a weight must have a price that can be held exactly. Without a weight it is denied (N208) and needs none. */
function requireDrgPrice({ plan: { pricing }, claim: { drg } }: Adjudicable, path: string): void {
  const weight = drg === null ? undefined : entryOf(pricing.drgWeights, drg);
  if (weight === undefined || drg === null) return;
  const pricingPath = `${path}.plan.pricing`;
  if (pricing.drgBaseRateCents === null) throw new MalformedInput(`${pricingPath}.drgBaseRateCents`, 'is missing');
  if (drgPrice(pricing.drgBaseRateCents, weight) === null) {
    throw new MalformedInput(keyPath(`${pricingPath}.drgWeights`, drg), 'times the base rate is more cents than can be held exactly');
  }
}

function requireExactPrices({ plan, claim }: Adjudicable, path: string): void {
  let total = 0;
  for (const line of claim.lines) {
    const price = feePrice(plan, line) ?? line.chargeCents;
    if (!Number.isSafeInteger(price)) {
      throw new MalformedInput(`${path}.claim.lines`, `line ${line.number}: fee times units is more cents than can be held exactly`);
    }
    total += price;
  }
  if (!Number.isSafeInteger(total)) throw new MalformedInput(`${path}.claim.lines`, 'the fees add up to more cents than can be held exactly');
}

/** A result that is about to be reversed must be whole and add up; otherwise its reversal would put wrong money on the books. */
function requireReversibleOriginal(request: Adjudicable, path: string): void {
  if (request.claim.frequency === '1' || !request.member.found) return;
  const original = findOriginal(request);
  if (original === null) return;
  const resultPath = `${path}.history[${request.history.indexOf(original)}].result`;
  const { chargeCents, paidCents, patientResponsibilityCents, adjustments, lines } = original.result;
  if (chargeCents === null) throw new MalformedInput(`${resultPath}.chargeCents`, 'is missing');
  if (paidCents === null) throw new MalformedInput(`${resultPath}.paidCents`, 'is missing');
  if (patientResponsibilityCents === null) throw new MalformedInput(`${resultPath}.patientResponsibilityCents`, 'is missing');
  if (lines === null) throw new MalformedInput(`${resultPath}.lines`, 'is missing');
  let adjusted = 0n;
  let patient = 0n;
  for (const adjustment of [...adjustments, ...lines.flatMap((line) => line.adjustments)]) {
    adjusted += BigInt(adjustment.cents);
    if (adjustment.group === 'PR') patient += BigInt(adjustment.cents);
  }
  if (BigInt(chargeCents) - adjusted !== BigInt(paidCents)) throw new MalformedInput(`${resultPath}.paidCents`, 'must be the charge less every adjustment');
  if (patient !== BigInt(patientResponsibilityCents)) throw new MalformedInput(`${resultPath}.patientResponsibilityCents`, 'must be the sum of the PR adjustments');
}
