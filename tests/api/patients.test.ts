import { contract } from '../../api/client';
import { PatientSearchToken } from '../../db/models';
import { makeAllergy, makeConcepts, rowsOf } from '../factories/clinical';
import { makeJourney, makePatient, makeWard } from '../factories/hospital';
import { makeCoverage, makePayer } from '../factories/money';
import { startTestApi, type TestApi, type TestUser } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let registrar: TestUser;
let nurse: TestUser;
beforeAll(async () => {
  api = await startTestApi();
  await makeConcepts();
  [registrar, nurse] = [await api.as('registrar'), await api.as('nurse')];
});
afterAll(() => api.stop());

const someone = { name: { family: 'Okonkwo-Reyes', given: ['Adaeze', 'Marie'], prefix: 'Ms.' }, birthDate: '1990-02-28', gender: 'female' as const };
const audits = (patientId: string, action: string) => rowsOf(api.database, 'SELECT resource_type FROM audit_events WHERE patient_id = ? AND action = ?', [patientId, action]);

describe('registering a patient', () => {
  test('gives an MRN, seals what says who it is, and reads it back', async () => {
    const made = await registrar.client.call(contract.createPatient, { body: { ...someone, contact: { phone: '+1 617 555 0100', address: { line: '1 Harbor Way', city: 'Boston', state: 'MA', postalCode: '02127' } } } });
    expect(made).toMatchObject({ name: 'Ms. Adaeze Marie Okonkwo-Reyes', gender: 'female', birthDate: '1990-02-28', codeStatus: 'full', allergies: [], bed: null, version: 1, contact: { phone: '+1 617 555 0100' } });
    expect(made.mrn).toMatch(/^M\d{8}$/);
    const [row] = await rowsOf<Record<string, unknown>>(api.database, 'SELECT * FROM patients WHERE id = ?', [made.id]);
    const stored = Buffer.concat(Object.values(row ?? {}).map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(String(value))))).toString('latin1');
    for (const secret of ['Okonkwo', 'Adaeze', '1990-02-28', made.mrn, 'Harbor']) expect(stored).not.toContain(secret);
    expect(await audits(made.id, 'patient.created')).toHaveLength(1);
  });

  test('the same Idempotency-Key registers once', async () => {
    const ask = () => registrar.client.call(contract.createPatient, { body: someone, idempotencyKey: 'registration-1' });
    expect((await ask()).id).toBe((await ask()).id);
  });

  test('an MRN is given once', async () => {
    await registrar.client.call(contract.createPatient, { body: { ...someone, mrn: 'OLD-777' } });
    const refused = await problemOf(registrar.client.call(contract.createPatient, { body: { ...someone, mrn: 'old-777' } }));
    expect([refused.status, refused.problem.errors?.[0]?.field]).toEqual([409, 'mrn']);
  });

  test.each([
    ['birthDate', { ...someone, birthDate: '2999-01-01' }], ['birthDate', { ...someone, birthDate: '1990-02-30' }], ['gender', { ...someone, gender: 'f' }], ['name.family', { ...someone, name: { family: ' ', given: ['A'] } }],
    ['contact.email', { ...someone, contact: { email: 'nobody' } }],
  ])('refuses a wrong %s and names it', async (field, body) => {
    const refused = await problemOf(registrar.client.call(contract.createPatient, { body: body as never }));
    expect([refused.status, refused.problem.errors?.[0]?.field]).toEqual([400, field]);
  });

  test('needs a registrar, and somebody', async () => {
    expect((await problemOf(nurse.client.call(contract.createPatient, { body: someone }))).status).toBe(403);
    expect((await problemOf(api.nobody().call(contract.createPatient, { body: someone }))).status).toBe(401);
  });

  test('markup in a name is kept as text (CVE-2021-30030: stored script in names)', async () => {
    const made = await registrar.client.call(contract.createPatient, { body: { ...someone, name: { family: '<script>alert(1)</script>', given: ['A'] } } });
    expect(made.nameParts.family).toBe('<script>alert(1)</script>');
  });
});

