import { contract } from '../../api/client';
import { ASSESSMENT, CareDriver, GENERAL_ORDERS, makeConcepts, rowsOf, WELL } from '../factories/clinical';
import { type MadeJourney, makeJourney, makePatient, makeWard } from '../factories/hospital';
import { startTestApi, type TestApi } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let care: CareDriver;
beforeAll(async () => {
  api = await startTestApi();
  care = await CareDriver.start(api);
  await makeConcepts();
});
afterAll(() => api.stop());

async function inBed(): Promise<MadeJourney & { bedId: string }> {
  const { wardId, bedIds } = await makeWard(1);
  const [bedId = ''] = bedIds;
  return { ...(await makeJourney(api.database, { wardId, bedId })), bedId };
}

/** A patient in bed whose discharge was decided. */
async function leaving(): Promise<MadeJourney & { bedId: string }> {
  const journey = await inBed();
  await api.database.sequelize.query("UPDATE journeys SET stage = 'discharge' WHERE id = ?", { replacements: [journey.journeyId] });
  return journey;
}

const open = async (journey: MadeJourney, type: Parameters<CareDriver['open']>[1]) => {
  const taskId = await care.open(journey.journeyId, type);
  await api.database.sequelize.query("UPDATE journeys SET stage = 'discharge' WHERE id = ?", { replacements: [journey.journeyId] });
  return taskId;
};
const panel = async (journey: MadeJourney, role: 'nurse' | 'charge-nurse' | 'billing' = 'nurse') => (await care.user(role)).client.call(contract.readDischarge, { params: { encounterId: journey.journeyId } });
const branch = async (journey: MadeJourney, name: string) => (await panel(journey)).branches.find((one) => one.branch === name);
const pass = async (journey: MadeJourney, name: 'clinical' | 'nursing' | 'financial', role: 'nurse' | 'charge-nurse' | 'billing' | 'billing-supervisor' = 'charge-nurse') =>
  (await care.user(role)).client.call(contract.overrideDischarge, { params: { encounterId: journey.journeyId }, body: { branch: name, reason: 'Transport is waiting; agreed by telephone.' } });
const bedStatus = async ({ bedId }: { bedId: string }) => (await rowsOf<{ status: string }>(api.database, 'SELECT operational_status AS status FROM beds WHERE id = ?', [bedId]))[0]?.status;

const SUMMARY = { diagnoses: 'Chronic congestive heart failure', summary: 'Recovered well.', medicines: 'Furosemide 40 mg in the morning', followUp: 'In two weeks' };

describe('blocked because', () => {
  test('each blocker names the task that removes it and who has it (hmislk#22258: blocked, and nobody could see why)', async () => {
    const journey = await leaving();
    const [summary, round] = [await open(journey, 'sign-discharge-summary'), await open(journey, 'medicine-round')];
    const nurse = await care.user('nurse');
    await nurse.client.call(contract.claimTask, { params: { taskId: round } });
    const { phase, branches } = await panel(journey);
    expect(phase).toBe('under-way');
    expect(branches.map(({ branch: name, state }) => [name, state])).toEqual([['clinical', 'blocked'], ['nursing', 'blocked'], ['financial', 'blocked'], ['departure', 'blocked']]);
    expect(branches[0]?.blockers).toMatchObject([{ words: 'Sign discharge summary: nobody has it yet.', task: { id: summary, role: 'physician', holder: null } }]);
    expect(branches[1]?.blockers).toMatchObject([{ task: { id: round, holder: { id: nurse.id } } }]);
    expect(branches[3]?.blockers.map(({ words }) => words)).toContain('The clinical branch is not done: Sign discharge summary: nobody has it yet.');
  });

  test('a procedure that was cancelled blocks nothing (marley#1139)', async () => {
    const journey = await leaving();
    await api.database.sequelize.query(
      "INSERT INTO service_requests (id, patient_id, encounter_id, category, system_code, code, status, ordered_at) VALUES (UUID(), ?, ?, 'procedure', 'SNOMED', '265764009', 'active', NOW(3))", { replacements: [journey.patient.id, journey.journeyId] });
    const taskId = await open(journey, 'perform-procedures');
    expect((await branch(journey, 'clinical'))?.blockers).toHaveLength(1);
    const rows = (await care.read('physician', taskId)).input.rows?.['procedures'] ?? [];
    await care.complete('physician', taskId, { procedures: rows.map(({ id }) => ({ id, status: 'not-done', reason: 'Cancelled by the patient' })) });
    expect((await branch(journey, 'clinical'))?.blockers).toEqual([]);
    await care.complete('physician', await open(journey, 'sign-discharge-summary'), SUMMARY);
    expect((await branch(journey, 'clinical'))?.state).toBe('done');
  });

  test('nobody departs with medicines or money undecided (hmislk#19308), and the bed is not free before they have left (marley#1141)', async () => {
    const journey = await leaving();
    const departure = await open(journey, 'confirm-departure');
    await open(journey, 'financial-clearance');
    const refused = await problemOf(care.complete('nurse', departure, { left: true, transport: 'walking' }));
    expect([refused.status, refused.problem.type]).toEqual([422, 'urn:careway:problem:discharge-blocked']);
    expect(refused.problem.title).toContain('Financial clearance: nobody has it yet.');
    expect(await bedStatus(journey)).toBe('O');
  });

  test('a deterioration after everything was signed holds the patient', async () => {
    const journey = await leaving();
    const departure = await open(journey, 'confirm-departure');
    await open(journey, 'emergency-response');
    expect((await problemOf(care.complete('nurse', departure, { left: true, transport: 'walking' }))).problem.title).toContain('Emergency response');
  });
});

