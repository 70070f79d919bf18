import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiClient, contract } from '../../api/client';
import { internalMedicineCode } from '../../domain/medicines/barcodes';
import { CareDriver, makeAllergy, makeConcepts, rowsOf } from '../factories/clinical';
import { type MadeJourney, makeJourney, makeWard } from '../factories/hospital';
import { makeTask } from '../factories/tasks';
import { startTestApi, type TestApi } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let care: CareDriver;
let physician: ApiClient;
let nurse: ApiClient;
beforeAll(async () => {
  api = await startTestApi();
  care = await CareDriver.start(api);
  await makeConcepts();
  physician = (await care.user('physician')).client;
  nurse = (await care.user('nurse')).client;
});
afterAll(() => api.stop());

async function inBed(): Promise<MadeJourney> {
  const { wardId, bedIds } = await makeWard(1);
  return makeJourney(api.database, { wardId, bedId: bedIds[0]! });
}

const ASPIRIN = '243670';
const AMOXICILLIN = '308192';
const HEPARIN = '1659263';
const MORPHINE = '1732136';
type Body = Parameters<typeof contract.prescribe.body.parse>[0] & object;
const prescribe = (journey: MadeJourney, body: object) => physician.call(contract.prescribe, { params: { encounterId: journey.journeyId }, body: { schedule: 'scheduled', route: 'oral', doseUnit: 'tablet', doseQuantity: 1, everyHours: 24, ...body } as Body as never });
const verify = (medicineId: string) => api.database.sequelize.query('UPDATE medication_requests SET verified_at = NOW(3) WHERE id = ?', { replacements: [medicineId] });
const planRound = (journey: MadeJourney) => care.service.call(contract.planMedicineRound, { params: { encounterId: journey.journeyId }, body: { round: 1 }, idempotencyKey: care.key() });
const doses = async (journey: MadeJourney) => (await nurse.call(contract.listDoses, { params: { encounterId: journey.journeyId } })).items;
const bandOf = async (journey: MadeJourney) => (await nurse.call(contract.readWristband, { params: { encounterId: journey.journeyId } })).code;
const signals = (journey: MadeJourney) => rowsOf<{ name: string }>(api.database, "SELECT name FROM workflow_commands WHERE workflow_id = ? AND kind = 'signal'", [`journey-${journey.journeyId}`]);

async function dueDose(journey: MadeJourney, medicineId: string) {
  await verify(medicineId);
  await planRound(journey);
  const dose = (await doses(journey)).find((one) => one.medicationRequestId === medicineId && one.status === 'planned');
  return { params: { encounterId: journey.journeyId, doseId: dose!.id }, version: dose!.version };
}

