import { type ApiClient, contract } from '../../api/client';
import { type Database } from '../../db/connect';
import { Allergy, Concept, Encounter, MedicationRequest, Observation, Procedure } from '../../db/models';
import { newId } from '../../db/newId';
import { lookAtBedside } from '../../bin/simulate/bedside';
import { type FormValues } from '../../domain/tasks/form';
import { type TaskTypeName } from '../../domain/tasks/types';
import { type TestApi, type TestUser } from '../support/api';
import { makePatient, type MadePatient } from './hospital';
import { makeCoverage, makePayer } from './money';

let counter = 0;
const next = (): string => `care-${(counter += 1)}`;

/** A whole, unremarkable set of bedside observations. */
export const WELL = { respirations: 16, spo2: 97, onOxygen: false, systolic: 120, pulse: 70, consciousness: 'A', temperature: 37 } as const;
export const ASSESSMENT = {
  ...WELL, canSayPain: true, pain: 2, allergiesConfirmed: true,
  fallHistory: 'no', secondaryDiagnosis: 'no', walkingAid: 'none', intravenous: 'no', gait: 'normal', mentalStatus: 'oriented',
  sensoryPerception: '4', moisture: '4', activity: '4', mobility: '4', nutrition: '3', frictionShear: '3',
} as const;

/** What a physician orders for most stays. */
export const GENERAL_ORDERS = { orderSet: 'general-medicine', plannedHours: 24 } as const;

/** Answer every row of a rows field alike. */
export const answerRows = (rows: readonly { readonly id: string }[], values: FormValues) => rows.map(({ id }) => ({ id, ...values })) as never;

/** Opens tasks as a workflow does, and works them as people do. One user per role, all of them on every ward. */
export class CareDriver {
  private readonly users = new Map<string, Promise<TestUser>>();

  private constructor(private readonly api: TestApi, readonly service: ApiClient) {}

  static async start(api: TestApi): Promise<CareDriver> {
    return new CareDriver(api, await api.service());
  }

  user(role: Parameters<TestApi['as']>[0]): Promise<TestUser> {
    const known = this.users.get(role) ?? this.api.as(role);
    this.users.set(role, known);
    return known;
  }

  async open(journeyId: string, type: TaskTypeName, round: number | null = null): Promise<string> {
    const step = next();
    const { tasks } = await this.service.call(contract.recordProgress, {
      params: { journeyId }, idempotencyKey: next(),
      body: { workflowId: `journey-${journeyId}`, stage: 'treatment', step, waitingFor: null, waitingUntil: null, openTasks: [{ step, type, ...(round === null ? {} : { round }) }] },
    });
    return tasks[0]?.taskId ?? '';
  }

  async read(role: Parameters<TestApi['as']>[0], taskId: string) {
    return (await this.user(role)).client.call(contract.readTask, { params: { taskId } });
  }

  async complete(role: Parameters<TestApi['as']>[0], taskId: string, values: FormValues): Promise<void> {
    const { client } = await this.user(role);
    const { task } = await client.call(contract.readTask, { params: { taskId } });
    await client.call(contract.completeTask, { params: { taskId }, body: { version: task.version, values } });
  }

  /** Open a task and complete it with these values. */
  async do(role: Parameters<TestApi['as']>[0], journeyId: string, type: TaskTypeName, values: FormValues, round?: number): Promise<string> {
    const taskId = await this.open(journeyId, type, round);
    await this.complete(role, taskId, values);
    return taskId;
  }

  /** The rows of a task's form. */
  async rows(role: Parameters<TestApi['as']>[0], taskId: string, name: string) {
    return (await this.read(role, taskId)).input.rows?.[name] ?? [];
  }

  /** What the workflow is told of the orders. */
  plan(encounterId: string) {
    return this.service.call(contract.planCare, { params: { encounterId }, idempotencyKey: next() });
  }

  planRound(encounterId: string, round: number, idempotencyKey = next()) {
    return this.service.call(contract.planMedicineRound, { params: { encounterId }, body: { round }, idempotencyKey });
  }

  async verifyAll(journeyId: string): Promise<void> {
    const taskId = await this.open(journeyId, 'verify-medicines');
    await this.complete('pharmacist', taskId, { medicines: answerRows(await this.rows('pharmacist', taskId, 'medicines'), { decision: 'verified' }) });
  }

  /** The answers of a nurse who scans the right wristband and packages and gives every dose of the task; `over` changes each row. */
  async give(taskId: string, over: Record<string, string | number> = {}): Promise<FormValues> {
    const { client } = await this.user('nurse');
    const { task, input } = await client.call(contract.readTask, { params: { taskId } });
    const bedside = await lookAtBedside(client, task.type, task.encounterId);
    const isCheck = task.type === 'check-high-alert';
    const doses = (input.rows?.['doses'] ?? []).map((row) => ({ id: row.id, ...(over['outcome'] && over['outcome'] !== 'given' ? {} : { medicineCode: bedside?.packages.get(row.id) ?? '' }), ...(isCheck ? { agrees: true } : { outcome: 'given' }), ...over }));
    return { wristband: bedside?.wristband ?? '', doses: doses as never };
  }

  /** So many hours pass for the doses of a stay. */
  async passHours(encounterId: string, hours: number): Promise<void> {
    await this.api.database.sequelize.query('UPDATE medication_administrations SET due_at = DATE_SUB(due_at, INTERVAL :hours HOUR), given_at = DATE_SUB(given_at, INTERVAL :hours HOUR), checked_at = DATE_SUB(checked_at, INTERVAL :hours HOUR) WHERE encounter_id = :encounterId', { replacements: { encounterId, hours } });
  }

