import { readJson, readTexts } from '../../../db/models/table';
import { type PlanInput } from '../../../domain/adjudication/input';
import { type ClaimLine } from '../../../domain/claims/claimLine';
import { type ScrubClaim } from '../../../domain/claims/scrub';
import { type Act, select, selectOne } from '../../http/act';
import { type ClaimLineRow, type ClaimRow, readDiagnoses, readLines } from './claimRow';
import { type PriorAnswer, readPlace } from './priorAnswer';
import { hospitalDay } from '../staff/hospitalZone';

export interface PersonName {
  readonly family: string;
  readonly given: readonly string[];
  readonly suffix?: string | null;
}

export interface PostalAddress {
  readonly line: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
}

export interface ClaimPatient {
  readonly id: string;
  readonly name: PersonName | null;
  readonly birthDate: string | null;
  readonly gender: string;
  readonly mrn: string | null;
  readonly address: PostalAddress | null;
}

export interface ClaimCoverage {
  readonly id: string;
  readonly memberNumber: string | null;
  readonly relationship: string;
  readonly status: string;
  readonly periods: readonly { readonly from: string; readonly to: string | null }[];
}

export interface ClaimPayer {
  readonly id: string;
  readonly identifier: string;
  readonly name: string;
  readonly kind: string;
}

export interface Hospital {
  readonly name: string;
  readonly npi: string | null;
  readonly taxId: string | null;
  readonly taxonomy: string | null;
  readonly address: PostalAddress | null;
  readonly phone: string | null;
}

export interface SnapshotLine extends ClaimLine {
  readonly isVisit: boolean;
  /** What was done, where the code does not say it. */
  readonly description?: string;
}

/** Everything about a claim that leaves the house, opened: for the scrubber, the 837 and the payer's rules. Patient data: audit its use. */
export interface ClaimSnapshot {
  readonly claim: ClaimRow;
  readonly lines: readonly SnapshotLine[];
  readonly diagnoses: readonly { readonly code: string; readonly presentOnAdmission: string | null }[];
  readonly patient: ClaimPatient;
  readonly coverage: ClaimCoverage | null;
  readonly payer: ClaimPayer;
  readonly plan: PlanInput;
  readonly hospital: Hospital | null;
  /** This payer's place among the patient's. */
  readonly responsibility: string;
  /** What the payer before has answered. */
  readonly prior: PriorAnswer | null;
  /** The day the claim was first sent; null: never. */
  readonly firstSentOn: string | null;
}

/** Read a claim as it stands now. */
export async function takeSnapshot(act: Act, claim: ClaimRow): Promise<ClaimSnapshot> {
  const [payer, planRow, firstSent, lines, diagnoses, patient, coverage, hospital, place] = await Promise.all([
    selectOne<ClaimPayer>(act, 'SELECT id, payer_identifier AS identifier, name, kind FROM payers WHERE id = ?', [claim.payerId]),
    selectOne<{ rules: unknown }>(act, 'SELECT rules FROM plans WHERE id = ?', [claim.planId]),
    selectOne<{ at: Date | null }>(act, 'SELECT MIN(submitted_at) AS at FROM claim_submissions WHERE claim_id = ?', [claim.id]),
    readLines(act, claim.id),
    readDiagnoses(act, claim.id),
    readPatient(act, claim.patientId),
    readCoverage(act, claim),
    readHospital(act),
    readPlace(act, claim),
  ]);
  if (!payer || !planRow) throw new Error('A claim without payer or plan cannot be in the record.');
  return {
    claim,
    lines: lines.map(toLine),
    diagnoses,
    patient,
    coverage,
    payer,
    plan: readJson(planRow.rules) as PlanInput,
    hospital,
    ...place,
    firstSentOn: firstSent?.at ? hospitalDay(firstSent.at) : null,
  };
}

