import { type Database } from '../../db/connect';
import {
  CodeCrosswalk, Concept, Condition, Coverage, DiagnosticReport, Encounter, EncounterLocation, Journey, MedicationAdministration, MedicationRequest, Organization, Payer, Plan, Practitioner, Procedure, Ward,
} from '../../db/models';
import { newId } from '../../db/newId';
import { type PlanInput } from '../../domain/adjudication/input';
import { makePatient, type MadePatient, makeWard } from './hospital';

let counter = 0;
const next = (): number => (counter += 1);

/** Never rejects, denies or repeats, and answers at once. */
export const STRAIGHT_PAYER = { acknowledgeAfterMs: 1000, remitAfterMs: 2000, payTogetherMs: 0, copies: 1, outOfOrder: false, rejectPercent: 0, denyPercent: 0, upholdPercent: 0 };
export interface MadeBehaviour extends Readonly<typeof STRAIGHT_PAYER> {
  readonly isDown: boolean;
  readonly payTwice: boolean;
  readonly denyCodes: readonly string[];
}

/** Deductible 1,000, then a fifth; a fee for the one procedure these tests use. */
export const SIMPLE_PLAN: PlanInput = {
  timelyFilingDays: 365, pricing: { basis: 'fee-schedule', lesserOf: true }, feeSchedule: { G0463: 12_000 }, coinsuranceRate: 0.2,
  deductible: { individualCents: 100_000 }, outOfPocketMax: { individualCents: 500_000 },
};

/** The hospital itself, as claims name it. Once per database. */
export async function makeHospital(): Promise<void> {
  await Organization.create({
    id: newId(), name: 'Test General Hospital', npi: '1234567893', taxId: '690000001', taxonomy: '282N00000X', phone: '617-555-0100', isOwn: true,
    address: { line: '1 Harbor Way', city: 'Boston', state: 'MA', postalCode: '021271000' } as object,
  });
}

export interface MadePayer {
  readonly payerId: string;
  readonly planId: string;
}

/** A payer with one plan, and how the demonstration payer answers for it. */
export async function makePayer(database: Database, options: { rules?: PlanInput; behaviour?: Partial<MadeBehaviour>; kind?: string } = {}): Promise<MadePayer> {
  const [payerId, planId, n] = [newId(), newId(), next()];
  await Payer.create({ id: payerId, payerIdentifier: `PAYER${n}`, name: `Test Payer ${n}`, kind: options.kind ?? 'commercial' });
  await Plan.create({ id: planId, payerId, code: `PLAN-${n}`, name: `Test plan ${n}`, rules: options.rules ?? SIMPLE_PLAN });
  const told: MadeBehaviour = { ...STRAIGHT_PAYER, isDown: false, payTwice: false, denyCodes: [], ...options.behaviour };
  await database.sequelize.query(
    'INSERT INTO payer_behaviours (payer_id, acknowledge_after_ms, remit_after_ms, pay_together_ms, copies, out_of_order, reject_percent, deny_percent, uphold_percent, is_down, pay_twice, deny_codes) VALUES (?)',
    { replacements: [[payerId, told.acknowledgeAfterMs, told.remitAfterMs, told.payTogetherMs, told.copies, told.outOfOrder, told.rejectPercent, told.denyPercent, told.upholdPercent, told.isDown, told.payTwice, JSON.stringify(told.denyCodes)]] },
  );
  return { payerId, planId };
}

export interface CoverageOptions {
  readonly memberNumber?: string;
  /** The coverage whose family the patient belongs to. */
  readonly subscriberCoverageId?: string;
  /** 2: comes after another payer. */
  readonly rankOrder?: number;
}

/** The patient's insurance with a payer, from 2020 on. */
export async function makeCoverage({ cipher }: Database, patientId: string, payer: MadePayer, options: CoverageOptions = {}): Promise<string> {
  const { memberNumber = `M${next()}A`, subscriberCoverageId = null, rankOrder = 1 } = options;
  const id = newId();
  await Coverage.create({
    id, patientId, payerId: payer.payerId, planId: payer.planId, periodStart: '2020-01-01', subscriberCoverageId, rankOrder, relationship: subscriberCoverageId ? 'child' : 'self',
    memberNumberEnc: cipher.seal({ table: 'coverages', column: 'member_number_enc', id }, memberNumber), memberNumberIndex: cipher.blindIndex('member', memberNumber),
  });
  return id;
}

/** Codes of the tests: a mapped diagnosis, panel and procedure, and one of each without a mapping. */
export const CODES = {
  diagnosis: { systemCode: 'SNOMED', code: '84114007', icd: 'I50.9' },
  unmappedDiagnosis: { systemCode: 'SNOMED', code: '999000001' },
  panel: { systemCode: 'LOINC', code: '58410-2' },
  procedure: { systemCode: 'SNOMED', code: '185345009', hcpcs: 'G0463' },
  unmappedProcedure: { systemCode: 'SNOMED', code: '999000002' },
  medicine: { systemCode: 'RXNORM', code: '313782' },
} as const;

