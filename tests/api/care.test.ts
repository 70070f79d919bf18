import { contract } from '../../api/client';
import { answerRows, ASSESSMENT, CareDriver, GENERAL_ORDERS, makeAllergy, makeConcepts, rowsOf, WELL } from '../factories/clinical';
import { type MadeJourney, makeJourney, makeWard } from '../factories/hospital';
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

const observations = async (journey: MadeJourney, category: 'vital-signs' | 'laboratory' = 'vital-signs') =>
  (await (await care.user('nurse')).client.call(contract.listObservations, { params: { encounterId: journey.journeyId }, query: { category, limit: 100 } })).items;

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
    await care.do('physician', journey.journeyId, 'place-orders', GENERAL_ORDERS);
    expect(await care.plan(journey.journeyId)).toEqual({ laboratoryRounds: [1], urgentRounds: [], imagingRounds: [], procedureRounds: [], unverifiedMedicines: 1, medicineEveryHours: 8, statDoses: 0, plannedHours: 24 });
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
    await care.do('physician', encounterId, 'place-orders', GENERAL_ORDERS);
    const collect = await care.open(encounterId, 'collect-specimens', 1);
    expect(await care.rows('nurse', collect, 'specimens')).toMatchObject([{ label: 'Complete blood count', hint: 'Whole blood' }, { label: 'Comprehensive metabolic panel', hint: 'Serum or plasma' }]);
    await care.complete('nurse', collect, { specimens: answerRows(await care.rows('nurse', collect, 'specimens'), { collected: true }) });
    const specimens = await rowsOf<{ accession: string }>(api.database, 'SELECT accession FROM specimens WHERE encounter_id = ?', [encounterId]);
    expect(new Set(specimens.map((row) => row.accession)).size).toBe(2);
    for (const { accession } of specimens) expect(accession).toMatch(/^L\d{6}-[0-9A-HJKMNP-TV-Z]{8}$/);

    const results = await care.open(encounterId, 'enter-results', 1);
    const rows = await care.rows('lab', results, 'results');
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
    expect((await care.plan(journey.journeyId)).laboratoryRounds).toEqual([]);

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
    await care.do('physician', journey.journeyId, 'place-orders', GENERAL_ORDERS);
    const collect = await care.open(journey.journeyId, 'collect-specimens', 1);
    await care.complete('nurse', collect, { specimens: answerRows(await care.rows('nurse', collect, 'specimens'), { collected: true }) });
    const results = await care.open(journey.journeyId, 'enter-results', 1);
    const rows = await care.rows('lab', results, 'results');
    const refused = await problemOf(care.complete('lab', results, { results: answerRows(rows, { value: 1.00000001 }) }));
    expect(refused.problem.errors?.[0]?.message).toContain('6 decimal places');
    expect(await observations(journey, 'laboratory')).toEqual([]);
  });
});

describe('medicines', () => {
  test('no dose before a pharmacist has verified; then rounds, once however often planned', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'place-orders', GENERAL_ORDERS);
    expect(await care.planRound(journey.journeyId, 1)).toMatchObject({ doses: 0, finished: true });
    await care.verifyAll(journey.journeyId);
    expect((await care.plan(journey.journeyId)).unverifiedMedicines).toBe(0);
    const outcomes = await Promise.all([care.planRound(journey.journeyId, 1, 'same-key-1'), care.planRound(journey.journeyId, 1), care.planRound(journey.journeyId, 1)]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ doses: 1, highAlertDoses: 0, finished: false });
    expect(await rowsOf(api.database, 'SELECT dose_number FROM medication_administrations WHERE encounter_id = ?', [journey.journeyId])).toHaveLength(1);

    const round = await care.open(journey.journeyId, 'medicine-round', 1);
    const doses = await care.rows('nurse', round, 'doses');
    expect(doses).toMatchObject([{ label: 'Acetaminophen 325 MG Oral Tablet, 650 mg, oral', hint: 'dose 1, every 8 h' }]);
    expect((await problemOf(care.complete('nurse', round, { wristband: 'W0', doses: answerRows(doses, { outcome: 'held' }) }))).problem.errors?.[0]?.field).toBe('doses[0].heldReason');
    await care.complete('nurse', round, await care.give(round));
    expect(await care.planRound(journey.journeyId, 2)).toMatchObject({ doses: 0, finished: false });
    await care.passHours(journey.journeyId, 8);
    await care.planRound(journey.journeyId, 3);
    const second = await care.open(journey.journeyId, 'medicine-round', 2);
    await care.complete('nurse', second, await care.give(second, { outcome: 'refused', refusedReason: 'unwell', note: 'Since the first one.' }));
    const { items } = await (await care.user('nurse')).client.call(contract.listDoses, { params: { encounterId: journey.journeyId } });
    expect(items.map((item) => [item.doseNumber, item.status, item.outcome, item.reason, item.note])).toEqual([[2, 'not-done', 'refused', 'Feels sick from it', 'Since the first one.'], [1, 'completed', 'given', null, null]]);
    const [medicine] = (await (await care.user('nurse')).client.call(contract.listMedicines, { params: { encounterId: journey.journeyId } })).items;
    expect(medicine).toMatchObject({ dosesGiven: 1, dosesNotGiven: 1, status: 'active', everyHours: 8 });
  });

  test('a refused medicine is never given, and the reason is on record', async () => {
    const journey = await inBed();
    await care.do('physician', journey.journeyId, 'place-orders', GENERAL_ORDERS);
    const taskId = await care.open(journey.journeyId, 'verify-medicines');
    await care.complete('pharmacist', taskId, { medicines: answerRows(await care.rows('pharmacist', taskId, 'medicines'), { decision: 'refused', reason: 'Liver failure.' }) });
    expect(await care.plan(journey.journeyId)).toMatchObject({ unverifiedMedicines: 0, medicineEveryHours: null });
    expect(await care.planRound(journey.journeyId, 1)).toMatchObject({ doses: 0, finished: true });
    const { items } = await (await care.user('nurse')).client.call(contract.listNotes, { params: { encounterId: journey.journeyId } });
    expect(items[0]).toMatchObject({ kind: 'medicine-verification', text: 'Acetaminophen 325 MG Oral Tablet: Liver failure.' });
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
