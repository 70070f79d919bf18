import { type PlanInput } from '../../domain/adjudication/input';
import { roundHalfUp } from '../../domain/money';
import { FEES } from './fees';

/** Who stands behind a payer; decides how its plan prices and shares costs. `self-pay`: nobody but the patient. */
export const PAYER_KINDS = {
  medicare: 'Medicare',
  medicaid: 'Medicaid',
  dual: 'Medicare and Medicaid',
  government: 'Other public payer',
  commercial: 'Private insurance',
  'self-pay': 'No insurance',
} as const;
export type PayerKind = keyof typeof PAYER_KINDS;

export interface PlanSeed {
  readonly code: string;
  readonly name: string;
  readonly rules: PlanInput;
}

/** What every plan below has in common: fees cap what is paid, and a visit is not paid beside the screening done in it. */
const common = {
  bundles: [{ column1: 'G0463', column2: 'G0444', modifierAllowed: true, from: '2024-01-01' }, { column1: 'G0463', column2: 'G0442', modifierAllowed: true, from: '2024-01-01' }],
  notNecessary: ['V5008'],
} satisfies Partial<PlanInput>;

/** Names of code letter S are private payers' own; public payers do not know them. */
const PRIVATE_CODES = ['S9083'];
const COSTLY_DRUGS = ['J9263', 'J9267', 'J9171', 'J7525'];

/** The rules of one kind of payer, as `plan` of the adjudication contract. Amounts are made up for the demonstration, in the order of size of 2026. */
export function planRules(kind: PayerKind, name = ''): PlanInput {
  switch (kind) {
    // Part B: the deductible of the year, then a fifth; nothing limits what the member pays.
    case 'medicare':
      return { ...common, ...fees(1), timelyFilingDays: 365, deductible: { individualCents: 283_00 }, coinsuranceRate: 0.2, notCovered: PRIVATE_CODES, priorAuthorizationRequired: ['K0001'], coordinationOfBenefits: 'standard' };
    case 'medicaid':
      return { ...common, ...fees(0.72), timelyFilingDays: 180, copayCents: 4_00, copayBypassesDeductible: true, notCovered: PRIVATE_CODES, priorAuthorizationRequired: [...COSTLY_DRUGS, 'K0001'], coordinationOfBenefits: 'non-duplication' };
    // The second public payer takes over what the first leaves to the member.
    case 'dual':
      return { ...common, ...fees(0.9), timelyFilingDays: 365, notCovered: PRIVATE_CODES, priorAuthorizationRequired: ['K0001'], coordinationOfBenefits: 'non-duplication' };
    case 'government':
      return { ...common, ...fees(1), timelyFilingDays: 365, coinsuranceRate: 0.1, notCovered: PRIVATE_CODES, coordinationOfBenefits: 'standard' };
    case 'commercial':
      return commercialRules(name);
    case 'self-pay':
      return { pricing: { basis: 'billed' }, coinsuranceRate: 1 };
  }
}

/** Private insurers differ: those named here as people in the demonstration know them, any other in between. */
const COMMERCIAL: Readonly<Record<string, { deductible: number; limit: number; copay: number; rate: number; filing: number; fee: number }>> = {
  humana: { deductible: 1_000_00, limit: 5_000_00, copay: 25_00, rate: 0.2, filing: 180, fee: 1.25 },
  'blue cross blue shield': { deductible: 1_500_00, limit: 6_000_00, copay: 30_00, rate: 0.2, filing: 180, fee: 1.4 },
  unitedhealthcare: { deductible: 2_000_00, limit: 7_500_00, copay: 35_00, rate: 0.25, filing: 90, fee: 1.3 },
  aetna: { deductible: 1_500_00, limit: 6_500_00, copay: 30_00, rate: 0.2, filing: 120, fee: 1.35 },
  'cigna health': { deductible: 3_000_00, limit: 8_000_00, copay: 40_00, rate: 0.2, filing: 90, fee: 1.3 },
  anthem: { deductible: 2_500_00, limit: 7_000_00, copay: 30_00, rate: 0.3, filing: 90, fee: 1.35 },
};
const ANY_COMMERCIAL = { deductible: 2_000_00, limit: 7_000_00, copay: 30_00, rate: 0.2, filing: 120, fee: 1.3 };

function commercialRules(name: string): PlanInput {
  const terms = COMMERCIAL[name.toLowerCase()] ?? ANY_COMMERCIAL;
  return {
    ...common, ...fees(terms.fee), timelyFilingDays: terms.filing,
    copayCents: terms.copay, copayBypassesDeductible: true, coinsuranceRate: terms.rate,
    deductible: { individualCents: terms.deductible, familyCents: terms.deductible * 2 },
    outOfPocketMax: { individualCents: terms.limit, familyCents: terms.limit * 2 },
    priorAuthorizationRequired: [...COSTLY_DRUGS, 'E0601', 'K0001'], coordinationOfBenefits: 'standard',
  };
}

function fees(factor: number): Pick<PlanInput, 'pricing' | 'feeSchedule'> {
  return {
    pricing: { basis: 'fee-schedule', lesserOf: true },
    feeSchedule: Object.fromEntries(Object.entries(FEES).map(([code, fee]) => [code, Math.max(1, roundHalfUp(fee * factor))])),
  };
}
