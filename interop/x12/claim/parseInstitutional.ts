import { given, present, readCents, readDate, readTime, unlessEmpty } from '../core/text';
import type { Loop } from '../grammar/loop';
import { findPeriod, readMoment } from '../parts/dates';
import { readAmount } from '../parts/money';
import { readClaimFacts } from './claimFacts';
import { type CodeComponents, codesMeaning, codesWith } from './healthCodes';
import type { ClaimParties, DatedCode, InstitutionalClaim, InstitutionalDiagnosis } from './model';
import { readInstitutionalLine } from './parseLine';

/** Loop 2300 of an 837I. */
export function readInstitutionalClaim(loop: Loop, parties: ClaimParties): InstitutionalClaim {
  const clm = loop.head;
  const cl1 = loop.need('CL1');
  const [principal = []] = codesMeaning(loop, 'principal');
  const [principalProcedure] = codesMeaning(loop, 'principalProcedure');
  return present({
    ...parties,
    ...readClaimFacts(loop),
    chargeCents: readCents(clm.at(2)),
    facilityCode: clm.component(5, 1),
    frequency: clm.component(5, 3),
    statement: findPeriod(loop, '434') ?? { from: '', through: '' },
    admittedAt: given(loop.find('DTP', '435'), readMoment),
    dischargeTime: given(loop.find('DTP', '096')?.at(3), readTime),
    admissionType: cl1.optional(1),
    admissionSource: cl1.optional(2),
    patientStatus: cl1.at(3),
    patientDueCents: readAmount(loop, 'F3'),
    principalDiagnosis: readDiagnosis(principal),
    admittingDiagnosis: codesMeaning(loop, 'admitting')[0]?.[1],
    reasonsForVisit: unlessEmpty(codesMeaning(loop, 'reasonForVisit').map(codeOf)),
    externalCauses: unlessEmpty(codesMeaning(loop, 'externalCause').map(readDiagnosis)),
    drg: codesWith(loop, ['DR'])[0]?.[1],
    otherDiagnoses: unlessEmpty(codesMeaning(loop, 'other').map(readDiagnosis)),
    principalProcedure: principalProcedure && readDated(principalProcedure),
    otherProcedures: unlessEmpty(codesMeaning(loop, 'otherProcedure').map(readDated)),
    occurrenceSpans: unlessEmpty(codesWith(loop, ['BI']).map(readSpan)),
    occurrences: unlessEmpty(codesWith(loop, ['BH']).map(readDated)),
    values: unlessEmpty(codesWith(loop, ['BE']).map((parts) => ({ code: codeOf(parts), hundredths: readCents(parts[4] ?? '') }))),
    treatmentCodes: unlessEmpty(codesWith(loop, ['TC']).map(codeOf)),
    lines: loop.children('2400').map(readInstitutionalLine),
  });
}

function codeOf([, code = '']: CodeComponents): string {
  return code;
}

function readDiagnosis(parts: CodeComponents): InstitutionalDiagnosis {
  return present({ code: codeOf(parts), presentOnAdmission: (parts[8] || undefined) as InstitutionalDiagnosis['presentOnAdmission'] });
}

function readDated(parts: CodeComponents): DatedCode {
  return { code: codeOf(parts), date: readDate(parts[3] ?? '') };
}

function readSpan(parts: CodeComponents): { code: string; from: string; through: string } {
  const [from = '', through = ''] = (parts[3] ?? '').split('-');
  return { code: codeOf(parts), from: readDate(from), through: readDate(through) };
}
