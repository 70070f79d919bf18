import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { buildApp } from '../../api/app';
import { contract } from '../../api/client';
import { openApiDocument } from '../../api/http/openapi';
import { grantsFor } from '../../api/policies/table';
import { buildRoutes } from '../../api/routes';
import { writeCheckpoint } from '../../api/services/audit/checkpointWriter';
import { takeInFile } from '../../api/services/exchange/takeInFile';
import { hospitalDay } from '../../api/services/staff/hospitalZone';
import { importSynthea } from '../../db/importers/synthea/importSynthea';
import { FieldCipher } from '../../db/sealed';
import { type Role, ROLES } from '../../domain/roles';
import { type Form, type TaskInput } from '../../domain/tasks/form';
import { isTaskType, TASK_TYPES, type TaskTypeName, taskType } from '../../domain/tasks/types';
import { removeExports, wholeExport, writeExport } from '../db/importers/smallExport';
import { CareDriver, makeAllergy, makeConcepts } from '../factories/clinical';
import { makeJourney, makePatient, makeWard, type MadePatient } from '../factories/hospital';
import { makeHeldClaim } from '../factories/signals';
import { makeCrosswalk, makeHospital, makePayer, makeStay, SIMPLE_PLAN } from '../factories/money';
import { make835, sentClaim } from '../factories/remittances';
import { type TestApi, startTestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { openEverySealed } from '../support/sealedValues';
import { newId } from '../../db/newId';
import { watchingAudits } from '../support/walk/auditedRoutes';
import { Canaries, distinct, type Sighting } from '../support/walk/canary';
import { fillForm } from '../support/walk/forms';
import { callOf, type Operation, operationsOf, schemasOf, send } from '../support/walk/operations';

jest.setTimeout(240_000);

/**
 * What people type that names no patient and stands unsealed on purpose. Everything else a person can type must be sealed; a new
 * column of words shows up here as a failure until it is sealed, or listed with a reason.
 */
const NOT_ABOUT_PATIENTS: Readonly<Record<string, string>> = {
  'staff_users.display_name': 'the staff’s names; a portal login has none',
  'staff_users.username': 'the staff’s usernames; a portal login has a number',
  'service_tokens.name': 'what an administrator calls a process',
  'saved_filters.name': 'what somebody of the staff calls a view of a list',
  'teams.name': 'what a supervisor calls a group of the staff',
  'claims.authorization_number': 'the payer’s number of an authorisation; it opens nothing outside the payer',
  'claims.payer_claim_number': 'the payer’s number of a claim; it opens nothing outside the payer',
  'remittances.trace_number': 'the number of a check or transfer of a payer',
  'remittance_claims.claim_number': 'our claim’s number, as a payer gives it',
  'remittance_claims.payer_claim_number': 'the payer’s number of a claim; it opens nothing outside the payer',
  'provider_adjustments.reference': 'the payer’s number of an overpayment or advance',
};
/** What only Careway's own processes say: names of steps and errors, and IDs. People never type it. */
const MACHINE_WORDS = ['workflowId', 'step', 'waitingFor', 'focusType', 'errorClass', 'event', 'stuckCause', 'providerId', 'error'];
/** Sealed columns that nothing here fills, each with the reason. */
const UNFILLED: Readonly<Record<string, string>> = {
  'tasks.input_enc': 'the number of a round',
  'workflow_commands.payload_enc': 'what a pathway branches on: choices and numbers, never words',
  'journey_events.detail_enc': 'nothing gives one yet',
  'diagnostic_reports.conclusion_enc': 'nothing writes one: findings and conclusion are observations, which keep their earlier versions',
  'observation_versions.value_text_enc': 'bytes of observations.value_text_enc, moved under their own seal',
  'medication_alerts.message_enc': 'sentences made from codes',
  'medication_requests.allergy_override_enc': 'reasons of orders from before each finding had a line of its own; read only',
  'patient_contacts.name_enc': 'nothing writes contacts yet',
  'patient_contacts.telecom_enc': 'nothing writes contacts yet',
  'staff_users.totp_secret_enc': 'made here, never typed',
  'passkeys.name_enc': 'kept with what only an authenticator can make: tests/api/passkeys.test.ts looks at it',
  'claims.stuck_detail_enc': 'sentences made from codes',
  'claim_signals.detail_enc': 'sentences made from codes, dates and cents',
  'claim_documents.content_enc': 'the PDF of the words beside it, compressed',
  'group_fix_items.problem_enc': 'sentences made from codes, and names of the staff',
  'exchange_files.name_enc': 'what a payer calls its file',
  'payer_inquiries.answer_enc': 'codes and amounts out of a payer’s file',
  'payer_decisions.decision_enc': 'IDs, codes and cents',
};

/** Changes that leave nothing on the audit trail, each with the reason. */
const NOT_AUDITED: Readonly<Record<string, string>> = {
  acceptHandovers: 'there is none to accept here', changeTasks: 'none of these tasks may be changed by them here', editClaim: 'nothing of the claim is changed here', askAuthorization: 'it was asked for already',
  createView: 'how somebody likes their own lists',
  beginConfirmation: 'the first half: the answer to it is on the trail', beginPasskey: 'the first half', beginPasskeySignIn: 'the first half',
};

/** Reads whose words are of no patient. */
const NOT_READ: Readonly<Record<string, string>> = {
  countIncidents: 'what goes wrong, by cause: of no one patient', listServiceTokens: 'names of tokens', listViews: 'how somebody likes their own lists',
  ...Object.fromEntries(['listStaff', 'listSubstitutes', 'listTeams', 'listUsers', 'readRoster'].map((id) => [id, 'about the staff'])),
};

const canaries = new Canaries();
const logged: string[] = [];
const errors: Sighting[] = [];
const sealedColumns = new Set<string>();
const refusals: string[] = [];
const audited = new Set<string>();
const unaudited = new Set<string>();
const readOnTrail = new Set<string>();
const readUnseen = new Set<string>();
let api: TestApi;
let url: string;
let stop: () => Promise<void>;
let folder: string;
let operations: Operation[];
let schemas: ReturnType<typeof schemasOf>;
/** IDs in the filled record, by the name an address gives them. */
let filled: Readonly<Record<string, string>> = {};
const tokens = new Map<Role, string>();
const filling = (place: string, refusing = false) => ({ refusing, text: (field: string, maxLength: number) => canaries.word(`${place}.${field}`, Math.min(maxLength, 30)) });

beforeAll(async () => {
  const seal = FieldCipher.prototype.seal;
  jest.spyOn(FieldCipher.prototype, 'seal').mockImplementation(function (this: FieldCipher, place, plain) {
    if (canaries.carries(plain)) sealedColumns.add(`${place.table}.${place.column}`);
    return seal.call(this, place, plain);
  });
  api = await startTestApi();
  folder = mkdtempSync(join(tmpdir(), 'careway-canary-'));
  const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => { logged.push(chunk.toString()); done(); } });
  const deps = { ...api.deps, logger: pino({ level: 'trace' }, sink) };
  const routes = watchingAudits(buildRoutes(deps.config), (id, isAudited) => (isAudited ? audited : unaudited).add(id), (id, isAudited, reply) => {
    if (canaries.carries(JSON.stringify(reply))) (isAudited ? readOnTrail : readUnseen).add(id);
  });
  const document = openApiDocument(routes, deps.config);
  operations = operationsOf(document, routes);
  schemas = schemasOf(document);
  const server = buildApp(deps, routes).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await makeHospital();
  await makeCrosswalk();
  await makeConcepts();
  for (const role of ROLES) tokens.set(role, role === 'service' ? serviceToken(await api.service()) : (await api.as(role)).token);
  await fillTheRecord();
});
afterAll(async () => {
  jest.restoreAllMocks();
  removeExports();
  rmSync(folder, { recursive: true, force: true });
  await stop();
  await api.stop();
});

