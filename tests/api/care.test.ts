import { contract } from '../../api/client';
import { type FormValues } from '../../domain/tasks/form';
import { ASSESSMENT, CareDriver, makeAllergy, makeConcepts, rowsOf, WELL } from '../factories/clinical';
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

async function inBed(): Promise<MadeJourney> {
  const { wardId, bedIds } = await makeWard(1);
  return makeJourney(api.database, { wardId, bedId: bedIds[0]! });
}

const ORDERS = { orderSet: 'general-medicine', plannedHours: 24 } as const;
const plan = (journey: MadeJourney) => care.service.call(contract.planCare, { params: { encounterId: journey.journeyId }, idempotencyKey: care.key() });
const planRound = (journey: MadeJourney, round: number, idempotencyKey = care.key()) => care.service.call(contract.planMedicineRound, { params: { encounterId: journey.journeyId }, body: { round }, idempotencyKey });
const observations = async (journey: MadeJourney, category: 'vital-signs' | 'laboratory' = 'vital-signs') =>
  (await (await care.user('nurse')).client.call(contract.listObservations, { params: { encounterId: journey.journeyId }, query: { category, limit: 100 } })).items;
const rowIds = async (role: 'nurse' | 'lab' | 'pharmacist' | 'physician', taskId: string, name: string) => (await care.read(role, taskId)).input.rows?.[name] ?? [];

/** Answer every row of a rows field alike. */
const fill = (rows: readonly { id: string }[], values: FormValues) => rows.map((row) => ({ id: row.id, ...values })) as never;

async function verifyAll(journey: MadeJourney): Promise<void> {
  const taskId = await care.open(journey.journeyId, 'verify-medicines');
  await care.complete('pharmacist', taskId, { medicines: fill(await rowIds('pharmacist', taskId, 'medicines'), { decision: 'verified' }) });
}

describe('bedside observations', () => {
  test('a heart rate of 155 is 155, everywhere (care_fe#15812: 155 looked like 72)', async () => {
    const journey = await inBed();
    const taskId = await care.do('nurse', journey.journeyId, 'admission-assessment', { ...ASSESSMENT, pulse: 155, pulseConfirmed: true, temperature: 38.7 });
    const read = await observations(journey);
    const value = (code: string) => read.find((one) => one.code === code);
    expect(value('8867-4')).toMatchObject({ value: 155, unit: '/min' });
    expect(value('8310-5')).toMatchObject({ value: 38.7, unit: 'Cel' });
    expect(value('67775-7')).toMatchObject({ text: 'A', value: null });
    expect(value('3151-8')).toMatchObject({ text: 'air' });
    expect(value('1104051000000101')).toMatchObject({ value: 4, interpretation: 'A' });
    expect(await care.factsOf(taskId)).toEqual({ news2: 4, risk: 'low-medium', singleParameter: true });
    const nurse = await care.user('nurse');
    expect((await nurse.client.call(contract.readPatient, { params: { patientId: journey.patient.id } })).news2).toBe(4);
    const { output } = await nurse.client.call(contract.readTask, { params: { taskId } });
    expect(output).toMatchObject({ pulse: 155 });
  });

  test('an impossible reading is refused in words, and nothing is saved', async () => {
    const journey = await inBed();
    const refused = await problemOf(care.do('nurse', journey.journeyId, 'observation-round', { ...WELL, pulse: 1550 }));
    expect([refused.status, refused.problem.errors]).toEqual([400, [{ field: 'pulse', message: 'Pulse cannot be above 250 /min. Check the reading.' }]]);
    expect(await observations(journey)).toEqual([]);
  });

  test('a missing reading is not scored as normal', async () => {
    const journey = await inBed();
    const { spo2: _missing, ...rest } = WELL;
    expect((await problemOf(care.do('nurse', journey.journeyId, 'observation-round', rest))).problem.errors?.[0]?.field).toBe('spo2');
  });

  test('the scale a clinician chose for the stay is the one scored by', async () => {
    const journey = await inBed();
    const physician = (await care.user('physician')).client;
    const { version } = await physician.call(contract.readEncounter, { params: { encounterId: journey.journeyId } });
    const first = await care.do('nurse', journey.journeyId, 'observation-round', { ...WELL, spo2: 90 });
    await physician.call(contract.prescribeOxygenTarget, { params: { encounterId: journey.journeyId }, body: { version, scale: 2, reason: 'Known hypercapnia.' } });
    const second = await care.do('nurse', journey.journeyId, 'observation-round', { ...WELL, spo2: 90 });
    expect([(await care.factsOf(first))['news2'], (await care.factsOf(second))['news2']]).toEqual([3, 0]);
  });

  test('nothing is recorded for a stay that is over', async () => {
    const journey = await inBed();
    const taskId = await care.open(journey.journeyId, 'observation-round');
    await api.database.sequelize.query("UPDATE encounters SET status = 'finished' WHERE id = ?", { replacements: [journey.journeyId] });
    expect((await problemOf(care.complete('nurse', taskId, WELL))).problem.type).toBe('urn:careway:problem:stay-over');
  });

  test('a review of deterioration leaves a signed note', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'review-deterioration', { seen: true, plan: 'Fluids, cultures, antibiotics.' });
    const { items } = await (await care.user('nurse')).client.call(contract.listNotes, { params: { encounterId: journey.journeyId } });
    expect(items).toMatchObject([{ kind: 'deterioration-review', text: 'Fluids, cultures, antibiotics.' }]);
  });
});