describe('finding a patient', () => {
  const find = async (query: { q?: string; mrn?: string; limit?: number; cursor?: string }) => nurse.client.call(contract.listPatients, { query });
  const names = async (q: string) => (await find({ q })).items.map((item) => item.name).sort();

  test('every word typed must match, as a prefix or whole, in any order', async () => {
    await makePatient(api.database, { family: 'Zabriskie', given: 'Ödön' });
    await makePatient(api.database, { family: 'Zabriskie', given: 'Mona' });
    expect(await names('zabr')).toEqual(['Zabriskie, Mona', 'Zabriskie, Ödön']);
    expect(await names('odon ZABRISKIE')).toEqual(['Zabriskie, Ödön']);
    expect(await names('zabriskie, mon')).toEqual(['Zabriskie, Mona']);
    expect(await names('zabriskie nobody')).toEqual([]);
    expect(await names("' OR 1=1 --")).toEqual([]);
  });

  test('an MRN finds its patient and nobody else', async () => {
    const patient = await makePatient(api.database, { family: 'Quillfeather' });
    expect((await find({ mrn: patient.mrn })).items.map((item) => item.id)).toEqual([patient.id]);
    expect((await find({ mrn: patient.mrn.slice(0, 5) })).items).toEqual([]);
    expect((await find({ mrn: patient.mrn, q: 'quill' })).items).toHaveLength(1);
    expect((await find({ mrn: patient.mrn, q: 'other' })).items).toEqual([]);
    expect((await find({ q: patient.mrn.slice(0, 6) })).items.map((item) => item.id)).toContain(patient.id);
  });

  test('a changed name is found by the new one only', async () => {
    const made = await registrar.client.call(contract.createPatient, { body: { ...someone, name: { family: 'Vorherig', given: ['Ute'] } } });
    await registrar.client.call(contract.changePatient, { params: { patientId: made.id }, body: { version: made.version, name: { family: 'Nachher', given: ['Ute'] } } });
    expect(await names('vorherig')).toEqual([]);
    expect(await names('nachher')).toEqual(['Nachher, Ute']);
  });

  test('pages through all, once, and refuses a cursor it did not give', async () => {
    for (let index = 0; index < 5; index += 1) await makePatient(api.database, { family: 'Pagewright' });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await find({ q: 'pagewright', limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
    expect((await problemOf(find({ cursor: 'bm90LW9uZQ' }))).status).toBe(400);
  });

  test('many words are refused, an auditor too', async () => {
    expect((await problemOf(find({ q: 'one two three four five six seven eight nine' }))).status).toBe(400);
    const auditor = await api.as('auditor');
    expect((await problemOf(auditor.client.call(contract.listPatients, {}))).status).toBe(403);
  });
});

describe('the head of a page about a patient', () => {
  test('says age, bed, ward, code status, NEWS2 and active allergies', async () => {
    const { wardId, bedIds, bedCodes } = await makeWard();
    const patient = await makePatient(api.database);
    const journey = await makeJourney(api.database, { patient, wardId, bedId: bedIds[0]! });
    await api.database.sequelize.query('UPDATE journeys SET news2 = 7 WHERE id = ?', { replacements: [journey.journeyId] });
    await makeAllergy(patient.id, '1191');
    await makeAllergy(patient.id, '313782', { clinicalStatus: 'resolved' });
    const read = await nurse.client.call(contract.readPatient, { params: { patientId: patient.id } });
    expect(read).toMatchObject({ mrn: patient.mrn, birthDate: '1980-05-04', news2: 7, bed: { id: bedIds[0], name: bedCodes[0] }, ward: { id: wardId }, encounterId: journey.journeyId, codeStatus: 'full', isolation: null });
    expect(read.ageYears).toBeGreaterThan(40);
    expect(read.allergies.map((allergy) => allergy.display)).toEqual(['Aspirin']);
    expect(await audits(patient.id, 'patient.read')).toHaveLength(1);
  });

  test('there is none of nobody', async () => {
    const unknown = await problemOf(nurse.client.call(contract.readPatient, { params: { patientId: '0195c1d0-3b2a-7abc-8def-0123456789ab' } }));
    expect(unknown.status).toBe(404);
    expect((await problemOf(nurse.client.call(contract.readPatient, { params: { patientId: 'x' } }))).status).toBe(400);
  });

  test('a patient reads their own and nobody else’s (CVE-2021-40375: a denial carries no data)', async () => {
    const [own, other] = [await makePatient(api.database, { family: 'Ownpage' }), await makePatient(api.database, { family: 'Secretname' })];
    const portal = await api.asPatient(own.id);
    expect((await portal.client.call(contract.readPatient, { params: { patientId: own.id } })).id).toBe(own.id);
    for (const endpoint of [contract.readPatient, contract.listCoverages, contract.listAllergies, contract.listPatientEncounters] as const) {
      const denied = await problemOf(portal.client.call(endpoint as typeof contract.readPatient, { params: { patientId: other.id } }));
      expect(denied.status).toBe(404);
      expect(JSON.stringify(denied.problem)).not.toMatch(/Secretname|M1000/);
    }
    expect((await problemOf(portal.client.call(contract.listPatients, {}))).status).toBe(403);
  });
});

describe('changing a patient', () => {
  test('two who change at once: the second is told, and nothing is lost', async () => {
    const made = await registrar.client.call(contract.createPatient, { body: someone });
    const change = (phone: string) => registrar.client.call(contract.changePatient, { params: { patientId: made.id }, body: { version: made.version, contact: { phone } } });
    const outcomes = await Promise.allSettled([change('+1 111 111'), change('+1 222 222')]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ status: 409, problem: { currentVersion: 2 } });
    const now = await registrar.client.call(contract.readPatient, { params: { patientId: made.id } });
    expect([now.version, now.nameParts.family]).toEqual([2, 'Okonkwo-Reyes']);
  });

  test('clinicians set code status and isolation; a registrar does not', async () => {
    const patient = await makePatient(api.database);
    const set = (who: TestUser, version: number) => who.client.call(contract.setPrecautions, { params: { patientId: patient.id }, body: { version, codeStatus: 'dnr', isolation: 'droplet' } });
    expect(await set(nurse, 1)).toMatchObject({ codeStatus: 'dnr', isolation: 'droplet', version: 2 });
    expect((await problemOf(set(nurse, 1))).status).toBe(409);
    expect((await problemOf(set(registrar, 2))).status).toBe(403);
  });
});

describe('coverages and allergies', () => {
  test('lists who pays, the latest first, with the member number opened', async () => {
    const patient = await makePatient(api.database);
    const payer = await makePayer(api.database);
    await makeCoverage(api.database, patient.id, payer, { memberNumber: 'W123456' });
    const body = { planId: payer.planId, memberNumber: 'W777', periodStart: '2026-01-01' };
    const added = await registrar.client.call(contract.addCoverage, { params: { patientId: patient.id }, body });
    expect(added).toMatchObject({ memberNumber: 'W777', rank: 1, activeToday: true, plan: { id: payer.planId } });
    const { items } = await registrar.client.call(contract.listCoverages, { params: { patientId: patient.id } });
    expect(items.map((item) => item.memberNumber)).toEqual(['W777', 'W123456']);
    expect((await problemOf(registrar.client.call(contract.addCoverage, { params: { patientId: patient.id }, body }))).status).toBe(409);
    const backwards = await problemOf(registrar.client.call(contract.addCoverage, { params: { patientId: patient.id }, body: { ...body, periodStart: '2026-02-01', periodEnd: '2026-01-01' } }));
    expect([backwards.status, backwards.problem.errors?.[0]?.field]).toEqual([400, 'periodEnd']);
  });

  test('an allergy under another patient’s address is not found (CVE-2026-25745, CVE-2026-34055)', async () => {
    const [patient, other] = [await makePatient(api.database), await makePatient(api.database)];
    const allergy = await nurse.client.call(contract.recordAllergy, { params: { patientId: patient.id }, body: { systemCode: 'RXNORM', code: '1191', category: 'medication', criticality: 'high' } });
    expect(allergy).toMatchObject({ display: 'Aspirin', clinicalStatus: 'active', criticality: 'high' });
    const change = (patientId: string) => nurse.client.call(contract.changeAllergy, { params: { patientId, allergyId: allergy.id }, body: { clinicalStatus: 'refuted' } });
    expect((await problemOf(change(other.id))).status).toBe(404);
    expect((await change(patient.id)).clinicalStatus).toBe('refuted');
    expect((await nurse.client.call(contract.listAllergies, { params: { patientId: patient.id } })).items).toHaveLength(1);
    expect((await problemOf(registrar.client.call(contract.listAllergies, { params: { patientId: patient.id } }))).status).toBe(403);
  });
});

test('every word of a search stands as a keyed token, never as itself', async () => {
  const patient = await makePatient(api.database, { family: 'Tokenheim' });
  const tokens = await PatientSearchToken.findAll({ where: { patientId: patient.id } });
  expect(tokens.length).toBeGreaterThan(5);
  expect(tokens.every(({ token }) => token.length === 16 && !token.toString('latin1').toLowerCase().includes('token'))).toBe(true);
});