const serviceToken = (client: object): string => (client as { options: { token: string } }).options.token;

/** Ask through the API whose log is kept, and look at what it says when it refuses. */
async function ask(call: Parameters<typeof send>[1], role: Role | null, what: string): Promise<{ status: number; text: string }> {
  const answer = await send(url, call, role && (tokens.get(role) as string));
  if (answer.status >= 400) {
    errors.push(...canaries.find(answer.text, `the refusal of ${what}`));
    refusals.push(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
  }
  return answer;
}

/** Everything a hospital writes, with a canary in every field that takes words. */
async function fillTheRecord(): Promise<void> {
  const patient = await registerPatient();
  await workEveryTask(patient);
  await giveMedicines();
  await correctResults();
  await keepOrderSet();
  await reportEvent();
  await giveRecord(patient);
  await amendRecord(patient);
  await lookIntoBreach(patient);
  const records = { ...(await billPatient(patient)), patientId: patient.id, allergyId: await makeAllergy(patient.id, '1191') };
  await importPatients();
  await takeInAnswers();
  await restrictSomebody();
  await writeEverywhere(records);
}

/** By the registrar's own form: every field of the operation filled. */
async function registerPatient(): Promise<MadePatient> {
  const [create] = operations.filter(({ id }) => id === 'createPatient') as [Operation];
  const body = {
    birthDate: canaries.date,
    name: { family: canaries.word('patient.family'), given: [canaries.word('patient.given'), canaries.word('patient.middle')], prefix: canaries.word('patient.prefix', 20), suffix: canaries.word('patient.suffix', 20), maiden: canaries.word('patient.maiden') },
    mrn: canaries.word('patient.mrn', 18),
    contact: { phone: canaries.digits('patient.phone'), email: `${canaries.word('patient.email').toLowerCase()}@careway.example`, address: { line: canaries.word('patient.line'), city: canaries.word('patient.city'), state: canaries.word('patient.state', 30), postalCode: canaries.digits('patient.postalCode').slice(0, 12) } },
    demographics: { race: canaries.word('patient.race'), ethnicity: canaries.word('patient.ethnicity'), maritalStatus: canaries.word('patient.maritalStatus', 20), birthPlace: canaries.word('patient.birthPlace'), language: canaries.word('patient.language') },
  };
  const call = callOf(create, { schemas, id: () => newId() }, { body });
  const answer = await ask({ ...call, headers: { ...call.headers, 'idempotency-key': newId() } }, 'registrar', 'createPatient');
  if (answer.status !== 201) throw new Error(`The patient was not registered: ${answer.text}`);
  return { id: (JSON.parse(answer.text) as { id: string }).id, mrn: body.mrn, family: body.name.family };
}

/** Every kind of task, drafted, commented on and completed. What a task of that kind cannot do here is refused, which is looked at too. */
async function workEveryTask(patient: MadePatient): Promise<void> {
  const care = await CareDriver.start(api);
  const { wardId, bedIds } = await makeWard(2);
  const { journeyId } = await makeJourney(api.database, { patient, wardId, bedId: bedIds[0] ?? '' });
  const toWard = await makeWard(1);
  await ask({ url: `/api/v1/encounters/${journeyId}/transfers`, method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ toWardId: toWard.wardId, reason: 'specialty', note: canaries.word('transfer.note') }) }, 'administrator', 'requestTransfer');
  const sbar = Object.fromEntries(['situation', 'background', 'assessment', 'recommendation'].map((part) => [part, canaries.word(`handover.${part}`)]));
  await ask({ url: `/api/v1/encounters/${journeyId}/handover`, method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ version: 0, sbar }) }, 'nurse', 'giveHandover');
  const planned = ['place-orders', 'collect-specimens', 'receive-specimens', 'enter-results', 'verify-medicines', 'medicine-round', 'observation-round'] as const;
  await makeAllergy(patient.id, '1191');
  const types = [...planned, ...Object.keys(TASK_TYPES).filter((name) => !(planned as readonly string[]).includes(name))].filter(isTaskType);
  for (const type of types) {
    if (taskType(type).stage === 'adjudication' || type === 'decide-discharge') continue; // a claim's tasks are below; the stay goes on
    if (type === 'medicine-round') await care.service.call(contract.planMedicineRound, { params: { encounterId: journeyId }, body: { round: 1 }, idempotencyKey: newId() }).catch(() => undefined);
    if (type === 'verify-medicines') await care.service.call(contract.planCare, { params: { encounterId: journeyId }, idempotencyKey: newId() });
    await workTask(await care.open(journeyId, type, type === 'medicine-round' ? 1 : undefined), type);
  }
  await writeNursing(care, journeyId);
  for (const type of ['place-orders', 'verify-medicines', 'perform-procedures'] as const) await workTask(await care.open(journeyId, type), type, true);
}