describe('ordering', () => {
  /** Every path by which a medicine can be ordered; each must run into the allergy. A new path belongs here. */
  const PATHS: Record<string, (journey: MadeJourney, overrideReason?: string) => Promise<unknown>> = {
    'the order set of the admission': (journey, overrideReason) => care.do('physician', journey.journeyId, 'place-orders', { orderSet: 'acute-cardiac', plannedHours: 24, ...(overrideReason ? { overrideReason } : {}) }),
    'a prescription for the ward': (journey, overrideReason) => prescribe(journey, { code: ASPIRIN, overrideReason }),
    'a prescription to take home': (journey, overrideReason) => prescribe(journey, { code: ASPIRIN, category: 'discharge', supplyQuantity: 30, overrideReason }),
    'a stat dose': (journey, overrideReason) => prescribe(journey, { code: ASPIRIN, schedule: 'stat', everyHours: null, overrideReason }),
    'a home medicine continued at admission': (journey, overrideReason) => physician.call(contract.decideHomeMedicine, { params: { encounterId: journey.journeyId }, body: { code: ASPIRIN, at: 'admission', decision: 'continue', overrideReason } }),
    'a home medicine changed at discharge': (journey, overrideReason) => physician.call(contract.decideHomeMedicine, { params: { encounterId: journey.journeyId }, body: { code: ASPIRIN, at: 'discharge', decision: 'change', reason: 'Half the dose.', doseQuantity: 1, overrideReason } }),
    'an order in place of another': async (journey, overrideReason) => {
      const first = await prescribe(journey, { code: '313988', overrideReason: 'Ordered again after the refusal.' });
      return prescribe(journey, { code: ASPIRIN, replaces: first.id, overrideReason });
    },
  };

  test.each(Object.keys(PATHS))('%s checks allergies, and goes through only with a reason (hmislk#15051)', async (name) => {
    const journey = await inBed();
    await makeAllergy(journey.patient.id, '1191');
    await nurse.call(contract.addHomeMedicine, { params: { encounterId: journey.journeyId }, body: { code: ASPIRIN, saidBy: 'patient', doseQuantity: 1, doseUnit: 'tablet', route: 'oral', everyHours: 24 } });
    const path = PATHS[name]!;
    const refused = await problemOf(path(journey));
    expect([refused.status, refused.problem.type]).toEqual([422, 'urn:careway:problem:allergy-conflict']);
    expect(await rowsOf(api.database, "SELECT id FROM medication_requests WHERE encounter_id = ? AND code = ?", [journey.journeyId, ASPIRIN])).toEqual([]);
    await path(journey, 'Desensitised last year.');
    const alerts = (await physician.call(contract.listMedicines, { params: { encounterId: journey.journeyId } })).items.flatMap((one) => one.alerts);
    expect(alerts).toContainEqual(expect.objectContaining({ kind: 'allergy', level: 'stop', override: 'Desensitised last year.' }));
    expect(await rowsOf(api.database, "SELECT COUNT(*) AS n FROM audit_events WHERE action = 'medicine-check.overridden' AND patient_id = ?", [journey.patient.id])).not.toEqual([{ n: 0 }]);
  });

  test('no statement but that of the checked path writes an order (hmislk#15051)', () => {
    const sources = (readdirSync(join(__dirname, '../../api'), { recursive: true }) as string[]).filter((file) => file.endsWith('.ts'));
    const writing = sources.filter((file) => /INSERT[^;`]*INTO medication_requests/i.test(readFileSync(join(__dirname, '../../api', file), 'utf8')));
    expect(writing).toEqual([join('services', 'clinical', 'medicines', 'orderMedicines.ts')]);
  });

  test('two physicians who order the same medicine at once: one is told', async () => {
    const journey = await inBed();
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => prescribe(journey, { code: ASPIRIN })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a duplicate, an interaction and a dose are refused with what is wrong, and looked up without ordering', async () => {
    const journey = await inBed();
    await prescribe(journey, { code: '855332' });
    const wrong = await problemOf(prescribe(journey, { code: '206905', doseQuantity: 3, everyHours: 8 }));
    expect(wrong.problem.errors?.map(({ message }) => message)).toEqual([
      'Ibuprofen 400 MG Oral Tablet [Ibu] with Warfarin Sodium 5 MG Oral Tablet (major): bleeding.',
      'Ibuprofen 400 MG Oral Tablet [Ibu]: 1,200 mg of ibuprofen at once; at most 800 mg.',
    ]);
    const { findings } = await physician.call(contract.checkPrescription, { params: { encounterId: journey.journeyId }, body: { code: '206905', doseQuantity: 1, doseUnit: 'tablet', route: 'oral', everyHours: 8 } });
    expect(findings.map(({ kind, level }) => [kind, level])).toEqual([['interaction', 'stop'], ['renal', 'note']]);
    expect((await physician.call(contract.listMedicines, { params: { encounterId: journey.journeyId } })).items).toHaveLength(1);
  });

  test('kidneys measured in the laboratory count', async () => {
    const journey = await inBed();
    const insert = (code: string, value: number, unit: string) => api.database.sequelize.query(
      "INSERT INTO observations (id, patient_id, category, system_code, code, value_number, unit, effective_at) VALUES (UUID(), ?, 'laboratory', 'LOINC', ?, ?, ?, NOW(3))", { replacements: [journey.patient.id, code, value, unit] });
    await insert('2160-0', 6.2, 'mg/dL');
    const refused = await problemOf(prescribe(journey, { code: '860975' }));
    expect(refused.problem.errors?.[0]?.message).toMatch(/^24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet: not with eGFR \d+ mL\/min\/1.73 m² \(below 30\)\.$/);
  });

  test('an impossible prescription is refused field by field', async () => {
    const journey = await inBed();
    const refused = await problemOf(prescribe(journey, { code: ASPIRIN, route: 'iv', doseUnit: 'puff', category: 'discharge' }));
    expect(refused.problem.errors?.map(({ field }) => field)).toEqual(['route', 'doseUnit', 'supplyQuantity']);
    expect((await problemOf(prescribe(journey, { code: ASPIRIN, doseQuantity: -1 }))).status).toBe(400);
    expect((await problemOf(prescribe(journey, { code: '1049221', category: 'discharge', supplyQuantity: 10, refills: 1, everyHours: 6 }))).problem.errors?.[0]?.field).toBe('refills');
    expect((await problemOf(prescribe(journey, { code: '999' }))).problem.type).toBe('urn:careway:problem:not-in-formulary');
  });

  test('the journey hears of an order and of its end; a stale stop is refused, and open doses go with the medicine', async () => {
    const journey = await inBed();
    const medicine = await prescribe(journey, { code: ASPIRIN });
    expect(await signals(journey)).toHaveLength(1);
    const { version } = await dueDose(journey, medicine.id);
    expect(version).toBe(1);
    const params = { encounterId: journey.journeyId, medicineId: medicine.id };
    expect((await problemOf(physician.call(contract.stopMedicine, { params, body: { version: medicine.version + 7, reason: 'Not needed.' } }))).problem.type).toBe('urn:careway:problem:stale-version');
    const stopped = await physician.call(contract.stopMedicine, { params, body: { version: medicine.version, reason: 'Not needed.' } });
    expect(stopped).toMatchObject({ status: 'stopped', stopReason: 'Not needed.' });
    expect(await doses(journey)).toMatchObject([{ status: 'not-done', outcome: 'missed', reason: 'Medicine stopped' }]);
    expect((await signals(journey)).map(({ name }) => name)).toEqual(['ordersChanged', 'ordersChanged']);
  });
});

describe('at the bedside', () => {
  const give = async (journey: MadeJourney, due: Awaited<ReturnType<typeof dueDose>>, code: string, over: object = {}) =>
    nurse.call(contract.settleDose, { params: due.params, body: { version: due.version, outcome: 'given', wristband: await bandOf(journey), medicineCode: internalMedicineCode(code), ...over } as never });

  test('patient and package are scanned: the wrong one of either is refused, and nothing is recorded', async () => {
    const [journey, other] = [await inBed(), await inBed()];
    const due = await dueDose(journey, (await prescribe(journey, { code: ASPIRIN })).id);
    expect((await problemOf(give(journey, due, ASPIRIN, { wristband: await bandOf(other) }))).problem).toMatchObject({ type: 'urn:careway:problem:wrong-patient', errors: [{ field: 'wristband' }] });
    expect((await problemOf(give(journey, due, AMOXICILLIN))).problem).toMatchObject({ type: 'urn:careway:problem:wrong-medicine', errors: [{ field: 'medicineCode' }] });
    expect((await problemOf(give(journey, due, ASPIRIN, { quantity: 10 }))).problem.type).toBe('urn:careway:problem:wrong-dose');
    expect(await doses(journey)).toMatchObject([{ status: 'planned', version: 1 }]);
    expect(await give(journey, due, ASPIRIN)).toMatchObject({ outcome: 'given', quantity: 1, performer: (await care.user('nurse')).name });
    const again = await problemOf(give(journey, { ...due, version: 2 }, ASPIRIN));
    expect([again.status, again.problem.title]).toEqual([409, `${(await care.user('nurse')).name} has recorded this dose already.`]);
  });

  test('a typed wristband and a package scanned by its NDC are read too', async () => {
    const journey = await inBed();
    const pharmacist = (await care.user('pharmacist')).client;
    await pharmacist.call(contract.registerPackage, { body: { packageCode: '0002-8215-01', code: ASPIRIN } });
    expect((await problemOf(pharmacist.call(contract.registerPackage, { body: { packageCode: '0002-8215-01', code: AMOXICILLIN } }))).status).toBe(409);
    const due = await dueDose(journey, (await prescribe(journey, { code: ASPIRIN })).id);
    const typed = (await bandOf(journey)).toLowerCase().replace(/^(.{4})/, '$1-');
    expect(await give(journey, due, ASPIRIN, { wristband: typed, medicineCode: '(01)00300028215019' })).toMatchObject({ outcome: 'given' });
  });

  test.each([['held', 'low-blood-pressure', 'Blood pressure too low'], ['refused', 'no-reason', 'Gives no reason'], ['missed', 'off-ward', 'Patient off the ward']])('%s with its reason', async (outcome, reason, words) => {
    const journey = await inBed();
    const due = await dueDose(journey, (await prescribe(journey, { code: ASPIRIN })).id);
    const body = { version: due.version, outcome, wristband: await bandOf(journey) };
    expect((await problemOf(nurse.call(contract.settleDose, { params: due.params, body: { ...body, reason: 'unavoidable' } as never }))).status).toBe(400);
    expect(await nurse.call(contract.settleDose, { params: due.params, body: { ...body, reason } as never })).toMatchObject({ status: 'not-done', outcome, reason: words, quantity: null });
  });

  test('a high-alert dose needs a second person, who cannot be the one who gives it', async () => {
    const journey = await inBed();
    const medicine = await prescribe(journey, { code: HEPARIN, route: 'sc', doseUnit: 'UNT', doseQuantity: 5000, everyHours: 12 });
    expect(medicine.highAlert).toBe('antithrombotics');
    const due = await dueDose(journey, medicine.id);
    const wristband = await bandOf(journey);
    const medicineCode = internalMedicineCode(HEPARIN);
    expect((await problemOf(give(journey, due, HEPARIN))).problem.type).toBe('urn:careway:problem:second-check-needed');
    await nurse.call(contract.checkDose, { params: due.params, body: { version: 1, wristband, medicineCode } });
    expect((await problemOf(give(journey, { ...due, version: 2 }, HEPARIN))).problem.errors?.[0]?.message).toContain('You checked this dose yourself');
    const colleague = await api.as('nurse');
    const round = await makeTask(journey, 'high-alert-round');
    const hintTo = async (client: ApiClient) => (await client.call(contract.readTask, { params: { taskId: round } })).input.rows?.['doses']?.[0]?.hint;
    expect(await hintTo(nurse)).toMatch(/, checked by you: a colleague gives it$/); // before anything is scanned, not after
    expect(await hintTo(colleague.client)).toMatch(/, checked by a colleague$/);
    const given = await colleague.client.call(contract.settleDose, { params: due.params, body: { version: 2, outcome: 'given', wristband, medicineCode } });
    expect(given).toMatchObject({ outcome: 'given', performer: colleague.name, checkedBy: (await care.user('nurse')).name });
    const database = api.database.sequelize.query('UPDATE medication_administrations SET checked_by = performer_id WHERE id = ?', { replacements: [due.params.doseId] });
    await expect(database).rejects.toThrow(/administrations_second_person/);
  });

  test('a medicine when needed keeps its distance and its most a day; a high-alert one is prepared for a colleague to check', async () => {
    const journey = await inBed();
    const wristband = await bandOf(journey);
    const now = async (medicineId: string, code: string) => nurse.call(contract.giveNow, { params: { encounterId: journey.journeyId, medicineId }, body: { wristband, medicineCode: internalMedicineCode(code) } });
    const tablets = await prescribe(journey, { code: '198440', schedule: 'as-needed', everyHours: 6, maxPerDay: 4, doseQuantity: 2 });
    expect((await problemOf(now(tablets.id, '198440'))).problem.type).toBe('urn:careway:problem:not-verified');
    await verify(tablets.id);
    expect(await now(tablets.id, '198440')).toMatchObject({ outcome: 'given', quantity: 2 });
    expect((await problemOf(now(tablets.id, '198440'))).problem.type).toBe('urn:careway:problem:too-soon');
    const morphine = await prescribe(journey, { code: MORPHINE, schedule: 'as-needed', everyHours: 4, doseQuantity: 1, doseUnit: 'mL', route: 'iv' });
    await verify(morphine.id);
    expect(await now(morphine.id, MORPHINE)).toMatchObject({ status: 'planned', outcome: null });
    expect((await problemOf(now(morphine.id, MORPHINE))).problem.type).toBe('urn:careway:problem:dose-prepared');
  });

  test('a stat dose is due as it is ordered, before a pharmacist has seen it; nothing else is', async () => {
    const journey = await inBed();
    await prescribe(journey, { code: '313988', schedule: 'stat', everyHours: null });
    expect((await care.service.call(contract.planCare, { params: { encounterId: journey.journeyId }, idempotencyKey: care.key() })).statDoses).toBe(1);
    const task = await care.open(journey.journeyId, 'give-stat-doses', 1);
    await care.complete('nurse', task, await care.give(task));
    expect((await physician.call(contract.listMedicines, { params: { encounterId: journey.journeyId } })).items).toMatchObject([{ status: 'completed', verifiedAt: null, dosesGiven: 1 }]);
  });

  test('a variable dose is said at the bedside, within the order', async () => {
    const journey = await inBed();
    const insulin = await prescribe(journey, { code: '311034', schedule: 'variable', doseLow: 2, doseQuantity: 8, doseUnit: 'UNT', route: 'sc', everyHours: 8 });
    expect(insulin.dose).toBe('2 to 8 UNT');
    const due = await dueDose(journey, insulin.id);
    await (await api.as('nurse')).client.call(contract.checkDose, { params: due.params, body: { version: 1, wristband: await bandOf(journey), medicineCode: internalMedicineCode('311034') } });
    const checked = { ...due, version: 2 };
    expect((await problemOf(give(journey, checked, '311034'))).problem.errors?.[0]?.field).toBe('quantity');
    expect((await problemOf(give(journey, checked, '311034', { quantity: 80 }))).problem.errors?.[0]?.message).toContain('The order allows 2 to 8.');
    expect(await give(journey, checked, '311034', { quantity: 4 })).toMatchObject({ outcome: 'given', quantity: 4 });
  });

  test('an infusion starts, changes and stops, each on record; never faster than ordered', async () => {
    const journey = await inBed();
    const saline = await prescribe(journey, { code: '313002', schedule: 'infusion', route: 'iv', doseQuantity: null, doseUnit: null, everyHours: null, rateMlPerHour: 125 });
    await verify(saline.id);
    const params = { encounterId: journey.journeyId, medicineId: saline.id };
    const wristband = await bandOf(journey);
    const change = (body: object) => nurse.call(contract.changeInfusion, { params, body: { wristband, ...body } as never });
    expect((await problemOf(change({ event: 'rate', rateMlPerHour: 50 }))).status).toBe(409);
    expect((await problemOf(change({ event: 'start', medicineCode: internalMedicineCode('313002'), rateMlPerHour: 500 }))).problem.type).toBe('urn:careway:problem:rate-above-order');
    expect(await change({ event: 'start', medicineCode: internalMedicineCode('313002'), rateMlPerHour: 100 })).toMatchObject({ isRunning: true, rateMlPerHour: 100 });
    await change({ event: 'rate', rateMlPerHour: 75 });
    expect((await nurse.call(contract.listMedicines, { params: { encounterId: journey.journeyId } })).items).toMatchObject([{ isRunning: true, rateMlPerHour: 75, dose: '75 mL/h' }]);
    expect(await change({ event: 'stop' })).toMatchObject({ isRunning: false });
    expect(await rowsOf(api.database, 'SELECT kind FROM infusion_events WHERE medication_request_id = ? ORDER BY at, id', [saline.id])).toEqual([{ kind: 'start' }, { kind: 'rate' }, { kind: 'stop' }]);
  });

  test('the last dose given at the chart is the end of the round’s task, and the journey hears of it', async () => {
    const journey = await inBed();
    const due = await dueDose(journey, (await prescribe(journey, { code: ASPIRIN })).id);
    const taskId = await care.open(journey.journeyId, 'medicine-round', 1);
    await give(journey, due, ASPIRIN);
    expect((await care.read('nurse', taskId)).task.status).toBe('completed');
    expect(await rowsOf(api.database, 'SELECT kind FROM workflow_commands WHERE dedup_id LIKE ?', [`task-${taskId}-%`])).toEqual([{ kind: 'update' }]);
  });

  test('a round’s form asks for the same scans as the chart', async () => {
    const journey = await inBed();
    await dueDose(journey, (await prescribe(journey, { code: ASPIRIN })).id);
    const taskId = await care.open(journey.journeyId, 'medicine-round', 1);
    const right = await care.give(taskId);
    expect((await problemOf(care.complete('nurse', taskId, { ...right, wristband: 'W00000000' }))).problem.errors?.[0]?.field).toBe('wristband');
    expect((await problemOf(care.complete('nurse', taskId, await care.give(taskId, { medicineCode: internalMedicineCode(AMOXICILLIN) })))).problem.errors?.[0]?.field).toBe('doses[0].medicineCode');
    await care.complete('nurse', taskId, right);
  });

  test('a dose of another stay cannot be reached through this one', async () => {
    const [journey, other] = [await inBed(), await inBed()];
    const due = await dueDose(other, (await prescribe(other, { code: ASPIRIN })).id);
    const params = { encounterId: journey.journeyId, doseId: due.params.doseId };
    expect((await problemOf(nurse.call(contract.settleDose, { params, body: { version: 1, outcome: 'given', wristband: await bandOf(journey), medicineCode: internalMedicineCode(ASPIRIN) } }))).status).toBe(404);
  });
});

describe('home medicines', () => {
  const decide = (journey: MadeJourney, body: object) => physician.call(contract.decideHomeMedicine, { params: { encounterId: journey.journeyId }, body: body as never });
  const note = (journey: MadeJourney, code: string) => nurse.call(contract.addHomeMedicine, { params: { encounterId: journey.journeyId }, body: { code, saidBy: 'family', doseQuantity: 1, doseUnit: 'tablet', route: 'oral', everyHours: 24 } });

  test('each is continued, changed or stopped at admission and again at discharge; none is forgotten before the summary is signed', async () => {
    const journey = await inBed();
    await note(journey, ASPIRIN);
    await note(journey, '314076');
    expect((await problemOf(note(journey, ASPIRIN))).status).toBe(409);
    expect(await decide(journey, { code: ASPIRIN, at: 'admission', decision: 'continue' })).toMatchObject({ admission: { decision: 'continue' }, discharge: null });
    expect((await problemOf(decide(journey, { code: '314076', at: 'admission', decision: 'stop' }))).problem.errors?.[0]?.field).toBe('reason');
    await decide(journey, { code: '314076', at: 'admission', decision: 'stop', reason: 'Kidneys.' });
    expect((await problemOf(decide(journey, { code: '314076', at: 'admission', decision: 'continue' }))).problem.type).toBe('urn:careway:problem:decided-already');
    expect((await physician.call(contract.listMedicines, { params: { encounterId: journey.journeyId } })).items.map(({ code, category }) => [code, category])).toEqual([[ASPIRIN, 'inpatient']]);
    const summary = await care.open(journey.journeyId, 'sign-discharge-summary');
    expect((await problemOf(care.complete('physician', summary, { summary: 'Goes home.' }))).problem.title).toContain('2 home medicines are not decided for discharge');
    await decide(journey, { code: ASPIRIN, at: 'discharge', decision: 'change', reason: 'Every other day.', everyHours: 48, supplyQuantity: 15 });
    await decide(journey, { code: '314076', at: 'discharge', decision: 'stop', reason: 'Kidneys.' });
    await care.complete('physician', summary, { summary: 'Goes home.' });
    expect((await physician.call(contract.listMedicines, { params: { encounterId: journey.journeyId } })).items.filter(({ category }) => category === 'discharge')).toMatchObject([{ code: ASPIRIN, everyHours: 48, supplyQuantity: 15 }]);
  });

  test('the prescriptions to take home are a document', async () => {
    const journey = await inBed();
    const read = () => physician.call(contract.readPrescription, { params: { encounterId: journey.journeyId } });
    expect((await problemOf(read())).problem.type).toBe('urn:careway:problem:nothing-prescribed');
    await prescribe(journey, { code: ASPIRIN, category: 'discharge', supplyQuantity: 30 });
    const { base64, contentType } = await read();
    expect([contentType, Buffer.from(base64, 'base64').subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-']);
  });
});