  /** What the completed task told its workflow: the facts of the Update in the outbox. */
  async factsOf(taskId: string): Promise<Record<string, unknown>> {
    const [rows] = await this.api.database.sequelize.query('SELECT payload_enc AS payload, dedup_id AS dedupId FROM workflow_commands WHERE dedup_id LIKE ?', { replacements: [`task-${taskId}-%`] });
    const [row] = rows as { payload: Buffer; dedupId: string }[];
    if (!row) return {};
    return this.api.database.cipher.openJson<{ facts: Record<string, unknown> }>({ table: 'workflow_commands', column: 'payload_enc', id: row.dedupId }, row.payload)?.facts ?? {};
  }

  key = next;
}

/** Displays that allergy checks and lists read. */
export async function makeConcepts(): Promise<void> {
  await Concept.bulkCreate([
    { systemCode: 'RXNORM', code: '313782', display: 'Acetaminophen 325 MG Oral Tablet' }, { systemCode: 'RXNORM', code: '243670', display: 'aspirin 81 MG Oral Tablet' },
    { systemCode: 'RXNORM', code: '1191', display: 'Aspirin' }, { systemCode: 'RXNORM', code: '1719286', display: '10 ML Furosemide 10 MG/ML Injection' },
    { systemCode: 'SNOMED', code: '88805009', display: 'Chronic congestive heart failure (disorder)' }, { systemCode: 'SNOMED', code: '265764009', display: 'Renal dialysis (procedure)' },
  ], { ignoreDuplicates: true });
}

export async function makeAllergy(patientId: string, code: string, over: { category?: string; clinicalStatus?: string } = {}): Promise<string> {
  const id = newId();
  await Allergy.create({ id, patientId, systemCode: 'RXNORM', code, kind: 'allergy', category: over.category ?? 'medication', ...(over.clinicalStatus ? { clinicalStatus: over.clinicalStatus } : {}) });
  return id;
}

export interface MadePastStay {
  readonly encounterId: string;
  readonly patient: MadePatient;
  readonly coverageId: string;
  readonly payerId: string;
}

/** An imported inpatient stay of 60 hours in 2008: two draws, two days of procedures, four doses of one medicine twelve hours apart, vital signs. */
export async function makePastStay(database: Database, options: { patient?: MadePatient } = {}): Promise<MadePastStay> {
  const patient = options.patient ?? (await makePatient(database));
  const payer = await makePayer(database);
  const coverageId = await makeCoverage(database, patient.id, payer);
  await database.sequelize.query("UPDATE coverages SET period_start = '2008-01-01', period_end = '2008-12-31' WHERE id = ?", { replacements: [coverageId] });
  const encounterId = newId();
  const start = Date.parse('2008-01-05T22:15:00.000Z');
  const at = (hours: number) => new Date(start + hours * 3_600_000);
  await Encounter.create({
    id: encounterId, patientId: patient.id, classCode: 'IMP', status: 'finished', source: 'synthea', sourceId: encounterId, periodStart: at(0), periodEnd: at(60), coverageId,
    reasonSystem: 'SNOMED', reasonCode: '88805009', baseCostCents: 14_655, totalCostCents: 90_000,
  });
  const base = { patientId: patient.id, encounterId, source: 'synthea' };
  const result = (hours: number, code: string, value: number, unit: string) => ({ id: newId(), ...base, category: 'laboratory', systemCode: 'LOINC', code, valueNumber: String(value), unit, effectiveAt: at(hours) });
  const gases = (hours: number, ph: number) => [result(hours, '2744-1', ph, '[pH]'), result(hours, '2019-8', 40.7, 'mm[Hg]'), result(hours, '2703-7', 81.2, 'mm[Hg]'), result(hours, '1960-4', 24.5, 'mmol/L')];
  const appearance = newId();
  await Observation.bulkCreate([
    ...gases(1, 7.1), result(1, '2823-3', 4.6, 'mmol/L'), ...gases(25, 7.4),
    { id: appearance, ...base, category: 'laboratory', systemCode: 'LOINC', code: '5767-9', valueTextEnc: database.cipher.seal({ table: 'observations', column: 'value_text_enc', id: appearance }, 'Cloudy urine (finding)'), unit: '{nominal}', effectiveAt: at(25) },
    { id: newId(), ...base, category: 'vital-signs', systemCode: 'LOINC', code: '8867-4', valueNumber: '155', unit: '/min', effectiveAt: at(1) },
    { id: newId(), ...base, category: 'vital-signs', systemCode: 'LOINC', code: '2708-6', valueNumber: '88', unit: '%', effectiveAt: at(1) },
  ]);
  await Procedure.bulkCreate([2, 3, 26].map((hours) => ({ id: newId(), ...base, systemCode: 'SNOMED', code: '265764009', status: 'completed', performedStart: at(hours), performedEnd: at(hours + 1), baseCostCents: 51_600 })));
  await MedicationRequest.bulkCreate([0.1, 12.1, 24.1, 36.1].map((hours) => ({
    id: newId(), ...base, systemCode: 'RXNORM', code: '1719286', status: 'completed', authoredAt: at(hours), stoppedAt: at(hours), unitCostCents: 15, totalCostCents: 15,
  })));
  return { encounterId, patient, coverageId, payerId: payer.payerId };
}

/** Rows of a query, for looking at what was written. */
export async function rowsOf<T = Record<string, unknown>>(database: Database, sql: string, replacements: unknown[] = []): Promise<T[]> {
  const [rows] = await database.sequelize.query(sql, { replacements });
  return rows as T[];
}