/** A test ordered twice with its reason, and a finding in words that is corrected with another. */
async function correctResults(): Promise<void> {
  const care = await CareDriver.start(api);
  const { wardId, bedIds } = await makeWard(1);
  const { journeyId } = await makeJourney(api.database, { patient: await makePatient(api.database), wardId, bedId: bedIds[0] ?? '' });
  const params = { encounterId: journeyId };
  const physician = (await care.user('physician')).client;
  for (const round of [1, 2]) await physician.call(contract.orderTests, { params, body: { codes: ['5778-6'], question: canaries.word('orderTests.question', 30), ...(round === 2 ? { duplicateReason: canaries.word('orderTests.duplicateReason', 30) } : {}) } });
  const collect = await care.open(journeyId, 'collect-specimens', 1);
  await care.complete('nurse', collect, { specimens: ((await care.read('nurse', collect)).input.rows?.['specimens'] ?? []).map(({ id }) => ({ id, collected: true })) as never });
  const enter = await care.open(journeyId, 'enter-results', 1);
  await care.complete('lab', enter, { results: ((await care.read('lab', enter)).input.rows?.['results'] ?? []).map(({ id }) => ({ id, text: canaries.word('results.text', 30) })) as never });
  const [report] = (await physician.call(contract.listReports, { params })).items;
  await (await care.user('lab')).client.call(contract.changeReport, {
    params: { ...params, reportId: report?.id ?? '' },
    body: { version: report?.version ?? 1, kind: 'corrected', reason: canaries.word('changeReport.reason', 30), results: [{ observationId: report?.results[0]?.id ?? '', text: canaries.word('changeReport.text', 30) }] },
  });
}

/** The patient's record, asked for and given. */
async function giveRecord(patient: MadePatient): Promise<void> {
  const [registrar, service] = [(await api.as('registrar')).client, await api.service()];
  const { id } = await registrar.call(contract.askForRecord, { params: { patientId: patient.id }, body: {} });
  const { taskId } = await service.call(contract.openAccessTask, { params: { accessRequestId: id }, idempotencyKey: newId(), body: { workflowId: `access-request-${id}`, step: 'give-record', type: 'give-record' } });
  await workTask(taskId ?? '', 'give-record');
}

/** Two wishes to amend: one extended and accepted, one denied, disagreed with and answered. */
async function amendRecord(patient: MadePatient): Promise<void> {
  const [officer, service, params] = [(await api.as('privacy-officer')).client, await api.service(), { patientId: patient.id }];
  const entries = (await officer.call(contract.listRecordEntries, { params, query: { limit: 2 } })).items;
  const word = (field: string) => canaries.word(`amendment.${field}`, 30);
  for (const [index, entry] of entries.entries()) {
    const { id } = await officer.call(contract.askForAmendment, { params, body: { kind: entry.kind, entryId: entry.id, wanted: word('wanted'), reason: word('reason'), inform: word('inform') } });
    const decide = async (type: 'decide-amendment' | 'decide-extended-amendment' | 'tell-amended', values: Record<string, string | object[]>) => {
      const { taskId } = await service.call(contract.openAmendmentTask, { params: { amendmentId: id }, idempotencyKey: newId(), body: { workflowId: `amendment-${id}`, step: type, type } });
      await officer.call(contract.completeTask, { params: { taskId: taskId ?? '' }, body: { version: 1, values } });
    };
    if (index === 0) {
      await decide('decide-amendment', { decision: 'extend', delay: word('delay') });
      await decide('decide-extended-amendment', { decision: 'accept', addition: word('addition'), tell: word('tell') });
      const recipients = (await officer.call(contract.listPatientAmendments, { params })).items.find((one) => one.id === id)?.recipients ?? [];
      await decide('tell-amended', { recipients: recipients.map((one) => ({ id: one.id, outcome: 'told', words: word('told') })) });
    } else {
      await decide('decide-amendment', { decision: 'deny', ground: 'accurate', basis: word('basis') });
      await officer.call(contract.disagreeWithDenial, { params: { ...params, amendmentId: id }, body: { version: 2, statement: word('statement') } });
      await officer.call(contract.rebutDisagreement, { params: { ...params, amendmentId: id }, body: { version: 3, text: word('rebuttal') } });
    }
  }
}