/** The crosswalk those codes need. Once per database. */
export async function makeCrosswalk(): Promise<void> {
  const map = (source: { systemCode: string; code: string }, targetSystem: string, targetCode: string, confidence = 'equivalent') => ({ sourceSystem: source.systemCode, sourceCode: source.code, targetSystem, targetCode, confidence });
  await CodeCrosswalk.bulkCreate([
    map(CODES.diagnosis, 'ICD10CM', CODES.diagnosis.icd), map(CODES.panel, 'REVENUE', '0305', 'wider'), map(CODES.procedure, 'HCPCS', CODES.procedure.hcpcs), map(CODES.procedure, 'REVENUE', '0510', 'wider'),
    map(CODES.medicine, 'REVENUE', '0250', 'wider'), map(CODES.unmappedDiagnosis, 'ICD10CM', 'I11.0', 'narrower'), map(CODES.unmappedDiagnosis, 'ICD10CM', 'I13.0', 'narrower'),
  ]);
  await Concept.bulkCreate([{ systemCode: 'SNOMED', code: CODES.unmappedDiagnosis.code, display: 'Heart disease, unspecified kind' }, { systemCode: 'SNOMED', code: CODES.procedure.code, display: 'Visit' }]);
}

export interface StayOptions {
  /** From admission to discharge, ISO, instead of nights and days ago. */
  readonly at?: readonly [string, string];
  readonly payer?: MadePayer | null;
  readonly patient?: MadePatient;
  readonly coverageId?: string;
  readonly nights?: number;
  readonly panels?: number;
  readonly doses?: number;
  readonly procedures?: number;
  readonly procedureCents?: number;
  /** Adds a diagnosis and a procedure the crosswalk does not know. */
  readonly unmapped?: boolean;
  /** Default: the mapped diagnosis is the reason of the stay. */
  readonly reason?: boolean;
  readonly replayOf?: string;
  readonly endedDaysAgo?: number;
}

export interface MadeStay {
  readonly encounterId: string;
  readonly patient: MadePatient;
  readonly coverageId: string | null;
  readonly from: string;
  readonly through: string;
}

/** A finished inpatient stay with what was done in it, and its journey. */
export async function makeStay(database: Database, options: StayOptions = {}): Promise<MadeStay> {
  const patient = options.patient ?? (await makePatient(database));
  const coverageId = options.coverageId ?? (options.payer ? await makeCoverage(database, patient.id, options.payer) : null);
  const encounterId = newId();
  const end = options.at ? new Date(options.at[1]) : new Date(Date.now() - (options.endedDaysAgo ?? 1) * 86_400_000);
  if (!options.at) end.setUTCHours(14, 0, 0, 0);
  const start = options.at ? new Date(options.at[0]) : new Date(end.getTime() - (options.nights ?? 2) * 86_400_000);
  const { wardId, bedIds } = await makeWard(1);
  const practitionerId = newId();
  await Practitioner.create({ id: practitionerId, name: 'Ada Attending', npi: `1${String(100_000_000 + next())}` });
  const reason = options.reason === false ? {} : { reasonSystem: CODES.diagnosis.systemCode, reasonCode: CODES.diagnosis.code };
  await Encounter.create({
    id: encounterId, patientId: patient.id, classCode: 'IMP', status: 'finished', coverageId, wardId, practitionerId, periodStart: start, periodEnd: end, dischargeDisposition: 'home', ...reason,
    replayOfEncounterId: options.replayOf ?? null, replayRound: options.replayOf ? 1 : null,
  });
  await Journey.create({ id: encounterId, patientId: patient.id, workflowId: `journey-${encounterId}`, stage: 'billing', step: 'capture-charges', startedAt: start, stageStartedAt: end });
  await EncounterLocation.create({ id: newId(), encounterId, bedId: bedIds[0] ?? '', wardId, status: 'completed', periodStart: start, periodEnd: end });
  const own = { patientId: patient.id, encounterId };
  for (let i = 0; i < (options.panels ?? 1); i += 1) await DiagnosticReport.create({ id: newId(), ...own, ...CODES.panel, status: 'final', issuedAt: start });
  for (let i = 0; i < (options.procedures ?? 1); i += 1) await Procedure.create({ id: newId(), ...own, ...pickCode(CODES.procedure), status: 'completed', performedStart: start, baseCostCents: options.procedureCents ?? 20_000 });
  if (options.unmapped) {
    await Procedure.create({ id: newId(), ...own, ...CODES.unmappedProcedure, status: 'completed', performedStart: start, baseCostCents: 7_700 });
    await Condition.create({ id: newId(), ...own, ...CODES.unmappedDiagnosis, clinicalStatus: 'active' });
  }
  await giveDoses(encounterId, patient.id, options.doses ?? 3, start);
  return { encounterId, patient, coverageId, from: start.toISOString().slice(0, 10), through: end.toISOString().slice(0, 10) };
}

/** Doses of one medicine at 2.50 each. Returns the request's ID. */
export async function giveDoses(encounterId: string, patientId: string, doses: number, at: Date): Promise<string> {
  const id = newId();
  await MedicationRequest.create({ id, patientId, encounterId, ...CODES.medicine, status: 'completed', unitCostCents: 250, authoredAt: at });
  const rows = Array.from({ length: doses + 1 }, (_, index) => ({
    id: newId(), patientId, encounterId, medicationRequestId: id, doseNumber: index + 1, dueAt: at, status: index < doses ? 'completed' : 'not-done', givenAt: index < doses ? at : null,
  }));
  await MedicationAdministration.bulkCreate(rows);
  return id;
}

/** Makes the ward of a stay an intensive-care unit. */
export async function makeIntensive(wardId: string): Promise<void> {
  await Ward.update({ specialty: 'Intensive care' }, { where: { id: wardId } });
}

function pickCode({ systemCode, code }: { systemCode: string; code: string }): { systemCode: string; code: string } {
  return { systemCode, code };
}