describe('letting a branch pass', () => {
  test('a missing summary holds the bed no longer: who let it pass and why is on record, the summary is still to be signed (marley#879)', async () => {
    const journey = await leaving();
    const summary = await open(journey, 'sign-discharge-summary');
    const { branches } = await pass(journey, 'clinical');
    expect(branches[0]).toMatchObject({ state: 'overridden', override: { reason: 'Transport is waiting; agreed by telephone.', by: expect.any(String) } });
    expect(branches[0]?.blockers).toMatchObject([{ task: { id: summary } }]);
    const departure = await open(journey, 'confirm-departure');
    await api.database.sequelize.query("UPDATE tasks SET status = 'cancelled' WHERE journey_id = ? AND type IN ('discharge-teaching', 'financial-clearance')", { replacements: [journey.journeyId] });
    await pass(journey, 'nursing');
    await pass(journey, 'financial');
    await care.complete('nurse', departure, { left: true, transport: 'wheelchair' });
    expect(await bedStatus(journey)).toBe('H');
    expect(await rowsOf(api.database, 'SELECT status FROM tasks WHERE id = ?', [summary])).toEqual([{ status: 'requested' }]);
    const commands = await rowsOf<{ name: string }>(api.database, "SELECT name FROM workflow_commands WHERE workflow_id = ? AND name = 'dischargeOverridden'", [`journey-${journey.journeyId}`]);
    expect(commands).toHaveLength(3);
    expect(await rowsOf(api.database, "SELECT action FROM audit_events WHERE action = 'discharge.overridden' AND resource_id = ?", [journey.journeyId])).toHaveLength(3);
  });

  test('only those who answer for the branch, once, with a reason, and never past a deterioration nobody has seen', async () => {
    const journey = await leaving();
    await open(journey, 'sign-discharge-summary');
    expect((await problemOf(pass(journey, 'clinical', 'nurse'))).status).toBe(403);
    expect((await problemOf(pass(journey, 'clinical', 'billing-supervisor'))).status).toBe(403);
    const chargeNurse = (await care.user('charge-nurse')).client;
    expect((await problemOf(chargeNurse.call(contract.overrideDischarge, { params: { encounterId: journey.journeyId }, body: { branch: 'clinical', reason: ' ' } }))).status).toBe(400);
    await (await care.user('nurse')).client.call(contract.recordObservations, { params: { encounterId: journey.journeyId }, body: { values: { ...WELL, respirations: 26, spo2: 92, onOxygen: true } } });
    expect((await problemOf(pass(journey, 'clinical'))).problem.type).toBe('urn:careway:problem:patient-deteriorating');
    await pass(journey, 'nursing');
    expect((await problemOf(pass(journey, 'nursing'))).problem.type).toBe('urn:careway:problem:already-overridden');
  });

  test('nothing can be let pass before a discharge is under way', async () => {
    const journey = await inBed();
    expect((await problemOf(pass(journey, 'nursing'))).problem.type).toBe('urn:careway:problem:no-discharge');
  });
});