/** A breach that was assessed, a hold that was lifted, and roles that were reviewed. */
async function lookIntoBreach(patient: MadePatient): Promise<void> {
  const officer = (await api.as('privacy-officer')).client;
  const { id, version } = await officer.call(contract.openBreach, { body: { discoveredOn: '2026-01-02', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', patientId: patient.id, story: canaries.word('breach.story', 30) } });
  const decided = await officer.call(contract.decideBreach, { params: { breachId: id }, body: { version, finding: 'breach', assessment: canaries.word('breach.assessment', 30) } });
  const words = (fields: readonly string[], of: string) => Object.fromEntries(fields.map((field) => [field, canaries.word(`${of}.${field}`, 30)]));
  await officer.call(contract.writeBreachNotice, { params: { breachId: id }, body: { version: decided.version, ...(words(['happened', 'data', 'steps', 'doing', 'contact'], 'breachLetter') as Record<'happened' | 'data' | 'steps' | 'doing' | 'contact', string>) } });
  const hold = await officer.call(contract.placeLegalHold, { body: { patientId: patient.id, reason: canaries.word('hold.reason', 30) } });
  await officer.call(contract.liftLegalHold, { params: { holdId: hold.id }, body: { version: hold.version, reason: canaries.word('hold.lifted', 30) } });
  const registrar = (await api.as('registrar')).client;
  const params = { patientId: patient.id };
  const told = await registrar.call(contract.recordDisclosure, { params, body: { kind: 'court', disclosedOn: '2026-01-02', ...(words(['recipient', 'what', 'purpose'], 'disclosure') as Record<'recipient' | 'what' | 'purpose', string>) } });
  await registrar.call(contract.withdrawDisclosure, { params: { ...params, disclosureId: told.id }, body: { version: told.version, reason: canaries.word('disclosure.error', 30) } });
  const review = await officer.call(contract.startAccessReview, { body: { dueOn: '2036-01-02' } });
  const { items: [item] } = await officer.call(contract.readAccessReview, { params: { reviewId: review.id }, query: { role: 'coder' } });
  await officer.call(contract.decideAccess, { params: { reviewId: review.id }, body: { itemIds: [item?.id ?? ''], decision: 'kept', reason: canaries.word('review.reason', 30) } });
}

/** A safety event, triaged and looked into, with an action that was dropped. */
async function reportEvent(): Promise<void> {
  const [manager, service] = [(await api.as('manager')).client, await api.service()];
  const words = { narrative: canaries.word('safety.narrative', 30), place: canaries.word('safety.place', 30) };
  const { id } = await manager.call(contract.reportSafetyEvent, { idempotencyKey: newId(), body: { kind: 'fall', harm: 'none', occurredAt: new Date().toISOString(), ...words } });
  const params = { safetyEventId: id ?? '' };
  for (const type of ['triage-safety-event', 'investigate-safety-event', 'close-safety-event'] as const) {
    if (type === 'close-safety-event') {
      const owner = await api.as('nurse');
      const action = await manager.call(contract.addSafetyAction, { params, body: { what: canaries.word('safety.what', 30), ownerId: owner.id, dueOn: '2036-01-02' } });
      await manager.call(contract.cancelSafetyAction, { params: { ...params, safetyActionId: action.id }, body: { version: 1, reason: canaries.word('safety.dropped', 30) } });
    }
    const { taskId } = await service.call(contract.openSafetyTask, { params, idempotencyKey: newId(), body: { workflowId: `safety-event-${id}-1`, step: type, type } });
    await workTask(taskId ?? '', type);
  }
}

/** An order set that was changed, with why. */
async function keepOrderSet(): Promise<void> {
  const items = [{ category: 'laboratory' as const, code: '58410-2', isPreselected: true, priority: 'routine' as const, doseQuantity: null, doseUnit: null, route: null, everyHours: null, note: null }];
  await (await api.as('administrator')).client.call(contract.saveOrderSet, { params: { setCode: 'canary' }, body: { version: 0, label: 'Set', source: 'A guideline.', why: canaries.word('orderSet.why', 30), items } });
}

/** An order with instructions, a dose with a note, and the reason why it was stopped. */
async function giveMedicines(): Promise<void> {
  const care = await CareDriver.start(api);
  const { wardId, bedIds } = await makeWard(1);
  const { journeyId } = await makeJourney(api.database, { patient: await makePatient(api.database), wardId, bedId: bedIds[0] ?? '' });
  const params = { encounterId: journeyId };
  const physician = (await care.user('physician')).client;
  const medicine = await physician.call(contract.prescribe, { params, body: { code: '243670', doseQuantity: 1, doseUnit: 'tablet', route: 'oral', everyHours: 24, instructions: canaries.word('prescribe.instructions', 30) } });
  await api.database.sequelize.query('UPDATE medication_requests SET verified_at = NOW(3) WHERE id = ?', { replacements: [medicine.id] });
  await care.service.call(contract.planMedicineRound, { params, body: { round: 1 }, idempotencyKey: newId() });
  const round = await care.open(journeyId, 'medicine-round', 1);
  await care.complete('nurse', round, await care.give(round, { note: canaries.word('medicine-round.note', 30) }));
  await physician.call(contract.addHomeMedicine, { params, body: { code: '314076', saidBy: 'patient' } });
  for (const at of ['admission', 'discharge'] as const) await physician.call(contract.decideHomeMedicine, { params, body: { code: '314076', at, decision: 'stop', reason: canaries.word(`homeMedicine.${at}`, 30) } });
  const [{ version } = medicine] = (await physician.call(contract.listMedicines, { params })).items;
  await physician.call(contract.stopMedicine, { params: { ...params, medicineId: medicine.id }, body: { version, reason: canaries.word('stopMedicine.reason', 30) } });
}

/** What the ward writes beside its tasks, for a stay that goes on. */
async function writeNursing(care: CareDriver, encounterId: string): Promise<void> {
  const physician = (await care.user('physician')).client;
  const nurse = (await care.user('nurse')).client;
  const { version } = await physician.call(contract.readOxygenTarget, { params: { encounterId } });
  await physician.call(contract.prescribeOxygenTarget, { params: { encounterId }, body: { version, scale: 2, reason: canaries.word('oxygen.reason') } });
  await nurse.call(contract.recordObservations, { params: { encounterId }, body: { values: { pulse: 80, note: canaries.word('bedside.note') } } });
  const [reading] = (await nurse.call(contract.listObservations, { params: { encounterId }, query: { category: 'vital-signs' } })).items.filter(({ code }) => code === '8867-4');
  await nurse.call(contract.withdrawObservations, { params: { encounterId }, body: { observationIds: [reading?.id ?? ''], reason: canaries.word('observations.error', 30) } });
  const { problems } = await nurse.call(contract.addCarePlanProblem, { params: { encounterId }, body: { problem: canaries.word('plan.problem'), goal: canaries.word('plan.goal'), intervention: canaries.word('plan.intervention') } });
  const problemId = problems[0]?.id ?? '';
  await nurse.call(contract.addCarePlanEntry, { params: { encounterId, problemId }, body: { kind: 'evaluation', text: canaries.word('plan.evaluation') } });
  const moveTo = (stage: string) => api.database.sequelize.query('UPDATE journeys SET stage = ? WHERE id = ?', { replacements: [stage, encounterId] });
  await moveTo('discharge');
  await (await care.user('charge-nurse')).client.call(contract.overrideDischarge, { params: { encounterId }, body: { branch: 'nursing', reason: canaries.word('discharge.reason') } });
  await moveTo('treatment');
}

async function workTask(taskId: string, type: TaskTypeName, refusing = false): Promise<void> {
  const read = await ask({ url: `/api/v1/tasks/${taskId}`, method: 'GET', headers: {}, body: null }, 'administrator', `read ${type}`);
  if (read.status !== 200) return;
  const { task, form, input } = JSON.parse(read.text) as { task: { version: number }; form: Form; input: TaskInput };
  const write = (path: string, method: string, body: object) =>
    ask({ url: `/api/v1/tasks/${taskId}/${path}`, method, headers: { 'content-type': 'application/json', 'idempotency-key': newId() }, body: JSON.stringify(body) }, 'administrator', `${path} ${type}`);
  await write('comments', 'POST', { text: canaries.word(`${type}.comment`) });
  await write('draft', 'PUT', { values: fillForm(form, input, filling(`${type}.draft`, true)) });
  const { version } = (JSON.parse((await ask({ url: `/api/v1/tasks/${taskId}`, method: 'GET', headers: {}, body: null }, 'administrator', `read ${type}`)).text) as { task: { version: number } }).task;
  await write('complete', 'POST', { version: Math.max(version, task.version), values: { ...fillForm(form, input, filling(type, refusing)), ...(type === 'place-orders' ? { orderSet: 'acute-cardiac' } : {}) } });
}

/** Claims paid, denied and rejected, with every remark somebody can make; a payment with its receipt. */
async function billPatient(patient: MadePatient): Promise<Record<string, string>> {
  const billing = await BillingDriver.start(api);
  const member = canaries.word('coverage.memberNumber', 20);
  const payer = await makePayer(api.database, { rules: { ...SIMPLE_PLAN, priorAuthorizationRequired: ['G0463'] } });
  const [add] = operations.filter(({ id }) => id === 'addCoverage') as [Operation];
  const rows = await billing.rows<{ id: string }>('SELECT id FROM plans WHERE payer_id = ?', [payer.payerId]);
  const call = callOf(add, { schemas, id: (name) => ({ patientId: patient.id, payerId: payer.payerId, planId: rows[0]?.id ?? '' })[name] ?? newId() }, { body: { memberNumber: member, periodStart: '2020-01-01' } });
  const added = await ask(call, 'registrar', 'addCoverage');
  if (added.status !== 201) throw new Error(`The coverage was not added: ${added.text}`);
  const coverageId = (JSON.parse(added.text) as { id: string }).id;
  const stay = await makeStay(api.database, { payer, patient, coverageId });
  const denied = await billing.adjudicate(stay.encounterId);
  await workTask(await billing.openTask(denied.claimId, 'resolve-denial', 'denied-authorization'), 'resolve-denial');
  const [claim] = await billing.rows<{ number: string }>('SELECT number FROM claims WHERE id = ?', [denied.claimId]);
  const group = await (await api.as('billing')).client.call(contract.planClaimGroupFix, { body: {
    select: { state: 'all', ids: [denied.claimId] }, fix: { action: 'save', note: canaries.word('groupFix.note'), changes: { byClaim: [{ claim: claim?.number ?? '', memberNumber: canaries.word('groupFix.member', 30) }] } },
  } });
  await billing.workGroupFix(group.id, 'plan');
  await (await api.as('billing')).client.call(contract.writeAppealLetter, { params: { claimId: denied.claimId }, body: { text: canaries.word('appeal.text') } });
  const rejecting = await makePayer(api.database, { behaviour: { rejectPercent: 100 } });
  const rejected = await billing.send((await makeStay(api.database, { payer: rejecting, patient: await makePatient(api.database, { family: canaries.word('patient.rejected') }) })).encounterId);
  await billing.acknowledge(rejected.submissionId);
  await workTask(await billing.openTask(rejected.claimId, 'resolve-rejection', 'rejected-member'), 'resolve-rejection');
  const heldClaim = await makeHeldClaim(api.database, billing);
  await workTask(await billing.openTask(heldClaim.claimId, 'review-claim', 'held'), 'review-claim');
  const paid = await billing.adjudicate((await makeStay(api.database, { payer: await makePayer(api.database), patient, endedDaysAgo: 9 })).encounterId);
  await billing.settle(paid.claimId, 'paid');
  await billing.bill(stay.encounterId);
  const [account] = await billing.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [stay.encounterId]);
  const clerk = await api.as('billing');
  await clerk.client.call(contract.takePayment, { idempotencyKey: newId(), body: { accountId: account?.id ?? '', cents: 1, method: 'check', reference: canaries.word('payment.reference') } });
  await giveUp(billing, patient, clerk);
  const [ward] = await billing.rows<{ id: string }>('SELECT id FROM wards LIMIT 1');
  const [answer] = await billing.rows<{ id: string }>('SELECT id FROM remittance_claims WHERE claim_id = ?', [paid.claimId]);
  const { incidentId } = await billing.service.call(contract.openIncident, {
    idempotencyKey: newId(), body: { workflowId: `journey-${stay.encounterId}`, journeyId: stay.encounterId, claimId: null, step: 'charges', errorClass: 'Refused', message: canaries.word('incident.message'), attempts: 3 },
  });
  return {
    encounterId: stay.encounterId, journeyId: stay.encounterId, claimId: denied.claimId, submissionId: denied.submissionId, coverageId, accountId: account?.id ?? '', wardId: ward?.id ?? '', payerId: payer.payerId, planId: rows[0]?.id ?? '', incidentId, answerId: answer?.id ?? '',
  };
}

/** A payment plan that was cancelled, and a charity write-off that a second person decided, each with its reasons. */
async function giveUp(billing: BillingDriver, patient: MadePatient, clerk: TestUser): Promise<void> {
  const stay = await makeStay(api.database, { payer: null, patient });
  await billing.capture(stay.encounterId);
  const [account] = await billing.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [stay.encounterId]);
  const params = { accountId: account?.id ?? '' };
  const plan = await clerk.client.call(contract.proposePaymentPlan, { params, idempotencyKey: newId(), body: { count: 2, firstDueOn: hospitalDay(new Date()), rhythm: 'month', agreement: 'phone' } });
  await clerk.client.call(contract.cancelPaymentPlan, { params: { paymentPlanId: plan.id }, body: { version: plan.version, reason: canaries.word('plan.cancelled') } });
  const request = await clerk.client.call(contract.requestWriteOff, { params, idempotencyKey: newId(), body: { kind: 'charity', cents: 100, reason: canaries.word('writeOff.reason') } });
  const supervisor = await api.as('billing-supervisor');
  await supervisor.client.call(contract.decideMoneyRequest, { params: { requestId: request.id }, body: { version: request.version, decision: 'approve', note: canaries.word('writeOff.note') } });
}

/** People of an export: names, numbers, addresses, devices, findings. */
async function importPatients(): Promise<void> {
  const files = wholeExport();
  const swap = (file: string, words: Readonly<Record<string, string>>) => {
    files[file] = (files[file] ?? []).map((row) => Object.entries(words).reduce((changed, [from, to]) => changed.replaceAll(from, to), row));
  };
  swap('patients.csv', {
    Ann1: canaries.word('import.first'), Lowe2: canaries.word('import.last'), Quitzon3: canaries.word('import.maiden'), '999-32-8568': canaries.digits('import.ssn'), S99930267: canaries.word('import.drivers', 18), X495800X: canaries.word('import.passport', 18),
    '7 Green St': canaries.word('import.address'), 'Boston  Massachusetts  US': canaries.word('import.birthPlace'),
  });
  swap('payer_transitions.csv', { '70f96b54-8360-4fc8-8aeb-5f5e7cba367f': canaries.word('import.member', 20), 'Ann1 Lowe2': canaries.word('import.owner') });
  swap('observations.csv', { 'Quite a bit': canaries.word('import.finding') });
  const [, stay = '', ann = ''] = /^([^,]+),[^,]*,[^,]*,([^,]+),/.exec(files['encounters.csv']?.[1] ?? '') ?? [];
  files['devices.csv'] = ['START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION,UDI', `2022-03-01T12:00:00Z,,${ann},${stay},72506001,Implantable defibrillator,${canaries.word('import.udi', 30)}`];
  await importSynthea(api.database, { path: writeExport(files) });
}

/** A payer's file that names somebody, sound, and one that is not. */
async function takeInAnswers(): Promise<void> {
  const stay = await makeStay(api.database, { payer: await makePayer(api.database) });
  const { number, charge } = await sentClaim(await BillingDriver.start(api), stay.encounterId);
  const text = make835([{ number, charge, paid: charge, patient: `Ann ${canaries.word('835.patient', 30)}` }]);
  for (const [name, content] of [['sound', text], ['broken', text.replace(/SE\*\d+/, 'SE*1')]] as const) {
    const file = join(folder, `${name}.835`);
    writeFileSync(file, content);
    const taken = await takeInFile({ database: api.database, keys: api.deps.keys, principal: { kind: 'service', id: 'exchange', name: 'Exchange', roles: ['service'], wardIds: [], patientId: null, sessionId: null, lacksSecondFactor: false } }, file);
    errors.push(...canaries.find(JSON.stringify(taken), `taking in a ${name} file`));
    rmSync(file);
  }
}

/** A record that is restricted, opened through broken glass; of somebody apart, so that it stays in nobody's way. */
async function restrictSomebody(): Promise<void> {
  const patientId = (await makePatient(api.database)).id;
  const registrar = (await api.as('registrar')).client;
  await registrar.call(contract.setLabel, { params: { patientId }, body: { confidentiality: 'R', sensitivity: 'EMP', reason: canaries.word('label.reason') } });
  await registrar.call(contract.addDirective, { params: { patientId }, body: { scope: 'share', provision: 'deny', recipient: 'research', note: canaries.word('directive.note') } });
  await (await api.as('physician')).client.call(contract.breakGlass, { body: { record: 'patientId', id: patientId, reason: 'emergency', words: canaries.word('glass.words') } });
}

/** Every writing operation, every field filled, every word a canary; as somebody who may and, where one is, as somebody who may not. */
async function writeEverywhere(records: Readonly<Record<string, string>>): Promise<void> {
  filled = records;
  for (const operation of operations.filter(({ method, id }) => method !== 'get' && !['signOut', 'endAllSessions', 'setLabel'].includes(id))) {
    const may = operation.policy === 'public' ? null : ROLES.find((role) => grantsFor(operation.policy, [role]).includes('any')) ?? 'administrator';
    const mayNot = ROLES.find((role) => operation.policy !== 'public' && grantsFor(operation.policy, [role]).length === 0);
    for (const everything of [true, false]) {
      const options = { schemas, everything, id: (name: string) => records[name] ?? newId(), text: (field: string, maxLength: number) => (MACHINE_WORDS.includes(field.split('.').pop() ?? '') ? 'machine-word' : canaries.word(`${operation.id}.${field}`, Math.min(maxLength, 30))) };
      const call = callOf(operation, options, operation.id === 'createUser' ? { body: { roles: ['nurse'], patientId: null, wardIds: [] } } : {});
      const keyed = { ...call, headers: { ...call.headers, 'idempotency-key': newId() } };
      const answer = await ask(keyed, may, operation.id);
      const { currentVersion } = answer.status === 409 ? (JSON.parse(answer.text) as { currentVersion?: number }) : {};
      if (currentVersion) await ask({ ...keyed, body: JSON.stringify({ ...(JSON.parse(keyed.body ?? '{}') as object), version: currentVersion }) }, may, operation.id);
      if (everything && mayNot) await ask(keyed, mayNot, `${operation.id} as ${mayNot}`);
    }
  }
}

test('every change that somebody makes is on the audit trail, but those that are nobody’s business', () => {
  expect(audited.size).toBeGreaterThan(40);
  expect([...unaudited].filter((id) => !audited.has(id) && !NOT_AUDITED[id]).sort()).toEqual([]);
});

test('every answer with words about a patient is on the audit trail', async () => {
  for (const operation of operations.filter(({ method, policy }) => method === 'get' && policy !== 'public' && policy !== 'internal')) {
    const may = ROLES.find((role) => role !== 'service' && grantsFor(operation.policy, [role]).includes('any')) ?? 'administrator';
    await ask(callOf(operation, { schemas, id: (name: string) => filled[name] ?? newId() }), may, `read ${operation.id}`);
  }
  expect(readOnTrail.size).toBeGreaterThan(25);
  expect([...readUnseen].filter((id) => !NOT_READ[id]).sort()).toEqual([]);
});

describe('a word that names a patient', () => {
  test('stands in no column of the database but the sealed ones', async () => {
    const { values, sightings } = await canaries.searchDatabase(api.database);
    expect(values).toBeGreaterThan(5_000);
    const found = distinct(sightings);
    expect(found.filter(({ place }) => !NOT_ABOUT_PATIENTS[place])).toEqual([]);
  });

  test('was put into every sealed column there is', async () => {
    const [rows] = await api.database.sequelize.query("SELECT TABLE_NAME AS t, COLUMN_NAME AS c FROM information_schema.columns WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME LIKE '%\\_enc'");
    const missed = (rows as { t: string; c: string }[]).map(({ t, c }) => `${t}.${c}`).filter((column) => !sealedColumns.has(column) && !UNFILLED[column]);
    expect(missed).toEqual([]);
  });

  test('opens in the place that a rotation of keys knows for it', async () => {
    const opened = await openEverySealed(api.database);
    expect([...opened.values()].filter((values) => values > 0).length).toBeGreaterThan(40);
  });

  test('stands in no refusal', () => {
    expect(refusals.length).toBeGreaterThan(50);
    expect(distinct(errors)).toEqual([]);
  });

  test('stands in no log line, also when something breaks', async () => {
    const word = canaries.word('broken.request');
    const json = { 'content-type': 'application/json' };
    await ask({ url: '/api/v1/patients', method: 'POST', headers: json, body: `{"name": "${word}` }, 'registrar', 'a body cut short');
    await ask({ url: `/api/v1/patients/${word}`, method: 'GET', headers: {}, body: null }, 'nurse', 'an ID that is a name');
    await ask({ url: `/api/v1/patients?q=${word}`, method: 'GET', headers: {}, body: null }, 'nurse', 'a search');
    await ask({ url: `/api/v1/nowhere/${word}?q=${word}`, method: 'GET', headers: {}, body: null }, 'nurse', 'an address that is none');
    await ask({ url: '/api/v1/session', method: 'POST', headers: json, body: JSON.stringify({ username: word, password: word }) }, null, 'a sign-in');
    await ask({ url: '/api/v1/tasks', method: 'GET', headers: { authorization: `Bearer ${word}` }, body: null }, null, 'a token that is none');
    await ask({ url: '/api/v1/patients', method: 'POST', headers: { ...json, 'idempotency-key': `${word} ${word}` }, body: '{}' }, 'registrar', 'a key that is none');
    await api.database.sequelize.query('RENAME TABLE patient_search_tokens TO hidden_tokens');
    try {
      const broken = await ask({ url: `/api/v1/patients?q=${word}`, method: 'GET', headers: {}, body: null }, 'nurse', 'a fault');
      expect(broken.status).toBe(500);
    } finally {
      await api.database.sequelize.query('RENAME TABLE hidden_tokens TO patient_search_tokens');
    }
    expect(logged.length).toBeGreaterThan(100);
    expect(logged.some((line) => line.includes('request failed'))).toBe(true);
    expect(distinct(logged.flatMap((line) => canaries.find(line, 'log')))).toEqual([]);
    expect(distinct(errors)).toEqual([]);
  });

  test('stands in nothing that goes to Redis, to Temporal’s IDs or into the audit checkpoints', async () => {
    await writeCheckpoint({ database: api.database, keys: api.deps.keys, logger: api.deps.logger, folder });
    const said = [JSON.stringify(api.announced), JSON.stringify(api.woken), ...readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))];
    expect(distinct(said.flatMap((one) => canaries.find(one, 'beside the record')))).toEqual([]);
  });
});

