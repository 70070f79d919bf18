import { contract } from '../../api/client';
import { valueWords } from '../../api/services/access/recordEntries';
import { hospitalDay } from '../../api/services/staff/hospitalZone';
import { Session } from '../../db/models';
import { newId } from '../../db/newId';
import { makePatient } from '../factories/hospital';
import { makeCrosswalk, makeHospital, makePayer, makeStay } from '../factories/money';
import { type TestApi, startTestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { readPdf } from '../support/pdfText';
import { problemOf } from '../support/problem';

let api: TestApi;
let record: BillingDriver;
let registrar: TestUser;
beforeAll(async () => {
  api = await startTestApi();
  record = await BillingDriver.start(api);
  await makeHospital();
  await makeCrosswalk();
  registrar = await api.as('registrar');
});
afterAll(() => api.stop());

const exported = (patientId: string, by: TestUser) => by.client.call(contract.exportRecord, { params: { patientId } });

describe('the whole record', () => {
  test('gives the patient everything on record as FHIR, is on the trail, and opens to nobody else', async () => {
    const patient = await makePatient(api.database, { family: 'Walker', given: 'Wilma' });
    const stay = await makeStay(api.database, { payer: await makePayer(api.database), patient });
    const { claimId } = await record.adjudicate(stay.encounterId);
    const noteId = newId();
    await record.rows("INSERT INTO clinical_notes (id, patient_id, encounter_id, kind, status, body_enc, signed_at) VALUES (?, ?, ?, 'progress', 'signed', ?, NOW(3))", [noteId, patient.id, stay.encounterId, api.database.cipher.seal({ table: 'clinical_notes', column: 'body_enc', id: noteId }, 'Better today')]);
    const own = await api.asPatient(patient.id);
    const bundle = await exported(patient.id, own);
    const ids = bundle.entry.map(({ resource }) => resource.id);
    expect(bundle.entry[0]?.resource).toMatchObject({ resourceType: 'Patient', name: [{ family: 'Walker', given: ['Wilma'] }], identifier: [{ value: patient.mrn }] });
    expect(ids).toEqual(expect.arrayContaining([stay.encounterId, claimId, noteId]));
    for (const table of ['conditions', 'observations', 'medication_requests', 'diagnostic_reports', 'claims', 'encounters']) {
      const rows = await record.rows<{ id: string }>(`SELECT id FROM ${table} WHERE patient_id = ?`, [patient.id]);
      expect([table, rows.filter(({ id }) => !ids.includes(id))]).toEqual([table, []]);
    }
    expect((await exported(patient.id, registrar)).entry).toHaveLength(bundle.entry.length);
    expect(Number(await record.scalar("SELECT COUNT(*) FROM audit_events WHERE patient_id = ? AND action = 'patient.exported'", [patient.id]))).toBe(2);
    expect((await own.client.call(contract.listAccesses, { params: { patientId: patient.id }, query: {} })).items.map(({ words }) => words)).toContain('exported your record');
    const other = await api.asPatient((await makePatient(api.database)).id);
    expect((await problemOf(exported(patient.id, other))).status).toBe(404);
    for (const role of ['nurse', 'physician', 'billing', 'manager', 'administrator', 'auditor'] as const) expect((await problemOf(exported(patient.id, await api.as(role)))).status).toBe(403);
  });

  test('is printed with every part of it, carries its restrictions, and is given only to who shows again who they are', async () => {
    const patient = await makePatient(api.database, { family: 'Reader', given: 'Rita' });
    const stay = await makeStay(api.database, { payer: await makePayer(api.database), patient });
    await record.adjudicate(stay.encounterId);
    const noteId = newId();
    await record.rows("INSERT INTO clinical_notes (id, patient_id, encounter_id, kind, status, body_enc, signed_at) VALUES (?, ?, ?, 'progress', 'signed', ?, NOW(3))", [noteId, patient.id, stay.encounterId, api.database.cipher.seal({ table: 'clinical_notes', column: 'body_enc', id: noteId }, 'Slept well. Walks.')]);
    await registrar.client.call(contract.setLabel, { params: { patientId: patient.id }, body: { confidentiality: 'R', sensitivity: 'PSY', stayId: stay.encounterId } });
    const own = await api.asPatient(patient.id);
    await own.client.call(contract.addDirective, { params: { patientId: patient.id }, body: { scope: 'sensitive', sensitivity: 'PSY' } });
    const bundle = await exported(patient.id, own);
    expect(bundle.meta?.security.map(({ code }) => code)).toEqual(['V', 'PSY']);
    expect(bundle.entry.find(({ resource }) => resource.id === noteId)?.resource).toMatchObject({ meta: { security: [{ code: 'V' }, { code: 'PSY' }] } });
    const print = () => own.client.call(contract.printRecord, { params: { patientId: patient.id } });
    const pages = readPdf(Buffer.from((await print()).base64, 'base64'));
    const text = pages.flatMap(({ lines }) => lines).join(' ');
    for (const words of ['Rita Reader', patient.mrn, 'Very restricted: mental health', 'Slept well. Walks.', 'Stays and visits', 'Claims to insurers']) expect(text).toContain(words);
    expect(pages.at(-1)?.lines.at(-1)).toMatch(new RegExp(`^Page ${pages.length} of ${pages.length} · MRN ${patient.mrn}`));
    await Session.update({ confirmedAt: new Date(Date.now() - 9 * 3_600_000) }, { where: { userId: own.id } });
    for (const late of [() => exported(patient.id, own), print]) expect((await problemOf(late())).problem.type).toMatch(/:confirm-identity$/);
  });

  test('is asked for once at a time, is due within 30 days, and its giving is on record', async () => {
    const patient = await makePatient(api.database);
    const own = await api.asPatient(patient.id);
    const ask = () => own.client.call(contract.askForRecord, { params: { patientId: patient.id }, body: { form: 'paper' } });
    const outcomes = await Promise.allSettled([ask(), ask(), ask()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { items: [request] } = await own.client.call(contract.listAccessRequests, { params: { patientId: patient.id } });
    expect(Date.parse(request?.dueAt ?? '') - Date.parse(request?.askedAt ?? '')).toBe(30 * 86_400_000);
    const id = request?.id ?? '';
    const open = () => record.service.call(contract.openAccessTask, { params: { accessRequestId: id }, idempotencyKey: newId(), body: { workflowId: `access-request-${id}`, step: 'give-record', type: 'give-record' } });
    const { taskId } = await open();
    await registrar.client.call(contract.completeTask, { params: { taskId: taskId ?? '' }, body: { version: 1, values: { identity: true, how: 'Handed over at the desk' } } });
    expect((await own.client.call(contract.listAccessRequests, { params: { patientId: patient.id } })).items).toMatchObject([{ status: 'given', form: 'paper' }]);
    expect((await open()).taskId).toBeNull();
    expect((await ask()).status).toBe('asked'); // and again
  });
});

test('a result in the record reads as a sentence: a number follows its name, words a colon', () => {
  const result: Parameters<typeof valueWords>[0] = { id: 'o', encounterId: null, category: 'imaging', at: '2026-03-02T09:00:00.000Z', reportId: null, systemCode: 'loinc', code: '59776-5', display: 'Findings', value: null, unit: null, low: null, high: null, text: 'Compared with the last examination: no new finding.', status: 'final' };
  expect(valueWords(result)).toBe('Findings: Compared with the last examination: no new finding.');
  expect(valueWords({ ...result, display: 'Potassium', value: 6, unit: 'mmol/L', low: 3.5, high: 5.1, text: null })).toBe('Potassium 6 mmol/L (high, usual from 3.5 to 5.1)');
});

describe('the account of disclosures (45 CFR 164.528)', () => {
  test('holds six years of what was told outside care, and is read by its patient but for what an agency had suspended or was entered in error', async () => {
    const patient = await makePatient(api.database);
    const own = await api.asPatient(patient.id);
    const params = { patientId: patient.id };
    const today = hospitalDay(new Date());
    const daysAgo = (days: number) => hospitalDay(new Date(Date.now() - days * 86_400_000));
    const tell = (recipient: string, body: object = {}) => registrar.client.call(contract.recordDisclosure, { params, body: { kind: 'public-health', disclosedOn: today, recipient, what: 'A positive culture', purpose: 'A notifiable disease', ...body } });
    await tell('County health department');
    const wrong = await tell('The wrong department');
    await tell('The police', { kind: 'police', suspendedUntil: hospitalDay(new Date(Date.now() + 30 * 86_400_000)) });
    await tell('The police, told long ago', { kind: 'police', suspendedUntil: daysAgo(2) });
    await tell('Too old', { disclosedOn: daysAgo(6 * 366 + 2) });
    expect((await problemOf(tell('Tomorrow', { disclosedOn: '2099-01-01' }))).status).toBe(400);
    await registrar.client.call(contract.withdrawDisclosure, { params: { ...params, disclosureId: wrong.id }, body: { version: 1, reason: 'Nothing was sent' } });
    expect((await problemOf(registrar.client.call(contract.withdrawDisclosure, { params: { ...params, disclosureId: wrong.id }, body: { version: 2, reason: 'Once more' } }))).problem.type).toMatch(/:disclosure-withdrawn$/);
    const seenBy = async (who: TestUser) => (await who.client.call(contract.listDisclosures, { params })).items.map(({ recipient }) => recipient).sort();
    expect(await seenBy(own)).toEqual(['County health department', 'The police, told long ago']);
    expect(await seenBy(registrar)).toEqual(['County health department', 'The police', 'The police, told long ago', 'The wrong department']);
    expect((await problemOf((await api.asPatient((await makePatient(api.database)).id)).client.call(contract.listDisclosures, { params }))).status).toBe(404);
    expect((await problemOf(own.client.call(contract.recordDisclosure, { params, body: { kind: 'court', disclosedOn: today, recipient: 'Me', what: 'All of it', purpose: 'None' } }))).status).toBe(403);
  });
});
