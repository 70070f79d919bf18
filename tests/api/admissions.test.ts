import { contract } from '../../api/client';
import { CareDriver, makeConcepts, rowsOf } from '../factories/clinical';
import { makePatient, makeWard } from '../factories/hospital';
import { makeCoverage, makeHospital, makePayer } from '../factories/money';
import { startTestApi, type TestApi, type TestUser } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let care: CareDriver;
let registrar: TestUser;
beforeAll(async () => {
  api = await startTestApi();
  care = await CareDriver.start(api);
  await makeConcepts();
  registrar = await care.user('registrar');
});
afterAll(() => api.stop());

const reason = { systemCode: 'SNOMED' as const, code: '88805009' };
const admit = (patientId: string, over: Partial<Parameters<typeof contract.admitPatient.body.parse>[0] & object> = {}, idempotencyKey?: string) =>
  registrar.client.call(contract.admitPatient, { body: { patientId, reason, ...over }, ...(idempotencyKey ? { idempotencyKey } : {}) });

describe('admitting a patient', () => {
  test('begins the stay, its journey with seven stages, and the workflow', async () => {
    const patient = await makePatient(api.database);
    const payer = await makePayer(api.database);
    const coverageId = await makeCoverage(api.database, patient.id, payer);
    const { encounterId, workflowId } = await admit(patient.id, { orderSet: 'general-medicine', plannedHours: 30 });
    expect(workflowId).toBe(`journey-${encounterId}`);
    const read = await registrar.client.call(contract.readEncounter, { params: { encounterId } });
    expect(read).toMatchObject({ class: 'IMP', status: 'in-progress', reason: 'Chronic congestive heart failure (disorder)', coverage: { id: coverageId }, orderSet: 'general-medicine', plannedHours: 30, spo2Scale: 1, hasJourney: true, isReplay: false, patient: { id: patient.id, encounterId } });
    expect(await rowsOf(api.database, 'SELECT status, stage, payer_id AS payer FROM journeys WHERE id = ?', [encounterId])).toEqual([{ status: 'running', stage: 'admission', payer: payer.payerId }]);
    expect((await rowsOf<{ status: string }>(api.database, 'SELECT status FROM journey_stages WHERE journey_id = ?', [encounterId])).map((row) => row.status).sort()).toEqual(['current', ...Array(6).fill('waiting')]);
    expect(await rowsOf(api.database, 'SELECT kind, name, state FROM workflow_commands WHERE dedup_id = ?', [`start-${workflowId}`])).toEqual([{ kind: 'start', name: 'patientJourney', state: 'pending' }]);
    expect(api.woken).toContain(workflowId);
    expect(await rowsOf(api.database, "SELECT sequence FROM audit_events WHERE action = 'encounter.admitted' AND patient_id = ?", [patient.id])).toHaveLength(1);
  });

  test('a second stay of the same patient is refused, also of two who admit at once', async () => {
    const patient = await makePatient(api.database);
    const outcomes = await Promise.allSettled([admit(patient.id), admit(patient.id), admit(patient.id)]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ status: 409, problem: { type: 'urn:careway:problem:already-admitted' } });
    expect(await rowsOf(api.database, 'SELECT j.id FROM journeys j WHERE j.patient_id = ?', [patient.id])).toHaveLength(1);
    expect(await rowsOf(api.database, "SELECT id FROM workflow_commands WHERE kind = 'start' AND workflow_id IN (SELECT workflow_id FROM journeys WHERE patient_id = ?)", [patient.id])).toHaveLength(1);
  });

  test('the same request twice under one key is one stay', async () => {
    const patient = await makePatient(api.database);
    const [first, again] = [await admit(patient.id, {}, 'admission-1'), await admit(patient.id, {}, 'admission-1')];
    expect(again).toEqual(first);
    expect((await problemOf(admit(patient.id, { plannedHours: 5 }, 'admission-1'))).problem.type).toBe('urn:careway:problem:idempotency-key-reused');
  });

  test('nobody who has died, nobody unknown, no foreign coverage', async () => {
    const patient = await makePatient(api.database);
    const other = await makePatient(api.database);
    const foreign = await makeCoverage(api.database, other.id, await makePayer(api.database));
    expect((await problemOf(admit(patient.id, { coverageId: foreign }))).problem).toMatchObject({ status: 422, errors: [{ field: 'coverageId' }] });
    expect((await problemOf(admit('0195c1d0-3b2a-7abc-8def-0123456789ab'))).problem).toMatchObject({ status: 422, errors: [{ field: 'patientId' }] });
    await api.database.sequelize.query('UPDATE patients SET deceased_at = NOW(3) WHERE id = ?', { replacements: [patient.id] });
    expect((await problemOf(admit(patient.id))).problem.type).toBe('urn:careway:problem:patient-deceased');
  });

  test('needs the right role, a code, and somebody', async () => {
    const patient = await makePatient(api.database);
    const nurse = await care.user('nurse');
    expect((await problemOf(nurse.client.call(contract.admitPatient, { body: { patientId: patient.id, reason } }))).status).toBe(403);
    expect((await problemOf(api.nobody().call(contract.admitPatient, { body: { patientId: patient.id, reason } }))).status).toBe(401);
    const malformed = await problemOf(admit(patient.id, { reason: { systemCode: 'SNOMED', code: "1'; DROP TABLE x" } }));
    expect([malformed.status, malformed.problem.errors?.[0]?.field]).toEqual([400, 'reason.code']);
    expect((await problemOf(admit(patient.id, { orderSet: 'as-recorded' as never }))).status).toBe(400);
  });
});