describe('the search', () => {
  // Each way a word could stand there unsealed; a search that misses one proves nothing.
  const word = canaries.word('planted');
  const ways: readonly (readonly [string, string | Buffer])[] = [
    ['as it is', `seen by ${word} today`], ['in lower case', word.toLowerCase()], ['in upper case', word.toUpperCase()], ['reversed', [...word].reverse().join('')],
    ['in base64', Buffer.from(word).toString('base64')], ['in base64, one letter in', Buffer.from(`x${word}`).toString('base64')], ['in base64url, two letters in', Buffer.from(`xx${word}`).toString('base64url')],
    ['in hex', Buffer.from(word).toString('hex')], ['in hex, reversed', [...Buffer.from(word).toString('hex')].reverse().join('')], ['in UTF-16', Buffer.from(word, 'utf16le')],
    ['within JSON', JSON.stringify({ deep: [{ name: word }] })],
  ];

  test.each(ways)('finds a word planted %s, and tells which', async (_way, planted) => {
    const query = (sql: string, replacements: unknown[] = []) => api.database.sequelize.query(sql, { replacements });
    await query('CREATE TABLE planted (words VARBINARY(400))');
    try {
      await query('INSERT INTO planted VALUES (?)', [planted]);
      const { sightings } = await canaries.searchDatabase(api.database);
      expect(sightings.map(({ place }) => place)).toContain('planted.words');
    } finally {
      await query('DROP TABLE planted');
    }
  });
});