describe('orders, specimens, results', () => {
  test('an order set becomes orders, and the plan says what they ask for', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'place-orders', ORDERS);
    expect(await plan(journey)).toEqual({ laboratoryRounds: [1], urgentRounds: [], imagingRounds: [], procedureRounds: [], unverifiedMedicines: 1, medicineEveryHours: 8, statDoses: 0, plannedHours: 24 });
    const { items } = await (await care.user('nurse')).client.call(contract.listOrders, { params: { encounterId: journey.journeyId } });
    expect(items.map((item) => [item.display, item.status, item.specimen]).sort()).toEqual([['Complete blood count', 'active', null], ['Comprehensive metabolic panel', 'active', null]]);
  });

  test('an allergy stops the order on this path too, until a reason is given (hmislk#15051)', async () => {
    const journey = await inBed();
    await makeAllergy(journey.patient.id, '1191');
    const taskId = await care.open(journey.journeyId, 'place-orders');
    const cardiac = { orderSet: 'acute-cardiac', plannedHours: 24 };
    const refused = await problemOf(care.complete('physician', taskId, cardiac));
    expect(refused.problem).toMatchObject({ status: 422, type: 'urn:careway:problem:allergy-conflict', errors: [{ field: 'orderSet', message: 'aspirin 81 MG Oral Tablet: an active allergy to this medicine is on record.' }] });
    expect(JSON.stringify(refused.problem)).not.toContain(journey.patient.family);
    expect(await rowsOf(api.database, 'SELECT id FROM service_requests WHERE encounter_id = ?', [journey.journeyId])).toEqual([]); // nothing half placed
    await care.complete('physician', taskId, { ...cardiac, overrideReason: 'Desensitised last year.' });
    const { items } = await (await care.user('pharmacist')).client.call(contract.listMedicines, { params: { encounterId: journey.journeyId } });
    expect(items).toMatchObject([{ display: 'aspirin 81 MG Oral Tablet', dose: '81 mg', alerts: [{ kind: 'allergy', level: 'stop', override: 'Desensitised last year.' }] }]);
  });

  test('a resolved allergy stops nothing', async () => {
    const journey = await inBed();
    await makeAllergy(journey.patient.id, '1191', { clinicalStatus: 'resolved' });
    await care.do('physician', journey.journeyId, 'place-orders', { orderSet: 'acute-cardiac', plannedHours: 24 });
  });

  test('only a replay is ordered as recorded', async () => {
    const journey = await inBed();
    expect((await problemOf(care.do('physician', journey.journeyId, 'place-orders', { orderSet: 'as-recorded', plannedHours: 24 }))).problem.type).toBe('urn:careway:problem:not-a-replay');
  });

  test('from the specimen to the acknowledged critical value', async () => {
    const journey = await inBed();
    const encounterId = journey.journeyId;
    await care.do('physician', encounterId, 'place-orders', ORDERS);
    const collect = await care.open(encounterId, 'collect-specimens', 1);
    expect(await rowIds('nurse', collect, 'specimens')).toMatchObject([{ label: 'Complete blood count', hint: 'Whole blood' }, { label: 'Comprehensive metabolic panel', hint: 'Serum or plasma' }]);
    await care.complete('nurse', collect, { specimens: fill(await rowIds('nurse', collect, 'specimens'), { collected: true }) });
    const specimens = await rowsOf<{ accession: string }>(api.database, 'SELECT accession FROM specimens WHERE encounter_id = ?', [encounterId]);
    expect(new Set(specimens.map((row) => row.accession)).size).toBe(2);
    for (const { accession } of specimens) expect(accession).toMatch(/^L\d{6}-[0-9A-HJKMNP-TV-Z]{8}$/);

    const results = await care.open(encounterId, 'enter-results', 1);
    const rows = await rowIds('lab', results, 'results');
    expect(rows).toHaveLength(22);
    const enter = (values: Record<string, number | string>) => rows.map((row) => {
      const value = Object.entries(values).find(([name]) => row.label.startsWith(name))?.[1] ?? 'not examined';
      return { id: row.id, ...(typeof value === 'number' ? { value } : { text: value }) };
    }) as never;
    expect((await problemOf(care.complete('lab', results, { results: rows.map((row) => ({ id: row.id })) as never }))).problem.errors?.[0]?.field).toBe('results[0].value');
    await care.complete('lab', results, { results: enter({ Potassium: 6.9, Sodium: 140, Hemoglobin: 11.4, Creatinine: 1.05 }) });
    expect(await care.factsOf(results)).toEqual({ critical: 1 });
    expect(api.announced).toContainEqual(expect.objectContaining({ topic: 'journey', id: encounterId, roles: expect.arrayContaining(['physician']) })); // no result unseen (ottehr#2589)

    const physician = (await care.user('physician')).client;
    const reports = await physician.call(contract.listReports, { params: { encounterId } });
    expect(reports.items.map((report) => [report.display, report.status, report.critical, report.results.length]).sort()).toEqual([['Complete blood count', 'final', 0, 8], ['Comprehensive metabolic panel', 'final', 1, 14]]);
    const potassium = reports.items.flatMap((report) => report.results).find((result) => result.code === '2823-3');
    expect(potassium).toMatchObject({ value: 6.9, unit: 'mmol/L', referenceLow: 3.5, referenceHigh: 5, interpretation: 'HH', acknowledgedAt: null });
    expect(reports.items.flatMap((report) => report.results).find((result) => result.code === '718-7')).toMatchObject({ value: 11.4, interpretation: 'L' });
    expect((await physician.call(contract.readEncounter, { params: { encounterId } })).unacknowledgedCriticals).toBe(1);
    expect((await plan(journey)).laboratoryRounds).toEqual([]);

    const acknowledge = await care.open(encounterId, 'acknowledge-critical-result', 1);
    expect((await care.read('physician', acknowledge)).input.facts).toEqual([{ label: 'Potassium', value: '6.9 mmol/L, critically high' }]);
    expect((await problemOf(care.complete('physician', acknowledge, { readBack: false, action: 'x' }))).status).toBe(400);
    await care.complete('physician', acknowledge, { readBack: true, action: 'Calcium gluconate, insulin and glucose; repeat in one hour.' });
    const after = (await observations(journey, 'laboratory')).find((result) => result.code === '2823-3');
    expect(after?.acknowledgedBy).toBe((await care.user('physician')).name);
    expect((await physician.call(contract.readEncounter, { params: { encounterId } })).unacknowledgedCriticals).toBe(0);
  });

  test('digits nobody could keep are refused, not rounded', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'place-orders', ORDERS);
    const collect = await care.open(journey.journeyId, 'collect-specimens', 1);
    await care.complete('nurse', collect, { specimens: fill(await rowIds('nurse', collect, 'specimens'), { collected: true }) });
    const results = await care.open(journey.journeyId, 'enter-results', 1);
    const rows = await rowIds('lab', results, 'results');
    const refused = await problemOf(care.complete('lab', results, { results: fill(rows, { value: 1.00000001 }) }));
    expect(refused.problem.errors?.[0]?.message).toContain('6 decimal places');
    expect(await observations(journey, 'laboratory')).toEqual([]);
  });
});

