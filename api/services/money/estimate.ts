import { adjudicate } from '../../../domain/adjudication';
import { type AdjudicationInput, type PlanInput } from '../../../domain/adjudication/input';
import { priceServices } from '../../../domain/claims/chargeMaster';
import { isVisitLine } from '../../../domain/claims/visitLine';
import { sumCents } from '../../../domain/money';
import { readJson } from '../../../db/models/table';
import { type Act, selectOne } from '../../http/act';
import { readAccumulators } from '../payer/memberRecord';
import { type BilledEncounter, payingCoverage, recordedCost } from './capture/billedEncounter';
import { codeCharge } from './capture/codeCharge';
import { lookUpMappings } from './capture/crosswalk';
import { doneServices } from './capture/doneServices';
import { hospitalDay } from '../staff/hospitalZone';

export interface Estimate {
  readonly chargeCents: number;
  /** Null: no payer, or its plan cannot be applied. */
  readonly payerCents: number | null;
  readonly patientCents: number;
  readonly payerName: string | null;
}

/** What a stay is expected to cost the patient by what was done so far and the plan's own rules. Writes nothing. */
export async function estimateStay(act: Act, encounter: BilledEncounter): Promise<Estimate> {
  const services = await doneServices(act, encounter);
  const prices = priceServices(services, await recordedCost(act, encounter));
  const chargeCents = sumCents(prices);
  const coverage = await payingCoverage(act, encounter);
  if (!coverage) return { chargeCents, payerCents: null, patientCents: chargeCents, payerName: null };
  const plan = await selectOne<{ rules: unknown; payerName: string; from: string; to: string | null }>(
    act,
    `SELECT p.rules, y.name AS payerName, c.period_start AS \`from\`, c.period_end AS \`to\` FROM coverages c JOIN plans p ON p.id = c.plan_id JOIN payers y ON y.id = c.payer_id WHERE c.id = ?`,
    [coverage.id],
  );
  if (!plan || chargeCents === 0) return { chargeCents, payerCents: null, patientCents: chargeCents, payerName: plan?.payerName ?? null };
  const mappingsOf = await lookUpMappings(act, services);
  const today = hospitalDay(act.now);
  const serviceFrom = hospitalDay(encounter.periodStart);
  const lines = services.flatMap((service, index) => {
    const { procedureCode, revenueCode } = codeCharge(service, mappingsOf(service));
    const charge = prices[index] ?? 0;
    return charge === 0 ? [] : [{ number: index + 1, procedure: procedureCode, revenueCode: revenueCode ?? '0001', modifiers: [], units: service.units, chargeCents: charge, serviceDate: service.serviceDate, visit: isVisitLine(procedureCode, revenueCode) }];
  });
  const input: AdjudicationInput = {
    receivedOn: today, plan: readJson(plan.rules) as PlanInput,
    member: { found: true, coverage: [{ from: plan.from, to: plan.to }], accumulators: await readAccumulators(act, coverage.id) },
    claim: { number: 'estimate', type: 'institutional', frequency: '1', serviceFrom, serviceThrough: today, diagnoses: ['estimate'], authorizations: lines.flatMap((line) => line.procedure ?? []), lines },
  };
  try {
    const { paidCents, patientResponsibilityCents } = adjudicate(input);
    return { chargeCents, payerCents: paidCents, patientCents: patientResponsibilityCents, payerName: plan.payerName };
  } catch {
    return { chargeCents, payerCents: null, patientCents: chargeCents, payerName: plan.payerName };
  }
}