describe('registration and coverage', () => {
  const ask = async (encounterId: string) => (await care.service.call(contract.checkEligibility, { params: { encounterId }, idempotencyKey: care.key() })).status;

  test('the payer is asked for the day of admission', async () => {
    await makeHospital();
    const payer = await makePayer(api.database);
    const selfPay = await makePayer(api.database, { kind: 'self-pay' });
    const stay = async (over: { payer?: typeof payer; end?: string } = {}) => {
      const patient = await makePatient(api.database);
      const coverageId = over.payer ? await makeCoverage(api.database, patient.id, over.payer) : null;
      if (over.end) await api.database.sequelize.query('UPDATE coverages SET period_end = ? WHERE id = ?', { replacements: [over.end, coverageId] });
      return (await admit(patient.id, { coverageId })).encounterId;
    };
    expect(await ask(await stay({ payer }))).toBe('active');
    expect(await ask(await stay({ payer, end: '2021-12-31' }))).toBe('inactive');
    expect(await ask(await stay({ payer: selfPay }))).toBe('self-pay');
    expect(await ask(await stay())).toBe('self-pay');
  });

  test('registering opens the account once; a patient who pays has no payer any more', async () => {
    const patient = await makePatient(api.database);
    await makeCoverage(api.database, patient.id, await makePayer(api.database));
    const { encounterId } = await admit(patient.id);
    const taskId = await care.open(encounterId, 'register-patient');
    expect((await care.read('registrar', taskId)).input.facts?.[0]?.value).toMatch(/active$/);
    expect((await problemOf(care.complete('registrar', taskId, { identityConfirmed: false, coverage: 'verified' }))).problem.errors?.[0]?.field).toBe('identityConfirmed');
    await care.complete('registrar', taskId, { identityConfirmed: true, coverage: 'verified', note: 'Speaks Portuguese.' });
    expect(await rowsOf(api.database, "SELECT a.status FROM accounts a WHERE a.encounter_id = ?", [encounterId])).toEqual([{ status: 'active' }]);
    await care.do('registrar', encounterId, 'verify-coverage', { decision: 'self-pay' });
    expect(await ask(encounterId)).toBe('self-pay');
    expect(await rowsOf(api.database, 'SELECT payer_id AS payer FROM journeys WHERE id = ?', [encounterId])).toEqual([{ payer: null }]);
    const notes = await (await care.user('physician')).client.call(contract.listNotes, { params: { encounterId } });
    expect(notes.items).toMatchObject([{ kind: 'registration', text: 'Speaks Portuguese.', status: 'signed' }]);
  });
});

describe('one stay', () => {
  test('clinicians change the plan; a stale version is refused', async () => {
    const { encounterId } = await admit((await makePatient(api.database)).id);
    const physician = (await care.user('physician')).client;
    const { version } = await physician.call(contract.readEncounter, { params: { encounterId } });
    expect(await physician.call(contract.changeEncounter, { params: { encounterId }, body: { version, plannedHours: 12 } })).toMatchObject({ plannedHours: 12, version: version + 1 });
    expect((await problemOf(physician.call(contract.changeEncounter, { params: { encounterId }, body: { version, plannedHours: 1 } }))).problem.currentVersion).toBe(version + 1);
    expect((await problemOf(registrar.client.call(contract.changeEncounter, { params: { encounterId }, body: { version: version + 1, plannedHours: 1 } }))).status).toBe(403);
  });

  test('one stay has many locations; a patient sees only their own', async () => {
    const { bedIds } = await makeWard(1);
    const patient = await makePatient(api.database);
    const { encounterId } = await admit(patient.id);
    await care.do('bed-manager', encounterId, 'assign-bed', { bedId: bedIds[0]! });
    const { items } = await registrar.client.call(contract.listLocations, { params: { encounterId } });
    expect(items).toMatchObject([{ bed: { id: bedIds[0] }, status: 'active', periodEnd: null }]);
    const portal = await api.as('patient');
    expect((await problemOf(portal.client.call(contract.readEncounter, { params: { encounterId } }))).status).toBe(404);
    await api.database.sequelize.query('UPDATE staff_users SET patient_id = ? WHERE id = ?', { replacements: [patient.id, portal.id] });
    expect((await portal.client.call(contract.readEncounter, { params: { encounterId } })).id).toBe(encounterId);
    expect((await portal.client.call(contract.listNotes, { params: { encounterId } })).items).toEqual([]);
    expect((await registrar.client.call(contract.listPatientEncounters, { params: { patientId: patient.id } })).items.map((item) => item.id)).toEqual([encounterId]);
  });

  test('a note is corrected by another note, never rewritten', async () => {
    const { encounterId } = await admit((await makePatient(api.database)).id);
    const other = await admit((await makePatient(api.database)).id);
    const { client } = await care.user('physician');
    const first = await client.call(contract.addNote, { params: { encounterId }, body: { text: 'Left lung clear.' } });
    const amended = await client.call(contract.addNote, { params: { encounterId }, body: { text: 'Right lung clear.', amends: first.id } });
    expect(amended).toMatchObject({ amends: first.id, text: 'Right lung clear.', status: 'signed' });
    const { items } = await client.call(contract.listNotes, { params: { encounterId } });
    expect(items.map((item) => item.text)).toEqual(['Right lung clear.', 'Left lung clear.']);
    expect((await problemOf(client.call(contract.addNote, { params: { encounterId: other.encounterId }, body: { text: 'x', amends: first.id } }))).status).toBe(422);
    expect((await problemOf(registrar.client.call(contract.addNote, { params: { encounterId }, body: { text: 'x' } }))).status).toBe(403);
    const [row] = await rowsOf<{ body: Buffer }>(api.database, 'SELECT body_enc AS body FROM clinical_notes WHERE id = ?', [first.id]);
    expect(row?.body.toString('latin1')).not.toContain('lung');
  });
});