describe('medicines', () => {
  test('no dose before a pharmacist has verified; then rounds, once however often planned', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'place-orders', ORDERS);
    expect(await planRound(journey, 1)).toMatchObject({ doses: 0, finished: true });
    await verifyAll(journey);
    expect((await plan(journey)).unverifiedMedicines).toBe(0);
    const outcomes = await Promise.all([planRound(journey, 1, 'same-key-1'), planRound(journey, 1), planRound(journey, 1)]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ doses: 1, highAlertDoses: 0, finished: false });
    expect(await rowsOf(api.database, 'SELECT dose_number FROM medication_administrations WHERE encounter_id = ?', [journey.journeyId])).toHaveLength(1);

    const round = await care.open(journey.journeyId, 'medicine-round', 1);
    const doses = await rowIds('nurse', round, 'doses');
    expect(doses).toMatchObject([{ label: 'Acetaminophen 325 MG Oral Tablet, 650 mg, oral', hint: 'dose 1, every 8 h' }]);
    expect((await problemOf(care.complete('nurse', round, { wristband: 'W0', doses: fill(doses, { outcome: 'held' }) }))).problem.errors?.[0]?.field).toBe('doses[0].heldReason');
    await care.complete('nurse', round, await care.give(round));
    expect(await planRound(journey, 2)).toMatchObject({ doses: 0, finished: false });
    await care.passHours(journey.journeyId, 8);
    await planRound(journey, 3);
    const second = await care.open(journey.journeyId, 'medicine-round', 2);
    await care.complete('nurse', second, await care.give(second, { outcome: 'refused', refusedReason: 'unwell', note: 'Since the first one.' }));
    const { items } = await (await care.user('nurse')).client.call(contract.listDoses, { params: { encounterId: journey.journeyId } });
    expect(items.map((item) => [item.doseNumber, item.status, item.outcome, item.reason, item.note])).toEqual([[2, 'not-done', 'refused', 'Feels sick from it', 'Since the first one.'], [1, 'completed', 'given', null, null]]);
    const [medicine] = (await (await care.user('nurse')).client.call(contract.listMedicines, { params: { encounterId: journey.journeyId } })).items;
    expect(medicine).toMatchObject({ dosesGiven: 1, dosesNotGiven: 1, status: 'active', everyHours: 8 });
  });

  test('a refused medicine is never given, and the reason is on record', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'place-orders', ORDERS);
    const taskId = await care.open(journey.journeyId, 'verify-medicines');
    await care.complete('pharmacist', taskId, { medicines: fill(await rowIds('pharmacist', taskId, 'medicines'), { decision: 'refused', reason: 'Liver failure.' }) });
    expect(await plan(journey)).toMatchObject({ unverifiedMedicines: 0, medicineEveryHours: null });
    expect(await planRound(journey, 1)).toMatchObject({ doses: 0, finished: true });
    const { items } = await (await care.user('nurse')).client.call(contract.listNotes, { params: { encounterId: journey.journeyId } });
    expect(items[0]).toMatchObject({ kind: 'medicine-verification', text: 'Acetaminophen 325 MG Oral Tablet: Liver failure.' });
  });
});