/** The snapshot as the scrubber wants it. */
export function toScrub({ claim, lines, diagnoses, patient, coverage, plan, hospital, firstSentOn }: ClaimSnapshot): ScrubClaim {
  return {
    type: claim.type, frequency: claim.frequency, payerClaimNumber: claim.payerClaimNumber, chargeCents: claim.chargeCents,
    serviceFrom: claim.serviceFrom, serviceThrough: claim.serviceThrough, drg: claim.drg, authorizationNumber: claim.authorizationNumber,
    memberNumber: coverage?.memberNumber ?? null, diagnoses: diagnoses.map(({ code }) => code), lines,
    patient: { family: patient.name?.family ?? null, birthDate: patient.birthDate },
    provider: hospital && { npi: hospital.npi, taxId: hospital.taxId, hasAddress: hospital.address !== null },
    coverage: coverage?.periods ?? [], firstSentOn,
    plan: { pricing: plan.pricing, timelyFilingDays: plan.timelyFilingDays ?? null, priorAuthorizationRequired: plan.priorAuthorizationRequired ?? null },
  };
}

function toLine(row: ClaimLineRow): SnapshotLine {
  return {
    number: row.number, procedure: row.procedureCode, modifiers: readTexts(row.modifiers), revenueCode: row.revenueCode,
    units: row.units, chargeCents: Number(row.chargeCents), serviceDate: row.serviceDate, isVisit: Number(row.isVisit) === 1,
  };
}

/** Who the patient is, as files to payers name them. */
export async function readPatient(act: Act, patientId: string): Promise<ClaimPatient> {
  const row = await selectOne<{ nameEnc: Buffer | null; birthDateEnc: Buffer | null; mrnEnc: Buffer | null; contactEnc: Buffer | null; gender: string }>(
    act,
    'SELECT name_enc AS nameEnc, birth_date_enc AS birthDateEnc, mrn_enc AS mrnEnc, contact_enc AS contactEnc, administrative_gender AS gender FROM patients WHERE id = ?',
    [patientId],
  );
  const { cipher } = act.database;
  const place = (column: string) => ({ table: 'patients', column, id: patientId });
  const name = cipher.openJson<PersonName>(place('name_enc'), row?.nameEnc ?? null);
  const contact = cipher.openJson<{ address?: Partial<PostalAddress> | null }>(place('contact_enc'), row?.contactEnc ?? null);
  return {
    id: patientId, name, gender: row?.gender ?? 'unknown',
    birthDate: row?.birthDateEnc ? cipher.open(place('birth_date_enc'), row.birthDateEnc) : null,
    mrn: row?.mrnEnc ? cipher.open(place('mrn_enc'), row.mrnEnc) : null,
    address: wholeAddress(contact?.address),
  };
}

async function readCoverage(act: Act, { coverageId, payerId, patientId }: ClaimRow): Promise<ClaimCoverage | null> {
  if (coverageId === null) return null;
  const rows = await select<{ id: string; memberNumberEnc: Buffer; relationship: string; status: string; from: string; to: string | null }>(
    act,
    `SELECT id, member_number_enc AS memberNumberEnc, relationship, status, period_start AS \`from\`, period_end AS \`to\`
     FROM coverages WHERE patient_id = ? AND payer_id = ? AND (status <> 'entered-in-error' OR id = ?) ORDER BY period_start`,
    [patientId, payerId, coverageId],
  );
  const own = rows.find((row) => row.id === coverageId);
  if (!own) return null;
  const memberNumber = act.database.cipher.open({ table: 'coverages', column: 'member_number_enc', id: own.id }, own.memberNumberEnc).trim();
  return { id: own.id, memberNumber: memberNumber || null, relationship: own.relationship, status: own.status, periods: rows.map(({ from, to }) => ({ from, to })) };
}

/** The hospital itself, as files to payers name it. */
export async function readHospital(act: Act): Promise<Hospital | null> {
  const row = await selectOne<Omit<Hospital, 'address'> & { address: unknown }>(act, 'SELECT name, npi, tax_id AS taxId, taxonomy, address, phone FROM organizations WHERE is_own = 1 ORDER BY id LIMIT 1');
  return row && { ...row, address: wholeAddress(readJson(row.address) as Partial<PostalAddress> | null) };
}

/** A half address is none: an 837 cannot carry it. */
function wholeAddress(address: Partial<PostalAddress> | null | undefined): PostalAddress | null {
  if (!address) return null;
  const { line, city, state, postalCode } = address;
  const street = Array.isArray(line) ? (line as string[]).filter(Boolean).join(' ') : line;
  return street && city && state && postalCode ? { line: street, city, state, postalCode } : null;
}
