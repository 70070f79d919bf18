import { given, present, readCents, readDate, unlessEmpty } from '../core/text';
import type { Segment } from '../core/segment';
import type { Loop } from '../grammar/loop';
import { readAmount } from '../parts/money';
import { codesMeaning, codesWith } from './healthCodes';
import { readClaimFacts } from './claimFacts';
import type { ClaimDates, ClaimParties, PatientCondition, ProfessionalClaim, RelatedCauses } from './model';
import { readProfessionalLine } from './parseLine';

/** DTP01 of each claim date. */
export const CLAIM_DATE_QUALIFIERS = {
  onset: '431', initialTreatment: '454', lastSeen: '304', acuteManifestation: '453', accident: '439', lastMenstrualPeriod: '484', lastXray: '455',
  prescription: '471', lastWorked: '297', returnToWork: '296', admission: '435', discharge: '096', assumedCare: '090', relinquishedCare: '091',
  firstContact: '444', repricerReceived: '050',
} as const satisfies Record<keyof ClaimDates, string>;

/** Loop 2300 of an 837P. */
export function readProfessionalClaim(loop: Loop, parties: ClaimParties, patientCondition: PatientCondition | undefined): ProfessionalClaim {
  const clm = loop.head;
  return present({
    ...parties,
    ...readClaimFacts(loop),
    chargeCents: readCents(clm.at(2)),
    placeOfService: clm.component(5, 1),
    frequency: clm.component(5, 3) as ProfessionalClaim['frequency'],
    signatureOnFile: clm.at(6) === 'Y',
    patientSignatureSource: clm.optional(10) as 'P' | undefined,
    relatedCauses: readRelatedCauses(clm),
    specialProgram: clm.optional(12),
    patientCondition,
    dates: readDates(loop),
    patientPaidCents: readAmount(loop, 'F5'),
    diagnoses: [...codesMeaning(loop, 'principal'), ...codesMeaning(loop, 'other')].map(([, code = '']) => code),
    anesthesiaProcedures: unlessEmpty(codesWith(loop, ['BP', 'BO']).map(([, code = '']) => code)),
    lines: loop.children('2400').map(readProfessionalLine),
  });
}

function readRelatedCauses(clm: Segment): RelatedCauses | undefined {
  const [first, second, , state, country] = clm.components(11);
  if (!first) return undefined;
  return present({ causes: second ? [first, second] : [first], state: state || undefined, country: country || undefined });
}

function readDates(loop: Loop): ClaimDates | undefined {
  const dates: ClaimDates = {};
  for (const [name, qualifier] of Object.entries(CLAIM_DATE_QUALIFIERS) as [keyof ClaimDates, string][]) {
    const day = given(loop.find('DTP', qualifier)?.at(3), readDate);
    if (day) dates[name] = day;
  }
  return Object.keys(dates).length > 0 ? dates : undefined;
}
