import { COB_METHODS, PRICING_BASES, type Bundle, type Limit, type Plan, type Pricing } from '../types';
import {
  isGiven, keyPath, MalformedInput, readCents, readCentsOrZero, readChoice, readCodes, readFee, readFlag, readList, readNumber, readNumbers, readObject,
  readOptionalDay, readText, readWhole, type Json,
} from './readers';

const PLAN_KEYS: ReadonlySet<string> = new Set<keyof Plan>([
  'timelyFilingDays', 'pricing', 'feeSchedule', 'copayCents', 'copayBypassesDeductible', 'coinsuranceRate', 'deductible', 'outOfPocketMax',
  'notCovered', 'notNecessary', 'priorAuthorizationRequired', 'bundles', 'coordinationOfBenefits', 'outOfNetworkBalanceBilling',
]);
const PRICING_KEYS: ReadonlySet<string> = new Set<keyof Pricing>(['basis', 'lesserOf', 'drgBaseRateCents', 'drgWeights']);
const LIMIT_KEYS: ReadonlySet<string> = new Set<keyof Limit>(['individualCents', 'familyCents']);
const BUNDLE_KEYS: ReadonlySet<string> = new Set<keyof Bundle>(['column1', 'column2', 'modifierAllowed', 'from', 'to']);

/** The payer's rules. Only `pricing.basis` must be there; whatever else is left out is no limit, no list, no share, "no". */
export function readPlan(value: unknown, path: string): Plan {
  const plan = readObject(value, path, PLAN_KEYS);
  return {
    timelyFilingDays: isGiven(plan.timelyFilingDays) ? readWhole(plan, 'timelyFilingDays', path, 0) : null,
    pricing: readPricing(plan.pricing, `${path}.pricing`),
    feeSchedule: readNumbers(plan, 'feeSchedule', path, readFee),
    copayCents: readCentsOrZero(plan, 'copayCents', path),
    copayBypassesDeductible: readFlag(plan, 'copayBypassesDeductible', path),
    coinsuranceRate: isGiven(plan.coinsuranceRate) ? readNumber(plan, 'coinsuranceRate', path, 0, 1) : 0,
    deductible: readLimit(plan, 'deductible', path),
    outOfPocketMax: readLimit(plan, 'outOfPocketMax', path),
    notCovered: readCodes(plan, 'notCovered', path),
    notNecessary: readCodes(plan, 'notNecessary', path),
    priorAuthorizationRequired: readCodes(plan, 'priorAuthorizationRequired', path),
    bundles: readList(plan, 'bundles', path, readBundle),
    coordinationOfBenefits: readChoice(plan, 'coordinationOfBenefits', path, COB_METHODS, 'standard'),
    outOfNetworkBalanceBilling: readFlag(plan, 'outOfNetworkBalanceBilling', path),
  };
}

function readPricing(value: unknown, path: string): Pricing {
  const pricing = readObject(value, path, PRICING_KEYS);
  return {
    basis: readChoice(pricing, 'basis', path, PRICING_BASES),
    lesserOf: readFlag(pricing, 'lesserOf', path),
    drgBaseRateCents: isGiven(pricing.drgBaseRateCents) ? readFee(pricing, 'drgBaseRateCents', path) : null,
    drgWeights: readNumbers(pricing, 'drgWeights', path, readWeight),
  };
}

function readWeight(table: Json, drg: string, path: string): number {
  const weight = readNumber(table, drg, path, 0, Number.MAX_SAFE_INTEGER);
  if (weight === 0) throw new MalformedInput(keyPath(path, drg), 'must be more than 0');
  return weight;
}

function readLimit(plan: Json, key: string, path: string): Limit | null {
  if (!isGiven(plan[key])) return null;
  const limitPath = keyPath(path, key);
  const limit = readObject(plan[key], limitPath, LIMIT_KEYS);
  return {
    individualCents: readCents(limit, 'individualCents', limitPath),
    familyCents: isGiven(limit.familyCents) ? readCents(limit, 'familyCents', limitPath) : null,
  };
}

function readBundle(value: unknown, path: string): Bundle {
  const bundle = readObject(value, path, BUNDLE_KEYS);
  const from = readOptionalDay(bundle, 'from', path);
  const to = readOptionalDay(bundle, 'to', path);
  if (from !== null && to !== null && to < from) throw new MalformedInput(`${path}.to`, 'must not be before from');
  return {
    column1: readText(bundle, 'column1', path),
    column2: readText(bundle, 'column2', path),
    modifierAllowed: readFlag(bundle, 'modifierAllowed', path),
    from,
    to,
  };
}
