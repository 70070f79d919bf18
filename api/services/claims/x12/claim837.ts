import {
  type InstitutionalClaim, type InstitutionalClaims, type InstitutionalDiagnosis, type InstitutionalLine, type LineAdjudication, type Procedure, type ProfessionalClaim,
  type ProfessionalClaims, type ProfessionalLine, singleGroup, type WriteResult, writeX12,
} from '../../../../interop/x12';
import { type ClaimSnapshot, type SnapshotLine } from '../snapshot';
import { type StayFacts } from './facts';
import { coordinateBenefits, type CoordinatedBenefits } from './otherPayers';
import { billingProviderOf, providerOf, submitterOf, subscriberOf, tradingPartners } from './parties';
import { hospitalDay, hospitalIso, hospitalTime } from '../../staff/hospitalZone';

export interface Sending {
  /** Unique over everything this hospital sends. */
  readonly controlNumber: number;
  readonly now: Date;
  /** Goods in the demonstration are test data (ISA15). */
  readonly usage: 'P' | 'T';
}

/** Write a claim as an 837I or 837P interchange. Refused with positions when a guide would refuse it. */
export function writeClaim(snapshot: ClaimSnapshot, stay: StayFacts | null, { controlNumber, now, usage }: Sending): WriteResult {
  const { hospital, payer, claim } = snapshot;
  if (!hospital) return { ok: false, problems: [] };
  const partners = tradingPartners(hospital, payer);
  const header = {
    controlNumber: '0001', purpose: '00' as const, reference: String(controlNumber), createdOn: hospitalDay(now), createdAt: hospitalTime(now), use: 'CH' as const,
    submitter: submitterOf(hospital), receiver: { name: payer.name.slice(0, 60), id: payer.identifier },
  };
  const set: InstitutionalClaims | ProfessionalClaims = claim.type === 'institutional'
    ? { ...header, set: '837I', claims: [institutional(snapshot, stay)] }
    : { ...header, set: '837P', claims: [professional(snapshot, stay)] };
  return writeX12(singleGroup({
    sender: partners.hospital, receiver: partners.payer, date: header.createdOn, time: header.createdAt, interchangeControlNumber: controlNumber, groupControlNumber: controlNumber, usage,
  }, [set]), NEAREST_LETTERS);
}

/** Names have letters the HIPAA character sets lack (José); they go out as their nearest ones, as clearinghouses ask. */
export const NEAREST_LETTERS = { unwritable: 'replace' } as const;

function commonFacts(snapshot: ClaimSnapshot, benefits: CoordinatedBenefits) {
  const { claim, hospital, payer, patient } = snapshot;
  if (!hospital) throw new Error('A claim needs the hospital that bills it.');
  return {
    billingProvider: billingProviderOf(hospital),
    subscriber: subscriberOf(snapshot),
    payer: { name: payer.name.slice(0, 60), id: { qualifier: 'PI', value: payer.identifier } },
    patientControlNumber: claim.number,
    chargeCents: claim.chargeCents,
    acceptsAssignment: 'A' as const, benefitsAssigned: 'Y' as const, releaseOfInformation: 'Y' as const,
    ...(claim.authorizationNumber ? { priorAuthorization: claim.authorizationNumber } : {}),
    ...(claim.frequency !== '1' && claim.payerClaimNumber ? { originalPayerControlNumber: claim.payerClaimNumber } : {}),
    ...(patient.mrn ? { medicalRecordNumber: patient.mrn } : {}),
    icd: 10 as const,
    otherPayers: benefits.otherPayers,
  };
}