test('the summary is signed in parts, read back by its patient alone, and amended with both versions kept', async () => {
  const journey = await leaving();
  const params = { encounterId: journey.journeyId };
  const physician = (await care.user('physician')).client;
  expect((await problemOf(physician.call(contract.readDischargeSummary, { params }))).status).toBe(404);
  await care.complete('physician', await open(journey, 'sign-discharge-summary'), SUMMARY);
  const first = await physician.call(contract.readDischargeSummary, { params });
  expect(first.parts).toEqual([
    { label: 'Diagnoses', text: SUMMARY.diagnoses }, { label: 'Course of the stay', text: SUMMARY.summary }, { label: 'Medicines to take home', text: SUMMARY.medicines }, { label: 'Follow-up', text: SUMMARY.followUp },
  ]);
  await physician.call(contract.addNote, { params, body: { amends: first.noteId, text: 'Course of the stay\nRecovered well, after a fall.' } });
  const second = await physician.call(contract.readDischargeSummary, { params });
  expect(second.parts).toEqual([{ label: 'Course of the stay', text: 'Recovered well, after a fall.' }]);
  expect(second.versions.map(({ isAmendment }) => isAmendment)).toEqual([true, false]);
  expect((await problemOf(physician.call(contract.addNote, { params, body: { amends: first.noteId, text: 'Again' } }))).problem.type).toBe('urn:careway:problem:note-amended');
  const notes = await physician.call(contract.listNotes, { params });
  expect(notes.items.filter(({ kind }) => kind === 'discharge-summary')).toMatchObject([{ amends: first.noteId, amendedBy: null }, { id: first.noteId, amendedBy: second.noteId }]);
});