/** What can still be read of a patient when record and bills are past their periods, each with the reason. */
const AFTER_RETENTION: Readonly<Record<string, string>> = {
  'patients.name_enc': 'the register of patients: bills, trail and whoever asks who was here need it',
  'patients.birth_date_enc': 'the register of patients', 'patients.mrn_enc': 'the register of patients', 'patients.contact_enc': 'the register of patients', 'patients.demographics_enc': 'the register of patients',
  'patient_identifiers.value_enc': 'the register of patients',
  'coverages.member_number_enc': 'who was asked to pay for the stays that remain in the ledger',
  'audit_events.detail_enc': 'the audit trail: nobody can change it',
  'disclosures.recipient_enc': 'the account of disclosures (45 CFR 164.528)', 'disclosures.what_enc': 'the account of disclosures', 'disclosures.purpose_enc': 'the account of disclosures', 'disclosures.withdrawn_reason_enc': 'the account of disclosures',
  'breach_notices.happened_enc': 'what those affected were told (45 CFR 164.414)', 'breach_notices.data_enc': 'what they were told', 'breach_notices.steps_enc': 'what they were told', 'breach_notices.doing_enc': 'what they were told', 'breach_notices.contact_enc': 'what they were told',
  'breaches.story_enc': 'what was done about a breach (45 CFR 164.414)', 'breaches.assessment_enc': 'what was done about a breach',
  ...Object.fromEntries(['happened', 'data', 'steps', 'doing', 'contact'].map((part) => [`breach_notices.${part}_enc`, 'what those affected were told (45 CFR 164.414)'])),
  'legal_holds.reason_enc': 'why the record was kept', 'legal_holds.lift_reason_enc': 'why it was kept no longer',
  'remittances.content_enc': 'a payer’s file, of many patients', 'exchange_file_parts.content_enc': 'a payer’s file, of many patients',
  'remittance_claims.patient_enc': 'a payer’s answer that belongs to no claim here', 'remittance_claims.reason_enc': 'why it belongs to none',
  'group_fixes.request_enc': 'one correction of many claims',
  'decoys.note_enc': 'a made-up person', 'access_review_items.reason_enc': 'about the staff', 'order_set_versions.why_enc': 'about medicine',
};

