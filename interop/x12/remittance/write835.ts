import { type Draft, draftIf } from '../core/draft';
import { writeCents, writeDate, writeQuantity } from '../core/text';
import { draftInpatient, draftOutpatient } from '../parts/adjudication';
import { draftAddress, draftContact, draftName, draftReference, draftReferences } from '../parts/party';
import { draftAdjustments, draftAmounts, draftQuantities } from '../parts/money';
import { draftProcedure } from '../parts/procedure';
import type { Period } from '../parts/model';
import type { BankAccount, ClaimPayment, Payee, Payer, Payment, ProviderAdjustment, Remittance, RemittanceParty, ServicePayment } from './model';

/** The segments of an 835 between ST and SE. */
export function draft835(remittance: Remittance): Draft[] {
  const { trace } = remittance;
  return [
    draftPayment(remittance.payment),
    ['TRN', '1', trace.number, trace.originator, trace.supplement],
    ...draftReference('EV', remittance.receiverId),
    ...draftReference('F2', remittance.systemVersion),
    ...draftDay('405', remittance.producedOn),
    ...draftPayer(remittance.payer),
    ...draftPayee(remittance.payee),
    ...draftClaims(remittance.claims),
    ...draftProviderAdjustments(remittance.providerAdjustments),
  ];
}

function draftPayment(payment: Payment): Draft {
  const { handling, amountCents, direction, method, format, sender, originator, supplement, receiver, date } = payment;
  return [
    'BPR', handling, writeCents(amountCents), direction, method, format, ...account(sender), originator, supplement, ...account(receiver), writeDate(date),
  ];
}

function account(one: BankAccount | undefined): (string | undefined)[] {
  return [one?.bankQualifier, one?.bank, one?.accountQualifier, one?.account];
}

function draftPayer(payer: Payer): Draft[] {
  return [
    ['N1', 'PR', payer.name, payer.planId && 'XV', payer.planId],
    ...draftAddress(payer.address),
    ...draftReferences(payer.references),
    ...(payer.businessContact ? [draftContact('CX', payer.businessContact)] : []),
    ...payer.technicalContacts.map((contact) => draftContact('BL', contact)),
    ...draftIf(payer.website, 'PER', 'IC', undefined, 'UR', payer.website),
  ];
}

function draftPayee(payee: Payee): Draft[] {
  return [['N1', 'PE', payee.name, payee.id.qualifier, payee.id.value], ...draftAddress(payee.address), ...draftReferences(payee.references)];
}

/** Neighbouring claims of one group stand under one LX. */
function draftClaims(claims: readonly ClaimPayment[]): Draft[] {
  return claims.flatMap((claim, index) => {
    const opens = claim.claimGroup !== claims[index - 1]?.claimGroup;
    return [...draftIf(opens, 'LX', String(claim.claimGroup)), ...draftClaimPayment(claim)];
  });
}

function draftClaimPayment(claim: ClaimPayment): Draft[] {
  return [
    [
      'CLP', claim.patientControlNumber, claim.status, writeCents(claim.chargeCents), writeCents(claim.paidCents),
      writeCents(claim.patientResponsibilityCents), claim.filingIndicator, claim.payerControlNumber, claim.facilityCode, claim.frequency,
      undefined, claim.drg, writeQuantity(claim.drgWeight), writeQuantity(claim.dischargeFraction),
    ],
    ...draftAdjustments(claim.adjustments),
    draftParty('QC', claim.patient, 'person'),
    ...[
      ['IL', claim.insured] as const, ['74', claim.correctedInsured] as const, ['82', claim.serviceProvider] as const,
      ['TT', claim.crossoverCarrier] as const, ['PR', claim.correctedPayer] as const, ['GB', claim.otherSubscriber] as const,
    ].flatMap(([role, party]) => (party ? [draftParty(role, party, 'organization')] : [])),
    ...draftInpatient(claim.inpatient),
    ...draftOutpatient(claim.outpatient),
    ...draftReferences(claim.references),
    ...draftDay('232', claim.statement?.from),
    ...draftDay('233', claim.statement?.through),
    ...draftDay('036', claim.coverageExpiredOn),
    ...draftDay('050', claim.receivedOn),
    ...(claim.contacts ?? []).map((contact) => draftContact('CX', contact)),
    ...draftAmounts(claim.amounts),
    ...draftQuantities(claim.quantities),
    ...claim.lines.flatMap(draftServicePayment),
  ];
}

/** NM102 must say person or organization even where the name is left out. */
function draftParty(role: string, party: RemittanceParty, unnamed: 'person' | 'organization'): Draft {
  return draftName(role, party.name ?? (unnamed === 'person' ? { kind: 'person' } : { kind: 'organization' }), party.id);
}

function draftServicePayment(line: ServicePayment): Draft[] {
  return [
    [
      'SVC', draftProcedure(line.procedure), writeCents(line.chargeCents), writeCents(line.paidCents), line.revenueCode,
      writeQuantity(line.paidUnits), draftProcedure(line.submittedProcedure), writeQuantity(line.submittedUnits),
    ],
    ...draftServiceDates(line.service),
    ...draftAdjustments(line.adjustments),
    ...draftReference('6R', line.lineControlNumber),
    ...draftReferences(line.references),
    ...draftAmounts(line.amounts),
    ...draftQuantities(line.quantities),
    ...line.remarks.map(({ list, code }): Draft => ['LQ', list, code]),
  ];
}

function draftServiceDates(service: Partial<Period> | undefined): Draft[] {
  if (service?.from && service.from === service.through) return draftDay('472', service.from);
  return [...draftDay('150', service?.from), ...draftDay('151', service?.through)];
}

function draftDay(qualifier: string, day: string | undefined): Draft[] {
  return draftIf(day, 'DTM', qualifier, writeDate(day));
}

/** Up to six neighbours of one provider and fiscal year share a PLB. */
function draftProviderAdjustments(adjustments: readonly ProviderAdjustment[]): Draft[] {
  const runs: ProviderAdjustment[][] = [];
  for (const adjustment of adjustments) {
    const run = runs.at(-1);
    const [first] = run ?? [];
    const fits = first?.providerId === adjustment.providerId && first.fiscalPeriodEnd === adjustment.fiscalPeriodEnd;
    if (run && run.length < 6 && fits) run.push(adjustment);
    else runs.push([adjustment]);
  }
  return runs.map((run) => [
    'PLB', run[0]?.providerId, writeDate(run[0]?.fiscalPeriodEnd),
    ...run.flatMap(({ reason, reference, cents }) => [[reason, reference], writeCents(cents)]),
  ]);
}
