import { type AccumulatorInput, type AdjudicationInput, type AdjustmentInput, type ClaimInput, type EarlierResultInput } from '../../../domain/adjudication/input';
import { allAdjustments } from '../../../domain/claims/settlement';
import { isVisitLine } from '../../../domain/claims/visitLine';
import { type InstitutionalClaim, type ProfessionalClaim } from '../../../interop/x12';
import { type ClaimSnapshot } from '../claims/snapshot';

export type Accumulators = Readonly<Record<string, AccumulatorInput>>;
export type EarlierClaims = readonly { readonly claim: ClaimInput; readonly result: EarlierResultInput }[];

/** Our claim as the adjudication engine reads it: what would this pay? */
export function claimOfSnapshot({ claim, lines, diagnoses, prior }: ClaimSnapshot): ClaimInput {
  return {
    number: claim.number, type: claim.type, frequency: '1',
    serviceFrom: claim.serviceFrom, serviceThrough: claim.serviceThrough, diagnoses: diagnoses.map(({ code }) => code), drg: claim.drg,
    authorizations: claim.authorizationNumber ? procedures(lines) : [],
    ...(prior ? { otherPayer: { paidCents: prior.settled.paidCents, adjustments: allAdjustments(prior.settled).map(coded) } } : {}),
    lines: lines.map((line) => ({
      number: line.number, procedure: line.procedure, modifiers: line.modifiers, units: line.units, chargeCents: line.chargeCents,
      serviceDate: line.serviceDate, visit: line.isVisit, revenueCode: line.revenueCode,
    })),
  };
}

/** The member as the coverage on file has it. */
export function memberOf({ coverage }: Pick<ClaimSnapshot, 'coverage'>, accumulators: Accumulators): AdjudicationInput['member'] {
  return { found: (coverage?.memberNumber ?? null) !== null, coverage: coverage?.periods.map(({ from, to }) => ({ from, to })) ?? [], accumulators };
}

/**
 * A claim as the payer received it in an 837. The engine knows claims by the payer's own numbers: ours stays the same when a
 * claim is replaced, theirs does not.
 */
export function claimOfX12(claim: InstitutionalClaim | ProfessionalClaim, payerClaimNumber: string): ClaimInput {
  const isInstitutional = 'statement' in claim;
  const lines = claim.lines.map((line) => {
    const revenueCode = 'revenueCode' in line ? line.revenueCode : null;
    const procedure = line.procedure?.code ?? null;
    return {
      number: line.number, procedure, modifiers: line.procedure?.modifiers ?? [], units: line.units, chargeCents: line.chargeCents, revenueCode,
      serviceDate: line.service?.from ?? (isInstitutional ? claim.statement.from : ''), visit: isVisitLine(procedure, revenueCode),
    };
  });
  const days = lines.map((line) => line.serviceDate).sort();
  const frequency = claim.frequency === '7' || claim.frequency === '8' ? claim.frequency : '1';
  return {
    number: payerClaimNumber, type: isInstitutional ? 'institutional' : 'professional', frequency,
    originalNumber: frequency === '1' ? null : (claim.originalPayerControlNumber ?? ''),
    serviceFrom: isInstitutional ? claim.statement.from : (days[0] ?? ''),
    serviceThrough: isInstitutional ? claim.statement.through : (days[days.length - 1] ?? ''),
    diagnoses: isInstitutional ? [claim.principalDiagnosis.code, ...(claim.otherDiagnoses ?? []).map(({ code }) => code)] : claim.diagnoses,
    drg: isInstitutional ? (claim.drg ?? null) : null,
    // The authorisation number names a case at the payer, which covers every procedure on the claim.
    authorizations: claim.priorAuthorization ? procedures(lines) : [],
    ...otherPayerOf(claim),
    lines,
  };
}

/** What the payers before have decided, lines and claim together: the engine settles at claim level behind them. */
function otherPayerOf({ otherPayers, lines }: InstitutionalClaim | ProfessionalClaim): Pick<ClaimInput, 'otherPayer'> {
  const decided = otherPayers.filter(({ paidCents }) => paidCents !== undefined);
  const [before] = decided.slice(-1);
  if (!before) return {};
  const byLine = lines.flatMap((line) => line.adjudications).filter(({ payerId }) => payerId === before.payer.id.value).flatMap(({ adjustments }) => adjustments);
  return { otherPayer: { paidCents: before.paidCents ?? 0, adjustments: [...before.adjustments, ...byLine].map(coded) } };
}

function coded({ group, reason, cents }: { readonly group: string; readonly reason: string; readonly cents: number }): AdjustmentInput {
  return { group: group as AdjustmentInput['group'], reason, cents };
}

function procedures(lines: readonly { readonly procedure: string | null }[]): string[] {
  return lines.flatMap(({ procedure }) => (procedure === null ? [] : [procedure]));
}