function institutional(snapshot: ClaimSnapshot, stay: StayFacts | null): InstitutionalClaim {
  const benefits = benefitsOf(snapshot);
  const { claim, diagnoses, lines } = snapshot;
  const [principal, ...others] = diagnoses.map(toDiagnosis);
  const isInpatient = stay?.classCode === 'IMP';
  const [principalProcedure, ...otherProcedures] = isInpatient ? (stay?.procedures ?? []).map(({ code, date }) => ({ code, date: within(date, claim) })) : [];
  return {
    ...commonFacts(snapshot, benefits),
    facilityCode: isInpatient ? '11' : '13',
    frequency: claim.frequency,
    statement: { from: claim.serviceFrom, through: claim.serviceThrough },
    ...(isInpatient && stay ? { admittedAt: hospitalIso(stay.admittedAt).slice(0, 16) } : {}),
    ...(isInpatient && stay?.dischargedAt ? { dischargeTime: hospitalTime(stay.dischargedAt) } : {}),
    // NUBC: type and point of origin 9 mean "information not available".
    admissionType: '9', admissionSource: '9',
    patientStatus: PATIENT_STATUS[stay?.disposition ?? ''] ?? '01',
    principalDiagnosis: principal ?? { code: '' },
    ...(isInpatient && principal ? { admittingDiagnosis: principal.code } : {}),
    ...(claim.drg ? { drg: claim.drg } : {}),
    ...(others.length > 0 ? { otherDiagnoses: others } : {}),
    ...(principalProcedure ? { principalProcedure } : {}),
    ...(otherProcedures.length > 0 ? { otherProcedures } : {}),
    ...(stay?.attending ? { attending: providerOf(stay.attending) } : {}),
    lines: lines.map((line) => institutionalLine(line, benefits)),
  };
}

/** NUBC patient discharge status by our disposition. */
const PATIENT_STATUS: Readonly<Record<string, string>> = { completed: '01', home: '01', 'left-against-advice': '07', deceased: '20', 'other-hcf': '02', snf: '03', hospice: '50' };

function institutionalLine(line: SnapshotLine, benefits: CoordinatedBenefits): InstitutionalLine {
  const revenueCode = line.revenueCode ?? '';
  return {
    number: line.number, chargeCents: line.chargeCents, units: line.units, unit: isRoom(revenueCode) ? 'DA' : 'UN', revenueCode, lineControlNumber: String(line.number),
    ...(line.procedure ? { procedure: procedureOf(line, line.procedure) } : {}),
    service: { from: line.serviceDate, through: line.serviceDate },
    adjudications: adjudicationsOf(line, benefits),
  };
}

function professional(snapshot: ClaimSnapshot, stay: StayFacts | null): ProfessionalClaim {
  const { claim, diagnoses, lines } = snapshot;
  const benefits = benefitsOf(snapshot);
  return {
    ...commonFacts(snapshot, benefits),
    placeOfService: stay?.classCode === 'VR' ? '02' : stay?.classCode === 'HH' ? '12' : '11',
    frequency: claim.frequency,
    signatureOnFile: true,
    diagnoses: diagnoses.slice(0, 12).map(({ code }) => withoutPoint(code)),
    ...(stay?.attending ? { rendering: providerOf(stay.attending) } : {}),
    lines: lines.map((line): ProfessionalLine => ({
      number: line.number, chargeCents: line.chargeCents, units: line.units, unit: 'UN', lineControlNumber: String(line.number),
      procedure: procedureOf(line, line.procedure ?? ''),
      diagnosisPointers: [1], service: { from: line.serviceDate, through: line.serviceDate }, adjudications: adjudicationsOf(line, benefits),
    })),
  };
}

function benefitsOf({ prior, patient, lines }: ClaimSnapshot): CoordinatedBenefits {
  return coordinateBenefits(prior, patient, lines);
}

function adjudicationsOf({ number }: SnapshotLine, { adjudications }: CoordinatedBenefits): LineAdjudication[] {
  const found = adjudications.get(number);
  return found ? [found] : [];
}

function toDiagnosis({ code, presentOnAdmission }: ClaimSnapshot['diagnoses'][number]): InstitutionalDiagnosis {
  const indicator = (['N', 'U', 'W', 'Y'] as const).find((one) => one === presentOnAdmission);
  return { code: withoutPoint(code), ...(indicator ? { presentOnAdmission: indicator } : {}) };
}

/** SV101, SV202. A code that says "unlisted" goes with what was done, in words. */
function procedureOf({ modifiers, description }: SnapshotLine, code: string): Procedure {
  return { qualifier: 'HC', code, modifiers: [...modifiers], ...(description ? { description: description.slice(0, 80).trim() } : {}) };
}

function isRoom(revenueCode: string): boolean {
  return revenueCode >= '0100' && revenueCode <= '0219';
}

function within(date: string, { serviceFrom, serviceThrough }: { serviceFrom: string; serviceThrough: string }): string {
  return date < serviceFrom ? serviceFrom : date > serviceThrough ? serviceThrough : date;
}

function withoutPoint(code: string): string {
  return code.replace('.', '');
}