describe('a patient whose record is past its period', () => {
  test('can be read nowhere but where the law or the ledger asks for it; under a hold everything stays', async () => {
    const sql = (text: string, replacements: unknown[] = []) => api.database.sequelize.query(text, { replacements });
    const readable = async () => {
      const columns = new Set<string>();
      await openEverySealed(api.database, (column, text) => { if (canaries.carries(text)) columns.add(column); });
      return columns;
    };
    const [stays] = await sql('SELECT patient_id AS id FROM encounters LIMIT 1');
    const [{ id: patientId = '' } = {}] = stays as { id: string }[];
    await sql("UPDATE encounters SET status = 'finished', period_start = NOW(3) - INTERVAL 4402 DAY, period_end = NOW(3) - INTERVAL 4400 DAY");
    await sql("UPDATE journeys SET status = 'closed'");
    await sql('UPDATE appointments SET starts_at = starts_at - INTERVAL 40 YEAR, ends_at = ends_at - INTERVAL 40 YEAR');
    await sql('UPDATE patients SET birth_date_enc = ? WHERE id = ?', [api.database.cipher.seal({ table: 'patients', column: 'birth_date_enc', id: patientId }, canaries.date), patientId]); // of age for as long
    await sql("UPDATE tasks SET status = 'cancelled' WHERE is_open = 1");
    await sql('UPDATE amendments SET asked_at = NOW(3) - INTERVAL 4400 DAY, decided_at = NOW(3) - INTERVAL 4399 DAY');
    await sql("UPDATE idempotency_keys SET created_at = NOW(3) - INTERVAL 91 DAY");
    // Of people who never stayed, and of nobody: somebody's all the same.
    for (const table of ['consents', 'security_labels', 'glass_breaks', 'safety_events']) await sql(`UPDATE ${table} SET patient_id = ?`, [patientId]);
    await sql('UPDATE tasks SET patient_id = ? WHERE patient_id IS NULL', [patientId]);
    await sql("UPDATE notifications SET recipient_id = ? WHERE template <> 'record-amended'", [patientId]); // those go with the stay they are of
    const before = await readable();
    expect(['tasks.output_enc', 'incidents.message_enc', 'idempotency_keys.response_enc', 'claim_documents.text_enc', 'safety_events.narrative_enc'].filter((column) => !before.has(column))).toEqual([]);
    const administrator = (await api.as('administrator')).client;
    const run = async () => {
      const { id } = await administrator.call(contract.runRetention, { body: { dryRunId: null } });
      return administrator.call(contract.runRetention, { body: { dryRunId: id } });
    };
    await sql("INSERT INTO legal_holds (id, patient_id, reason_enc, placed_by, placed_at) SELECT UUID(), p.id, 'x', (SELECT MIN(id) FROM staff_users), NOW(3) FROM patients p");
    await run();
    await sql('DELETE FROM legal_holds WHERE lifted_at IS NULL');
    const held = await readable();
    expect([...before].filter((column) => !held.has(column) && column !== 'idempotency_keys.response_enc')).toEqual([]);
    expect((await run()).counts.find(({ kind }) => kind === 'clinical')).toMatchObject({ isMore: false });
    const left = await readable();
    expect([...left].filter((column) => !AFTER_RETENTION[column]).sort()).toEqual([]);
    expect(left.has('audit_events.detail_enc')).toBe(true);
    expect((await sql('SELECT claim_id FROM remittance_claims WHERE claim_id IS NOT NULL AND (patient_enc IS NOT NULL OR reason_enc IS NOT NULL)'))[0]).toEqual([]);
  });
});