describe('discharge', () => {
  const discharge = (journey: MadeJourney, disposition: 'completed' | 'left-against-advice' | 'deceased' = 'completed') =>
    care.service.call(contract.dischargeEncounter, { params: { encounterId: journey.journeyId }, body: { disposition }, idempotencyKey: care.key() });
  const undo = (journey: MadeJourney, what: 'bed' | 'orders' | 'medicines' | 'registration') => care.service.call(contract.undoAdmission, { params: { encounterId: journey.journeyId }, body: { what }, idempotencyKey: care.key() });

  test('nobody leaves with a dose undecided; the way out is on the chart (hmislk#19308)', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'place-orders', ORDERS);
    await verifyAll(journey);
    await planRound(journey, 1);
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
    expect((await plan(journey)).procedureRounds).toEqual([1]);
    const taskId = await care.open(journey.journeyId, 'perform-procedures', 1);
    const [done, notDone] = await rowIds('physician', taskId, 'procedures');
    await care.complete('physician', taskId, { procedures: [{ id: done!.id, status: 'completed' }, { id: notDone!.id, status: 'not-done', reason: 'Cancelled by the patient.' }] as never });
    expect((await plan(journey)).procedureRounds).toEqual([]);
    const { items } = await (await care.user('nurse')).client.call(contract.listProcedures, { params: { encounterId: journey.journeyId } });
    expect(items.map((item) => [item.display, item.status]).sort()).toEqual([['Renal dialysis (procedure)', 'completed'], ['Renal dialysis (procedure)', 'not-done']]);
    await care.do('nurse', journey.journeyId, 'confirm-departure', { left: true, transport: 'walking' });
    await discharge(journey);
  });

  test('orders nobody carried out are revoked at discharge, not left open', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'place-orders', ORDERS);
    await care.do('nurse', journey.journeyId, 'confirm-departure', { left: true, transport: 'walking' });
    await discharge(journey);
    expect(await rowsOf(api.database, "SELECT DISTINCT status FROM service_requests WHERE encounter_id = ?", [journey.journeyId])).toEqual([{ status: 'revoked' }]);
    expect(await rowsOf(api.database, 'SELECT DISTINCT status FROM medication_requests WHERE encounter_id = ?', [journey.journeyId])).toEqual([{ status: 'completed' }]);
  });

  test('the summary comes drafted from the record and is signed by who completes it', async () => {
    const journey = await inBed();
    await api.database.sequelize.query("UPDATE encounters SET reason_system = 'SNOMED', reason_code = '88805009' WHERE id = ?", { replacements: [journey.journeyId] });
    await care.do('physician', journey.journeyId, 'place-orders', ORDERS);
    const taskId = await care.open(journey.journeyId, 'sign-discharge-summary');
    const draft = String((await care.read('physician', taskId)).input.values?.['summary']);
    expect(draft).toBe('Reason for admission: Chronic congestive heart failure (disorder).\nMedicines given: Acetaminophen 325 MG Oral Tablet.');
    await care.complete('physician', taskId, { summary: `${draft}\nGoes home well.` });
    const { items } = await (await care.user('nurse')).client.call(contract.listNotes, { params: { encounterId: journey.journeyId } });
    expect(items[0]).toMatchObject({ kind: 'discharge-summary', author: (await care.user('physician')).name, status: 'signed' });
  });

  test('left against advice: medicines stop, the bed goes to cleaning, the record says how it ended', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'place-orders', ORDERS);
    await verifyAll(journey);
    await planRound(journey, 1);
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

