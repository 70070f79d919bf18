import { type SettledClaim, type SettledLine } from '../../../domain/claims/settlement';
import { type ClaimPayment, type PartyName, type ServicePayment } from '../../../interop/x12';

/** What a payer says of one claim, from an 835 or from paper. */
export interface Answer {
  /** CLP01: our number, as the payer gives it. */
  readonly claimNumber: string;
  /** CLP07 */
  readonly payerClaimNumber: string | null;
  readonly serviceFrom: string | null;
  /** Whom the payer means; helps a person to find the claim. */
  readonly patient: { readonly name: string | null; readonly memberNumber: string | null } | null;
  readonly settled: SettledClaim;
  readonly remarks: readonly string[];
}

/** Loop 2100 as the posting rules read it. */
export function answerOfPayment(payment: ClaimPayment): Answer {
  const { name, id } = payment.patient;
  return {
    claimNumber: payment.patientControlNumber, payerClaimNumber: payment.payerControlNumber || null, serviceFrom: payment.statement?.from ?? payment.lines[0]?.service?.from ?? null,
    patient: name || id ? { name: wordsOf(name), memberNumber: id?.value ?? null } : null,
    settled: toSettled(payment), remarks: [...(payment.inpatient?.remarks ?? []), ...(payment.outpatient?.remarks ?? [])],
  };
}

function toSettled(payment: ClaimPayment): SettledClaim {
  const patient = [...payment.adjustments, ...payment.lines.flatMap((line) => line.adjustments)].filter(({ group }) => group === 'PR').reduce((sum, { cents }) => sum + cents, 0);
  return {
    statusCode: payment.status, chargeCents: payment.chargeCents, paidCents: payment.paidCents, patientCents: payment.patientResponsibilityCents ?? patient,
    adjustments: payment.adjustments.map(({ group, reason, cents }) => ({ group, reason, cents })), lines: payment.lines.map(toSettledLine),
  };
}

function toSettledLine(line: ServicePayment): SettledLine {
  const isRevenue = line.procedure.qualifier === 'NU';
  const sent = line.submittedProcedure;
  return {
    lineControlNumber: line.lineControlNumber ?? null, procedure: isRevenue ? null : line.procedure.code, ...(sent ? { submittedProcedure: sent.code } : {}), modifiers: line.procedure.modifiers,
    revenueCode: isRevenue ? line.procedure.code : (line.revenueCode ?? null), serviceDate: line.service?.from ?? null,
    chargeCents: line.chargeCents, paidCents: line.paidCents, adjustments: line.adjustments.map(({ group, reason, cents }) => ({ group, reason, cents })),
    remarks: line.remarks.map(({ code }) => code),
  };
}

function wordsOf(name: PartyName | undefined): string | null {
  if (!name) return null;
  const words = name.kind === 'person' ? [name.first, name.middle, name.last] : [name.name];
  return words.filter(Boolean).join(' ') || null;
}
