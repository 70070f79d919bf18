import type { Draft } from '../core/draft';
import { writeCents } from '../core/text';
import { draftDay } from '../parts/dates';
import { draftAmount } from '../parts/money';
import { CARE_TEAM_ORDER, draftCareTeam } from './careTeam';
import { draftAttachments, draftClaimNotes, draftClaimReferences } from './claimFacts';
import { draftCodes, ICD_QUALIFIERS } from './healthCodes';
import type { ClaimDates, ProfessionalClaim } from './model';
import { CLAIM_DATE_QUALIFIERS } from './parseProfessional';
import { draftProfessionalLine } from './writeLine';
import { draftOtherPayer } from './writeOtherPayer';

/** Loop 2300 of an 837P with its lines. */
export function draftProfessionalClaim(claim: ProfessionalClaim): Draft[] {
  const icd = ICD_QUALIFIERS[claim.icd];
  return [
    draftClaim(claim),
    ...draftDates(claim.dates),
    ...draftAttachments(claim),
    ...draftAmount('F5', claim.patientPaidCents),
    ...draftClaimReferences(claim),
    ...draftClaimNotes(claim),
    // One HI: the principal diagnosis first, because lines point to positions in it.
    ['HI', ...claim.diagnoses.map((code, index) => [index === 0 ? icd.principal : icd.other, code])],
    ...draftCodes(claim.anesthesiaProcedures?.map((code, index) => [index === 0 ? 'BP' : 'BO', code])),
    ...draftCodes(claim.conditions?.map((code) => ['BG', code])),
    ...draftCareTeam(claim, CARE_TEAM_ORDER.professionalClaim),
    ...claim.otherPayers.flatMap(draftOtherPayer),
    ...claim.lines.flatMap(draftProfessionalLine),
  ];
}

function draftClaim(claim: ProfessionalClaim): Draft {
  const { relatedCauses } = claim;
  const [first, second, third] = relatedCauses?.causes ?? [];
  return [
    'CLM', claim.patientControlNumber, writeCents(claim.chargeCents), undefined, undefined, [claim.placeOfService, 'B', claim.frequency],
    claim.signatureOnFile ? 'Y' : 'N', claim.acceptsAssignment, claim.benefitsAssigned, claim.releaseOfInformation, claim.patientSignatureSource,
    relatedCauses && [first, second, third, relatedCauses.state, relatedCauses.country], claim.specialProgram,
    undefined, undefined, undefined, undefined, undefined, undefined, undefined, claim.delayReason,
  ];
}

function draftDates(dates: ClaimDates | undefined): Draft[] {
  return (Object.entries(CLAIM_DATE_QUALIFIERS) as [keyof ClaimDates, string][]).flatMap(([name, qualifier]) => draftDay(qualifier, dates?.[name]));
}