test('every reading of the record is one audit entry with the patient and what was seen', async () => {
  const journey = await inBed();
  await care.do('nurse', journey.journeyId, 'admission-assessment', ASSESSMENT);
  const auditor = await api.as('physician');
  const params = { encounterId: journey.journeyId };
  await auditor.client.call(contract.listConditions, { params });
  await auditor.client.call(contract.listOrders, { params });
  await auditor.client.call(contract.listReports, { params });
  await auditor.client.call(contract.listObservations, { params });
  await auditor.client.call(contract.listMedicines, { params });
  await auditor.client.call(contract.listDoses, { params });
  await auditor.client.call(contract.listProcedures, { params });
  await auditor.client.call(contract.listNotes, { params });
  const rows = await rowsOf<{ patient: string; detail: Buffer | null }>(api.database, 'SELECT patient_id AS patient, detail_enc AS detail FROM audit_events WHERE actor_id = ?', [auditor.id]);
  expect(rows).toHaveLength(8);
  expect(rows.every((row) => row.patient === journey.patient.id && row.detail !== null)).toBe(true);
  const billing = await api.as('billing');
  expect((await problemOf(billing.client.call(contract.listNotes, { params }))).status).toBe(403);
});

describe('order sets', () => {
  test('are the hospital’s tables, each with where it comes from; every line is something the hospital offers', async () => {
    const { items } = await (await care.user('physician')).client.call(contract.listOrderSets, { query: {} });
    expect(items.map(({ code }) => code)).toEqual(['general-medicine', 'acute-cardiac', 'heart-failure', 'pneumonia', 'stroke', 'surgical']);
    for (const set of items) for (const item of set.items) expect([set.source.length > 20, item.display !== item.code]).toEqual([true, true]);
  });

  test('the reason of the admission suggests one, and the physician sees each line with what it repeats', async () => {
    const journey = await inBed();
    await api.database.sequelize.query("UPDATE encounters SET reason_system = 'SNOMED', reason_code = '233604007', order_set = NULL WHERE id = ?", { replacements: [journey.journeyId] });
    await (await care.user('physician')).client.call(contract.orderTests, { params: { encounterId: journey.journeyId }, body: { imaging: ['36643-5'] } });
    const { input } = await care.read('physician', await care.open(journey.journeyId, 'place-orders'));
    expect(input.values).toMatchObject({ orderSet: 'pneumonia' });
    const lines = (input.rows?.['items'] ?? []).filter(({ id }) => id.startsWith('pneumonia/')) as { id: string; label: string; hint?: string; values?: { order: boolean } }[];
    expect(lines.map(({ label, values }) => [label, values?.order])).toEqual([['Complete blood count', true], ['Comprehensive metabolic panel', true], ['X-ray of the chest, two views', false], ['Acetaminophen 325 MG Oral Tablet', true], ['Arterial blood gas', false], ['C-reactive protein', false]]);
    expect(lines[2]?.hint).toBe('Imaging, stat. X-ray of the chest, two views: X-ray of the chest, two views is ordered already and not reported yet. In other sets too: ordered once.');
  });

  test('only what is ticked is ordered, what two sets share once; a set nobody looked at is not ordered', async () => {
    const journey = await inBed();
    const taskId = await care.open(journey.journeyId, 'place-orders');
    const { input } = await care.read('physician', taskId);
    const of = (...sets: string[]) => (input.rows?.['items'] ?? []).filter(({ id }) => sets.some((set) => id.startsWith(`${set}/`))).map(({ id, values }) => ({ id, order: values?.['order'] === true && !id.endsWith('/2') }));
    const place = (values: Record<string, unknown>) => care.complete('physician', taskId, { plannedHours: 24, ...values } as never);
    const unseen = await problemOf(place({ orderSet: 'stroke', items: of('general-medicine') }));
    expect([unseen.status, unseen.problem.type, unseen.problem.errors?.[0]?.field]).toEqual([422, 'urn:careway:problem:items-unseen', 'orderSet']);
    await place({ orderSet: 'general-medicine', alsoSet: 'stroke', items: of('general-medicine', 'stroke') });
    const { items } = await (await care.user('nurse')).client.call(contract.listOrders, { params: { encounterId: journey.journeyId } });
    expect(items.map(({ display, category, priority }) => [display, category, priority]).sort()).toEqual([
      ['CT of the head', 'imaging', 'stat'], ['Complete blood count', 'laboratory', 'routine'], ['Prothrombin time and INR', 'laboratory', 'routine'],
    ]);
  });

  test('a set that repeats open orders needs a reason, which stands with them', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'place-orders', { orderSet: 'general-medicine', plannedHours: 24 });
    const again = { orderSet: 'surgical', plannedHours: 24 } as const;
    const refused = await problemOf(care.do('physician', journey.journeyId, 'place-orders', again));
    expect([refused.problem.type, refused.problem.errors?.length]).toEqual(['urn:careway:problem:duplicate-order', 2]);
    await care.do('physician', journey.journeyId, 'place-orders', { ...again, overrideReason: 'Bled since; needed before theatre.' });
    expect(await rowsOf(api.database, 'SELECT COUNT(*) AS n FROM service_requests WHERE encounter_id = ? AND duplicate_reason_enc IS NOT NULL', [journey.journeyId])).toEqual([{ n: 2 }]);
  });
});
