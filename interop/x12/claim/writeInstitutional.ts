import { type Draft, draftIf } from '../core/draft';
import { writeCents, writeDate, writeTime } from '../core/text';
import { draftMoment, draftRange } from '../parts/dates';
import { draftAmount } from '../parts/money';
import { CARE_TEAM_ORDER, draftCareTeam } from './careTeam';
import { draftAttachments, draftClaimNotes, draftClaimReferences } from './claimFacts';
import { draftCodes, ICD_QUALIFIERS } from './healthCodes';
import type { DatedCode, InstitutionalClaim, InstitutionalDiagnosis } from './model';
import { draftInstitutionalLine } from './writeLine';
import { draftOtherPayer } from './writeOtherPayer';

/** Loop 2300 of an 837I with its lines. */
export function draftInstitutionalClaim(claim: InstitutionalClaim): Draft[] {
  return [
    draftClaim(claim),
    ...draftIf(claim.dischargeTime, 'DTP', '096', 'TM', writeTime(claim.dischargeTime)),
    draftRange('434', claim.statement),
    ...draftMoment('435', claim.admittedAt),
    ['CL1', claim.admissionType, claim.admissionSource, claim.patientStatus],
    ...draftAttachments(claim),
    ...draftAmount('F3', claim.patientDueCents),
    ...draftClaimReferences(claim),
    ...draftClaimNotes(claim),
    ...draftHealthCodes(claim),
    ...draftCareTeam(claim, CARE_TEAM_ORDER.institutionalClaim),
    ...claim.otherPayers.flatMap(draftOtherPayer),
    ...claim.lines.flatMap(draftInstitutionalLine),
  ];
}

function draftClaim(claim: InstitutionalClaim): Draft {
  return [
    'CLM', claim.patientControlNumber, writeCents(claim.chargeCents), undefined, undefined, [claim.facilityCode, 'A', claim.frequency],
    undefined, claim.acceptsAssignment, claim.benefitsAssigned, claim.releaseOfInformation,
    undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined, claim.delayReason,
  ];
}

/** Each kind of code has its own HI segments. */
function draftHealthCodes(claim: InstitutionalClaim): Draft[] {
  const icd = ICD_QUALIFIERS[claim.icd];
  const { principalProcedure } = claim;
  return [
    ...draftCodes([diagnosis(icd.principal)(claim.principalDiagnosis)]),
    ...draftIf(claim.admittingDiagnosis, 'HI', [icd.admitting, claim.admittingDiagnosis]),
    ...draftCodes(claim.reasonsForVisit?.map((code) => [icd.reasonForVisit, code])),
    ...draftCodes(claim.externalCauses?.map(diagnosis(icd.externalCause))),
    ...draftIf(claim.drg, 'HI', ['DR', claim.drg]),
    ...draftCodes(claim.otherDiagnoses?.map(diagnosis(icd.other))),
    ...draftCodes(principalProcedure && [dated(icd.principalProcedure)(principalProcedure)]),
    ...draftCodes(claim.otherProcedures?.map(dated(icd.otherProcedure))),
    ...draftCodes(claim.occurrenceSpans?.map(({ code, from, through }) => ['BI', code, 'RD8', `${writeDate(from)}-${writeDate(through)}`])),
    ...draftCodes(claim.occurrences?.map(dated('BH'))),
    ...draftCodes(claim.values?.map(({ code, hundredths }) => ['BE', code, undefined, undefined, writeCents(hundredths)])),
    ...draftCodes(claim.conditions?.map((code) => ['BG', code])),
    ...draftCodes(claim.treatmentCodes?.map((code) => ['TC', code])),
  ];
}

function diagnosis(qualifier: string) {
  return ({ code, presentOnAdmission }: InstitutionalDiagnosis) => [
    qualifier, code, undefined, undefined, undefined, undefined, undefined, undefined, presentOnAdmission,
  ];
}

function dated(qualifier: string) {
  return ({ code, date }: DatedCode) => [qualifier, code, 'D8', writeDate(date)];
}
