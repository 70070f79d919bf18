import type { Draft } from '../core/draft';
import { draftIf } from '../core/draft';
import { present, unlessEmpty } from '../core/text';
import type { Loop } from '../grammar/loop';
import { draftReference, draftReferences, readReferences } from '../parts/party';
import { readCareTeam } from './careTeam';
import { codesWith, icdOf } from './healthCodes';
import type { InstitutionalClaim, ProfessionalClaim } from './model';
import { readOtherPayer } from './parseOtherPayer';

type Claim = ProfessionalClaim | InstitutionalClaim;

/** REF of a claim that have a field of their own. */
const NAMED = { G1: 'priorAuthorization', '9F': 'referral', F8: 'originalPayerControlNumber', EA: 'medicalRecordNumber', D9: 'clearinghouseNumber' } as const;
const NAMED_QUALIFIERS = Object.keys(NAMED) as (keyof typeof NAMED)[];

/** What both kinds of claim have in loop 2300 apart from parties and lines. */
export function readClaimFacts(loop: Loop) {
  const clm = loop.head;
  return {
    patientControlNumber: clm.at(1),
    acceptsAssignment: clm.at(7) as Claim['acceptsAssignment'],
    benefitsAssigned: clm.at(8) as Claim['benefitsAssigned'],
    releaseOfInformation: clm.at(9) as Claim['releaseOfInformation'],
    delayReason: clm.optional(20),
    attachments: unlessEmpty(loop.all('PWK').map((pwk) => present({ reportType: pwk.at(1), transmission: pwk.at(2), controlNumber: pwk.optional(6) }))),
    priorAuthorization: loop.find('REF', 'G1')?.at(2),
    referral: loop.find('REF', '9F')?.at(2),
    originalPayerControlNumber: loop.find('REF', 'F8')?.at(2),
    medicalRecordNumber: loop.find('REF', 'EA')?.at(2),
    clearinghouseNumber: loop.find('REF', 'D9')?.at(2),
    references: unlessEmpty(readReferences(loop, { except: NAMED_QUALIFIERS })),
    notes: unlessEmpty(loop.all('NTE').map((nte) => ({ code: nte.at(1), text: nte.at(2) }))),
    icd: icdOf(loop),
    conditions: unlessEmpty(codesWith(loop, ['BG']).map(([, code = '']) => code)),
    ...readCareTeam(loop),
    otherPayers: loop.children('2320').map(readOtherPayer),
  };
}

export function draftAttachments(claim: Claim): Draft[] {
  return (claim.attachments ?? []).map(({ reportType, transmission, controlNumber }): Draft => [
    'PWK', reportType, transmission, undefined, undefined, controlNumber === undefined ? undefined : 'AC', controlNumber,
  ]);
}

export function draftClaimReferences(claim: Claim): Draft[] {
  return [...NAMED_QUALIFIERS.flatMap((qualifier) => draftReference(qualifier, claim[NAMED[qualifier]])), ...draftReferences(claim.references)];
}

export function draftClaimNotes(claim: Claim): Draft[] {
  return (claim.notes ?? []).flatMap(({ code, text }) => draftIf(text, 'NTE', code, text));
}