describe('the end of a stay', () => {
  const discharge = (journey: MadeJourney, disposition: 'completed' | 'left-against-advice' | 'deceased' = 'completed') =>
    care.service.call(contract.dischargeEncounter, { params: { encounterId: journey.journeyId }, body: { disposition }, idempotencyKey: care.key() });
  const undo = (journey: MadeJourney, what: 'bed' | 'orders' | 'medicines' | 'registration') => care.service.call(contract.undoAdmission, { params: { encounterId: journey.journeyId }, body: { what }, idempotencyKey: care.key() });

  test('nobody leaves with a dose undecided; the way out is on the chart (hmislk#19308)', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'place-orders', GENERAL_ORDERS);
    await care.verifyAll(journey.journeyId);
    await care.planRound(journey.journeyId, 1);
    const round = await care.open(journey.journeyId, 'medicine-round', 1);
    const depart = await care.open(journey.journeyId, 'confirm-departure');
    const refused = await problemOf(care.complete('nurse', depart, { left: true, transport: 'walking' }));
    expect([refused.status, refused.problem.type]).toEqual([422, 'urn:careway:problem:doses-open']);
    await care.complete('nurse', round, await care.give(round));
    await care.complete('nurse', depart, { left: true, transport: 'walking' });
  });

  test('the stay cannot be closed with the patient in bed, and closes once when gone', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'decide-discharge', { decision: 'discharge', disposition: '03' });
    expect((await problemOf(discharge(journey))).problem.type).toBe('urn:careway:problem:still-in-bed');
    await care.do('nurse', journey.journeyId, 'confirm-departure', { left: true, transport: 'wheelchair' });
    await discharge(journey);
    await discharge(journey);
    expect(await rowsOf(api.database, 'SELECT status, discharge_disposition AS disposition, period_end IS NOT NULL AS ended FROM encounters WHERE id = ?', [journey.journeyId])).toEqual([{ status: 'finished', disposition: '03', ended: 1 }]);
  });

  test('a procedure that is not done blocks nothing (marley#1139)', async () => {
    const journey = await inBed();
    await api.database.sequelize.query(
      "INSERT INTO service_requests (id, patient_id, encounter_id, category, system_code, code, status, round_number, ordered_at) VALUES (UUID(), ?, ?, 'procedure', 'SNOMED', '265764009', 'active', 1, NOW(3)), (UUID(), ?, ?, 'procedure', 'SNOMED', '265764009', 'active', 1, NOW(3))",
      { replacements: [journey.patient.id, journey.journeyId, journey.patient.id, journey.journeyId] });
    expect((await care.plan(journey.journeyId)).procedureRounds).toEqual([1]);
    const taskId = await care.open(journey.journeyId, 'perform-procedures', 1);
    const [done, notDone] = await care.rows('physician', taskId, 'procedures');
    await care.complete('physician', taskId, { procedures: [{ id: done!.id, status: 'completed' }, { id: notDone!.id, status: 'not-done', reason: 'Cancelled by the patient.' }] as never });
    expect((await care.plan(journey.journeyId)).procedureRounds).toEqual([]);
    const { items } = await (await care.user('nurse')).client.call(contract.listProcedures, { params: { encounterId: journey.journeyId } });
    expect(items.map((item) => [item.display, item.status]).sort()).toEqual([['Renal dialysis (procedure)', 'completed'], ['Renal dialysis (procedure)', 'not-done']]);
    await care.do('nurse', journey.journeyId, 'confirm-departure', { left: true, transport: 'walking' });
    await discharge(journey);
  });

  test('orders nobody carried out are revoked at discharge, not left open', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'place-orders', GENERAL_ORDERS);
    await care.do('nurse', journey.journeyId, 'confirm-departure', { left: true, transport: 'walking' });
    await discharge(journey);
    expect(await rowsOf(api.database, "SELECT DISTINCT status FROM service_requests WHERE encounter_id = ?", [journey.journeyId])).toEqual([{ status: 'revoked' }]);
    expect(await rowsOf(api.database, 'SELECT DISTINCT status FROM medication_requests WHERE encounter_id = ?', [journey.journeyId])).toEqual([{ status: 'completed' }]);
  });

  test('the summary comes drafted from the record and is signed by who completes it', async () => {
    const journey = await inBed();
    await api.database.sequelize.query("UPDATE encounters SET reason_system = 'SNOMED', reason_code = '88805009' WHERE id = ?", { replacements: [journey.journeyId] });
    await care.do('physician', journey.journeyId, 'place-orders', GENERAL_ORDERS);
    const taskId = await care.open(journey.journeyId, 'sign-discharge-summary');
    const draft = String((await care.read('physician', taskId)).input.values?.['summary']);
    expect(draft).toBe('Reason for admission: Chronic congestive heart failure (disorder).\nMedicines given: Acetaminophen 325 MG Oral Tablet.');
    await care.complete('physician', taskId, { summary: `${draft}\nGoes home well.` });
    const { items } = await (await care.user('nurse')).client.call(contract.listNotes, { params: { encounterId: journey.journeyId } });
    expect(items[0]).toMatchObject({ kind: 'discharge-summary', author: (await care.user('physician')).name, status: 'signed' });
  });

  test('left against advice: medicines stop, the bed goes to cleaning, the record says how it ended', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'place-orders', GENERAL_ORDERS);
    await care.verifyAll(journey.journeyId);
    await care.planRound(journey.journeyId, 1);
    expect(await undo(journey, 'medicines')).toEqual({ undone: 2, bedNeedsCleaning: false });
    expect(await undo(journey, 'orders')).toEqual({ undone: 2, bedNeedsCleaning: false });
    expect(await undo(journey, 'bed')).toEqual({ undone: 1, bedNeedsCleaning: true });
    expect(await undo(journey, 'bed')).toEqual({ undone: 0, bedNeedsCleaning: true }); // asked again under another key
    await discharge(journey, 'left-against-advice');
    expect(await rowsOf(api.database, 'SELECT status, discharge_disposition AS disposition FROM encounters WHERE id = ?', [journey.journeyId])).toEqual([{ status: 'finished', disposition: '07' }]);
    expect(await rowsOf(api.database, 'SELECT status, reason_code AS reason FROM medication_administrations WHERE encounter_id = ?', [journey.journeyId])).toEqual([{ status: 'not-done', reason: 'discontinued' }]);
  });

  test('admitted in error: the stay and what was written in it are marked so, twice is once', async () => {
    const journey = await inBed();
    await care.do('nurse', journey.journeyId, 'admission-assessment', ASSESSMENT);
    expect((await undo(journey, 'registration')).undone).toBeGreaterThan(5);
    expect(await undo(journey, 'registration')).toEqual({ undone: 0, bedNeedsCleaning: false });
    expect(await rowsOf(api.database, 'SELECT DISTINCT status FROM observations WHERE encounter_id = ?', [journey.journeyId])).toEqual([{ status: 'entered-in-error' }]);
    const patient = await makePatient(api.database);
    expect(patient.id).not.toBe(journey.patient.id);
  });

  test('a patient who dies is dead in the record, once', async () => {
    const journey = await inBed();
    await undo(journey, 'bed');
    await discharge(journey, 'deceased');
    const nurse = await care.user('nurse');
    expect((await nurse.client.call(contract.readPatient, { params: { patientId: journey.patient.id } })).deceasedAt).not.toBeNull();
  });

  test('workflow steps are refused to people and need a key', async () => {
    const journey = await inBed();
    const nurse = await care.user('nurse');
    expect((await problemOf(nurse.client.call(contract.planCare, { params: { encounterId: journey.journeyId }, idempotencyKey: 'x' }))).status).toBe(403);
    expect((await problemOf(care.service.call(contract.planCare, { params: { encounterId: journey.journeyId } }))).status).toBe(400);
    expect((await problemOf(care.service.call(contract.planCare, { params: { encounterId: '0195c1d0-3b2a-7abc-8def-0123456789ab' }, idempotencyKey: 'y' }))).status).toBe(404);
  });
});
