import { type Draft, draftIf } from '../core/draft';
import { writeCents, writeDate, writeQuantity } from '../core/text';
import { draftPeriod } from '../parts/dates';
import { draftAdjustments, draftAmount, draftAmounts } from '../parts/money';
import { draftReference, draftReferences } from '../parts/party';
import { draftProcedure } from '../parts/procedure';
import { CARE_TEAM_ORDER, draftCareTeam, draftProviderReferences } from './careTeam';
import type { Drug, InstitutionalLine, LineAdjudication, LineReference, ProfessionalLine } from './lineModel';

/** Loop 2400 of an 837P. */
export function draftProfessionalLine(line: ProfessionalLine): Draft[] {
  return [
    ['LX', String(line.number)],
    [
      'SV1', draftProcedure(line.procedure), writeCents(line.chargeCents), line.unit, writeQuantity(line.units), line.placeOfService, undefined,
      line.diagnosisPointers.map(String), undefined, yes(line.emergency), undefined, yes(line.epsdt), yes(line.familyPlanning), undefined, undefined,
      line.copayExempt && '0',
    ],
    ...draftPeriod('472', line.service),
    ...draftReference('6R', line.lineControlNumber),
    ...draftLineReferences('G1', line.priorAuthorizations),
    ...draftLineReferences('9F', line.referrals),
    ...draftLineFacts(line),
    ...draftCareTeam(line, CARE_TEAM_ORDER.professionalLine),
    ...line.adjudications.flatMap(draftAdjudication),
  ];
}

/** Loop 2400 of an 837I. */
export function draftInstitutionalLine(line: InstitutionalLine): Draft[] {
  return [
    ['LX', String(line.number)],
    [
      'SV2', line.revenueCode, draftProcedure(line.procedure), writeCents(line.chargeCents), line.unit, writeQuantity(line.units), undefined,
      writeCents(line.nonCoveredCents),
    ],
    ...draftPeriod('472', line.service),
    ...draftReference('6R', line.lineControlNumber),
    ...draftLineFacts(line),
    ...draftCareTeam(line, CARE_TEAM_ORDER.institutionalLine),
    ...line.adjudications.flatMap(draftAdjudication),
  ];
}

function draftLineFacts(line: ProfessionalLine | InstitutionalLine): Draft[] {
  return [
    ...draftReferences(line.references),
    ...draftAmounts(line.amounts),
    ...(line.notes ?? []).map(({ code, text }): Draft => ['NTE', code, text]),
    ...(line.drug ? draftDrug(line.drug) : []),
  ];
}

function yes(flag: true | undefined): string | undefined {
  return flag && 'Y';
}

function draftLineReferences(qualifier: string, references: readonly LineReference[] | undefined): Draft[] {
  return draftProviderReferences(references?.map((reference) => ({ qualifier, ...reference })));
}

function draftDrug({ qualifier, code, quantity, unit, prescription }: Drug): Draft[] {
  return [
    ['LIN', undefined, qualifier, code],
    ['CTP', undefined, undefined, undefined, writeQuantity(quantity), [unit]],
    ...draftIf(prescription, 'REF', prescription?.qualifier, prescription?.value),
  ];
}

function draftAdjudication(adjudication: LineAdjudication): Draft[] {
  const { payerId, paidCents, procedure, revenueCode, paidUnits, bundledLine, adjustments, adjudicatedOn, remainingPatientCents } = adjudication;
  return [
    ['SVD', payerId, writeCents(paidCents), draftProcedure(procedure), revenueCode, writeQuantity(paidUnits), writeQuantity(bundledLine)],
    ...draftAdjustments(adjustments),
    ['DTP', '573', 'D8', writeDate(adjudicatedOn)],
    ...draftAmount('EAF', remainingPatientCents),
  ];
}
